import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync
} from "node:fs"
import { stat } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { EncryptedTokenPersistence, TokenPersistence } from "@effect-box/core"
import * as NodeFileSystem from "@effect/platform-node/NodeFileSystem"
import * as NodePath from "@effect/platform-node/NodePath"
import { assert, describe, it } from "@effect/vitest"
import { Effect, FileSystem, Layer, Option, PlatformError, Redacted } from "effect"
import { FileTokenPersistence } from "../src/index.ts"

const pair = (n: number): TokenPersistence.TokenPair => ({
  accessToken: Redacted.make(`a${n}`),
  refreshToken: Redacted.make(`r${n}`),
  expiresAt: n
})

const directory = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "effect-box-tokens-"))),
  (path) => Effect.sync(() => rmSync(path, { recursive: true }))
)

const persistence = (file: string, fs: Layer.Layer<FileSystem.FileSystem> = NodeFileSystem.layer) =>
  Effect.map(
    Layer.build(FileTokenPersistence.layer(file).pipe(Layer.provide(Layer.merge(fs, NodePath.layer)))),
    (context) =>
      TokenPersistence.TokenPersistence.use((service) => Effect.succeed(service)).pipe(Effect.provide(context))
  ).pipe(Effect.flatten)

const refreshToken = (stored: Option.Option<TokenPersistence.TokenPair>) =>
  Option.map(stored, (found) => found.refreshToken && Redacted.value(found.refreshToken))

describe("FileTokenPersistence", () => {
  it.effect("keeps the pair over a restart, readable by its owner only, and leaves no temporary file", () =>
    Effect.gen(function* () {
      const root = yield* directory
      const file = join(root, "deep", "er", "tokens.json")
      const first = yield* persistence(file)
      assert.isTrue(Option.isNone(yield* first.get))
      yield* first.set(pair(1))
      yield* first.set(pair(2))
      const second = yield* persistence(file)
      assert.deepStrictEqual(refreshToken(yield* second.get), Option.some("r2"))
      assert.strictEqual(statSync(file).mode & 0o777, 0o600)
      assert.strictEqual(statSync(join(root, "deep")).mode & 0o777, 0o700)
      assert.deepStrictEqual(readdirSync(join(root, "deep", "er")), ["tokens.json"])
      yield* second.clear
      yield* second.clear
      assert.isTrue(Option.isNone(yield* second.get))
    })
  )

  it.effect(
    "an encrypted file that is copied over another login's is refused, and a link to it is the same login",
    () =>
      Effect.gen(function* () {
        const root = yield* directory
        const open = (file: string) =>
          EncryptedTokenPersistence.layer({ key: Redacted.make(Buffer.alloc(32, 1).toString("base64")) }).pipe(
            Layer.provide(FileTokenPersistence.layer(file)),
            Layer.provide(Layer.merge(NodeFileSystem.layer, NodePath.layer)),
            Layer.build,
            Effect.flatMap((built) => Effect.provide(TokenPersistence.TokenPersistence, built))
          )
        symlinkSync(root, `${root}-link`)
        yield* Effect.addFinalizer(() => Effect.sync(() => rmSync(`${root}-link`)))
        // Neither directory is there when the first one opens.
        const alice = yield* open(join(`${root}-link`, "alice", "tokens.json"))
        const bob = yield* open(join(root, "bob", "tokens.json"))
        yield* alice.set(pair(1))
        yield* bob.set(pair(2))
        copyFileSync(join(root, "alice", "tokens.json"), join(root, "bob", "tokens.json"))
        assert.include((yield* Effect.flip(bob.get)).message, "for another login")
        const same = yield* open(join(root, "alice", "tokens.json"))
        assert.deepStrictEqual(refreshToken(yield* same.get), Option.some("r1"))
      })
  )

  it.effect("what is no token pair is reported without being shown", () =>
    Effect.gen(function* () {
      const file = join(yield* directory, "tokens.json")
      writeFileSync(file, '{"access_token":"CANARY')
      const error = yield* Effect.flip((yield* persistence(file)).get)
      assert.strictEqual(error._tag, "BoxTokenPersistenceError")
      assert.notInclude(JSON.stringify(error) + String(error.stack), "CANARY")
    })
  )

  it.effect("a rename that fails leaves the old pair and no temporary file", () =>
    Effect.gen(function* () {
      const root = yield* directory
      const file = join(root, "tokens.json")
      yield* (yield* persistence(file)).set(pair(1))
      const fs = yield* Effect.provide(FileSystem.FileSystem.use(Effect.succeed), NodeFileSystem.layer)
      const failing = Layer.succeed(FileSystem.FileSystem, {
        ...fs,
        rename: () =>
          Effect.fail(PlatformError.systemError({ _tag: "PermissionDenied", module: "FileSystem", method: "rename" }))
      })
      const error = yield* Effect.flip((yield* persistence(file, failing)).set(pair(2)))
      assert.strictEqual(error._tag, "BoxTokenPersistenceError")
      assert.strictEqual(error.code, "PermissionDenied")
      assert.include(readFileSync(file, "utf8"), "r1")
      assert.deepStrictEqual(readdirSync(root), ["tokens.json"])
    })
  )

  it.live("two that share a file exclude each other", () =>
    Effect.gen(function* () {
      const file = join(yield* directory, "tokens.json")
      const first = yield* persistence(file)
      const second = yield* persistence(file)
      let inside = 0
      const turn = (each: TokenPersistence.TokenPersistence["Service"]) =>
        each.exclusively(
          Effect.gen(function* () {
            assert.strictEqual(++inside, 1)
            yield* Effect.promise(() => stat(file).catch(() => undefined))
            inside--
          })
        )
      yield* Effect.forEach([first, second, first, second, first], turn, { concurrency: "unbounded" })
      assert.strictEqual(inside, 0)
    })
  )

  it.effect("who lost the lock does not overwrite what the next owner saved", () =>
    Effect.gen(function* () {
      const root = yield* directory
      const file = join(root, "tokens.json")
      const stopped = yield* persistence(file)
      const next = yield* persistence(file)
      const error = yield* Effect.flip(
        stopped.exclusively(
          Effect.gen(function* () {
            const lock = `${file}.lock`
            rmSync(join(lock, readdirSync(lock)[0] ?? ""))
            yield* next.exclusively(next.set(pair(2)))
            yield* stopped.set(pair(1))
          })
        )
      )
      assert.strictEqual(error.code, "lock_lost")
      assert.deepStrictEqual(refreshToken(yield* next.get), Option.some("r2"))
      assert.deepStrictEqual(readdirSync(root), ["tokens.json"])
    })
  )

  it.effect("what a killed process left behind is swept away", () =>
    Effect.gen(function* () {
      const root = yield* directory
      const file = join(root, "tokens.json")
      writeFileSync(`${file}.k1ll3d.tmp`, "a secret")
      writeFileSync(join(root, "tokens.jsonx.tmp"), "of somebody else")
      const service = yield* persistence(file)
      yield* service.exclusively(service.set(pair(1)))
      assert.sameMembers(readdirSync(root), ["tokens.json", "tokens.jsonx.tmp"])
    })
  )
})
