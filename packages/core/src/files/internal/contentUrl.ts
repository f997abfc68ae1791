/** The signed address of a content, which Box redirects downloads to. */
import * as Effect from "effect/Effect"
import type { HttpClient } from "effect/http/HttpClient"
import * as Redacted from "effect/Redacted"
import type { Scope } from "effect/Scope"
import { BoxConfig } from "../../http/BoxConfig.ts"
import type * as BoxError from "../../BoxError.ts"
import type { TokenStore } from "../../http/TokenStore.ts"
import { decodeError } from "../../http/internal/jsonAnswer.ts"
import { downloadTarget } from "../../http/internal/redirect.ts"
import { open } from "../../http/internal/send.ts"
import { buildCall } from "../../operation/internal/call.ts"

const spec = {
  method: "GET" as const,
  path: "/files/{file_id}/content",
  query: ["version"],
  accepts: [302],
  pending: true
}

interface Input {
  readonly file_id: string
  readonly version?: string | undefined
}

const ask = /*#__PURE__*/ Effect.fnUntraced(function* (
  operation: string,
  { file_id, version }: Input
): Effect.fn.Return<Redacted.Redacted<string>, BoxError.BoxError, HttpClient | TokenStore | Scope> {
  const config = yield* BoxConfig
  const call = yield* buildCall({ ...spec, name: operation }, { file_id, version }, config)
  const answer = yield* open(call)
  if (answer.status !== 302) {
    return yield* decodeError(call, answer, "Box answered with the content instead of its address")
  }
  yield* answer.text
  const target = downloadTarget(answer.headers["location"], config.apiUrl)
  return target === undefined
    ? yield* decodeError(call, answer, "The address of the content is not an absolute https URL")
    : Redacted.make(target.href, { label: "download URL" })
})

/** Asks for the content and reads only where it is. */
export const contentUrl = (
  operation: string,
  input: Input
): Effect.Effect<Redacted.Redacted<string>, BoxError.BoxError, HttpClient | TokenStore> =>
  Effect.scoped(ask(operation, input))
