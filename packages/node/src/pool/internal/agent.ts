/**
 * The agents of undici. The one for direct connections is loaded from its own file: the package as a whole also brings
 * fetch, WebSockets, caches and mocks, which are 87 more files and take longer to load than the rest of a small program.
 */
import type * as Undici from "undici"
// @ts-expect-error undici declares its types for the package as a whole only.
import PooledAgent from "undici/lib/dispatcher/agent.js"
import * as Effect from "effect/Effect"
import type { ProxySettings } from "./proxy.ts"

interface Options {
  /** The maximum number of connections per host. */
  readonly connections: number
  /** How long connecting may take, in milliseconds. */
  readonly connectTimeout: number
}

const makeAgent = (options: Undici.Agent.Options): Undici.Dispatcher => new PooledAgent(options)

/** An agent for direct connections, or for connections through these proxies. */
export const openAgent = (
  { connectTimeout, connections }: Options,
  proxy: ProxySettings | undefined
): Effect.Effect<Undici.Dispatcher> => {
  const pool = { connections, allowH2: false, connect: { timeout: connectTimeout } }
  return proxy === undefined
    ? Effect.sync(() => makeAgent(pool))
    : Effect.map(
        Effect.promise(() => import("undici")),
        ({ EnvHttpProxyAgent }) => new EnvHttpProxyAgent({ ...pool, ...proxy, connectTimeout })
      )
}
