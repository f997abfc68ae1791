// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Docgen Template: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe, type Open, resolve } from "../../internal/schema.ts"
import { FileReference } from "./Reference.ts"

/** @see https://developer.box.com/reference/resources/docgen-tag-v2025.0/ */
export interface DocGenTag {
  /** Read-only. */
  readonly tag_content?: string | null
  /** Read-only. */
  readonly tag_type?: Open<"text" | "arithmetic" | "conditional" | "for-loop" | "table-loop" | "image"> | null
  /** Read-only. */
  readonly json_paths?: ReadonlyArray<string> | null
}

/** @see https://developer.box.com/reference/resources/docgen-tags-v2025.0/ */
export interface DocGenTags {
  /** The limit that was applied. */
  readonly limit?: number | null
  /** The `marker` of the next page; absent, `null` or empty on the last page. */
  readonly next_marker?: string | null
  readonly prev_marker?: string | null
  readonly entries?: ReadonlyArray<DocGenTag> | null
}

/**
 * What every form has.
 *
 * @see https://developer.box.com/reference/resources/docgen-template-v2025.0--base/
 */
export interface DocGenTemplateBase {
  readonly file?: FileReference | null
}

/** @see https://developer.box.com/reference/resources/docgen-template-v2025.0/ */
export interface DocGenTemplate extends DocGenTemplateBase {
  readonly file_name?: string | null
}

/** @see https://developer.box.com/reference/resources/docgen-templates-v2025.0/ */
export interface DocGenTemplates {
  /** The limit that was applied. */
  readonly limit?: number | null
  /** The `marker` of the next page; absent, `null` or empty on the last page. */
  readonly next_marker?: string | null
  readonly prev_marker?: string | null
  readonly entries?: ReadonlyArray<DocGenTemplate> | null
}

const docGenTemplateBaseProperties = () => ({ file: maybe(resolve(FileReference)) })

export const DocGenTag: Lazy<DocGenTag> = /*#__PURE__*/ lazy<DocGenTag>(() =>
  Schema.Struct({
    tag_content: maybe(Schema.String),
    tag_type: maybe(Schema.String),
    json_paths: maybe(Schema.Array(Schema.String))
  })
)

export const DocGenTags: Lazy<DocGenTags> = /*#__PURE__*/ lazy<DocGenTags>(() =>
  Schema.Struct({
    limit: maybe(Schema.Number),
    next_marker: maybe(Schema.String),
    prev_marker: maybe(Schema.String),
    entries: maybe(Schema.Array(resolve(DocGenTag)))
  })
)

export const DocGenTemplateBase: Lazy<DocGenTemplateBase> = /*#__PURE__*/ lazy<DocGenTemplateBase>(() =>
  Schema.Struct(docGenTemplateBaseProperties())
)

export const DocGenTemplate: Lazy<DocGenTemplate> = /*#__PURE__*/ lazy<DocGenTemplate>(() =>
  Schema.Struct({ ...docGenTemplateBaseProperties(), file_name: maybe(Schema.String) })
)

export const DocGenTemplates: Lazy<DocGenTemplates> = /*#__PURE__*/ lazy<DocGenTemplates>(() =>
  Schema.Struct({
    limit: maybe(Schema.Number),
    next_marker: maybe(Schema.String),
    prev_marker: maybe(Schema.String),
    entries: maybe(Schema.Array(resolve(DocGenTemplate)))
  })
)
