// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Shared Links Web Links: operations of Box's API. */
import type * as Redacted from "effect/Redacted"
import type * as Schema from "effect/Schema"
import type * as Operation from "../operation/Operation.ts"
import * as Makers from "../operation/internal/makers.ts"
import { WebLink } from "./schemas/Item.ts"

export interface FindWebLinkForSharedLinkInput {
  /** A shared link and its password; `BoxRequest.withSharedLink` sends the same. */
  readonly boxapi?: Redacted.Redacted<string> | undefined
}

/**
 * Gets the web link of a shared link. `GET /shared_items`, safe to repeat.
 *
 * @see https://developer.box.com/reference/get-shared-items--web-links/
 * @category operations
 * @since 0.1.0
 */
export const findWebLinkForSharedLink: Operation.ConditionalFieldsOperation<
  FindWebLinkForSharedLinkInput,
  WebLink,
  WebLink
> = /*#__PURE__*/ Makers.makeConditional({
  name: "SharedLinksWebLinks.findWebLinkForSharedLink",
  method: "GET",
  path: "/shared_items",
  query: ["fields"],
  headers: { if_none_match: "if-none-match", boxapi: "boxapi" },
  accepts: [304],
  output: () => WebLink
})

export interface GetSharedLinkForWebLinkInput {
  readonly web_link_id: string
}

/**
 * Gets the shared link of a web link: pass `shared_link` in `fields`. `GET /web_links/{web_link_id}`, safe to
 * repeat. Fails with `BoxNotFound` (404), `BoxBadRequest` (405) among others.
 *
 * @see https://developer.box.com/reference/get-web-links-id--get-shared-link/
 * @category operations
 * @since 0.1.0
 */
export const getSharedLinkForWebLink: Operation.FieldsOperation<GetSharedLinkForWebLinkInput, WebLink, WebLink> =
  /*#__PURE__*/ Makers.makeWithFields({
    name: "SharedLinksWebLinks.getSharedLinkForWebLink",
    method: "GET",
    path: "/web_links/{web_link_id}",
    query: ["fields"],
    output: () => WebLink
  })

export interface AddShareLinkToWebLinkInput {
  readonly web_link_id: string
  readonly shared_link?:
    | {
        readonly access?: "open" | "company" | "collaborators" | undefined
        readonly password?: string | null | undefined
        /** At least 12 characters. */
        readonly vanity_name?: string | undefined
        /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
        readonly unshared_at?: Operation.Time | undefined
        readonly permissions?:
          | {
              readonly can_download?: boolean | undefined
              readonly can_preview?: boolean | undefined
              readonly can_edit?: boolean | undefined
            }
          | undefined
      }
    | undefined
}

/**
 * Creates a shared link for a web link. `PUT /web_links/{web_link_id}`, safe to repeat. Fails with `BoxBadRequest`
 * (400, 405), `BoxForbidden` (403), `BoxNotFound` (404), `BoxPreconditionFailed` (412) among others.
 *
 * @see https://developer.box.com/reference/put-web-links-id--add-shared-link/
 * @category operations
 * @since 0.1.0
 */
export const addShareLinkToWebLink: Operation.FieldsOperation<AddShareLinkToWebLinkInput, WebLink, WebLink> =
  /*#__PURE__*/ Makers.makeWithFields({
    name: "SharedLinksWebLinks.addShareLinkToWebLink",
    method: "PUT",
    path: "/web_links/{web_link_id}",
    query: ["fields"],
    times: ["shared_link.unshared_at"],
    body: "json",
    output: () => WebLink
  })

export interface UpdateSharedLinkOnWebLinkInput {
  readonly web_link_id: string
  readonly shared_link?:
    | {
        readonly access?: "open" | "company" | "collaborators" | undefined
        readonly password?: string | null | undefined
        /** At least 12 characters. */
        readonly vanity_name?: string | undefined
        /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
        readonly unshared_at?: Operation.Time | undefined
        readonly permissions?:
          | {
              readonly can_download?: boolean | undefined
              readonly can_preview?: boolean | undefined
              readonly can_edit?: boolean | undefined
            }
          | undefined
      }
    | undefined
}

/**
 * Changes the shared link of a web link. `PUT /web_links/{web_link_id}`, safe to repeat. Fails with
 * `BoxBadRequest` (400, 405), `BoxForbidden` (403), `BoxNotFound` (404), `BoxPreconditionFailed` (412) among
 * others.
 *
 * @see https://developer.box.com/reference/put-web-links-id--update-shared-link/
 * @category operations
 * @since 0.1.0
 */
export const updateSharedLinkOnWebLink: Operation.FieldsOperation<UpdateSharedLinkOnWebLinkInput, WebLink, WebLink> =
  /*#__PURE__*/ Makers.makeWithFields({
    name: "SharedLinksWebLinks.updateSharedLinkOnWebLink",
    method: "PUT",
    path: "/web_links/{web_link_id}",
    query: ["fields"],
    times: ["shared_link.unshared_at"],
    body: "json",
    output: () => WebLink
  })

export interface RemoveSharedLinkFromWebLinkInput {
  readonly web_link_id: string
  readonly shared_link?: Readonly<Record<string, Schema.Json>> | null | undefined
}

/**
 * Removes the shared link of a web link: pass `null` as `shared_link`. `PUT /web_links/{web_link_id}`, safe to
 * repeat. Fails with `BoxForbidden` (403), `BoxNotFound` (404), `BoxBadRequest` (405), `BoxPreconditionFailed`
 * (412) among others.
 *
 * @see https://developer.box.com/reference/put-web-links-id--remove-shared-link/
 * @category operations
 * @since 0.1.0
 */
export const removeSharedLinkFromWebLink: Operation.FieldsOperation<
  RemoveSharedLinkFromWebLinkInput,
  WebLink,
  WebLink
> = /*#__PURE__*/ Makers.makeWithFields({
  name: "SharedLinksWebLinks.removeSharedLinkFromWebLink",
  method: "PUT",
  path: "/web_links/{web_link_id}",
  query: ["fields"],
  body: "json",
  output: () => WebLink
})
