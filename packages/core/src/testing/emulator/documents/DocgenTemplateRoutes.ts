/**
 * Files that are templates of Doc Gen, and the tags in them.
 *
 * @see https://developer.box.com/reference/v2025.0/resources/doc-gen-template/
 */
import * as Effect from "effect/Effect"
import { json } from "../wire/Answer.ts"
import { type Call, type Route, stepRoute } from "../model/Call.ts"
import type { File, FileVersion } from "../model/Item.ts"
import { makeTable, type Table } from "../model/Table.ts"
import { currentVersion, findFile, isVisible } from "../model/Tree.ts"
import { deleteRoute, findRow, getRoute, listRoute, type Resource } from "../resource/Resource.ts"
import { readText } from "../resource/Texts.ts"
import { markerList } from "../views/Pagination.ts"
import { type JsonObject, requiredId, requiredObject, requiredOneOf } from "../wire/Json.ts"
import { notFound, transaction } from "../wire/Refusal.ts"
import { tagsIn } from "./DocgenTemplate.ts"

/** The id of the row is that of the file. */
interface Template {
  readonly id: string
  readonly file: File
}

const templates: Table<Template> = makeTable("docgen_template", 890_001, { itemOf: ({ file }) => file })

const fileReference = ({ id }: File): JsonObject => ({ type: "file", id })

export const template: Resource<Template> = {
  table: templates,
  name: "docgen_template",
  path: "/docgen_templates/{template_id}",
  sees: (call, { file }) => isVisible(call, file),
  show: (_, { file }) => ({ file: fileReference(file), file_name: file.name })
}

/** The file that `{ file: { type, id } }` names. */
export const fileIn = (call: Call): File => {
  const given = requiredObject(call.json, "file")
  requiredOneOf(given, "type", ["file"])
  return findFile(call, requiredId(given, "id"))
}

/** A file that is a template already stays one. */
const create = (call: Call) => {
  const file = fileIn(call)
  const known = templates.rows(call.world).get(file.id)?.file === file
  if (!known) templates.insert(call.world, { id: file.id, file })
  return json(201, { file: fileReference(file) })
}

/** The current version, or the one with this id. */
export const versionOf = (file: File, id: string | undefined): FileVersion => {
  const found = id === undefined ? currentVersion(file) : file.versions.find((version) => version.id === id)
  if (found === undefined) throw notFound("file_version", id ?? "")
  return found
}

const listTags = (call: Call) =>
  Effect.gen(function* () {
    const version = yield* transaction(() => {
      const { file } = findRow(template, call)
      return versionOf(file, call.url.searchParams.get("template_version_id") ?? undefined)
    })
    const tags = tagsIn(yield* readText(call, version)).map((tag) => ({ ...tag, id: tag.content }))
    return yield* transaction(() =>
      json(
        200,
        markerList(call.url.searchParams, tags, ({ content, paths, type }) => ({
          tag_content: content,
          tag_type: type,
          json_paths: paths
        }))
      )
    )
  })

export const docgenTemplateRoutes: ReadonlyArray<Route> = [
  stepRoute("api", "POST", "/docgen_templates", create),
  getRoute(template),
  deleteRoute(template),
  listRoute(template, "/docgen_templates", { paging: "marker" }),
  { host: "api", method: "GET", path: "/docgen_templates/{template_id}/tags", kind: "json", handle: listTags }
]
