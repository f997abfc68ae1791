/**
 * The main use cases, step by step, over real HTTP against the project's own emulator:
 *
 *     npm run demo
 *     npm run demo -- path/to/file
 */
import { createHash } from "node:crypto"
import { createReadStream, existsSync, mkdtempSync, rmSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { basename, join, resolve } from "node:path"
import { pipeline } from "node:stream/promises"
import { BoxConfig, FileUpload, Folders, Items, OAuth, Search, UploadSource, Users } from "@effect-box/core"
import { LocalFile, NodeBox } from "@effect-box/node"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { Clock, Effect, Exit, Layer, Option, Redacted, Stream } from "effect"
import { Argument, Command } from "effect/cli"
import { FetchHttpClient, HttpClient } from "effect/http"
import * as EmulatorProcess from "./EmulatorProcess.ts"
import * as ProgressBar from "./ProgressBar.ts"

const say = (text: string) =>
  Effect.sync(() => {
    process.stdout.write(`${text}\n`)
  })

const sha1OfFile = (path: string) =>
  Effect.promise(async () => {
    const hash = createHash("sha1")
    await pipeline(createReadStream(path), hash)
    return hash.digest("hex")
  })

/** Fails the step if `holds` is false. */
const expect = (holds: boolean, what: string) => (holds ? Effect.void : Effect.fail(new Error(`expected ${what}`)))

interface Row {
  readonly step: string
  readonly outcome: string
  readonly millis: number
}

const table = (rows: ReadonlyArray<Row>) => {
  const lines = rows.map(({ step, outcome, millis }) => [step, outcome, `${millis} ms`])
  const widths = [0, 1, 2].map((column) => Math.max(...lines.map((line) => String(line[column]).length)))
  return lines
    .map((line) => `  ${line.map((cell, column) => cell.padEnd(Number(widths[column]))).join("  ")}`)
    .join("\n")
}

/** Refuses what cannot be transferred before anything is started. */
const checked = (path: string) =>
  Effect.suspend(() => {
    if (!existsSync(path)) return Effect.fail(new Error(`there is no file ${path}`))
    return statSync(path).isFile() ? Effect.void : Effect.fail(new Error(`${path} is not a file`))
  })

const program = Effect.fnUntraced(function* (source: string) {
  yield* checked(source)
  const box = yield* EmulatorProcess.start
  const work = yield* Effect.acquireRelease(
    Effect.sync(() => mkdtempSync(join(tmpdir(), "effect-box-demo-"))),
    (path) => Effect.sync(() => rmSync(path, { recursive: true, force: true }))
  )
  yield* say(
    `The emulator listens on ${box.baseUrl}. The file is ${source} (${(statSync(source).size / 1e6).toFixed(1)} MB).\n`
  )

  const rows: Array<Row> = []
  /** Runs a step, measures its time and records its outcome. `describe` turns its result into text. */
  const step = <A, E, R>(name: string, effect: Effect.Effect<A, E, R>, describe: (value: A) => string) =>
    Effect.gen(function* () {
      yield* say(`${String(rows.length + 1).padStart(2)}. ${name}`)
      const began = yield* Clock.currentTimeMillis
      const exit = yield* Effect.exit(effect)
      const millis = (yield* Clock.currentTimeMillis) - began
      rows.push({ step: name, outcome: Exit.isSuccess(exit) ? "ok" : "FAILED", millis })
      if (Exit.isSuccess(exit)) yield* say(`     ${describe(exit.value)}`)
      return yield* exit
    })

  const steps = Effect.gen(function* () {
    const authorization = yield* step(
      "authorization URL",
      OAuth.authorizationUrl({ redirectUri: "http://localhost:4321/callback" }),
      ({ url }) => url
    )
    yield* step(
      "code exchange",
      Effect.gen(function* () {
        // The emulator grants access immediately. With Box, this happens in the user's browser.
        const consent = yield* HttpClient.get(authorization.url)
        return yield* OAuth.exchangeRedirect({ url: String(consent.headers["location"]), state: authorization.state })
      }),
      () => "state checked, token pair saved before its first use"
    )
    yield* step("who am I", Users.getUserMe(), (user) => `${user.name} <${user.login}>`)

    const folder = yield* step(
      "create folders",
      Items.ensureFolder({ path: "/effect-box demo/2026/reports" }),
      ({ id, name }) => `${name} has id ${id}`
    )
    const notes = new TextEncoder().encode("Sent in one request.\n")
    const small = yield* step(
      "small upload",
      FileUpload.upload(UploadSource.fromBytes(notes), { folder_id: folder.id, name: "Notes.txt" }),
      (file) => `${file.name}: ${file.size} bytes, SHA-1 ${file.sha1}`
    )
    const big = yield* step(
      "chunked upload",
      LocalFile.upload(source, { folder_id: folder.id, onProgress: ProgressBar.make("up  ") }),
      (file) => `${file.name}: ${file.size} bytes, SHA-1 ${file.sha1}`
    )
    yield* step(
      "list",
      Stream.runCollect(Folders.getFolderItems.items({ folder_id: folder.id, fields: ["name", "size"] })),
      (items) => items.map((item) => `${item.name} (${item.size})`).join(", ")
    )
    yield* step(
      "find by name",
      Effect.tap(Items.findByName({ name: "NOTES.TXT", parent: folder, type: "file" }), (found) =>
        expect(Option.isSome(found) && found.value.id === small.id, "NOTES.TXT to be found as Notes.txt")
      ),
      () => `NOTES.TXT is file ${small.id}: names compare without regard to case`
    )
    yield* step(
      "search",
      Effect.tap(Stream.runCollect(Search.searchForContent.items({ query: "notes", type: "file" })), (found) =>
        expect(
          found.some((item) => item.id === small.id),
          "the file to be found"
        )
      ),
      (found) => `${found.length} found`
    )
    const copy = join(work, basename(source))
    yield* step(
      "download and compare",
      Effect.gen(function* () {
        yield* LocalFile.download(copy, { file_id: big.id, onProgress: ProgressBar.make("down") })
        const [here, there] = yield* Effect.all([sha1OfFile(source), sha1OfFile(copy)])
        yield* expect(here === there && here === big.sha1, "the same SHA-1 here, there and back")
        return here
      }),
      (sha1) => `SHA-1 ${sha1} on both sides`
    )
    yield* step(
      "new version",
      FileUpload.uploadVersion(UploadSource.fromBytes(new TextEncoder().encode("Second edition.\n")), {
        file_id: small.id
      }),
      (file) => `version ${file.file_version?.id}, etag ${file.etag}`
    )
    yield* step(
      "expired token, 50 calls at once",
      Effect.gen(function* () {
        const before = yield* EmulatorProcess.stats(box.baseUrl)
        yield* EmulatorProcess.expireTokens(box.baseUrl)
        yield* Effect.all(
          Array.from({ length: 50 }, () => Users.getUserMe()),
          { concurrency: "unbounded" }
        )
        const after = yield* EmulatorProcess.stats(box.baseUrl)
        const requests = after.tokenRequests - before.tokenRequests
        yield* expect(requests === 1, `one token request, saw ${requests}`)
      }),
      () => "50 answers, 1 token request"
    )
    yield* step(
      "name conflict, caught by its tag",
      Items.resolvePath("/effect-box demo/2026").pipe(
        Effect.flatMap((parent) => Folders.createFolder({ name: "REPORTS", parent: { id: parent.id } })),
        Effect.flatMap(() => Effect.fail(new Error("expected a conflict"))),
        Effect.catchTag("BoxItemNameInUse", ({ conflicts }) => Effect.succeed(conflicts))
      ),
      (conflicts) => `${conflicts[0]?.type} ${conflicts[0]?.id} has the name`
    )
    yield* step(
      "connection reset, survived",
      Effect.gen(function* () {
        const path = "/folders/*"
        yield* EmulatorProcess.addFault(box.baseUrl, { kind: "reset", match: { method: "GET", path } })
        return yield* Folders.getFolderById({ folder_id: folder.id, fields: ["name"] })
      }),
      ({ name }) => `${name} was received on the second attempt`
    )
    yield* step(
      "delete",
      Effect.gen(function* () {
        const top = yield* Items.resolvePath("/effect-box demo")
        yield* Folders.deleteFolderById({ folder_id: top.id, recursive: true })
      }),
      () => "the folder and everything below it"
    )
    yield* step(
      "nothing left",
      Effect.gen(function* () {
        const left = yield* Stream.runCollect(Folders.getFolderItems.items({ folder_id: "0" }))
        const { openSessions, openDownloads, committedSessions, storedParts, requests } = yield* EmulatorProcess.stats(
          box.baseUrl
        )
        yield* expect(left.length === 0, "an empty root folder")
        yield* expect(openSessions === 0 && openDownloads === 0, "no open upload session and no open download")
        return { committedSessions, storedParts, requests }
      }),
      (counts) =>
        `no item, no open session, no open download; ${counts.requests} requests, ${counts.storedParts} parts in ${counts.committedSessions} upload session`
    )
  })

  const client = NodeBox.layer({
    clientId: box.clientId,
    clientSecret: Redacted.make(box.clientSecret),
    tokenFile: join(work, "tokens.json")
  }).pipe(
    Layer.provideMerge(
      BoxConfig.layer({ apiUrl: box.baseUrl, uploadUrl: box.uploadUrl, authorizeUrl: box.authorizeUrl })
    )
  )
  const outcome = yield* Effect.exit(Effect.provide(steps, client))
  yield* say(`\n${table(rows)}\n`)
  return yield* outcome
})

/** Ends when nobody reads the output any more, as in `npm run demo | head -5`. */
const unread = Effect.callback<void>((resume) => {
  process.stdout.on("error", () => resume(Effect.void))
})

const demo = Command.make(
  "demo",
  { file: Argument.Path("file").pipe(Argument.optional) },
  Effect.fnUntraced(function* ({ file }) {
    // The running Node executable is larger than 100 MB.
    const given = Option.map(file, (path) => resolve(process.env["EFFECT_BOX_CWD"] ?? ".", path))
    const run = Effect.scoped(program(Option.getOrElse(given, () => process.execPath)))
    yield* Effect.raceFirst(run, unread).pipe(
      Effect.tapError((error) =>
        Effect.sync(() => {
          process.stderr.write(`The demo failed: ${error.message}\n`)
        })
      )
    )
  })
).pipe(Command.withDescription("Transfers a file to and from an emulated Box, step by step. Default: Node itself."))

// Interrupted by Ctrl-C, everything in the scope is closed: the emulator, the connections, the temporary directory.
Command.run(demo, { version: "0" }).pipe(
  Effect.provide(Layer.merge(NodeServices.layer, FetchHttpClient.layer)),
  NodeRuntime.runMain({ disableErrorReporting: true })
)
