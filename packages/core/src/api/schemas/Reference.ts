// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Reference: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe, type Open } from "../../internal/schema.ts"

export interface EnterpriseReference {
  readonly id?: string | null
  readonly type?: Open<"enterprise"> | null
}

export interface FileReference {
  readonly type: "file"
  readonly id: string
}

export interface FolderReference {
  readonly type: "folder"
  readonly id: string
}

export interface UserOrGroupReference {
  readonly type?: Open<"user" | "group"> | null
  readonly id?: string | null
}

export interface WeblinkReference {
  readonly type: "web_link"
  readonly id: string
}

export interface FileReferenceInput {
  readonly type: "file"
  readonly id: string
}

export interface FolderReferenceInput {
  readonly type: "folder"
  readonly id: string
}

export interface UserReference {
  readonly type: "user"
  readonly id: string
}

export interface WeblinkReferenceInput {
  readonly type: "web_link"
  readonly id: string
}

export const EnterpriseReference: Lazy<EnterpriseReference> = /*#__PURE__*/ lazy<EnterpriseReference>(() =>
  Schema.Struct({ id: maybe(Schema.String), type: maybe(Schema.String) })
)

export const FileReference: Lazy<FileReference> = /*#__PURE__*/ lazy<FileReference>(() =>
  Schema.Struct({ type: Schema.Literal("file"), id: Schema.String })
)

export const FolderReference: Lazy<FolderReference> = /*#__PURE__*/ lazy<FolderReference>(() =>
  Schema.Struct({ type: Schema.Literal("folder"), id: Schema.String })
)

export const UserOrGroupReference: Lazy<UserOrGroupReference> = /*#__PURE__*/ lazy<UserOrGroupReference>(() =>
  Schema.Struct({ type: maybe(Schema.String), id: maybe(Schema.String) })
)

export const WeblinkReference: Lazy<WeblinkReference> = /*#__PURE__*/ lazy<WeblinkReference>(() =>
  Schema.Struct({ type: Schema.Literal("web_link"), id: Schema.String })
)
