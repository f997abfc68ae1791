/** Selects the proxy of connections: from the environment, or from an option. */
import { BoxInvalidInput } from "@effect-box/core/BoxError"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"

/** The options of undici's agent. The addresses may contain credentials. */
export interface ProxySettings {
  readonly httpProxy: string
  readonly httpsProxy: string
  readonly noProxy: string
}

/** An emulator on this machine is never reached through a proxy. */
const loopback = "localhost,127.0.0.1,[::1]"

/**
 * The lowercase name takes precedence, as in curl and most programs. The provider is asked directly: a `Config` for each
 * name builds a schema, which is most of what a program does until its first call.
 */
const variable = Effect.fnUntraced(function* (
  operation: string,
  name: string
): Effect.fn.Return<string, BoxInvalidInput> {
  const provider = yield* ConfigProvider.ConfigProvider
  for (const spelling of [name.toLowerCase(), name]) {
    const node = yield* Effect.mapError(
      provider.load([spelling]),
      () => new BoxInvalidInput({ operation, message: `${name} cannot be read`, attempts: 0 })
    )
    if (node?.value !== undefined) return node.value.trim()
  }
  return ""
})

/** An address as undici accepts it. Without a scheme, as is common in `HTTPS_PROXY`, it means `http`. */
const addressOf = Effect.fnUntraced(function* (operation: string, source: string, given: string) {
  if (given === "") return ""
  const text = given.includes("://") ? given : `http://${given}`
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && new URL(text).hostname !== "") return text
  // The value itself may contain a password.
  const message = `${source} must be the URL of an HTTP proxy, such as http://proxy.example:8080`
  return yield* new BoxInvalidInput({ operation, message, attempts: 0 })
})

/** The settings, or `undefined` if all connections are direct. */
export const proxySettings = Effect.fnUntraced(function* (
  operation: string,
  proxy: "environment" | "none" | Redacted.Redacted<string>
): Effect.fn.Return<ProxySettings | undefined, BoxInvalidInput> {
  if (proxy === "none") return undefined
  const exceptions = yield* variable(operation, "NO_PROXY")
  const noProxy = exceptions === "" ? loopback : `${loopback},${exceptions}`
  if (Redacted.isRedacted(proxy)) {
    const text = Redacted.value(proxy)
    const url = yield* addressOf(operation, "proxy", typeof text === "string" && text !== "" ? text : "://")
    return { httpProxy: url, httpsProxy: url, noProxy }
  }
  if (proxy !== "environment") {
    const message = 'proxy must be "environment", "none", or the URL of the proxy as Redacted'
    return yield* new BoxInvalidInput({ operation, message, attempts: 0 })
  }
  const httpProxy = yield* addressOf(operation, "HTTP_PROXY", yield* variable(operation, "HTTP_PROXY"))
  const httpsProxy = yield* addressOf(operation, "HTTPS_PROXY", yield* variable(operation, "HTTPS_PROXY"))
  return httpProxy === "" && httpsProxy === "" ? undefined : { httpProxy, httpsProxy, noProxy }
})

/** undici reports a rejection by the proxy only in its message. Our errors show a code instead. */
export const withProxyCode = (cause: unknown): unknown => {
  const status = cause instanceof Error ? /^Proxy .*\(?\b(4\d\d|5\d\d)\b\)?/.exec(cause.message)?.[1] : undefined
  return status === undefined
    ? cause
    : Object.assign(new Error("The proxy rejected the connection"), { code: `PROXY_${status}` })
}
