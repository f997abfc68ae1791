/** Runs the emulator in a separate process, like any other server, and controls it for the demo. */
import { spawn } from "node:child_process"
import { fileURLToPath } from "node:url"
import { Effect, Schema } from "effect"
import { HttpClient, HttpClientRequest, HttpClientResponse } from "effect/http"

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
  const child = yield* Effect.acquireRelease(
    Effect.sync(() =>
      spawn(process.execPath, [script, "emulator", "--port", "0", "--download-port", "0"], {
        stdio: ["ignore", "pipe", "inherit"]
      })
    ),
    (process) => Effect.sync(() => process.kill("SIGTERM"))
  )
  const line = yield* Effect.callback<string, Error>((resume) => {
    let text = ""
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk
      if (text.includes("\n")) resume(Effect.succeed(text.slice(0, text.indexOf("\n"))))
    })
    child.on("error", (error) => resume(Effect.fail(error)))
    child.on("exit", (code) => resume(Effect.fail(new Error(`The emulator exited with status ${code}`))))
  })
  return yield* Schema.decodeUnknownEffect(Announcement)(line)
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
