/**
 * What the calls inside an effect or a stream send in addition: who to act as, through which shared link, with which headers.
 *
 * The context belongs to the effect or the stream that it wraps, so concurrent fibers do not see each other's.
 *
 * @example
 * ```ts
 * import { BoxRequest, Folders } from "@effect-box/core"
 *
 * const theirs = Folders.getFolderById({ folder_id: "0" }).pipe(BoxRequest.asUser("12345"))
 * ```
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import { dual } from "effect/Function"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"
import type { Retry } from "./BoxConfig.ts"
import { tryRead } from "../internal/argument.ts"

export interface SharedLinkAccess {
  readonly url: Redacted.Redacted<string>
  readonly password?: Redacted.Redacted<string> | undefined
}

export interface BoxRequest {
  /** The id of the user to act as: `As-User`. */
  readonly asUser?: string | undefined
  /** The shared link to reach items through: whoever has it has access. */
  readonly sharedLink?: SharedLinkAccess | undefined
  readonly headers: Readonly<Record<string, string>>
  readonly retry: Partial<Retry>
}

export const BoxRequest: Context.Reference<BoxRequest> = /*#__PURE__*/ Context.Reference("effect-box/BoxRequest", {
  defaultValue: (): BoxRequest => ({ headers: {}, retry: {} })
})

/** An effect or a stream. */
type Work = Effect.Effect<unknown, unknown, unknown> | Stream.Stream<unknown, unknown, unknown>

const update = <W extends Work>(self: W, f: (request: BoxRequest) => BoxRequest): W =>
  // The service changes, the type of what is wrapped does not.
  (Stream.isStream(self) ? Stream.updateService(self, BoxRequest, f) : Effect.updateService(self, BoxRequest, f)) as W

/** Properties that cannot even be read are replaced by what the check before sending refuses. */
const readable = <A extends object>(given: A, refused: A): A => tryRead(() => ({ ...given })) ?? refused

/**
 * Acts as another user. Needs the app's permission for it, and admin or service-account credentials; Box answers with
 * `BoxForbidden` otherwise.
 *
 * @see https://developer.box.com/guides/authentication/jwt/as-user/
 */
export const asUser: {
  (userId: string): <W extends Work>(self: W) => W
  <W extends Work>(self: W, userId: string): W
} = dual(2, <W extends Work>(self: W, userId: string) =>
  // Without a header the call would be made as whoever is logged in, so a missing id must be refused.
  update(self, (request) => ({ ...request, asUser: userId ?? "" }))
)

/**
 * Reaches items through a shared link, with its password if it has one. It holds for the shared item and all below it.
 *
 * @see https://developer.box.com/reference/get-shared-items/
 */
export const withSharedLink =
  (url: string, password?: Redacted.Redacted<string>) =>
  <W extends Work>(self: W): W =>
    update(self, (request) => ({
      ...request,
      sharedLink: { url: Redacted.make(url, { label: "shared link" }), password }
    }))

/** Adds headers to each call. They cannot replace what the operation itself sends. */
export const withHeaders: {
  (headers: Readonly<Record<string, string>>): <W extends Work>(self: W) => W
  <W extends Work>(self: W, headers: Readonly<Record<string, string>>): W
} = dual(2, <W extends Work>(self: W, headers: Readonly<Record<string, string>>) =>
  update(self, (request) => ({ ...request, headers: { ...request.headers, ...readable(headers, { "": "" }) } }))
)

/** Overrides parts of the retry policy; `{ maxAttempts: 1 }` never tries twice. */
export const withRetry: {
  (retry: Partial<Retry>): <W extends Work>(self: W) => W
  <W extends Work>(self: W, retry: Partial<Retry>): W
} = dual(2, <W extends Work>(self: W, retry: Partial<Retry>) =>
  update(self, (request) => ({ ...request, retry: { ...request.retry, ...readable(retry, { maxAttempts: 0 }) } }))
)
