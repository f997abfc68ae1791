/**
 * Adds to the requests that an effect or a stream sends: the user to act as, a shared link, headers, a retry policy.
 *
 * The settings belong to the effect or the stream that they wrap. Concurrent fibers do not see each other's settings.
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

/**
 * A shared link, with its password if it has one.
 *
 * @category models
 * @since 0.1.0
 */
export interface SharedLinkAccess {
  readonly url: Redacted.Redacted<string>
  readonly password?: Redacted.Redacted<string> | undefined
}

/**
 * What is added to each request.
 *
 * @category models
 * @since 0.1.0
 */
export interface BoxRequest {
  /** The id of the user to act as: `As-User`. */
  readonly asUser?: string | undefined
  /** The shared link through which items are accessed. The link itself grants access, so it is a secret. */
  readonly sharedLink?: SharedLinkAccess | undefined
  readonly headers: Readonly<Record<string, string>>
  readonly retry: Partial<Retry>
}

/**
 * The active settings. The functions of this module change them for one effect or stream.
 *
 * @category references
 * @since 0.1.0
 */
export const BoxRequest: Context.Reference<BoxRequest> = /*#__PURE__*/ Context.Reference("effect-box/BoxRequest", {
  defaultValue: (): BoxRequest => ({ headers: {}, retry: {} })
})

/** An effect or a stream. */
type Work = Effect.Effect<unknown, unknown, unknown> | Stream.Stream<unknown, unknown, unknown>

const update = <W extends Work>(self: W, f: (request: BoxRequest) => BoxRequest): W =>
  // Only the service changes; the type of the wrapped effect or stream stays the same.
  (Stream.isStream(self) ? Stream.updateService(self, BoxRequest, f) : Effect.updateService(self, BoxRequest, f)) as W

/** Replaces an object whose properties throw by one that the check before sending rejects. */
const readable = <A extends object>(given: A, refused: A): A => tryRead(() => ({ ...given })) ?? refused

/**
 * Acts as another user. The app needs permission for this, and the login must be an admin or the service account;
 * otherwise Box answers with `BoxForbidden`.
 *
 * @example
 * ```ts
 * import { BoxRequest, Folders } from "@effect-box/core"
 * import { Stream } from "effect"
 *
 * const names = Folders.getFolderItems.items({ folder_id: "0" }).pipe(
 *   Stream.map((item) => item.name),
 *   BoxRequest.asUser("12345")
 * )
 * ```
 *
 * @see https://developer.box.com/guides/authentication/jwt/as-user/
 * @category combinators
 * @since 0.1.0
 */
export const asUser: {
  (userId: string): <W extends Work>(self: W) => W
  <W extends Work>(self: W, userId: string): W
} = dual(2, <W extends Work>(self: W, userId: string) =>
  // Without the header, the call would run as the logged-in user, so a missing id must be rejected.
  update(self, (request) => ({ ...request, asUser: userId ?? "" }))
)

/**
 * Accesses items through a shared link, with its password if it has one. It covers the shared item and everything
 * below it.
 *
 * @example
 * ```ts
 * import { BoxRequest, Files } from "@effect-box/core"
 *
 * const shared = Files.getFileById({ file_id: "12345" }).pipe(
 *   BoxRequest.withSharedLink("https://app.box.com/s/abc")
 * )
 * ```
 *
 * @see https://developer.box.com/reference/get-shared-items/
 * @category combinators
 * @since 0.1.0
 */
export const withSharedLink =
  (url: string, password?: Redacted.Redacted<string>) =>
  <W extends Work>(self: W): W =>
    update(self, (request) => ({
      ...request,
      sharedLink: { url: Redacted.make(url, { label: "shared link" }), password }
    }))

/**
 * Adds headers to each request. They cannot replace the headers of the operation itself.
 *
 * @example
 * ```ts
 * import { BoxRequest, Files } from "@effect-box/core"
 *
 * const deleted = Files.deleteFileById({ file_id: "12345" }).pipe(BoxRequest.withHeaders({ "x-request-source": "cleanup" }))
 * ```
 *
 * @category combinators
 * @since 0.1.0
 */
export const withHeaders: {
  (headers: Readonly<Record<string, string>>): <W extends Work>(self: W) => W
  <W extends Work>(self: W, headers: Readonly<Record<string, string>>): W
} = dual(2, <W extends Work>(self: W, headers: Readonly<Record<string, string>>) =>
  update(self, (request) => ({ ...request, headers: { ...request.headers, ...readable(headers, { "": "" }) } }))
)

/**
 * Box sends no e-mails and no webhooks for what these requests do. The application needs the permission for it.
 *
 * @example
 * ```ts
 * import { BoxRequest, Files } from "@effect-box/core"
 *
 * const quiet = Files.deleteFileById({ file_id: "12345" }).pipe(BoxRequest.withoutNotifications)
 * ```
 *
 * @see https://developer.box.com/guides/api-calls/suppress-notifications/
 * @category combinators
 * @since 0.2.0
 */
export const withoutNotifications = <W extends Work>(self: W): W => withHeaders(self, { "box-notifications": "off" })

/**
 * Overrides parts of the retry policy. `{ maxAttempts: 1 }` disables retries.
 *
 * @example
 * ```ts
 * import { BoxRequest, Files } from "@effect-box/core"
 *
 * const once = Files.getFileById({ file_id: "12345" }).pipe(BoxRequest.withRetry({ maxAttempts: 1 }))
 * ```
 *
 * @category combinators
 * @since 0.1.0
 */
export const withRetry: {
  (retry: Partial<Retry>): <W extends Work>(self: W) => W
  <W extends Work>(self: W, retry: Partial<Retry>): W
} = dual(2, <W extends Work>(self: W, retry: Partial<Retry>) =>
  update(self, (request) => ({ ...request, retry: { ...request.retry, ...readable(retry, { maxAttempts: 0 }) } }))
)
