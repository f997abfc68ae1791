/**
 * A job that reports what is in a tree: the path, size, SHA-1, owner, shared link and collaborators of each item.
 *
 * @example
 * ```ts
 * import { ReportJob } from "@effect-box/core/jobs"
 * import { Effect, Stream } from "effect"
 *
 * const lines = Effect.gen(function* () {
 *   const run = yield* ReportJob.treeReport.start({ name: "report-2026", params: { folder_id: "0" } })
 *   yield* ReportJob.treeReport.wait(run)
 *   return ReportJob.lines(run, "csv").pipe(Stream.encodeText)
 * })
 * ```
 */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { getFileById } from "../api/Files.ts"
import { getFolderById } from "../api/Folders.ts"
import * as ListCollaborations from "../api/ListCollaborations.ts"
import type { Collaboration } from "../api/schemas/UserCollaborations.ts"
import type { SharedLink } from "../api/schemas/Item.ts"
import type { UserMini } from "../api/schemas/User.ts"
import { getWebLinkById } from "../api/WebLinks.ts"
import type { BoxError } from "../BoxError.ts"
import type { Requirements } from "../operation/Operation.ts"
import { type BoxJob, make } from "./BoxJob.ts"
import { type BoxJobs, report, type RunError, type RunReference } from "./BoxJobs.ts"
import { cell } from "./internal/report.ts"
import type { TreeItem } from "./JobSource.ts"
import { tree } from "./JobSource.ts"

const Params = /*#__PURE__*/ Schema.Struct({
  folder_id: Schema.String,
  /** How many levels below the folder are reported. Default: all. */
  depth: Schema.optionalKey(Schema.Int),
  /** Lists the collaborators of each item, which is one call more for each. Default `true`. */
  collaborators: Schema.optionalKey(Schema.Boolean)
})

const Row = /*#__PURE__*/ Schema.Struct({
  type: Schema.String,
  id: Schema.String,
  path: Schema.String,
  size: Schema.optionalKey(Schema.Number),
  sha1: Schema.optionalKey(Schema.String),
  modified_at: Schema.optionalKey(Schema.NullOr(Schema.String)),
  owner: Schema.optionalKey(Schema.String),
  shared_link: Schema.optionalKey(Schema.String),
  access: Schema.optionalKey(Schema.String),
  collaborators: Schema.optionalKey(Schema.Array(Schema.String))
})

/**
 * A line of the report. `collaborators` are texts such as `editor ann@example.com`.
 *
 * @category models
 * @since 0.2.0
 */
export type Row = typeof Row.Type

const describe = ({ accessible_by, invite_email, role }: Collaboration): string => {
  const holder = accessible_by ?? undefined
  const name = holder === undefined ? invite_email : "login" in holder ? (holder.login ?? holder.id) : holder.name
  return `${role ?? "invited"} ${name ?? holder?.id ?? ""}`.trim()
}

const collaboratorsOf = ({ id, type }: TreeItem): Stream.Stream<Collaboration, BoxError, Requirements> =>
  type === "file"
    ? ListCollaborations.getFileCollaborations.items({ file_id: id })
    : type === "folder"
      ? ListCollaborations.getFolderCollaborations.items({ folder_id: id })
      : Stream.empty

interface Details {
  readonly owned_by?: UserMini | null
  readonly shared_link?: SharedLink | null
}

const fields = ["owned_by", "shared_link"] as const

const detailsOf = ({ id, type }: TreeItem): Effect.Effect<Details, BoxError, Requirements> =>
  type === "file"
    ? getFileById({ file_id: id, fields })
    : type === "folder"
      ? getFolderById({ folder_id: id, fields })
      : getWebLinkById({ web_link_id: id })

const rowOf = Effect.fnUntraced(function* (
  item: TreeItem,
  { collaborators: listed = true }: typeof Params.Type
): Effect.fn.Return<Row, BoxError, Requirements> {
  const { owned_by, shared_link } = yield* detailsOf(item)
  const collaborators = listed ? yield* Stream.runCollect(Stream.map(collaboratorsOf(item), describe)) : []
  const owner = owned_by?.login ?? owned_by?.id
  const { effective_access, url } = shared_link ?? {}
  return {
    type: item.type,
    id: item.id,
    path: item.folder_path === "" ? item.name : `${item.folder_path}/${item.name}`,
    ...(item.size === undefined ? {} : { size: item.size }),
    ...(item.sha1 === undefined ? {} : { sha1: item.sha1 }),
    ...(item.modified_at === undefined ? {} : { modified_at: item.modified_at }),
    ...(owner === undefined ? {} : { owner }),
    ...(url === undefined ? {} : { shared_link: url }),
    ...(typeof effective_access === "string" ? { access: effective_access } : {}),
    ...(collaborators.length === 0 ? {} : { collaborators })
  }
})

/**
 * Reads what is in a tree. It changes nothing on Box. An item that disappears meanwhile is a failure.
 *
 * @category jobs
 * @since 0.2.0
 */
export const treeReport: BoxJob<typeof Params.Type, Requirements> = /*#__PURE__*/ make("box.report", {
  params: Params,
  items: ({ depth, folder_id }) =>
    tree({ folder_id, keep: ["size", "sha1", "modified_at"], ...(depth === undefined ? {} : { depth }) }),
  run: (item, params) => rowOf(item, params),
  dryRun: () => Effect.void
})

const columns = ["type", "id", "path", "size", "sha1", "modified_at", "owner", "shared_link", "access"] as const

const Reported = /*#__PURE__*/ Schema.fromJsonString(
  /*#__PURE__*/ Schema.Struct({ state: Schema.String, result: Schema.optionalKey(Row) })
)

const decode = /*#__PURE__*/ Schema.decodeEffect(Reported)

const csv = (row: Row): string => {
  const cells = columns.map((column) => cell(String(row[column] ?? "")))
  return `${[...cells, cell((row.collaborators ?? []).join("; "))].join(",")}\r\n`
}

/**
 * The lines of a report, of the items that were read so far, as CSV with a heading or as JSON. Items that failed are not
 * in it: see `failures`.
 *
 * @category operations
 * @since 0.2.0
 */
export const lines = (
  run: RunReference,
  format: "csv" | "jsonLines"
): Stream.Stream<string, RunError | Schema.SchemaError, BoxJobs> => {
  const rows = report(run, { format: "jsonLines" }).pipe(
    Stream.mapEffect((line) => decode(line)),
    Stream.filter(({ result, state }) => state === "done" && result !== undefined),
    Stream.map(({ result }) => result)
  )
  const text = Stream.map(rows, (row) =>
    row === undefined ? "" : format === "csv" ? csv(row) : `${JSON.stringify(row)}\n`
  )
  return format === "csv" ? Stream.concat(Stream.make(`${[...columns, "collaborators"].join(",")}\r\n`), text) : text
}
