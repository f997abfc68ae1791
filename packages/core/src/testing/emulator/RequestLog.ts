/**
 * Makes a world last: every request that changed it is written to a directory, and a later run repeats them. A request is
 * on disk before it is answered, so a killed process loses nothing that it has acknowledged.
 *
 * `requests.jsonl` has one line of JSON for each entry; a last line that a kill cut off is dropped. Large bodies are files
 * beside it. Times and random numbers are part of an entry, so that ids, tokens and etags are the same again.
 */
import * as Base64 from "effect/encoding/Base64"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import type * as PlatformError from "effect/PlatformError"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { ConnectionBroken } from "./wire/Answer.ts"
import { concat } from "./wire/Bytes.ts"

/** The start of the world. The same seed gives the same credentials. */
const Begin = Schema.Struct({ kind: Schema.Literal("begin"), at: Schema.Number, seed: Schema.String })

const Request = Schema.Struct({
  kind: Schema.Literal("request"),
  at: Schema.Number,
  seed: Schema.String,
  method: Schema.String,
  host: Schema.String,
  /** With the query, without the host: that may be another one in the next run. */
  path: Schema.String,
  headers: Schema.Record(Schema.String, Schema.String),
  /** Base64, for a small body. */
  body: Schema.optionalKey(Schema.String),
  /** The name of the file with a large body. */
  file: Schema.optionalKey(Schema.String)
})

/** What was made by `BoxEmulator.prepare`, with its argument as the text of JSON. */
const Preparation = Schema.Struct({
  kind: Schema.Literal("prepare"),
  at: Schema.Number,
  seed: Schema.String,
  path: Schema.String,
  json: Schema.String
})

const Names = Schema.Record(Schema.String, Schema.String)

/** The loading of a seed has begun or, with the ids that it has made, ended. */
const SeedLoaded = Schema.Struct({
  kind: Schema.Literal("seed"),
  ids: Schema.optionalKey(Schema.Struct({ users: Names, groups: Names, templates: Names, items: Names }))
})

/** A user's consent that `BoxEmulator.authorize` simulated. Its code may have been exchanged for tokens. */
const Consent = Schema.Struct({
  kind: Schema.Literal("consent"),
  at: Schema.Number,
  seed: Schema.String,
  url: Schema.String,
  userId: Schema.optionalKey(Schema.String),
  deny: Schema.optionalKey(Schema.Boolean)
})

const Entry = Schema.Union([
  Begin,
  Request,
  Preparation,
  Consent,
  SeedLoaded,
  /** The clock was moved by so many milliseconds. */
  Schema.Struct({ kind: Schema.Literal("clock"), millis: Schema.Number }),
  Schema.Struct({ kind: Schema.Literal("expireTokens"), at: Schema.Number }),
  /** A public key of the application, in base64, and the JSON file of the application that it belongs to. */
  Schema.Struct({
    kind: Schema.Literal("key"),
    id: Schema.String,
    publicKey: Schema.String,
    config: Schema.optionalKey(Schema.String)
  })
])

export type Entry = typeof Entry.Type
export type LoggedRequest = typeof Request.Type
export type LoggedPreparation = typeof Preparation.Type
export type LoggedConsent = typeof Consent.Type

/** A body that has arrived: where it is, and its bytes. */
export interface KeptBody extends Pick<LoggedRequest, "body" | "file"> {
  readonly stream: Stream.Stream<Uint8Array, ConnectionBroken>
}

export interface RequestLog {
  /** What earlier runs wrote, in order; begins with the start of the world. */
  readonly entries: ReadonlyArray<Entry>
  /** Is on disk when it returns. */
  readonly append: (entry: Entry) => Effect.Effect<void, PlatformError.PlatformError>
  /** `announced` is the length that the request names, in bytes. */
  readonly keepBody: (
    body: Stream.Stream<Uint8Array, ConnectionBroken>,
    announced: number
  ) => Effect.Effect<KeptBody, ConnectionBroken | PlatformError.PlatformError>
  /** Removes a body that no entry names. */
  readonly dropBody: (body: KeptBody) => Effect.Effect<void>
  readonly bodyOf: (request: LoggedRequest) => Stream.Stream<Uint8Array, ConnectionBroken>
}

/** Larger bodies get a file. Bytes. */
const smallBody = 16 * 1024

const encodeEntry = Schema.encodeSync(Schema.fromJsonString(Entry))
const decodeEntry = Schema.decodeUnknownEffect(Schema.fromJsonString(Entry))

const bytesOf = (base64: string): Uint8Array => Result.getOrElse(Base64.decode(base64), () => new Uint8Array(0))

const broken = (cause: unknown) => new ConnectionBroken({ code: "ECONNRESET", cause })

/** The whole lines of a file, and how many bytes they have. */
const linesOf = (text: string): { readonly lines: ReadonlyArray<string>; readonly whole: string } => {
  const whole = text.slice(0, text.lastIndexOf("\n") + 1)
  return { lines: whole.split("\n").filter((line) => line !== ""), whole }
}

const encoder = new TextEncoder()

/** Opens the log in a directory, which is made if it is not there. A new log begins with `begin`. */
export const openRequestLog = Effect.fnUntraced(function* (
  directory: string,
  begin: typeof Begin.Type
): Effect.fn.Return<RequestLog, PlatformError.PlatformError | Schema.SchemaError, FileSystem.FileSystem | Scope.Scope> {
  const fs = yield* FileSystem.FileSystem
  const bodies = `${directory}/bodies`
  const path = `${directory}/requests.jsonl`
  yield* fs.makeDirectory(bodies, { recursive: true })
  const { lines, whole } = linesOf((yield* fs.exists(path)) ? yield* fs.readFileString(path) : "")
  const entries = yield* Effect.forEach(lines, (line) => decodeEntry(line))
  if (entries.length > 0) yield* fs.truncate(path, encoder.encode(whole).length)
  const file = yield* fs.open(path, { flag: "a" })
  const append = (entry: Entry) => Effect.andThen(file.writeAll(encoder.encode(`${encodeEntry(entry)}\n`)), file.sync)
  if (entries.length === 0) yield* append(begin)
  // Bodies of requests that were under way when a process was killed.
  const named = new Set(entries.flatMap((entry) => (entry.kind === "request" ? [entry.file] : [])))
  for (const name of yield* fs.readDirectory(bodies)) if (!named.has(name)) yield* fs.remove(`${bodies}/${name}`)
  let last = Math.max(0, ...[...named].map((name) => Number(name ?? 0)))

  const fromFile = (name: string) => Stream.mapError(fs.stream(`${bodies}/${name}`), broken)
  const keepInFile = Effect.fnUntraced(function* (body: Stream.Stream<Uint8Array, ConnectionBroken>) {
    const name = String(++last)
    const out = yield* fs.open(`${bodies}/${name}`, { flag: "w" })
    yield* Stream.runForEach(body, (chunk) => out.writeAll(chunk))
    yield* out.sync
    return { file: name, stream: fromFile(name) }
  }, Effect.scoped)

  const keepInEntry = (body: Stream.Stream<Uint8Array, ConnectionBroken>) =>
    Effect.map(Stream.runCollect(body), (chunks): KeptBody => {
      const bytes = concat(chunks)
      return { ...(bytes.length === 0 ? {} : { body: Base64.encode(bytes) }), stream: Stream.make(bytes) }
    })

  return {
    entries: entries.length === 0 ? [begin] : entries,
    append,
    keepBody: (body, announced) => (announced <= smallBody ? keepInEntry(body) : keepInFile(body)),
    dropBody: ({ file: name }) => (name === undefined ? Effect.void : Effect.ignore(fs.remove(`${bodies}/${name}`))),
    bodyOf: ({ body, file: name }) =>
      name === undefined ? Stream.make(body === undefined ? new Uint8Array(0) : bytesOf(body)) : fromFile(name)
  }
})
