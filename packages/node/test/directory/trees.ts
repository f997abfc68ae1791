/** What the tests of directories share: an emulated Box with a login, real directories, and both as plain objects. */
import * as NodeFs from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { FileDownload, Folders, Items } from "@effect-box/core"
import { BoxEmulator } from "@effect-box/core/testing"
import * as NodeFileSystem from "@effect/platform-node/NodeFileSystem"
import * as NodePath from "@effect/platform-node/NodePath"
import { Effect, Layer, Stream } from "effect"
import { HttpClient, HttpClientResponse } from "effect/http"
import { box as emulated } from "../../../../test/support/box.ts"
import * as NodeSha1 from "../../src/hashing/NodeSha1.ts"

const { BoxEmulator: Emulator } = BoxEmulator

export const disk = Layer.mergeAll(NodeFileSystem.layer, NodePath.layer, NodeSha1.layer)

/** A Box of its own, logged in, with the disk beside it. */
export const box = (options: BoxEmulator.Options = {}) => Layer.provideMerge(emulated(options), disk)

/** A directory that is gone after the test. */
export const directory = Effect.acquireRelease(
  Effect.sync(() => NodeFs.mkdtempSync(join(tmpdir(), "effect-box-"))),
  (path) => Effect.sync(() => NodeFs.rmSync(path, { recursive: true, force: true }))
)

/** Paths and what is in the files; a path with a slash at its end is an empty directory. */
export type Tree = Readonly<Record<string, string>>

export const write = (root: string, tree: Tree): void => {
  for (const [path, content] of Object.entries(tree)) {
    const full = join(root, path)
    NodeFs.mkdirSync(path.endsWith("/") ? full : dirname(full), { recursive: true })
    if (!path.endsWith("/")) NodeFs.writeFileSync(full, content)
  }
}

const sorted = (entries: ReadonlyArray<readonly [string, string]>): Tree =>
  Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)))

export const read = (root: string): Tree => {
  const found: Array<readonly [string, string]> = []
  const visit = (path: string) => {
    const entries = NodeFs.readdirSync(join(root, path), { withFileTypes: true })
    if (entries.length === 0 && path !== "") found.push([`${path}/`, ""])
    for (const entry of entries) {
      const below = path === "" ? entry.name : `${path}/${entry.name}`
      if (entry.isDirectory()) visit(below)
      else if (entry.isFile()) found.push([below, NodeFs.readFileSync(join(root, below), "utf8")])
      else found.push([below, "(other)"])
    }
  }
  visit("")
  return sorted(found)
}

/** What is on Box, in the same form. */
export const onBox = (folder_id: string) =>
  Effect.gen(function* () {
    const found: Array<readonly [string, string]> = []
    const visits = yield* Stream.runCollect(Items.walk({ id: folder_id }))
    for (const { item, path } of visits) {
      const name = path.join("/")
      if (item.type === "file") {
        found.push([name, yield* Stream.mkString(Stream.decodeText(FileDownload.stream({ file_id: item.id })))])
      } else if (!visits.some((other) => other.path.join("/").startsWith(`${name}/`))) found.push([`${name}/`, ""])
    }
    return sorted(found)
  })

/** A folder of its own. */
export const folder = (name = "target") =>
  Effect.map(Folders.createFolder({ name, parent: { id: "0" } }), ({ id }) => id)

export const addFault = (fault: BoxEmulator.Fault) => Emulator.use((emulator) => emulator.addFault(fault))
export const stats = Emulator.use((emulator) => emulator.stats)

/** How often each route was asked while `self` ran. */
export const counting = <A, E, R>(self: Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    const before = (yield* stats).byRoute
    const value = yield* self
    const after = (yield* stats).byRoute
    const counts = Object.entries(after).map(([route, count]) => [route, count - (before[route] ?? 0)] as const)
    return { value, requests: Object.fromEntries(counts.filter(([, count]) => count > 0)) }
  })

interface AnyResult {
  readonly _tag: string
  readonly path: ReadonlyArray<string>
  readonly reason?: string
  readonly name?: string
  readonly error?: { readonly _tag: string }
}

/** Path -> what became of it, in short. */
export const collect = <E, R>(results: Stream.Stream<AnyResult, E, R>) =>
  Effect.map(Stream.runCollect(results), (all) =>
    sorted(
      all.map(({ _tag, error, name, path, reason }) => [
        path.join("/"),
        [_tag, reason ?? name ?? error?._tag].filter((text) => text !== undefined).join(" ")
      ])
    )
  )

interface ListedItem {
  readonly id: string
  readonly name: string
}

/** A Box whose lists of items are what `change` makes of them. */
export const changingItems = (change: (entries: ReadonlyArray<ListedItem>) => ReadonlyArray<unknown>) =>
  Layer.effect(
    HttpClient.HttpClient,
    Effect.map(HttpClient.HttpClient, (honest) =>
      HttpClient.make((request, url) =>
        Effect.gen(function* () {
          const response = yield* honest.execute(request)
          if (!url.pathname.endsWith("/items")) return response
          // What the emulator lists.
          const page = (yield* response.json) as { entries: Array<{ id: string; name: string }> }
          return HttpClientResponse.fromWeb(request, Response.json({ ...page, entries: change(page.entries) }))
        })
      )
    )
  )

/** A Box whose folder lists its files under these names, in an order by `random`. */
export const listing = (known: ReadonlyMap<string, string>, random: (limit: number) => number) =>
  changingItems((entries) =>
    entries
      .map((entry) => ({ ...entry, name: known.get(entry.id) ?? entry.name, order: random(1000) }))
      .toSorted((a, b) => a.order - b.order)
  )
