/**
 * The agents of undici, loaded from their own files. The package as a whole also brings fetch, WebSockets, caches and
 * mocks: 87 more files, which take longer to load than the rest of a small program, and 70 KB more in a bundle.
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

/** Tunnels need one of the methods that undici's index adds to each dispatcher. */
const makeProxyAgent = async (options: Undici.EnvHttpProxyAgent.Options): Promise<Undici.Dispatcher> => {
  const [{ default: EnvHttpProxyAgent }, { default: Dispatcher }, { default: connect }] = await Promise.all([
    // @ts-expect-error see above
    import("undici/lib/dispatcher/env-http-proxy-agent.js"),
    // @ts-expect-error see above
    import("undici/lib/dispatcher/dispatcher.js"),
    // @ts-expect-error see above
    import("undici/lib/api/api-connect.js")
  ])
  Object.assign(Dispatcher.prototype, { connect })
  return new EnvHttpProxyAgent(options)
}

/** An agent for direct connections, or for connections through these proxies. */
export const openAgent = (
  { connectTimeout, connections }: Options,
  proxy: ProxySettings | undefined
): Effect.Effect<Undici.Dispatcher> => {
  const pool = { connections, allowH2: false, connect: { timeout: connectTimeout } }
  return proxy === undefined
    ? Effect.sync(() => makeAgent(pool))
    : Effect.promise(() => makeProxyAgent({ ...pool, ...proxy, connectTimeout }))
}
