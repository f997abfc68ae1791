/** The `state` of an authorization request, and the code in the URL that Box redirects the user to. */
import { WebCrypto } from "effect/crypto/WebCrypto"
import * as Effect from "effect/Effect"
import * as Base64Url from "effect/encoding/Base64Url"
import { BoxOAuthError } from "../../BoxError.ts"
import { invalidInput } from "../../internal/argument.ts"

const operation = "OAuth.exchangeRedirect"

const refused = (code: string, message: string): BoxOAuthError =>
  new BoxOAuthError({ operation, code, message, attempts: 0 })

/** 256 random bits as URL-safe text. */
export const randomState = /*#__PURE__*/ Effect.map(WebCrypto, (crypto) =>
  Base64Url.encode(crypto.getRandomValues(new Uint8Array(32)))
)

/** Reads the code from the redirect URL. */
export const codeOf = /*#__PURE__*/ Effect.fnUntraced(function* (url: string, state: string) {
  if (typeof url !== "string" || !URL.canParse(url, "http://localhost"))
    return yield* invalidInput(operation, "url is not a URL")
  // `null` would be equal to the missing state of a URL without one.
  if (typeof state !== "string" || state === "")
    return yield* invalidInput(operation, "state must be the one that authorizationUrl returned")
  const query = new URL(url, "http://localhost").searchParams
  if (query.get("state") !== state) {
    return yield* refused(
      "state_mismatch",
      "The state of the redirect differs from the one that was sent, so it belongs to another login. Start again."
    )
  }
  const error = query.get("error")
  if (error !== null) {
    return yield* refused(error, query.get("error_description") ?? "Access was not granted")
  }
  const code = query.get("code")
  return code === null ? yield* refused("invalid_request", "The URL has no code") : code
})
