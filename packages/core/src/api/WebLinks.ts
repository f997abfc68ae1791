// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Web Links: operations of Box's API. */
import type * as Redacted from "effect/Redacted"
import * as Operation from "../operation/Operation.ts"
import { WebLink } from "./schemas/Item.ts"

export interface CreateWebLinkInput {
  /** The absolute URL from an earlier answer. */
  readonly url: string
  readonly parent: {
    readonly id: string
  }
  readonly name?: string | undefined
  readonly description?: string | undefined
}

/**
 * Creates a web link. `POST /web_links`. Not retried if the outcome of an attempt is unknown.
 *
 * @see https://developer.box.com/reference/post-web-links/
 * @category operations
 * @since 0.1.0
 */
export const createWebLink: Operation.Operation<CreateWebLinkInput, WebLink> = /*#__PURE__*/ Operation.make({
  name: "WebLinks.createWebLink",
  method: "POST",
  path: "/web_links",
  body: "json",
  output: () => WebLink
})

export interface GetWebLinkByIdInput {
  readonly web_link_id: string
  /** A shared link and its password; `BoxRequest.withSharedLink` sends the same. */
  readonly boxapi?: Redacted.Redacted<string> | undefined
}

/**
 * Gets a web link by id. `GET /web_links/{web_link_id}`, safe to repeat.
 *
 * @see https://developer.box.com/reference/get-web-links-id/
 * @category operations
 * @since 0.1.0
 */
export const getWebLinkById: Operation.Operation<GetWebLinkByIdInput, WebLink> = /*#__PURE__*/ Operation.make({
  name: "WebLinks.getWebLinkById",
  method: "GET",
  path: "/web_links/{web_link_id}",
  headers: { boxapi: "boxapi" },
  output: () => WebLink
})

export interface UpdateWebLinkByIdInput {
  readonly web_link_id: string
  /** The absolute URL from an earlier answer. */
  readonly url?: string | undefined
  readonly parent?:
    | {
        readonly id?: string | undefined
        readonly user_id?: string | undefined
      }
    | undefined
  readonly name?: string | undefined
  readonly description?: string | undefined
  readonly shared_link?:
    | {
        readonly access?: "open" | "company" | "collaborators" | undefined
        readonly password?: string | null | undefined
        /** At least 12 characters. */
        readonly vanity_name?: string | undefined
        /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
        readonly unshared_at?: Operation.Time | undefined
      }
    | undefined
}

/**
 * Updates a web link by id. `PUT /web_links/{web_link_id}`, safe to repeat.
 *
 * @see https://developer.box.com/reference/put-web-links-id/
 * @category operations
 * @since 0.1.0
 */
export const updateWebLinkById: Operation.Operation<UpdateWebLinkByIdInput, WebLink> = /*#__PURE__*/ Operation.make({
  name: "WebLinks.updateWebLinkById",
  method: "PUT",
  path: "/web_links/{web_link_id}",
  times: ["shared_link.unshared_at"],
  body: "json",
  output: () => WebLink
})

export interface DeleteWebLinkByIdInput {
  readonly web_link_id: string
}

/**
 * Deletes a web link by id. `DELETE /web_links/{web_link_id}`, safe to repeat.
 *
 * @see https://developer.box.com/reference/delete-web-links-id/
 * @category operations
 * @since 0.1.0
 */
export const deleteWebLinkById: Operation.Operation<DeleteWebLinkByIdInput, void> = /*#__PURE__*/ Operation.make({
  name: "WebLinks.deleteWebLinkById",
  method: "DELETE",
  path: "/web_links/{web_link_id}"
})
