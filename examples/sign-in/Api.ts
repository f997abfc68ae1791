/** What the backend offers. */
import { Context, Schema } from "effect"
import {
  HttpApi,
  HttpApiEndpoint,
  HttpApiGroup,
  HttpApiMiddleware,
  HttpApiSchema,
  HttpApiSecurity
} from "effect/http-api"

export class SignInRequired extends Schema.TaggedError<SignInRequired>()(
  "SignInRequired",
  { signIn: Schema.String },
  { httpApiStatus: 401 }
) {}

/** Why Box could not do it is for the log. */
export class BoxUnavailable extends Schema.TaggedError<BoxUnavailable>()(
  "BoxUnavailable",
  {},
  { httpApiStatus: 502 }
) {}

/** The user whose browser sent the request. */
export class CurrentUser extends Context.Service<CurrentUser, string>()("examples/CurrentUser") {}

export const sessionCookie = HttpApiSecurity.apiKey({ in: "cookie", key: "session" })

/** Stands for the sessions of your application: here the random text of a cookie is the user. */
export class Session extends HttpApiMiddleware.Service<Session, { provides: CurrentUser }>()("examples/Session", {
  security: { cookie: sessionCookie },
  error: SignInRequired
}) {}

const failures = [SignInRequired, BoxUnavailable] as const

const SignIn = HttpApiGroup.make("signIn")
  .add(HttpApiEndpoint.get("begin", "/sign-in", { success: HttpApiSchema.Empty(302), error: failures }))
  .add(HttpApiEndpoint.get("callback", "/callback", { success: HttpApiSchema.Empty(302), error: failures }))

const Files = HttpApiGroup.make("files")
  .add(
    HttpApiEndpoint.get("list", "/files", {
      success: Schema.Struct({ login: Schema.String, names: Schema.Array(Schema.String) }),
      error: failures
    })
  )
  .middleware(Session)

export class Api extends HttpApi.make("sign-in").add(SignIn).add(Files) {}
