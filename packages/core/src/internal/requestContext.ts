/** What the caller's context adds to an authorised request, checked before any of it is sent. */
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { BoxInvalidInput } from "../BoxError.ts"
import { BoxRequest, type SharedLinkAccess } from "../BoxRequest.ts"

const headerName = /^[!#$%&'*+.^_`|~0-9a-z-]+$/i
/** One line of Latin-1; anything else could smuggle in another header. */
const headerValue = /^[\t\x20-\x7e\x80-\xff]*$/

/** What the caller's context adds must be headers, before any of it is sent. */
export const checkContext = Effect.fnUntraced(function* (operation: string) {
  const { asUser, headers } = yield* BoxRequest
  for (const [name, value] of Object.entries({ ...headers, "as-user": asUser ?? "" })) {
    if (headerName.test(name) && headerValue.test(value)) continue
    return yield* new BoxInvalidInput({
      operation,
      message: `BoxRequest: the header ${JSON.stringify(name)} must have a name of HTTP and a value on one line`,
      attempts: 0
    })
  }
})

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
export const contextSecrets: Effect.Effect<ReadonlyArray<Redacted.Redacted<string>>> = Effect.map(
  BoxRequest,
  ({ sharedLink }) => [sharedLink?.url, sharedLink?.password].filter((secret) => secret !== undefined)
)
