/** A stream that is followed by one of the runners of a cluster, as docs/events.md shows it, and moves when that one ends. */
import { EventStream, Folders } from "@effect-box/core"
import { SqlEventCheckpoints } from "@effect-box/core/server"
import { BoxEmulator } from "@effect-box/core/testing"
import * as NodeClusterSocket from "@effect/platform-node/NodeClusterSocket"
import * as PgClient from "@effect/sql-pg/PgClient"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Exit, Fiber, Layer, Option, Redacted, Schema, Scope } from "effect"
import { RunnerAddress, Singleton } from "effect/cluster"
import { freePort } from "../emulator/freePort.ts"
import { missing, Postgres } from "../login/postgres.ts"

const isNamed = Schema.is(Schema.Struct({ name: Schema.String }))

interface Handled {
  readonly runner: string
  readonly name: string
}

/** One of the runners, as a process of its own would have it. */
const runner = (name: string, port: number, url: string, handled: Array<Handled>) =>
  Singleton.make(
    "box-index",
    EventStream.run({ checkpoint: "index", stream_type: "changes", from: "oldest" }, ({ source }) =>
      Effect.sync(() => void handled.push({ runner: name, name: isNamed(source) ? source.name : "" }))
    )
  ).pipe(
    Layer.provide(
      NodeClusterSocket.layer({
        storage: "sql",
        shardingConfig: {
          runnerAddress: Option.some(RunnerAddress.make("127.0.0.1", port)),
          refreshAssignmentsInterval: "1 second",
          entityTerminationTimeout: "1 second"
        }
      })
    ),
    Layer.provide(SqlEventCheckpoints.layer()),
    Layer.provide(PgClient.layer({ url: Redacted.make(url), maxConnections: 5 }))
  )

const createFolders = (names: ReadonlyArray<string>) =>
  Effect.forEach(names, (name) => Folders.createFolder({ name, parent: { id: "0" } }), { discard: true })

describe.skipIf(missing !== undefined)(`a stream of events on a cluster ${missing ?? ""}`, () => {
  it.live(
    "is followed by one runner, and by another one from there when that one ends",
    () =>
      Effect.gen(function* () {
        const { url } = yield* Postgres
        const handled: Array<Handled> = []
        // A page whose checkpoint was not saved before the stream moved comes again.
        const names = () => [...new Set(handled.map(({ name }) => name))]
        const until = (count: number) =>
          Effect.repeat(Effect.sleep("50 millis"), { until: () => Effect.sync(() => names().length >= count) })
        const first = yield* freePort
        const [a, b] = [yield* Scope.make(), yield* Effect.scope]
        yield* createFolders(["one", "two"])
        yield* Layer.buildWithScope(Layer.fresh(runner("a", first, url, handled)), a)
        yield* until(2)
        yield* Layer.buildWithScope(Layer.fresh(runner("b", yield* freePort, url, handled)), b)
        yield* createFolders(["three"])
        yield* until(3)
        const ended = yield* Effect.forkChild(Scope.close(a, Exit.void))
        yield* createFolders(["four"])
        yield* until(4)
        assert.deepStrictEqual(names(), ["one", "two", "three", "four"])
        // The second went on from the checkpoint, and not from the beginning.
        assert.lengthOf(
          handled.filter(({ name }) => name === "one"),
          1
        )
        assert.deepStrictEqual([handled[0]?.runner, handled.at(-1)?.runner], ["a", "b"])
        yield* Fiber.join(ended)
      }).pipe(Effect.scoped, Effect.provide(BoxEmulator.layer), Effect.provide(Postgres.layer)),
    120_000
  )
})
