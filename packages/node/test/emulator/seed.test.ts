/** Worlds from files, over HTTP. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { FetchHttpClient, HttpClient } from "effect/http"
import * as Node from "../../src/index.ts"

const directory = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "box-seed-"))),
  (path) => Effect.sync(() => rmSync(path, { recursive: true }))
)

/** A file with a seed, and what is beside it. */
const seedFile = (seed: unknown) =>
  Effect.map(directory, (path) => {
    mkdirSync(join(path, "files"))
    writeFileSync(join(path, "files", "logo.bin"), new Uint8Array([0, 255, 7]))
    const file = join(path, "world.json")
    writeFileSync(file, typeof seed === "string" ? seed : JSON.stringify(seed))
    return file
  })

/** Runs with a server, and ends it. */
const serving = <A, E>(
  options: Node.EmulatorServer.Options,
  use: (box: Node.EmulatorServer.EmulatorServer["Service"]) => Effect.Effect<A, E, HttpClient.HttpClient>
) =>
  Node.EmulatorServer.EmulatorServer.use(use).pipe(
    Effect.provide(Layer.merge(Layer.fresh(Node.EmulatorServer.layer(options)), FetchHttpClient.layer))
  )

const bytesOf = ({ baseUrl, credentials }: Node.EmulatorServer.EmulatorServer["Service"], id: string, user: string) =>
  Effect.gen(function* () {
    const headers = { authorization: `Bearer ${credentials.accessToken}`, "as-user": user }
    const response = yield* HttpClient.get(`${baseUrl}/2.0/files/${id}/content`, { headers })
    return new Uint8Array(yield* response.arrayBuffer)
  })

const world = {
  users: { rosa: { name: "Rosa", login: "rosa@example.test" } },
  items: { rosa: { Pictures: { children: { "logo.bin": { file: "files/logo.bin", tags: ["new"] } } } } }
}

describe("a seed file", () => {
  it.live("can be the one of the documentation", () =>
    Effect.gen(function* () {
      const text = readFileSync(new URL("../../../../docs/emulator.md", import.meta.url), "utf8")
      const file = yield* seedFile(
        /```json\n([\s\S]*?)```/.exec(text.slice(text.indexOf("## Worlds from a file")))?.[1]
      )
      const ids = yield* serving({ seed: file }, (box) => Effect.succeed(box.ids))
      assert.includeMembers(Object.keys(ids.items), ["rosa/Reports/2024.txt", "rosa/Reports/Empty"])
    })
  )

  it.live("has files that lie beside it", () =>
    Effect.gen(function* () {
      const file = yield* seedFile(world)
      yield* serving({ seed: file }, (box) =>
        Effect.gen(function* () {
          const answer = yield* HttpClient.get(`${box.baseUrl}/__emulator/ids`)
          assert.deepStrictEqual<unknown>(yield* answer.json, box.ids)
          const id = box.ids.items["rosa/Pictures/logo.bin"] ?? ""
          const bytes = yield* bytesOf(box, id, box.ids.users["rosa"] ?? "")
          assert.deepStrictEqual(bytes, new Uint8Array([0, 255, 7]))
          const said = yield* HttpClient.get(`${box.baseUrl}/__emulator/world`)
          assert.deepInclude(yield* said.json, {
            items: { rosa: { Pictures: { children: { "logo.bin": { base64: "AP8H", tags: ["new"] } } } } }
          })
        })
      )
    })
  )

  it.live("is loaded once into a world that lasts, whose ids stay known", () =>
    Effect.gen(function* () {
      const [data, seed] = [yield* directory, yield* seedFile(world)]
      const before = yield* serving({ data, seed }, ({ ids }) => Effect.succeed(ids))
      const log = readFileSync(join(data, "requests.jsonl"), "utf8")
      const { after, bytes } = yield* serving({ data, seed }, (box) =>
        Effect.gen(function* () {
          const id = box.ids.items["rosa/Pictures/logo.bin"] ?? ""
          return { after: box.ids, bytes: yield* bytesOf(box, id, box.ids.users["rosa"] ?? "") }
        })
      )
      assert.deepStrictEqual(after, before)
      assert.deepStrictEqual(bytes, new Uint8Array([0, 255, 7]))
      assert.isTrue(readFileSync(join(data, "requests.jsonl"), "utf8").startsWith(log))
    })
  )

  it.live("that was not loaded to its end is not taken for loaded", () =>
    Effect.gen(function* () {
      const data = yield* directory
      const mistaken = { items: { nobody: {} } }
      const broken = { items: { admin: { a: { text: "" }, A: { text: "" } } } }
      const failure = (seed: Node.EmulatorServer.Options["seed"]) =>
        Effect.flip(serving(seed === undefined ? { data } : { data, seed }, () => Effect.void))
      // A mistake that is seen before anything is made spoils nothing.
      assert.include((yield* failure(mistaken)).message, "seed: items.nobody: there is no user")
      assert.include((yield* failure(broken)).message, "seed: items.admin.A: Box answers 409")
      assert.include((yield* failure({})).message, "remove the directory and begin again")
      assert.include((yield* failure(undefined)).message, "remove the directory and begin again")
    })
  )

  it.live.each<readonly [seed: unknown, message: string]>([
    ["{", "it is no JSON: "],
    [{ users: { rosa: { nam: "Rosa" } } }, "users.rosa.nam: there is no such key; there are name, login, "],
    [
      { items: { admin: { "a.bin": { file: "files/other.bin" } } } },
      'items.admin["a.bin"].file: "files/other.bin": there is no such file'
    ],
    [{ items: { admin: { a: { file: "files" } } } }, 'items.admin.a.file: "files": it is a directory'],
    [
      { items: { admin: { a: { file: "files/logo.bin", text: "x" } } } },
      "items.admin.a.file: there is text as well, and an item has only one content"
    ],
    [{ items: { admin: { a: { file: 7 } } } }, "items.admin.a.file: it must be a path"]
  ])("says in one line what is wrong: %j", ([seed, message]) =>
    Effect.gen(function* () {
      const file = yield* seedFile(seed)
      const error = yield* Effect.flip(serving({ seed: file }, () => Effect.void))
      assert.strictEqual(error._tag, "SeedError")
      assert.include(error.message, `${file}: ${message}`)
      assert.notInclude(error.message, "\n")
    })
  )

  it.live("that is not there is an error", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(serving({ seed: "/nowhere/world.json" }, () => Effect.void))
      assert.strictEqual(error.message, "/nowhere/world.json: there is no such file")
    })
  )
})
