/** The example for Next, built and started as in production, against the emulator. */
import { createHash } from "node:crypto"
import { join } from "node:path"
import { FileUpload } from "@effect-box/core"
import { type EmulatorServer, NodeBox, startEmulator } from "@effect-box/node"
import { ConfigProvider, Effect } from "effect"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { commandOf, placeOf } from "./installRuntimes.ts"
import { builtNext, type RunningNext, startNext } from "./nextApp.ts"

const isThere = commandOf("next") !== undefined

const sha1 = (bytes: Uint8Array) => createHash("sha1").update(bytes).digest("hex")
// More than what the sockets on the way can hold.
const content = new Uint8Array(40_000_000)
// `Uint8Array.from` takes seconds for as many.
for (let index = 0; index < content.length; index++) content[index] = (index * 31 + (index >> 9)) & 255

describe.skipIf(!isThere)("route handlers of Next", { timeout: 300_000 }, () => {
  let box: EmulatorServer.RunningEmulator
  let next: RunningNext
  let id: string

  beforeAll(async () => {
    box = await startEmulator()
    const env = {
      BOX_DEVELOPER_TOKEN: box.credentials.accessToken,
      BOX_API_URL: box.url,
      BOX_UPLOAD_URL: box.uploadUrl
    }
    const upload = FileUpload.upload(content, { folder_id: "0", name: "film.mov" }).pipe(
      Effect.provide(NodeBox.layerConfig),
      Effect.provide(ConfigProvider.layer(ConfigProvider.fromUnknown(env)))
    )
    id = (await Effect.runPromise(upload)).id
    const command = join(placeOf("next"), "node_modules", "next", "dist", "bin", "next")
    next = await startNext(await builtNext(placeOf("next"), command), command, env)
  }, 300_000)
  afterAll(async () => {
    await next?.stop()
    await box?.stop()
  })

  it("list a folder", async () => {
    const answer = await fetch(`${next.url}/folders/0`)
    assert.deepStrictEqual(await answer.json(), [{ id, name: "film.mov", type: "file" }])
  })

  for (const [what, path] of [
    ["with fetch", "files"],
    ["with fetch in the edge runtime", "edge/files"],
    ["with @effect-box/node", "pooled/files"]
  ] as const) {
    describe(what, () => {
      const ask = (name: string, init?: RequestInit) => fetch(`${next.url}/${path}/${name}`, init)

      const arm = (faults: unknown) =>
        fetch(`${box.url}/__emulator/faults`, { method: "POST", body: JSON.stringify(faults) })
      const brokenOff = { kind: "truncate", match: { path: "/download" }, afterBytes: 1_000_000 }

      it("stream a file, over a connection to Box that breaks", async () => {
        await arm(brokenOff)
        const answer = await ask(id)
        assert.deepStrictEqual([answer.status, sha1(new Uint8Array(await answer.arrayBuffer()))], [200, sha1(content)])
        await next.printed(`file ${id}: sent`)
      })

      it("stream a range", async () => {
        const answer = await ask(id, { headers: { range: "bytes=1000-1999" } })
        assert.deepStrictEqual(
          [answer.status, answer.headers.get("content-range"), sha1(new Uint8Array(await answer.arrayBuffer()))],
          [206, `bytes 1000-1999/${content.length}`, sha1(content.subarray(1000, 2000))]
        )
        await next.printed(`file ${id}: sent`)
        assert.strictEqual((await ask(id, { headers: { range: `bytes=${content.length}-` } })).status, 416)
      })

      it("break the answer off where a download fails", async () => {
        await arm([brokenOff, { kind: "status", status: 403, match: { path: "/files/{file_id}/content", nth: 2 } }])
        const answer = await ask(id)
        const ending = await answer.arrayBuffer().then(
          ({ byteLength }) => byteLength,
          (error: unknown) => error
        )
        assert.instanceOf(ending, TypeError)
        await next.printed(`file ${id}: not sent`)
      })

      it("say what is not there", async () => {
        const answer = await ask("404")
        assert.deepStrictEqual([answer.status, await answer.text()], [404, "There is no such item"])
      })

      it("end a download when the client goes away", async () => {
        const leaving = new AbortController()
        const answer = await ask(id, { signal: leaving.signal })
        await answer.body?.getReader().read()
        leaving.abort()
        await next.printed(`file ${id}: not sent`)
      })
    })
  }
})
