/**
 * One run on three processes and PostgreSQL: one of them is killed in the middle, and the others do its part. This process
 * starts the run and shows who does what. Against the emulator, over loopback:
 *
 *     node examples/cluster/main.ts
 *
 * PostgreSQL is started in a temporary folder if it is installed. `DATABASE_URL` takes another one, with a database of its own.
 */
import { type ChildProcess, spawn } from "node:child_process"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import { BoxConfig, DeveloperToken, Folders } from "@effect-box/core"
import { BoxJobs } from "@effect-box/core/jobs"
import { BoxEmulator, type Seed } from "@effect-box/core/testing"
import { EmulatorServer, NodeBox } from "@effect-box/node"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import { Clock, Console, Data, Effect, Fiber, Layer, Redacted, Schedule, Stream } from "effect"
import { describe } from "./Describe.ts"
import * as Postgres from "./Postgres.ts"
import * as View from "./View.ts"

/** A multiple of 5; a number after `main.ts` is another. */
const files = Number(process.argv[2] ?? 1500)

const seed: Seed.Seed = {
  items: {
    admin: {
      Reports: {
        children: Object.fromEntries(
          Array.from({ length: 5 }, (_, folder) => [
            `Part ${folder + 1}`,
            {
              children: Object.fromEntries(
                Array.from({ length: files / 5 }, (_, file) => [`report ${file + 1}.txt`, { text: "a report" }])
              )
            }
          ])
        )
      }
    }
  }
}

class WorkerFailed extends Data.TaggedError("WorkerFailed")<{
  readonly worker: string
  readonly output: string
}> {
  override get message(): string {
    return `worker ${this.worker} ended before it was ready: ${this.output}`
  }
}

interface Worker {
  readonly name: string
  readonly child: ChildProcess
  readonly row: () => View.Row
  readonly ready: Effect.Effect<void, WorkerFailed>
  readonly ended: Effect.Effect<void>
}

/** A process that works, and ends with the scope. */
const startWorker = Effect.fnUntraced(function* (name: string, url: string, port: number) {
  const { baseUrl, credentials, uploadUrl } = yield* EmulatorServer.EmulatorServer
  const child = yield* Effect.acquireRelease(
    Effect.sync(() =>
      spawn(process.execPath, [fileURLToPath(new URL("worker.ts", import.meta.url))], {
        // What Effect's cluster logs goes to the same pipe, and is shown only if the worker cannot start.
        stdio: ["ignore", "pipe", "inherit"],
        env: {
          ...process.env,
          DATABASE_URL: url,
          WORKER_PORT: String(port),
          BOX_DEVELOPER_TOKEN: credentials.accessToken,
          BOX_API_URL: baseUrl,
          BOX_UPLOAD_URL: uploadUrl
        }
      })
    ),
    (started) => Effect.sync(() => started.kill("SIGKILL"))
  )
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()))
  let state: View.Row["state"] = "starts"
  let done = 0
  const output: Array<string> = []
  const ready = new Promise<boolean>((resolve) => {
    child.once("exit", () => {
      state = "killed"
      resolve(false)
    })
    createInterface({ input: child.stdout }).on("line", (line) => {
      if (line === "done") done++
      else output.push(line)
      if (line !== "ready") return
      state = "works"
      resolve(true)
    })
  })
  const worker: Worker = {
    name,
    child,
    row: () => ({ name, state, done }),
    ready: Effect.flatMap(
      Effect.promise(() => ready),
      (listens) => (listens ? Effect.void : new WorkerFailed({ worker: name, output: output.join("\n") }))
    ),
    ended: Effect.promise(() => ended)
  }
  return worker
})

const program = Effect.gen(function* () {
  const url = yield* Postgres.database
  const emulator = yield* BoxEmulator.BoxEmulator
  // A call takes its time on Box as well.
  yield* emulator.addFault({ kind: "delay", match: { method: "PUT", path: "/files/*", times: 10 * files }, delay: 250 })
  yield* Effect.gen(function* () {
    const workers = yield* Effect.forEach(["a", "b", "c"], (name, index) =>
      Effect.flatMap(Postgres.freePort(Postgres.firstPort + index), (port) => startWorker(name, url, port))
    )
    yield* Effect.forEach(workers, ({ ready }) => ready, { discard: true })
    const job = describe()
    const description = `described in the run of ${yield* Clock.currentTimeMillis}`
    const folder = emulator.ids.items["admin/Reports"] ?? ""
    const run = yield* job.start({ name: description, params: { folder, description } })
    const draw = View.make()
    const watching = yield* Effect.forkChild(
      Stream.runForEach(job.progress(run), ({ done, total }) =>
        draw(
          workers.map(({ row }) => row()),
          done,
          total
        )
      )
    )

    const third = Effect.sync(() => workers.reduce((sum, { row }) => sum + row().done, 0) >= files / 3)
    yield* third.pipe(Effect.repeat({ schedule: Schedule.spaced("20 millis"), until: (reached) => reached }))
    // The one with the most to leave to the others.
    const [killed] = workers.toSorted((one, other) => other.row().done - one.row().done)
    yield* Effect.sync(() => killed?.child.kill("SIGKILL"))
    yield* killed?.ended ?? Effect.void

    const { done, failed, state } = yield* job.wait(run)
    yield* Fiber.join(watching)
    yield* Effect.forEach(workers, ({ child, ended }) =>
      Effect.andThen(
        Effect.sync(() => child.kill("SIGTERM")),
        ended
      )
    )
    yield* Console.log(`The run is ${state}: ${done} files done, ${failed} failed`)
    const did = workers.map((worker) => {
      const { done, name } = worker.row()
      return worker === killed ? `${name} did ${done} before it was killed` : `${name} did ${done}`
    })
    yield* Console.log(did.join(", "))
    const folders = yield* Stream.runCollect(Folders.getFolderItems.items({ folder_id: folder }))
    const described = yield* Stream.fromIterable(folders).pipe(
      Stream.flatMap(({ id }) => Folders.getFolderItems.items({ folder_id: id, limit: 1000, fields: ["description"] })),
      Stream.filter((item) => item.type === "file" && item.description === description),
      Stream.runCount
    )
    yield* Console.log(`${described} files on Box have the description`)
  }).pipe(Effect.provide(BoxJobs.layerClient), Effect.provide(Postgres.layerClient(url)))
}).pipe(
  Effect.catchTag("PostgresMissing", ({ message }) =>
    Effect.andThen(
      Console.error(message),
      Effect.sync(() => {
        process.exitCode = 1
      })
    )
  )
)

const Box = Layer.unwrap(
  EmulatorServer.EmulatorServer.useSync(({ baseUrl, credentials, uploadUrl }) =>
    Layer.merge(
      BoxConfig.layer({ apiUrl: baseUrl, uploadUrl }),
      DeveloperToken.layer(Redacted.make(credentials.accessToken))
    )
  )
).pipe(Layer.provideMerge(Layer.merge(EmulatorServer.layer({ seed }), NodeBox.layerPlatform())))

program.pipe(Effect.scoped, Effect.provide(Box), NodeRuntime.runMain)
