/** Where logins that can be repeated keep their token. */
import * as Layer from "effect/Layer"
import { layerMemory, type TokenPersistence } from "../TokenPersistence.ts"

/**
 * Gives a login a memory of its own. Effect builds a layer once however often it is provided, so without `fresh` the logins
 * of two tenants would share one memory, and with it one token.
 */
export const inOwnMemory = <A, E, R>(
  login: Layer.Layer<A, E, R | TokenPersistence>
): Layer.Layer<A, E, Exclude<R, TokenPersistence>> => Layer.provide(login, Layer.fresh(layerMemory))
