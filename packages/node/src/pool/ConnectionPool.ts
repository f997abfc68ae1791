/**
 * Connections that stay open, as the `HttpClient` of a program that puts its layers together itself. `NodeBox` has it as
 * `layerHttpClient`; this module by itself loads nothing of the logins, which counts where a program starts often.
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
import { BoxInvalidInput } from "@effect-box/core/BoxError"
import { SharedMemoryClient } from "@effect-box/core/unstable/SharedMemory"
import * as Undici from "@effect/platform-node/Undici"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { HttpClient } from "effect/http/HttpClient"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type * as Redacted from "effect/Redacted"
import { readOptions } from "../internal/argument.ts"
import { proxySettings } from "./internal/proxy.ts"
import * as PooledHttpClient from "./internal/pooledHttpClient.ts"

export interface Options {
  /** Connections per host at the most; more calls wait their turn. Default 16. */
  readonly connections?: number | undefined
  /** How long a connection may take to be made. A late one fails with `BoxTimeout`, phase `connect`. Default 10 seconds. */
  readonly connectTimeout?: Duration.Input | undefined
  /**
   * `environment`: the proxies of `HTTPS_PROXY` and `HTTP_PROXY`, apart from the hosts of `NO_PROXY`. `none`: no proxy. Or the
   * URL of one for all hosts but those of `NO_PROXY`; credentials in it go to the proxy alone. Hosts on loopback are always
   * reached directly. A proxy that refuses shows as `BoxTransportError` with a code such as `PROXY_407`. Default
   * `environment`.
   */
  readonly proxy?: "environment" | "none" | Redacted.Redacted<string> | undefined
}

/**
 * Pooled keep-alive connections over HTTP/1.1: parallel parts get a connection each, which over HTTP/2 would share one.
 * Connections end with the layer.
 *
 * `LocalFile.download` gives the memory of what it received back as soon as it is written: an `HttpClient` around this one that
 * keeps the chunks of bodies has to copy them. Parts of a large upload are hashed in a thread and sent from the same memory;
 * with a client around this one they are copied to the thread instead (`SharedMemory` of core).
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
      if (!Number.isSafeInteger(connections) || connections < 1) {
        const message = "connections must be a whole number of at least 1"
        return yield* new BoxInvalidInput({ operation, message, attempts: 0 })
      }
      if (timeout === undefined || !(Duration.toMillis(timeout) > 0)) {
        const message = 'connectTimeout must be a duration such as "10 seconds"'
        return yield* new BoxInvalidInput({ operation, message, attempts: 0 })
      }
      const settings = yield* proxySettings(operation, proxy)
      const connect = { timeout: Duration.toMillis(timeout) }
      const pool = { connections, allowH2: false, connect }
      const agent = yield* Effect.acquireRelease(
        Effect.sync(() =>
          settings === undefined
            ? new Undici.Agent(pool)
            : new Undici.EnvHttpProxyAgent({ ...pool, ...settings, connectTimeout: connect.timeout })
        ),
        (opened) => Effect.promise(() => opened.destroy())
      )
      const client = PooledHttpClient.make(agent)
      return Context.make(HttpClient, client).pipe(Context.add(SharedMemoryClient, client))
    })
  )
