/** How the backend does what it offers. */
import { BoxError, Folders, OAuth, Users } from "@effect-box/core"
import { Config, Effect, Layer, Redacted, Stream } from "effect"
import { HttpServerRequest, HttpServerResponse } from "effect/http"
import { HttpApiBuilder } from "effect/http-api"
import { Api, BoxUnavailable, CurrentUser, Session, SignInRequired } from "./Api.ts"
import { Logins } from "./Logins.ts"

const signIn = new SignInRequired({ signIn: "/sign-in" })

const SessionLive = Layer.succeed(Session, {
  cookie: (handler, { credential }) =>
    Redacted.value(credential) === ""
      ? Effect.fail(signIn)
      : Effect.provideService(handler, CurrentUser, Redacted.value(credential))
})

/** In production also `secure: true`. */
const cookie = { httpOnly: true, sameSite: "lax", path: "/" } as const

const begin = Effect.gen(function* () {
  const user = crypto.randomUUID()
  const redirectUri = yield* Config.String("BOX_REDIRECT_URI")
  const { state, url } = yield* OAuth.authorizationUrl({ redirectUri }).pipe(Effect.provide(Logins.get(user)))
  return HttpServerResponse.redirect(url).pipe(
    HttpServerResponse.setCookieUnsafe("session", user, cookie),
    HttpServerResponse.setCookieUnsafe("state", state, { ...cookie, maxAge: "10 minutes" })
  )
})

/** The state is in a cookie, so that a code works only in the browser in which the sign-in began. */
const callback = Effect.gen(function* () {
  const { cookies, url } = yield* HttpServerRequest.HttpServerRequest
  const { session = "", state = "" } = cookies
  yield* OAuth.exchangeRedirect({ url, state }).pipe(Effect.provide(Logins.get(session)))
  return HttpServerResponse.redirect("/files").pipe(HttpServerResponse.expireCookieUnsafe("state", cookie))
}).pipe(
  // Nobody granted access, or the state is of another browser.
  Effect.catchTag(["BoxOAuthError", "BoxInvalidInput"], (error) =>
    Effect.as(Effect.logInfo(error.message), HttpServerResponse.text("The sign-in failed", { status: 400 }))
  )
)

const listFiles = Effect.gen(function* () {
  const { login } = yield* Users.getUserMe()
  const names = yield* Folders.getFolderItems.items({ folder_id: "0", fields: ["name"] }).pipe(
    Stream.map(({ name }) => name ?? ""),
    Stream.runCollect
  )
  return { login: login ?? "", names }
})

/** Calls as the user whose request it is. */
const asUser = <A, E, R>(call: Effect.Effect<A, E, R>) =>
  Effect.flatMap(CurrentUser, (user) => Effect.provide(call, Logins.get(user)))

/** What a browser is told of a failure. Why is for the log, and no error of Box has a secret in it. */
const answered = <A, E extends Error, R>(work: Effect.Effect<A, E, R>) =>
  work.pipe(
    Effect.tapError((error) => Effect.logWarning(error.message)),
    Effect.mapError((error) =>
      BoxError.isBoxError(error) && BoxError.isAuthentication(error) ? signIn : new BoxUnavailable()
    )
  )

const SignInLive = HttpApiBuilder.group(Api, "signIn", (handlers) =>
  Effect.succeed(handlers.handle("begin", () => answered(begin)).handle("callback", () => answered(callback)))
)

const FilesLive = HttpApiBuilder.group(Api, "files", (handlers) =>
  Effect.succeed(handlers.handle("list", () => answered(asUser(listFiles))))
)

export const Routes = HttpApiBuilder.layer(Api).pipe(Layer.provide([SignInLive, FilesLive]), Layer.provide(SessionLive))
