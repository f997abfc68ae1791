// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Shared Links App Items: operations of Box's API. */
import type * as Redacted from "effect/Redacted"
import * as Operation from "../operation/Operation.ts"
import { AppItem } from "./schemas/AppItemAssociations.ts"

export interface FindAppItemForSharedLinkInput {
  /** A shared link and its password; `BoxRequest.withSharedLink` sends the same. */
  readonly boxapi?: Redacted.Redacted<string> | undefined
}

/**
 * Gets the app item of a shared link. `GET /shared_items`, safe to repeat.
 *
 * @see https://developer.box.com/reference/get-shared-items--app-items/
 * @category operations
 * @since 0.1.0
 */
export const findAppItemForSharedLink: Operation.Operation<FindAppItemForSharedLinkInput, AppItem> =
  /*#__PURE__*/ Operation.make({
    name: "SharedLinksAppItems.findAppItemForSharedLink",
    method: "GET",
    path: "/shared_items",
    headers: { boxapi: "boxapi" },
    output: () => AppItem
  })
