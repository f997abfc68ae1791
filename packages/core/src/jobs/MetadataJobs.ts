/**
 * Jobs that set metadata and classifications. Each of them is repeatable, and each can be run dry.
 *
 * @example
 * ```ts
 * import { MetadataJobs } from "@effect-box/core/jobs"
 *
 * const start = MetadataJobs.setMetadata.start({
 *   name: "invoices-reviewed",
 *   params: {
 *     items: { folder_id: "11", name_endings: [".pdf"] },
 *     scope: "enterprise",
 *     template_key: "invoice",
 *     values: { reviewed: "yes" }
 *   }
 * })
 * ```
 */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as FileClassifications from "../api/FileClassifications.ts"
import * as FileMetadata from "../api/FileMetadata.ts"
import * as FolderClassifications from "../api/FolderClassifications.ts"
import * as FolderMetadata from "../api/FolderMetadata.ts"
import { type BoxError, BoxInvalidInput } from "../BoxError.ts"
import type { Requirements } from "../operation/Operation.ts"
import { type BoxJob, make } from "./BoxJob.ts"
import type { TreeItem } from "./JobSource.ts"
import { Selection, source } from "./Selection.ts"

type Done = Effect.Effect<unknown, BoxError, Requirements>

/** What metadata can hold. */
const Value = /*#__PURE__*/ Schema.Union([Schema.String, Schema.Number, Schema.Array(Schema.String)])

const SetMetadata = /*#__PURE__*/ Schema.Struct({
  items: Selection,
  scope: Schema.Literals(["global", "enterprise"]),
  template_key: Schema.String,
  values: Schema.Record(Schema.String, Value)
})

const noMetadata = (item: TreeItem): Done =>
  Effect.fail(
    new BoxInvalidInput({
      operation: "MetadataJobs",
      message: `a ${item.type} has no metadata: select files or folders`,
      attempts: 0
    })
  )

/** A property's name within the path of a JSON patch. */
const pointer = (name: string): string => `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`

/** Creates something, or changes it if it is there. */
const createOr = (create: Done, change: Done): Done => Effect.catchTag(create, "BoxConflict", () => change)

const set = (item: TreeItem, { scope, template_key, values }: typeof SetMetadata.Type): Done => {
  // `add` replaces a value that is there.
  const patch = Object.entries(values).map(([name, value]) => ({ op: "add" as const, path: pointer(name), value }))
  switch (item.type) {
    case "file": {
      const place = { file_id: item.id, scope, template_key }
      return createOr(
        FileMetadata.createFileMetadataById({ ...place, body: values }),
        FileMetadata.updateFileMetadataById({ ...place, body: patch })
      )
    }
    case "folder": {
      const place = { folder_id: item.id, scope, template_key }
      return createOr(
        FolderMetadata.createFolderMetadataById({ ...place, body: values }),
        FolderMetadata.updateFolderMetadataById({ ...place, body: patch })
      )
    }
    case "web_link":
      return noMetadata(item)
  }
}

/**
 * Gives files or folders these values of a metadata template. Items that have the template keep its other values.
 *
 * @category jobs
 * @since 0.2.0
 */
export const setMetadata: BoxJob<typeof SetMetadata.Type, Requirements> = /*#__PURE__*/ make("box.metadata", {
  params: SetMetadata,
  items: ({ items }) => source(items),
  run: (item, params) => Effect.asVoid(set(item, params))
})

const classify = (item: TreeItem, name: string): Done => {
  const body = [{ op: "replace" as const, path: "/Box__Security__Classification__Key" as const, value: name }]
  switch (item.type) {
    case "file":
      return createOr(
        FileClassifications.addClassificationToFile({ file_id: item.id, Box__Security__Classification__Key: name }),
        FileClassifications.updateClassificationOnFile({ file_id: item.id, body })
      )
    case "folder":
      return createOr(
        FolderClassifications.addClassificationToFolder({
          folder_id: item.id,
          Box__Security__Classification__Key: name
        }),
        FolderClassifications.updateClassificationOnFolder({ folder_id: item.id, body })
      )
    case "web_link":
      return noMetadata(item)
  }
}

const SetClassification = /*#__PURE__*/ Schema.Struct({ items: Selection, classification: Schema.String })

/**
 * Gives files or folders a classification, whatever they had.
 *
 * @category jobs
 * @since 0.2.0
 */
export const setClassification: BoxJob<typeof SetClassification.Type, Requirements> = /*#__PURE__*/ make(
  "box.classification",
  {
    params: SetClassification,
    items: ({ items }) => source(items),
    run: (item, { classification }) => Effect.asVoid(classify(item, classification))
  }
)
