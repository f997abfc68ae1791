/** effect-box, as a backend would use it. */
import { BoxConfig, DeveloperToken, Folders, OAuth, TokenPersistence } from "@effect-box/core"
import { LocalDirectory, LocalFile, NodeBox } from "@effect-box/node"
import { Effect, Layer, Redacted, Stream } from "effect"
import { readdir } from "node:fs/promises"
import { join } from "node:path"
import { type Client, expectEqual, runTask } from "../clientRun.ts"
import { expiredToken, fileId, pageSize, type Task, token } from "../tasks.ts"

type Services =
  | Layer.Success<ReturnType<typeof NodeBox.layerPlatform>>
  | Layer.Success<ReturnType<typeof DeveloperToken.layer>>

/** 0 leaves it to effect-box how much is under way at once. */
const atOnce = ({ concurrency }: Task) => (concurrency === 0 ? {} : { concurrency })

const platform = ({ apiUrl, uploadUrl, concurrency }: Task) =>
  Layer.mergeAll(
    NodeBox.layerPlatform(concurrency === 0 ? {} : { connections: concurrency }),
    BoxConfig.layer({ apiUrl, uploadUrl })
  )

const run = (task: Task, program: Effect.Effect<void, unknown, Services>) => {
  const box = Layer.mergeAll(platform(task), DeveloperToken.layer(Redacted.make(token)))
  return Effect.runPromise(Effect.provide(program, box))
}

const up = (task: Task) =>
  run(
    task,
    Effect.map(LocalFile.upload(task.path, { folder_id: "0", ...atOnce(task) }), (file) =>
      expectEqual("size", file.size, task.size)
    )
  )

const down = (task: Task) =>
  run(
    task,
    Effect.map(
      LocalFile.download(task.path, {
        file_id: fileId,
        connections: task.concurrency === 0 ? undefined : task.concurrency
      }),
      (file) => expectEqual("size", file.size, task.size)
    )
  )

const folders = (task: Task) =>
  run(
    task,
    Effect.forEach(
      Array.from({ length: task.count }),
      () =>
        Effect.map(Folders.getFolderById({ folder_id: "11446498" }), ({ id }) => expectEqual("folder", id, "11446498")),
      { concurrency: task.concurrency, discard: true }
    )
  )

const listing = (task: Task) =>
  run(
    task,
    Effect.gen(function* () {
      let seen = 0
      yield* Stream.runForEachArray(Folders.getFolderItems.items({ folder_id: "0", limit: pageSize }), (items) =>
        Effect.sync(() => {
          for (const item of items) if (item.id !== "") seen++
        })
      )
      expectEqual("items", seen, task.count)
    })
  )

/** A directory finds how many files at once; what is uploaded one by one does not. */
const smallDirectory = (task: Task) =>
  run(
    task,
    Effect.gen(function* () {
      let stored = 0
      yield* Stream.runForEach(LocalDirectory.upload(task.path, { folder_id: "0", onConflict: "fail" }), ({ _tag }) =>
        Effect.sync(() => {
          if (_tag === "Uploaded") stored++
        })
      )
      expectEqual("stored files", stored, task.count)
    })
  )

const smallFiles = async (task: Task) => {
  if (task.concurrency === 0) return smallDirectory(task)
  const names = await readdir(task.path)
  await run(
    task,
    Effect.forEach(names, (name) => LocalFile.upload(join(task.path, name), { folder_id: "0" }), {
      concurrency: task.concurrency,
      discard: true
    })
  )
}

const tokens = (task: Task) => {
  const login = OAuth.layer({
    clientId: "id",
    clientSecret: Redacted.make("secret"),
    tokens: { accessToken: Redacted.make(expiredToken), refreshToken: Redacted.make("refresh"), expiresAt: 4e12 }
  }).pipe(Layer.provide(TokenPersistence.layerMemory), Layer.provideMerge(platform(task)))
  const call = Folders.getFolderById({ folder_id: "11446498" })
  const calls = Effect.forEach(Array.from({ length: task.count }), () => call, {
    concurrency: task.concurrency,
    discard: true
  })
  return Effect.runPromise(Effect.provide(calls, login))
}

const client: Client = { up, down, folders, listing, smallFiles, firstAnswer: folders, tokens }
await runTask(client)
