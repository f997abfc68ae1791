/** The jobs that ship: what they do on Box, that doing it twice changes nothing, and that a dry run does nothing. */
import {
  FileClassifications,
  FileMetadata,
  Files,
  FileUpload,
  Folders,
  Items,
  ListCollaborations,
  MetadataTemplates,
  Classifications,
  UploadSource,
  UserCollaborations,
  Users,
  WebLinks
} from "@effect-box/core"
import { type BoxJob, type BoxJobs, ItemJobs, MetadataJobs, ReportJob, SharingJobs } from "@effect-box/core/jobs"
import { BoxEmulator } from "@effect-box/core/testing"
import { NodeJobs } from "@effect-box/node"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Stream } from "effect"
import { TestClock } from "effect/testing"
import { inTime } from "./virtualTime.ts"

type World = Effect.Services<typeof tree>

const upload = (name: string, folder_id: string) =>
  FileUpload.upload(UploadSource.fromBytes(new TextEncoder().encode(name)), { name, folder_id })

/** `source` has a.txt, b.pdf, a link, and `deep/c.txt`; `target` is empty. */
const tree = Effect.gen(function* () {
  const source = yield* Items.ensureFolder({ path: "/source" })
  const deep = yield* Items.ensureFolder({ path: "/source/deep" })
  const target = yield* Items.ensureFolder({ path: "/target" })
  const a = yield* upload("a.txt", source.id)
  const b = yield* upload("b.pdf", source.id)
  const c = yield* upload("c.txt", deep.id)
  const link = yield* WebLinks.createWebLink({ name: "site", url: "https://example.com", parent: { id: source.id } })
  return { source: source.id, deep: deep.id, target: target.id, a: a.id, b: b.id, c: c.id, link: link.id }
})

const paths = (id: string) =>
  Items.walk({ id }).pipe(
    Stream.map(({ path }) => path.join("/")),
    Stream.runCollect,
    Effect.map((found) => [...found].sort())
  )

let count = 0

/** Runs the job dry, then twice, and returns how it ended. Between them, `look` sees what is on Box. */
const runTwice = Effect.fnUntraced(function* <P, A, E, R>(
  job: BoxJob.BoxJob<P, World>,
  params: P,
  look: Effect.Effect<A, E, R>
) {
  const before = yield* look
  const name = `run-${count++}`
  const dry = yield* job.start({ name: `${name}-dry`, params, dryRun: true })
  const planned = yield* inTime(job.wait(dry))
  assert.deepStrictEqual(yield* look, before, "A dry run changes nothing")
  const one = yield* inTime(Effect.flatMap(job.start({ name, params }), job.wait))
  assert.strictEqual(planned.total, one.total)
  const after = yield* look
  const failures = yield* Stream.runCollect(job.failures(name))
  return { one, after, failures: failures.map(({ key, tag }) => `${key} ${tag}`) }
})

/** The same as two runs one after the other: the second one finds what the first one did. */
const again = Effect.fnUntraced(function* <P, A, E, R>(
  job: BoxJob.BoxJob<P, World>,
  params: P,
  look: Effect.Effect<A, E, R>
) {
  const before = yield* look
  const end = yield* inTime(Effect.flatMap(job.start({ name: `run-${count++}`, params }), job.wait))
  assert.strictEqual(end.failed, 0)
  assert.deepStrictEqual(yield* look, before, "A repeated run changes nothing")
})

const withWorker = (job: BoxJob.BoxJob<never, World>) =>
  job.worker.pipe(Layer.provideMerge(NodeJobs.layerMemory), Layer.provideMerge(BoxEmulator.layer))

const test = <E>(
  name: string,
  job: BoxJob.BoxJob<never, World>,
  body: Effect.Effect<void, E, World | BoxJobs.BoxJobs>
) => it.effect(name, () => Effect.provide(body, withWorker(job)))

describe("a job copies", () => {
  test(
    "files below folders of the same names",
    ItemJobs.copyItems,
    Effect.gen(function* () {
      const { source, target } = yield* tree
      const params = { items: { folder_id: source, name_endings: [".TXT"] }, to: target }
      const { after, failures } = yield* runTwice(ItemJobs.copyItems, params, paths(target))
      assert.deepStrictEqual(after, ["a.txt", "deep", "deep/c.txt"])
      assert.deepStrictEqual(failures, [])
      yield* again(ItemJobs.copyItems, params, paths(target))
    })
  )

  test(
    "folders as a whole, and web links",
    ItemJobs.copyItems,
    Effect.gen(function* () {
      const { source, target } = yield* tree
      for (const type of ["folder", "web_link"] as const) {
        const params = { items: { folder_id: source, type, depth: 1 }, to: target }
        yield* runTwice(ItemJobs.copyItems, params, paths(target))
        yield* again(ItemJobs.copyItems, params, paths(target))
      }
      assert.deepStrictEqual(yield* paths(target), ["deep", "deep/c.txt", "site"])
    })
  )
})

describe("a job moves", () => {
  test(
    "files below folders of the same names, and says which names are taken",
    ItemJobs.moveItems,
    Effect.gen(function* () {
      const { source, target } = yield* tree
      yield* upload("b.pdf", target)
      const params = { items: { folder_id: source }, to: target }
      const { after, failures } = yield* runTwice(ItemJobs.moveItems, params, paths(target))
      assert.deepStrictEqual(after, ["a.txt", "b.pdf", "deep", "deep/c.txt"])
      assert.strictEqual(failures.length, 1)
      assert.include(failures[0], "BoxItemNameInUse")
      assert.deepStrictEqual(yield* paths(source), ["b.pdf", "deep", "site"])
    })
  )
})

describe("a job deletes and restores", () => {
  test(
    "files of a tree",
    ItemJobs.deleteItems,
    Effect.gen(function* () {
      const { source } = yield* tree
      const params = { items: { folder_id: source, name_endings: [".txt"] } }
      const { after } = yield* runTwice(ItemJobs.deleteItems, params, paths(source))
      assert.deepStrictEqual(after, ["b.pdf", "deep", "site"])
      yield* again(ItemJobs.deleteItems, params, paths(source))
    })
  )

  test(
    "folders with everything in them, and what was in the trash since a time",
    ItemJobs.restoreItems,
    Effect.gen(function* () {
      const { a, b, deep, source } = yield* tree
      yield* Files.deleteFileById({ file_id: a })
      yield* TestClock.adjust("30 minutes")
      const since = new Date((yield* Effect.clockWith((clock) => clock.currentTimeMillis)) - 60_000).toISOString()
      yield* Files.deleteFileById({ file_id: b })
      yield* Folders.deleteFolderById({ folder_id: deep, recursive: true })
      const params = { trashed_after: since }
      const { after } = yield* runTwice(ItemJobs.restoreItems, params, paths(source))
      assert.deepStrictEqual(after, ["b.pdf", "deep", "deep/c.txt", "site"])
      yield* again(ItemJobs.restoreItems, params, paths(source))
    })
  )
})

describe("a job sets", () => {
  test(
    "metadata, and keeps the other values",
    MetadataJobs.setMetadata,
    Effect.gen(function* () {
      const { a, b, source } = yield* tree
      const fields = ["state", "by"].map((key) => ({ type: "string" as const, key, displayName: key }))
      yield* MetadataTemplates.createMetadataTemplate({
        scope: "enterprise",
        templateKey: "review",
        displayName: "Review",
        fields
      })
      const place = { scope: "enterprise", template_key: "review" } as const
      yield* FileMetadata.createFileMetadataById({ file_id: b, ...place, body: { state: "new", by: "ann" } })
      const look = Effect.forEach([a, b], (file_id) =>
        FileMetadata.getFileMetadataById({ file_id, ...place }).pipe(
          Effect.map(({ by, state }) => ({ by, state })),
          Effect.catchTag("BoxNotFound", () => Effect.succeed("none"))
        )
      )
      const params = { items: { folder_id: source }, ...place, values: { state: "done" } }
      const { after } = yield* runTwice(MetadataJobs.setMetadata, params, look)
      assert.deepStrictEqual(after, [
        { by: undefined, state: "done" },
        { by: "ann", state: "done" }
      ])
      yield* again(MetadataJobs.setMetadata, params, look)
    })
  )

  test(
    "classifications, whatever there was",
    MetadataJobs.setClassification,
    Effect.gen(function* () {
      const { a, b, source } = yield* tree
      yield* Classifications.createClassificationTemplate({
        scope: "enterprise",
        templateKey: "securityClassification-6VMVochwUWo",
        displayName: "Classification",
        fields: [
          {
            type: "enum",
            key: "Box__Security__Classification__Key",
            displayName: "Classification",
            options: [{ key: "Public" }, { key: "Secret" }]
          }
        ]
      })
      yield* FileClassifications.addClassificationToFile({
        file_id: b,
        Box__Security__Classification__Key: "Public"
      })
      const look = Effect.forEach([a, b], (file_id) =>
        FileClassifications.getClassificationOnFile({ file_id }).pipe(
          Effect.map((found) => found.Box__Security__Classification__Key),
          Effect.catchTag("BoxNotFound", () => Effect.succeed("none"))
        )
      )
      const params = { items: { folder_id: source }, classification: "Secret" }
      const { after } = yield* runTwice(MetadataJobs.setClassification, params, look)
      assert.deepStrictEqual(after, ["Secret", "Secret"])
      yield* again(MetadataJobs.setClassification, params, look)
    })
  )
})

const folderRoles = (folder_id: string) =>
  ListCollaborations.getFolderCollaborations.items({ folder_id }).pipe(
    Stream.runCollect,
    Effect.map((found) => found.map(({ accessible_by, role }) => `${role} ${accessible_by?.id}`).sort())
  )

const newUser = Effect.map(Users.createUser({ login: "ann@example.com", name: "Ann" }), ({ id }) => id)

describe("a job shares", () => {
  test(
    "folders with a collaborator, who gets another role if there was one",
    SharingJobs.addCollaborators,
    Effect.gen(function* () {
      const { deep, source, target } = yield* tree
      const ann = yield* newUser
      yield* UserCollaborations.createCollaboration({
        item: { type: "folder", id: source },
        accessible_by: { type: "user", id: ann },
        role: "viewer"
      })
      const look = Effect.forEach([source, target, deep], folderRoles)
      const accessible_by = { type: "user", login: "ann@example.com" } as const
      const params = { items: { folder_id: "0", type: "folder", depth: 1 }, accessible_by, role: "editor" } as const
      const { after, failures } = yield* runTwice(SharingJobs.addCollaborators, params, look)
      assert.deepStrictEqual(failures, [])
      assert.deepStrictEqual(after.slice(0, 2), [[`editor ${ann}`], [`editor ${ann}`]])
      yield* again(SharingJobs.addCollaborators, params, look)
    })
  )

  test(
    "folders no longer with a collaborator",
    SharingJobs.removeCollaborators,
    Effect.gen(function* () {
      const { source } = yield* tree
      const ann = yield* newUser
      const accessible_by = { type: "user", id: ann } as const
      yield* UserCollaborations.createCollaboration({
        item: { type: "folder", id: source },
        accessible_by,
        role: "viewer"
      })
      const params = { items: { folder_id: "0", type: "folder", depth: 1 }, accessible_by } as const
      const { after } = yield* runTwice(SharingJobs.removeCollaborators, params, folderRoles(source))
      assert.deepStrictEqual(after, [])
      yield* again(SharingJobs.removeCollaborators, params, folderRoles(source))
    })
  )

  test(
    "folders with a new owner, and says which ones the owner has no part in",
    SharingJobs.transferOwnership,
    Effect.gen(function* () {
      const { source, target } = yield* tree
      const ann = yield* newUser
      const to = { type: "user", id: ann } as const
      yield* UserCollaborations.createCollaboration({
        item: { type: "folder", id: source },
        accessible_by: to,
        role: "editor"
      })
      const look = Effect.forEach([source, target], (folder_id) =>
        Effect.map(Folders.getFolderById({ folder_id, fields: ["owned_by"] }), ({ owned_by }) => owned_by?.id)
      )
      const params = { items: { folder_id: "0", depth: 1 }, to } as const
      const { after, failures } = yield* runTwice(SharingJobs.transferOwnership, params, look)
      assert.strictEqual(after[0], ann)
      assert.notStrictEqual(after[1], ann)
      assert.deepStrictEqual(failures, [`folder/${target} BoxInvalidInput`])
    })
  )

  test(
    "items by link, and takes the links away",
    SharingJobs.createSharedLinks,
    Effect.gen(function* () {
      const { a, b, source } = yield* tree
      const look = Effect.forEach([a, b], (file_id) =>
        Effect.map(Files.getFileById({ file_id, fields: ["shared_link"] }), ({ shared_link }) => shared_link?.access)
      )
      const params = { items: { folder_id: source, depth: 1 }, access: "open" } as const
      const { after } = yield* runTwice(SharingJobs.createSharedLinks, params, look)
      assert.deepStrictEqual(after, ["open", "open"])
      yield* again(SharingJobs.createSharedLinks, params, look)
      const removal = SharingJobs.removeSharedLinks.worker
      const removed = yield* Effect.provide(
        runTwice(SharingJobs.removeSharedLinks, { items: { folder_id: source, depth: 1 } }, look),
        removal
      )
      assert.deepStrictEqual(removed.after, [undefined, undefined])
    })
  )
})

describe("a job reports", () => {
  test(
    "what is in a tree, and changes nothing",
    ReportJob.treeReport,
    Effect.gen(function* () {
      const { a, source } = yield* tree
      const ann = yield* newUser
      yield* UserCollaborations.createCollaboration({
        item: { type: "file", id: a },
        accessible_by: { type: "user", id: ann },
        role: "viewer"
      })
      yield* upload("=1+1.txt", source)
      const run = yield* ReportJob.treeReport.start({ name: "report", params: { folder_id: source } })
      yield* inTime(ReportJob.treeReport.wait(run))
      const [heading, ...rows] = yield* Stream.runCollect(ReportJob.lines(run, "csv"))
      assert.include(heading, "type,id,path,size,sha1,modified_at,owner")
      const places = rows.map((row) => row.split(",")[2]).sort()
      assert.deepStrictEqual(places, ["'=1+1.txt", "a.txt", "b.pdf", "deep", "deep/c.txt", "site"])
      assert.isTrue(rows.some((row) => row.includes("a.txt") && row.includes("viewer ann@example.com")))
      const json = yield* Stream.runCollect(ReportJob.lines(run, "jsonLines"))
      assert.deepInclude(JSON.parse(json.find((line) => line.includes("c.txt")) ?? ""), { path: "deep/c.txt", size: 5 })
    })
  )
})

describe("a selection", () => {
  test(
    "with a time that is none is refused before anything begins",
    ItemJobs.deleteItems,
    Effect.gen(function* () {
      const params = { items: { folder_id: "0", modified_before: "yesterday" } }
      const error = yield* Effect.flip(ItemJobs.deleteItems.start({ name: "wrong", params }))
      assert.strictEqual(error._tag, "BoxInvalidInput")
      assert.include(error.message, "must be a time")
    })
  )

  test(
    "by time and size",
    ItemJobs.deleteItems,
    Effect.gen(function* () {
      const { source } = yield* tree
      yield* TestClock.adjust("30 minutes")
      yield* upload("a much longer name of a file.txt", source)
      const now = new Date(yield* Effect.clockWith((clock) => clock.currentTimeMillis)).toISOString()
      const day = new Date(Date.parse(now) - 600_000).toISOString()
      for (const [selection, expected] of [
        [{ modified_before: day }, 3],
        [{ modified_after: day }, 1],
        [{ minimum_size: 10 }, 1],
        [{ depth: 1, modified_before: day }, 2]
      ] as const) {
        const params = { items: { folder_id: source, ...selection } }
        const run = yield* ItemJobs.deleteItems.start({ name: `dry-${count++}`, params, dryRun: true })
        const { total } = yield* inTime(ItemJobs.deleteItems.wait(run))
        assert.strictEqual(total, expected, JSON.stringify(selection))
      }
    })
  )
})
