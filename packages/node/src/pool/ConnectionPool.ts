/**
 * An `HttpClient` with pooled keep-alive connections, for programs that compose their own layers. `NodeBox` includes it
 * as `layerHttpClient`. This module alone does not load the logins, which makes programs start faster.
 *
 * @example
 * ```ts
 * import { DeveloperToken, Users } from "@effect-box/core"
 * import { ConnectionPool } from "@effect-box/node"
 * import { Effect } from "effect"
 *
 * const whoAmI = Users.getUserMe().pipe(Effect.provide([ConnectionPool.layer(), DeveloperToken.layerConfig]))
 * ```
 */
import "../internal/nodeVersion.ts"
import { BoxInvalidInput } from "@effect-box/core/BoxError"
import { SharedMemoryClient } from "@effect-box/core/unstable/SharedMemory"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { HttpClient } from "effect/http/HttpClient"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type * as Redacted from "effect/Redacted"
import { countFault, invalidInput } from "@effect-box/core/unstable/Checks"
import { readOptions } from "../internal/argument.ts"
import { openAgent } from "./internal/agent.ts"
import { proxySettings } from "./internal/proxy.ts"
import * as PooledHttpClient from "./internal/pooledHttpClient.ts"

/**
 * The options of {@link layer}.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options {
  /** The maximum number of connections per host. Further calls wait. Default 16. */
  readonly connections?: number | undefined
  /** How long connecting may take. Afterwards the call fails with `BoxTimeout`, phase `connect`. Default 10 seconds. */
  readonly connectTimeout?: Duration.Input | undefined
  /**
   * `environment` uses the proxies in `HTTPS_PROXY` and `HTTP_PROXY`, except for the hosts in `NO_PROXY`. `none` uses
   * no proxy. A URL is a proxy for all hosts except those in `NO_PROXY`; credentials in it are sent only to the proxy.
   * Loopback hosts are always reached directly. If the proxy rejects a connection, the call fails with
   * `BoxTransportError` and a code such as `PROXY_407`. Default `environment`.
   */
  readonly proxy?: "environment" | "none" | Redacted.Redacted<string> | undefined
}

/**
 * An `HttpClient` with pooled keep-alive connections over HTTP/1.1, so that parallel parts get separate connections
 * instead of sharing one as over HTTP/2. The connections are closed with the layer. Invalid options or proxy settings
 * fail with `BoxInvalidInput`.
 *
 * If you wrap this client: `LocalFile.download` releases the memory of received chunks as soon as they are written, so
 * a wrapper that keeps chunks has to copy them. And the parts of a large upload are hashed on a worker thread and sent
 * from the same shared memory; through a wrapper they are copied to the thread instead, unless it names itself as
 * described in `@effect-box/core/unstable/SharedMemory`.
 *
 * @example
 * ```ts
 * import { ConnectionPool } from "@effect-box/node"
 * import { Config, Effect, Layer } from "effect"
 *
 * const Pool = Layer.unwrap(
 *   Effect.map(Config.Redacted("BATCH_PROXY"), (proxy) =>
 *     ConnectionPool.layer({ connections: 64, connectTimeout: "5 seconds", proxy })
 *   )
 * )
 * ```
 *
 * @category layers
 * @since 0.1.0
 */
export const layer = (options: Options = {}): Layer.Layer<HttpClient, BoxInvalidInput> =>
  Layer.effectContext(
    Effect.gen(function* () {
      const operation = "ConnectionPool.layer"
      const {
        connections = 16,
        connectTimeout = "10 seconds",
        proxy = "environment"
      } = yield* readOptions(operation, options)
      const timeout = Option.getOrUndefined(Duration.fromInput(connectTimeout))
      const fault = countFault("connections", connections)
      if (fault !== undefined) return yield* invalidInput(operation, fault)
      if (timeout === undefined || !(Duration.toMillis(timeout) > 0)) {
        const message = 'connectTimeout must be a duration such as "10 seconds"'
        return yield* new BoxInvalidInput({ operation, message, attempts: 0 })
      }
      const settings = yield* proxySettings(operation, proxy)
      const agent = yield* Effect.acquireRelease(
        openAgent({ connections, connectTimeout: Duration.toMillis(timeout) }, settings),
        (opened) => Effect.promise(() => opened.destroy())
      )
      const client = PooledHttpClient.make(agent)
      return Context.make(HttpClient, client).pipe(Context.add(SharedMemoryClient, client))
    })
  )
