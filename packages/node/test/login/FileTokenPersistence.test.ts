import {
  copyFileSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
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
import { TestClock } from "effect/testing"
import { FileTokenPersistence } from "../../src/index.ts"

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

  it.effect("what a killed process left behind is swept away, by its exact form and once it is old", () =>
    Effect.gen(function* () {
      const root = yield* directory
      const file = join(root, "tokens")
      const left = ["tokens.effect-box-0123456789abcdef.tmp", "tokens.lock.4711-1ab2cd.tmp"]
      const kept = [
        "tokens.alice.effect-box-0123456789abcdef.tmp",
        "tokens.alice.notes.tmp",
        "tokens.notes.tmp",
        "tokens.effect-box-0123456789abcdef.tmp.old",
        "tokens.effect-box-0123.tmp",
        "tokensx.tmp"
      ]
      for (const name of [...left, ...kept]) {
        writeFileSync(join(root, name), "a secret")
        utimesSync(join(root, name), 0, 0)
      }
      const young = "tokens.effect-box-fedcba9876543210.tmp"
      writeFileSync(join(root, young), "another login's, under way")
      utimesSync(join(root, young), 100, 100)
      yield* TestClock.adjust("2 minutes")
      const service = yield* persistence(file)
      yield* service.exclusively(service.set(pair(1)))
      assert.sameMembers(readdirSync(root), ["tokens", young, ...kept])
    })
  )

  it.effect("a symbolic link is followed: by a save, by the lock and by what clears it", () =>
    Effect.gen(function* () {
      const root = yield* directory
      const real = join(root, "real", "tokens.json")
      const link = join(root, "link.json")
      mkdirSync(join(root, "real"))
      // It leads to a link that leads to a file that is not there yet.
      symlinkSync(join("real", "second.json"), link)
      symlinkSync("tokens.json", join(root, "real", "second.json"))
      const byLink = yield* persistence(link)
      const byName = yield* persistence(real)
      yield* byLink.set(pair(1))
      assert.deepStrictEqual(refreshToken(yield* byName.get), Option.some("r1"))
      assert.isTrue(lstatSync(link).isSymbolicLink())
      assert.sameMembers(readdirSync(join(root, "real")), ["second.json", "tokens.json"])
      yield* byLink.exclusively(
        Effect.gen(function* () {
          assert.include(readdirSync(join(root, "real")), "tokens.json.lock")
          assert.notInclude(readdirSync(root), "link.json.lock")
          yield* byLink.set(pair(2))
        })
      )
      assert.deepStrictEqual(refreshToken(yield* byName.get), Option.some("r2"))
      yield* byLink.clear
      assert.isTrue(Option.isNone(yield* byName.get))
      assert.isTrue(lstatSync(link).isSymbolicLink())
    })
  )

  /** A file system on which one file is a mount: it can be written and not be replaced. */
  const mounting = (file: string, changed: Partial<FileSystem.FileSystem> = {}) =>
    Effect.map(Effect.provide(FileSystem.FileSystem.use(Effect.succeed), NodeFileSystem.layer), (fs) => {
      const busy = PlatformError.systemError({ _tag: "Busy", module: "FileSystem", method: "rename" })
      return Layer.succeed(FileSystem.FileSystem, {
        ...fs,
        rename: (from, to) => (to === file ? Effect.fail(busy) : fs.rename(from, to)),
        remove: (path, options) => (path === file ? Effect.fail(busy) : fs.remove(path, options)),
        ...changed
      })
    })

  it.effect("a file that is a mount of its own is written where it is", () =>
    Effect.gen(function* () {
      const root = yield* directory
      const file = join(root, "tokens.json")
      writeFileSync(file, "")
      const { ino } = statSync(file)
      const service = yield* persistence(file, yield* mounting(file))
      assert.isTrue(Option.isNone(yield* service.get))
      yield* service.exclusively(service.set(pair(1)))
      yield* service.set({ ...pair(2), accessToken: Redacted.make("a".repeat(500)) })
      yield* service.set(pair(3))
      assert.deepStrictEqual(refreshToken(yield* service.get), Option.some("r3"))
      assert.strictEqual(statSync(file).ino, ino)
      assert.deepStrictEqual(readdirSync(root), ["tokens.json"])
      yield* service.clear
      assert.isTrue(Option.isNone(yield* service.get))
    })
  )

  it.effect("a process that is killed as it writes in place leaves the new pair, complete", () =>
    Effect.gen(function* () {
      const root = yield* directory
      const file = join(root, "tokens.json")
      writeFileSync(file, "")
      yield* (yield* persistence(file, yield* mounting(file))).set(pair(1))
      const real = yield* Effect.provide(FileSystem.FileSystem.use(Effect.succeed), NodeFileSystem.layer)
      const dying = yield* mounting(file, {
        open: (path, options) => {
          // The process ends when it has written half of it.
          if (path === file && options?.flag === "r+") {
            writeFileSync(file, readFileSync(file, "utf8").slice(0, 10))
            return Effect.die("killed")
          }
          return real.open(path, options)
        }
      })
      yield* Effect.exit((yield* persistence(file, dying)).set(pair(2)))
      const next = yield* persistence(file, yield* mounting(file))
      assert.deepStrictEqual(refreshToken(yield* next.get), Option.some("r2"))
      yield* next.exclusively(Effect.void)
      assert.deepStrictEqual(readdirSync(root), ["tokens.json"])
      assert.deepStrictEqual(refreshToken(yield* next.get), Option.some("r2"))
    })
  )

  it.effect.each(["rename", "open"] as const)(
    "a place that takes no save is found out before it is spent: %s",
    (method) =>
      Effect.gen(function* () {
        const file = join(yield* directory, "tokens.json")
        yield* (yield* persistence(file)).set(pair(1))
        const fs = yield* Effect.provide(FileSystem.FileSystem.use(Effect.succeed), NodeFileSystem.layer)
        const refused = Effect.fail(
          PlatformError.systemError({ _tag: "PermissionDenied", module: "FileSystem", method })
        )
        const service = yield* persistence(
          file,
          Layer.succeed(FileSystem.FileSystem, { ...fs, [method]: () => refused })
        )
        let spent = false
        const error = yield* Effect.flip(
          service.exclusively(
            Effect.sync(() => {
              spent = true
            })
          )
        )
        assert.strictEqual(error.code, "PermissionDenied")
        assert.isFalse(spent)
        assert.deepStrictEqual(refreshToken(yield* service.get), Option.some("r1"))
      })
  )

  it.effect("a pair is on the disk before it gets the name, and its directory before it counts as saved", () =>
    Effect.gen(function* () {
      const root = yield* directory
      const file = join(root, "tokens.json")
      const fs = yield* Effect.provide(FileSystem.FileSystem.use(Effect.succeed), NodeFileSystem.layer)
      const steps: Array<string> = []
      const note = (step: string) =>
        Effect.sync(() => {
          steps.push(step)
        })
      const noted = (path: string) => (path === root ? "directory" : path === file ? "file" : "temporary")
      const recording = Layer.succeed(FileSystem.FileSystem, {
        ...fs,
        open: (path, options) =>
          Effect.map(fs.open(path, options), (handle) => ({
            ...handle,
            writeAll: (bytes) => Effect.tap(handle.writeAll(bytes), () => note(`write ${noted(path)}`)),
            truncate: (length) => handle.truncate(length),
            sync: Effect.tap(handle.sync, () => note(`flush ${noted(path)}`))
          })),
        rename: (from, to) => Effect.tap(fs.rename(from, to), () => note(`rename ${noted(from)} to ${noted(to)}`))
      })
      yield* (yield* persistence(file, recording)).set(pair(1))
      assert.deepStrictEqual(steps, [
        "write temporary",
        "flush temporary",
        "rename temporary to file",
        "flush directory"
      ])
    })
  )
})
