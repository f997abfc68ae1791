/** Which proxy a connection goes through: the one of the environment, or the one that an option names. */
import { BoxInvalidInput } from "@effect-box/core/BoxError"
import * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"

/** What undici's agent takes. The addresses may hold credentials. */
export interface ProxySettings {
  readonly httpProxy: string
  readonly httpsProxy: string
  readonly noProxy: string
}

/** An emulator on this machine is never meant to be reached through a proxy elsewhere. */
const loopback = "localhost,127.0.0.1,[::1]"

/** As curl and most programs do, the name in small letters wins. */
const variable = (operation: string, name: string): Effect.Effect<string, BoxInvalidInput> =>
  Effect.gen(function* () {
    for (const spelling of [name.toLowerCase(), name]) {
      const value = yield* Config.option(Config.Redacted(spelling))
      if (Option.isSome(value)) return Redacted.value(value.value).trim()
    }
    return ""
  }).pipe(Effect.mapError(() => new BoxInvalidInput({ operation, message: `${name} cannot be read`, attempts: 0 })))

/** An address as undici takes it: a host without a scheme, as `HTTPS_PROXY` often has it, means `http`. */
const addressOf = Effect.fnUntraced(function* (operation: string, source: string, given: string) {
  if (given === "") return ""
  const text = given.includes("://") ? given : `http://${given}`
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && new URL(text).hostname !== "") return text
  // The value itself may hold a password.
  const message = `${source} must be the URL of an HTTP proxy, such as http://proxy.example:8080`
  return yield* new BoxInvalidInput({ operation, message, attempts: 0 })
})

/** The settings; `undefined` where every connection is direct. */
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
    const message = 'proxy must be "environment", "none", or the proxy\'s URL as a Redacted'
    return yield* new BoxInvalidInput({ operation, message, attempts: 0 })
  }
  const httpProxy = yield* addressOf(operation, "HTTP_PROXY", yield* variable(operation, "HTTP_PROXY"))
  const httpsProxy = yield* addressOf(operation, "HTTPS_PROXY", yield* variable(operation, "HTTPS_PROXY"))
  return httpProxy === "" && httpsProxy === "" ? undefined : { httpProxy, httpsProxy, noProxy }
})

/** undici says only in words that the proxy refused; a code is what errors of ours show. */
export const withProxyCode = (cause: unknown): unknown => {
  const status = cause instanceof Error ? /^Proxy .*\(?\b(4\d\d|5\d\d)\b\)?/.exec(cause.message)?.[1] : undefined
  return status === undefined ? cause : Object.assign(new Error("The proxy refused"), { code: `PROXY_${status}` })
}
