/** Effect's HttpClient with nothing of effect-box around it: what the platform costs. One program for both transports. */
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import { Effect, FileSystem, type Layer, Stream } from "effect"
import { FetchHttpClient, HttpBody, HttpClient, HttpClientRequest } from "effect/http"
import * as NodeFileSystem from "@effect/platform-node/NodeFileSystem"
import { createHash } from "node:crypto"
import { type Client, expectEqual } from "../clientRun.ts"
import { fileId, pageSize, type Task, token } from "../tasks.ts"

const undici = ({ concurrency }: Task) =>
  NodeHttpClient.layerUndiciOptions({ connections: concurrency, allowH2: false })

/** Types of what the stand-in server answers. */
interface Session {
  readonly part_size: number
  readonly session_endpoints: { readonly upload_part: string; readonly commit: string }
}
interface Page {
  readonly entries: ReadonlyArray<{ readonly id: string }>
  readonly next_marker?: string
}

// The server is the benchmark's own, so what it answers is known.
const json = <A>(request: HttpClientRequest.HttpClientRequest) =>
  Effect.flatMap(
    HttpClient.execute(HttpClientRequest.bearerToken(request, token)),
    (response) => response.json as Effect.Effect<A, unknown>
  )

const up = (task: Task) =>
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const file = yield* fs.open(task.path)
    const session = yield* json<Session>(
      HttpClientRequest.post(`${task.uploadUrl}/2.0/files/upload_sessions`).pipe(
        HttpClientRequest.bodyJsonUnsafe({ folder_id: "0", file_name: "large.bin", file_size: task.size })
      )
    )
    const memory = new Uint8Array(session.part_size)
    const whole = createHash("sha1")
    const parts: Array<unknown> = []
    for (let offset = 0; offset < task.size; offset += session.part_size) {
      const count = yield* file.read(memory, { position: BigInt(offset) })
      const bytes = memory.subarray(0, count)
      whole.update(bytes)
      const { part } = yield* json<{ readonly part: unknown }>(
        HttpClientRequest.put(session.session_endpoints.upload_part, {
          headers: {
            digest: `sha=${createHash("sha1").update(bytes).digest("base64")}`,
            "content-range": `bytes ${offset}-${offset + count - 1}/${task.size}`
          },
          body: HttpBody.uint8Array(bytes)
        })
      )
      parts.push(part)
    }
    yield* json(
      HttpClientRequest.post(session.session_endpoints.commit, {
        headers: { digest: `sha=${whole.digest("base64")}` },
        body: HttpBody.jsonUnsafe({ parts })
      })
    )
  }).pipe(Effect.scoped)

const down = (task: Task) =>
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const file = yield* json<{ readonly sha1: string }>(HttpClientRequest.get(`${task.apiUrl}/2.0/files/${fileId}`))
    const response = yield* HttpClient.get(`${task.apiUrl}/download/${fileId}`)
    const hash = createHash("sha1")
    yield* response.stream.pipe(
      Stream.tap((chunk) => Effect.sync(() => hash.update(chunk))),
      Stream.run(fs.sink(task.path))
    )
    if (task.verify) expectEqual("digest", hash.digest("hex"), file.sha1)
  })

const folders = (task: Task) =>
  Effect.forEach(
    Array.from({ length: task.count }),
    () =>
      Effect.map(
        json<{ readonly id: string }>(HttpClientRequest.get(`${task.apiUrl}/2.0/folders/11446498`)),
        ({ id }) => expectEqual("folder", id, "11446498")
      ),
    { concurrency: task.concurrency, discard: true }
  )

const listing = (task: Task) =>
  Effect.gen(function* () {
    let seen = 0
    for (let marker: string | undefined = ""; marker !== undefined; ) {
      const urlParams = { usemarker: true, limit: pageSize, ...(marker === "" ? {} : { marker }) }
      const page: Page = yield* json<Page>(HttpClientRequest.get(`${task.apiUrl}/2.0/folders/0/items`, { urlParams }))
      for (const { id } of page.entries) if (id !== "") seen++
      marker = page.next_marker
    }
    expectEqual("items", seen, task.count)
  })

/** The client on one of the transports. */
export const bareClient = (transport: "undici" | "fetch"): Client => {
  const run =
    (program: (task: Task) => Effect.Effect<void, unknown, HttpClient.HttpClient | FileSystem.FileSystem>) =>
    (task: Task) => {
      const layer: Layer.Layer<HttpClient.HttpClient> = transport === "undici" ? undici(task) : FetchHttpClient.layer
      return Effect.runPromise(Effect.provide(program(task), [layer, NodeFileSystem.layer]))
    }
  return { up: run(up), down: run(down), folders: run(folders), listing: run(listing) }
}
