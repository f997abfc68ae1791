/**
 * A job of the night that is killed in the middle of it and goes on: 2,000 approved invoices are found by a metadata query
 * and copied into a folder of the night, with a progress bar, and a report in CSV. Against the emulator, over loopback:
 *
 *     node examples/nightly-job/main.ts
 */
import { spawn } from "node:child_process"
import { fileURLToPath } from "node:url"
import { BoxConfig, DeveloperToken, Folders, Items } from "@effect-box/core"
import { BoxEmulator, type Seed } from "@effect-box/core/testing"
import { EmulatorServer, NodeBox } from "@effect-box/node"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import { Console, Data, Effect, FileSystem, Layer, Redacted, Schedule } from "effect"

/** How many are approved; a number after `main.ts` is another. */
const files = Number(process.argv[2] ?? 2000)
const night = "2026-11-30"

const seed: Seed.Seed = {
  templates: {
    invoice: {
      displayName: "Invoice",
      fields: [{ type: "enum", key: "state", displayName: "State", options: [{ key: "approved" }, { key: "open" }] }]
    }
  },
  items: {
    admin: {
      Invoices: {
        children: Object.fromEntries(
          Array.from({ length: files + 500 }, (_, index) => [
            `invoice ${index + 1}.txt`,
            { text: `Invoice ${index + 1}`, metadata: { invoice: { state: index < files ? "approved" : "open" } } }
          ])
        )
      }
    }
  }
}

class NightFailed extends Data.TaggedError("NightFailed")<{ readonly code: number | null }> {}

/** The program of the night, in a process of its own. */
const startNight = Effect.fnUntraced(function* (directory: string) {
  const { baseUrl, credentials, uploadUrl } = yield* EmulatorServer.EmulatorServer
  const { ids } = yield* BoxEmulator.BoxEmulator
  const script = fileURLToPath(new URL("night.ts", import.meta.url))
  const flags = {
    enterprise: credentials.enterpriseId,
    from: ids.items["admin/Invoices"] ?? "",
    jobs: `${directory}/jobs.db`,
    report: `${directory}/report.csv`
  }
  const args = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value])
  const child = yield* Effect.acquireRelease(
    Effect.sync(() =>
      spawn(process.execPath, [script, night, ...args], {
        stdio: "inherit",
        env: {
          ...process.env,
          BOX_DEVELOPER_TOKEN: credentials.accessToken,
          BOX_API_URL: baseUrl,
          BOX_UPLOAD_URL: uploadUrl
        }
      })
    ),
    (started) => Effect.sync(() => started.kill("SIGKILL"))
  )
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve))
  return { child, ended: Effect.promise(() => ended) }
})

/** What is in the folder of the night. */
const copied = Items.resolvePath(["Archive", night]).pipe(
  Effect.flatMap(({ id }) => Folders.getFolderItems({ folder_id: id, limit: 1 })),
  Effect.map(({ total_count }) => total_count ?? 0),
  Effect.catchTag("BoxNotFound", () => Effect.succeed(0))
)

const program = Effect.gen(function* () {
  const emulator = yield* BoxEmulator.BoxEmulator
  // A copy takes its time on Box as well.
  yield* emulator.addFault({ kind: "delay", match: { path: "/files/*/copy", times: 10 * files }, delay: 50 })
  const fs = yield* FileSystem.FileSystem
  const directory = yield* fs.makeTempDirectoryScoped({ prefix: "effect-box-nightly-" })

  const first = yield* startNight(directory)
  yield* copied.pipe(Effect.repeat({ schedule: Schedule.spaced("50 millis"), until: (count) => count >= files / 4 }))
  yield* Effect.sync(() => first.child.kill("SIGKILL"))
  yield* first.ended
  const before = yield* copied
  yield* Console.log(`killed after ${before < files ? "a part" : "all"} of ${files} files`)

  const second = yield* startNight(directory)
  const code = yield* second.ended
  if (code !== 0) return yield* new NightFailed({ code })
  const lines = (yield* fs.readFileString(`${directory}/report.csv`)).split("\r\n").slice(1, -1)
  const copies = (yield* emulator.stats).byRoute["POST /files/{file_id}/copy"] ?? 0
  yield* Console.log(`Archive/${night} has ${yield* copied} files, and the report ${lines.length} lines`)
  yield* Console.log(`${copies - files} of them were copied again after the kill, which changed nothing`)
  yield* Console.log(lines[0])
})

const Box = Layer.unwrap(
  EmulatorServer.EmulatorServer.useSync(({ baseUrl, credentials, uploadUrl }) =>
    Layer.merge(
      BoxConfig.layer({ apiUrl: baseUrl, uploadUrl }),
      DeveloperToken.layer(Redacted.make(credentials.accessToken))
    )
  )
).pipe(Layer.provideMerge(Layer.merge(EmulatorServer.layer({ seed }), NodeBox.layerPlatform())))

program.pipe(Effect.scoped, Effect.provide(Box), NodeRuntime.runMain)
