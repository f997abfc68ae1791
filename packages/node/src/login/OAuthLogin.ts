/**
 * Logs a user in from a command-line program: opens Box's consent page in the browser and waits for the redirect on a
 * loopback port. For `localhost` it listens on both addresses that a browser may use, 127.0.0.1 and ::1.
 *
 * The command that opens the browser receives the address of a page of this server, which redirects to Box once. So the
 * process list of the machine shows neither the authorization URL nor its `state`.
 *
 * @example
 * ```ts
 * import { OAuth, Users } from "@effect-box/core"
 * import { FileTokenPersistence, NodeBox, OAuthLogin } from "@effect-box/node"
 * import { Effect, Layer, Redacted } from "effect"
 *
 * const Login = OAuth.layer({ clientId: "id", clientSecret: Redacted.make("secret") }).pipe(
 *   Layer.provide(FileTokenPersistence.layer("tokens.json")),
 *   Layer.provideMerge(NodeBox.layerPlatform())
 * )
 *
 * // The app's redirect URI in Box's developer console: http://127.0.0.1:8912/callback
 * const main = OAuthLogin.login({ port: 8912 }).pipe(
 *   Effect.andThen(Users.getUserMe()),
 *   Effect.provide(Login)
 * )
 * ```
 *
 * @see https://developer.box.com/guides/authentication/oauth2/
 */
import "../internal/nodeVersion.ts"
import { randomBytes } from "node:crypto"
import * as Http from "node:http"
import type { AddressInfo } from "node:net"
import { type BoxError, BoxInvalidInput, BoxTimeout } from "@effect-box/core/BoxError"
import * as OAuth from "@effect-box/core/OAuth"
import type { TokenPair } from "@effect-box/core/TokenPersistence"
import * as Console from "effect/Console"
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import * as Scope from "effect/Scope"
import { readOptions } from "../internal/argument.ts"
import { openInBrowser } from "../internal/browser.ts"

/**
 * The options of {@link login}.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options {
  /**
   * The app's redirect URI as registered with Box: `http`, on `127.0.0.1` or `localhost`. Without a port, the port of
   * the server is added. Default `http://127.0.0.1/callback`.
   */
  readonly redirectUri?: string | undefined
  /** The port to listen on. Default: the port of `redirectUri`, or a free one. */
  readonly port?: number | undefined
  /** `browser` opens the consent page and prints its address, `print` only prints it. Default `browser`. */
  readonly open?: "browser" | "print" | undefined
  /** How long the user may take. Default 5 minutes. */
  readonly timeout?: Duration.Input | undefined
  /** Default: all scopes that the app is configured for. */
  readonly scopes?: ReadonlyArray<string> | undefined
}

const operation = "OAuthLogin.login"

const invalid = (message: string, code?: string): BoxInvalidInput =>
  new BoxInvalidInput({ operation, message, attempts: 0, ...(code === undefined ? {} : { code }) })

const redirectOf = ({ port, redirectUri = "http://127.0.0.1/callback" }: Options) => {
  const url = typeof redirectUri === "string" && URL.canParse(redirectUri) ? new URL(redirectUri) : undefined
  if (url?.protocol !== "http:" || !["127.0.0.1", "localhost"].includes(url.hostname)) {
    return Effect.fail(invalid("redirectUri must be an http URL on 127.0.0.1 or localhost"))
  }
  const wanted = port ?? Number(url.port)
  if (!Number.isInteger(wanted) || wanted < 0 || wanted > 65_535) {
    return Effect.fail(invalid("port must be a whole number from 0 to 65535"))
  }
  return Effect.succeed({ url, port: wanted })
}

const page = (text: string): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>Box login</title><p>${text}</p></html>\n`

/** Responds with a page of fixed text. It contains nothing of the request, and it leaks no part of the address. */
const respond = (
  response: Http.ServerResponse,
  status: number,
  text: string,
  headers: Http.OutgoingHttpHeaders = {}
): void => {
  response.writeHead(status, {
    ...headers,
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": "default-src 'none'",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
    connection: "close"
  })
  response.end(page(text))
}

/** Listens on one loopback address. Closing the scope frees the port and closes all connections. */
const listenOn = (host: string, port: number): Effect.Effect<Http.Server, BoxInvalidInput, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.callback<Http.Server, BoxInvalidInput>((resume) => {
      const server = Http.createServer()
      server.once("error", (error: NodeJS.ErrnoException) =>
        resume(
          Effect.fail(invalid(`Port ${port} on ${host} cannot be used (${error.code}): choose another one`, error.code))
        )
      )
      server.listen({ port, host, ipv6Only: true }, () => resume(Effect.succeed(server)))
    }),
    (server) =>
      Effect.callback<void>((resume) => {
        server.close(() => resume(Effect.void))
        server.closeAllConnections()
      })
  )

/** A server that listens on TCP has an address of this form. */
const portOf = (server: Http.Server): number => (server.address() as AddressInfo).port

const noIpv6: ReadonlyArray<string | undefined> = ["EADDRNOTAVAIL", "EAFNOSUPPORT", "EINVAL"]

/** Listens on all addresses of the redirect URI's host, or fails if one of them is taken. */
const listen = Effect.fnUntraced(function* (host: string, wanted: number) {
  const first = yield* listenOn("127.0.0.1", wanted)
  if (host !== "localhost") return [first] as const
  const second = yield* Effect.catchIf(
    Effect.asSome(listenOn("::1", portOf(first))),
    ({ code }) => noIpv6.includes(code),
    () => Effect.succeed(Option.none<Http.Server>())
  )
  return [first, ...Option.toArray(second)] as const
})

/** A port that is free on one address may be taken on the other. Then another port is tried. */
const listenSomewhere = Effect.fnUntraced(function* (host: string, wanted: number) {
  const scope = yield* Effect.scope
  const attempt = Effect.gen(function* () {
    const own = yield* Scope.fork(scope)
    return yield* Effect.onError(Scope.provide(listen(host, wanted), own), (cause) =>
      Scope.close(own, Exit.failCause(cause))
    )
  })
  return yield* Effect.retry(attempt, { times: wanted === 0 ? 10 : 0, while: ({ code }) => code === "EADDRINUSE" })
})

interface Expected {
  readonly redirect: URL
  readonly state: string
  /** The authorization URL, to which the first request for `startPath` is redirected. */
  readonly consent: string
  readonly startPath: string
}

/**
 * Waits for the first callback with the right state, and succeeds once its page has been sent. A callback with another
 * state does not belong to this login and does not end it.
 */
const expectCallback = Effect.fnUntraced(function* (
  servers: ReadonlyArray<Http.Server>,
  { consent, redirect, startPath, state }: Expected
) {
  const arrived = yield* Deferred.make<string, BoxInvalidInput>()
  let begun = false
  let taken = false
  const begin = (response: Http.ServerResponse): void => {
    if (begun) {
      // The first visitor has learned the state, and only one of the two is the user.
      const twice = invalid("The login page was opened twice, perhaps by someone else: start the login again")
      response.once("close", () => Deferred.doneUnsafe(arrived, Effect.fail(twice)))
      respond(response, 410, "This page has already been opened, so the login has ended. Please start again.")
    } else {
      begun = true
      respond(response, 302, "Continue at Box.", { location: consent })
    }
  }
  for (const server of servers) {
    server.on("request", (request, response) => {
      const target = request.url ?? "/"
      const url = URL.canParse(target, redirect) ? new URL(target, redirect) : undefined
      if (!taken && request.method === "GET" && url?.pathname === startPath) return begin(response)
      if (taken || request.method !== "GET" || url?.pathname !== redirect.pathname) {
        return respond(response, 404, "Not found.")
      }
      if (url.searchParams.get("state") !== state) {
        return respond(response, 400, "This response does not belong to the current login. Please start again.")
      }
      taken = true
      // However the connection ends, the response has arrived.
      response.once("close", () => Deferred.doneUnsafe(arrived, Effect.succeed(url.href)))
      respond(response, 200, "Box has responded. You can close this window and return to the program.")
    })
  }
  return arrived
})

/** Prints the authorization URL for the user only. Every user of the machine can read what the command receives. */
const show = Effect.fnUntraced(function* (consent: string, start: string, open: Options["open"]) {
  yield* Console.log(`To log in to Box, open this page in a browser on this machine:\n${consent}`)
  if (open !== "print") yield* openInBrowser(start)
})

/**
 * Lets a user grant access in the browser, saves the token pair in the `TokenPersistence` of `OAuth.layer`, and uses it
 * from then on. Returns the pair. The port is closed before the code is exchanged, and on interruption.
 *
 * Fails with `BoxTimeout` (phase `deadline`) if the login is not completed in time, with `BoxOAuthError` if the user
 * denies access (`code` is `access_denied`) or the exchange fails, and with `BoxInvalidInput` if the port is taken or
 * the page that the browser was opened with is opened a second time.
 *
 * @example
 * ```ts
 * import { OAuthLogin } from "@effect-box/node"
 * import { Effect } from "effect"
 *
 * // On a machine without a browser, such as over SSH with a forwarded port.
 * const login = OAuthLogin.login({ port: 8912, open: "print", timeout: "10 minutes" }).pipe(
 *   Effect.catchTag("BoxTimeout", (error) => Effect.logWarning(error.message))
 * )
 * ```
 *
 * @see https://developer.box.com/guides/authentication/oauth2/
 * @category operations
 * @since 0.1.0
 */
export const login = Effect.fn("OAuthLogin.login")(function* (
  given: Options = {}
): Effect.fn.Return<TokenPair, BoxError, OAuth.OAuth> {
  const options = yield* readOptions(operation, given)
  const wanted = yield* redirectOf(options)
  const timeout = Duration.fromInput(options.timeout ?? "5 minutes")
  if (timeout._tag === "None") return yield* invalid("timeout is not a duration")
  const answer = yield* Effect.gen(function* () {
    const servers = yield* listenSomewhere(wanted.url.hostname, wanted.port)
    const port = portOf(servers[0])
    const redirect = new URL(wanted.url)
    redirect.port = String(port)
    const { state, url } = yield* OAuth.authorizationUrl({ redirectUri: redirect.href, scopes: options.scopes })
    const start = new URL(`http://127.0.0.1:${port}/${randomBytes(32).toString("base64url")}`)
    const arrived = yield* expectCallback(servers, { redirect, state, consent: url, startPath: start.pathname })
    yield* show(url, start.href, options.open)
    return { state, url: yield* Deferred.await(arrived) }
  }).pipe(
    Effect.timeoutOrElse({
      duration: timeout.value,
      orElse: () =>
        Effect.fail(
          new BoxTimeout({
            operation,
            phase: "deadline",
            message: `The login was not completed within ${Duration.format(timeout.value)}`,
            attempts: 0
          })
        )
    }),
    Effect.scoped
  )
  return yield* OAuth.exchangeRedirect(answer)
})
