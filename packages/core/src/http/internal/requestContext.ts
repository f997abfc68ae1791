/** What the caller's `BoxRequest` adds to an authorised request, checked before anything is sent. */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import type { Retry } from "../BoxConfig.ts"
import { BoxInvalidInput } from "../../BoxError.ts"
import { BoxRequest, type SharedLinkAccess } from "../BoxRequest.ts"
import { countFault, isTokenText, secretText, tryRead } from "../../internal/argument.ts"

const headerName = /^[!#$%&'*+.^_`|~0-9a-z-]+$/i
/** One line of Latin-1. Anything else could inject another header. */
const headerValue = /^[\t\x20-\x7e\x80-\xff]*$/

const isHeader = (name: string, value: unknown): boolean =>
  headerName.test(name) && typeof value === "string" && headerValue.test(value)

const retryFault = ({ maxAttempts, ...durations }: Partial<Retry>): string | undefined => {
  const fault = maxAttempts === undefined ? undefined : countFault("retry.maxAttempts", maxAttempts)
  if (fault !== undefined) return fault
  const bad = Object.entries(durations).find(([, value]) => tryRead(() => Duration.isDuration(value)) !== true)
  return bad === undefined ? undefined : `retry.${bad[0]} must be a Duration`
}

const isSecret = (value: unknown): boolean => secretText(value)?.isWellFormed() === true

const contextFault = ({ asUser, headers, retry, sharedLink }: BoxRequest): string | undefined => {
  // Without the header, Box would act as the logged-in user.
  if (asUser !== undefined && !(typeof asUser === "string" && isTokenText(asUser))) {
    return 'the header "as-user" must be the id of a user'
  }
  for (const [name, value] of Object.entries(headers)) {
    if (isHeader(name, value)) continue
    return `the header ${JSON.stringify(name)} must have a valid name and a value on one line`
  }
  if (sharedLink !== undefined) {
    const { password, url } = sharedLink
    if (!isSecret(url) || secretText(url) === "") return "the shared link must be a URL"
    if (password !== undefined && !isSecret(password)) return "the password of the shared link must be Redacted text"
  }
  return retryFault(retry)
}

/** Checks the headers and the retry policy of the caller's `BoxRequest` before anything is sent. */
export const checkContext = /*#__PURE__*/ Effect.fnUntraced(function* (operation: string) {
  const fault = contextFault(yield* BoxRequest)
  if (fault !== undefined) {
    return yield* new BoxInvalidInput({ operation, message: `BoxRequest: ${fault}`, attempts: 0 })
  }
})

/** Rejects a token with a line break at its end, as a file or a shell may add it, before the transport fails on it. */
export const checkToken = (operation: string, token: unknown): Effect.Effect<void, BoxInvalidInput> =>
  isTokenText(secretText(token) ?? "")
    ? Effect.void
    : Effect.fail(
        new BoxInvalidInput({
          operation,
          message: "The access token is not one line of printable ASCII: does it end with a space or a line break?",
          attempts: 0
        })
      )

const sharedLinkHeader = ({ url, password }: SharedLinkAccess): string =>
  `shared_link=${encodeURIComponent(Redacted.value(url))}` +
  (password === undefined ? "" : `&shared_link_password=${encodeURIComponent(Redacted.value(password))}`)

/** The headers of an authorised call. None of them is sent to a signed URL of another host. */
export const contextHeaders = (
  token: Redacted.Redacted<string>,
  context: BoxRequest
): Readonly<Record<string, string>> => ({
  authorization: `Bearer ${Redacted.value(token)}`,
  ...(context.asUser === undefined ? {} : { "as-user": context.asUser }),
  ...(context.sharedLink === undefined ? {} : { boxapi: sharedLinkHeader(context.sharedLink) })
})

/** The secrets of the context, which no error may contain. */
export const contextSecrets = ({ sharedLink }: BoxRequest): ReadonlyArray<Redacted.Redacted<string>> =>
  [sharedLink?.url, sharedLink?.password].filter((secret) => secret !== undefined)
