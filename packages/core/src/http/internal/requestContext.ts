/** What the caller's context adds to an authorised request, checked before any of it is sent. */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import type { Retry } from "../BoxConfig.ts"
import { BoxInvalidInput } from "../../BoxError.ts"
import { BoxRequest, type SharedLinkAccess } from "../BoxRequest.ts"
import { isTokenText, secretText, tryRead } from "../../internal/argument.ts"

const headerName = /^[!#$%&'*+.^_`|~0-9a-z-]+$/i
/** One line of Latin-1; anything else could smuggle in another header. */
const headerValue = /^[\t\x20-\x7e\x80-\xff]*$/

const isHeader = (name: string, value: unknown): boolean =>
  headerName.test(name) && typeof value === "string" && headerValue.test(value)

const retryFault = ({ maxAttempts, ...durations }: Partial<Retry>): string | undefined => {
  if (maxAttempts !== undefined && !(Number.isSafeInteger(maxAttempts) && maxAttempts >= 1)) {
    return "retry.maxAttempts must be a whole number of at least 1"
  }
  const bad = Object.entries(durations).find(([, value]) => tryRead(() => Duration.isDuration(value)) !== true)
  return bad === undefined ? undefined : `retry.${bad[0]} must be a Duration`
}

const isSecret = (value: unknown): boolean => secretText(value)?.isWellFormed() === true

const contextFault = ({ asUser, headers, retry, sharedLink }: BoxRequest): string | undefined => {
  // Without the header Box would act as whoever is logged in.
  if (asUser !== undefined && !(typeof asUser === "string" && isTokenText(asUser))) {
    return 'the header "as-user" must be the id of a user'
  }
  for (const [name, value] of Object.entries(headers)) {
    if (isHeader(name, value)) continue
    return `the header ${JSON.stringify(name)} must have a name of HTTP and a value on one line`
  }
  if (sharedLink !== undefined) {
    const { password, url } = sharedLink
    if (!isSecret(url) || secretText(url) === "") return "the shared link must be a URL"
    if (password !== undefined && !isSecret(password)) return "the password of the shared link must be Redacted text"
  }
  return retryFault(retry)
}

/** What the caller's context adds must be headers and a policy that ends, before any of it is sent. */
export const checkContext = /*#__PURE__*/ Effect.fnUntraced(function* (operation: string) {
  const fault = contextFault(yield* BoxRequest)
  if (fault !== undefined) {
    return yield* new BoxInvalidInput({ operation, message: `BoxRequest: ${fault}`, attempts: 0 })
  }
})

/** A token with a line break at its end, as a file or a shell may add it, is refused before a transport trips over it. */
export const checkToken = (operation: string, token: unknown): Effect.Effect<void, BoxInvalidInput> =>
  isTokenText(secretText(token) ?? "")
    ? Effect.void
    : Effect.fail(
        new BoxInvalidInput({
          operation,
          message: "The access token is not one line of printable ASCII: is there a space or a line break at its end?",
          attempts: 0
        })
      )

const sharedLinkHeader = ({ url, password }: SharedLinkAccess): string =>
  `shared_link=${encodeURIComponent(Redacted.value(url))}` +
  (password === undefined ? "" : `&shared_link_password=${encodeURIComponent(Redacted.value(password))}`)

/** The headers of an authorised call. A signed URL of another host gets none of them. */
export const contextHeaders = (
  token: Redacted.Redacted<string>,
  context: BoxRequest
): Readonly<Record<string, string>> => ({
  authorization: `Bearer ${Redacted.value(token)}`,
  ...(context.asUser === undefined ? {} : { "as-user": context.asUser }),
  ...(context.sharedLink === undefined ? {} : { boxapi: sharedLinkHeader(context.sharedLink) })
})

/** The values of the context that no error may repeat. */
export const contextSecrets = ({ sharedLink }: BoxRequest): ReadonlyArray<Redacted.Redacted<string>> =>
  [sharedLink?.url, sharedLink?.password].filter((secret) => secret !== undefined)
