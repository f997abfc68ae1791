/** Runs the emulator in a separate process, like any other server, and controls it for the demo. */
import { fileURLToPath } from "node:url"
import { Effect, Option, Schema, Stream } from "effect"
import { HttpClient, HttpClientRequest, HttpClientResponse } from "effect/http"
import { ChildProcess } from "effect/process"

const Announcement = Schema.fromJsonString(
  Schema.Struct({
    baseUrl: Schema.String,
    uploadUrl: Schema.String,
    authorizeUrl: Schema.String,
    clientId: Schema.String,
    clientSecret: Schema.String
  })
)

/** The URLs of the emulator, and the application that is registered there. */
export type Announcement = typeof Announcement.Type

const script = fileURLToPath(new URL("../../packages/node/src/cli/bin.ts", import.meta.url))

/** Starts the emulator on a free port, and stops it when the scope closes. */
export const start = Effect.gen(function* () {
  const child = yield* ChildProcess.make(
    process.execPath,
    [script, "emulator", "--port", "0", "--download-port", "0"],
    { stdin: "ignore", stderr: "inherit" }
  )
  const line = yield* child.stdout.pipe(Stream.decodeText(), Stream.splitLines, Stream.runHead)
  return yield* Option.match(line, {
    onNone: () => Effect.fail(new Error("The emulator ended before it listened")),
    onSome: Schema.decodeUnknownEffect(Announcement)
  })
})

/** The statistics of the emulator. */
export const Stats = Schema.Struct({
  requests: Schema.Number,
  tokenRequests: Schema.Number,
  openSessions: Schema.Number,
  openDownloads: Schema.Number,
  committedSessions: Schema.Number,
  storedParts: Schema.Number
})

const control = (baseUrl: string, path: string) => `${baseUrl}/__emulator/${path}`

export const stats = (baseUrl: string) =>
  Effect.flatMap(HttpClient.get(control(baseUrl, "stats")), HttpClientResponse.schemaBodyJson(Stats))

/** Makes all access tokens expire. */
export const expireTokens = (baseUrl: string) =>
  Effect.flatMap(HttpClient.post(control(baseUrl, "expire-tokens")), (response) => response.text)

/** Injects a failure. */
export const addFault = (baseUrl: string, fault: object) =>
  HttpClientRequest.post(control(baseUrl, "faults")).pipe(
    HttpClientRequest.bodyJsonUnsafe(fault),
    HttpClient.execute,
    Effect.flatMap((response) => response.text)
  )
