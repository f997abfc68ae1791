/** Token storage for logins that can be repeated. */
import * as Layer from "effect/Layer"
import { layerMemory, type TokenPersistence } from "../TokenPersistence.ts"

/**
 * Provides a login with its own memory. Effect builds the same layer only once, so without `fresh` the logins of two
 * tenants would share one memory, and therefore one token.
 */
export const inOwnMemory = <A, E, R>(
  login: Layer.Layer<A, E, R | TokenPersistence>
): Layer.Layer<A, E, Exclude<R, TokenPersistence>> => Layer.provide(login, Layer.fresh(layerMemory))
