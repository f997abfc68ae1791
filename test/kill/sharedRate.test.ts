/** Two processes that share the rate of a login by rows in PostgreSQL. What one does when it is alone is in core's tests. */
import { BoxEmulator } from "@effect-box/core/testing"
import { EmulatorServer } from "@effect-box/node"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { missing, Postgres } from "../../packages/node/test/login/postgres.ts"
import { bundled } from "../support/program.ts"
import { servedBox } from "../support/servedBox.ts"
import { start } from "./killedProcess.ts"
import { callsPerSecond, type Task } from "./sharedRateProcess.ts"

const program = bundled(new URL("sharedRateProcess.ts", import.meta.url))

/** When a process called, in milliseconds. */
const callsOf = (name: string) =>
  BoxEmulator.BoxEmulator.use(({ requests }) =>
    Effect.map(requests, (all) => all.filter(({ headers }) => headers["user-agent"] === name).map(({ at }) => at))
  )

const untilCalled = (name: string) =>
  Effect.repeat(Effect.delay(callsOf(name), "50 millis"), { until: (calls) => calls.length > 0 })

describe.skipIf(missing !== undefined)(`a rate that processes share ${missing ?? ""}`, () => {
  it.live(
    "is kept by both together",
    () =>
      Effect.gen(function* () {
        const { baseUrl, credentials } = yield* EmulatorServer.EmulatorServer
        const { url } = yield* Postgres
        const task = { baseUrl, accessToken: credentials.accessToken, url }
        const both = yield* Effect.forEach(["a", "b"], (name) => start(program(), { ...task, name } satisfies Task))
        const failed = Effect.raceAllFirst(
          both.map(({ ended, read }) =>
            Effect.flatMap(
              Effect.promise(() => ended),
              () => Effect.die(read.output)
            )
          )
        )
        yield* Effect.raceFirst(Effect.andThen(untilCalled("a"), untilCalled("b")), failed)
        const seconds = 8
        const from = Math.max(...[...(yield* callsOf("a")).slice(-1), ...(yield* callsOf("b")).slice(-1)])
        yield* Effect.sleep(seconds * 1000 + 200)
        const within = (calls: ReadonlyArray<number>) =>
          calls.filter((at) => at >= from && at < from + seconds * 1000).length
        const [a, b] = [within(yield* callsOf("a")), within(yield* callsOf("b"))]
        yield* Effect.log(`${a} and ${b} calls in ${seconds} seconds`)
        assert.isAtMost(a + b, callsPerSecond * seconds + 4)
        for (const each of [a, b]) assert.isAtLeast(each, 1)
      }).pipe(Effect.scoped, Effect.provide(servedBox()), Effect.provide(Postgres.layer)),
    120_000
  )
})
