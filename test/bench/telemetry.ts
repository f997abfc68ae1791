/**
 * What metrics and spans cost: reads of one folder from the stand-in server, 16 at once, in one process. Each round has a block
 * of calls in each manner, in an order that changes from round to round, and compares the CPU time of the block with that of
 * the block without metrics beside it. Prints a table: `node test/bench/telemetry.ts [rounds]`.
 */
import { registerHooks } from "node:module"
import { Effect, Layer, Redacted, Tracer } from "effect"
import { PrometheusMetrics } from "effect/observability"
import { makeCertificate } from "./certificate.ts"
import { startServer } from "./rounds.ts"
import { token } from "./tasks.ts"

const rounds = Number(process.argv[2] ?? 300)
const calls = 300

/** The one function through which everything is counted, with a switch that the published code has not. */
const meters = { on: true }
Object.assign(globalThis, { benchMeters: meters })
registerHooks({
  load: (url, context, next) => {
    const loaded = next(url, context)
    if (!url.endsWith("/telemetry/internal/series.ts")) return loaded
    const body = "series.updateUnsafe(value, context)"
    const source = String(loaded.source)
    if (!source.includes(body)) throw new Error(`${url} counts in another way now`)
    return { ...loaded, source: source.replace(body, `globalThis.benchMeters.on ? ${body} : undefined`) }
  }
})
const { BoxConfig, DeveloperToken, Folders } = await import("@effect-box/core")
const { NodeBox } = await import("@effect-box/node")

const tracer = Tracer.make({ span: (options) => new Tracer.NativeSpan(options) })

const reading = Effect.forEach(Array.from({ length: calls }), () => Folders.getFolderById({ folder_id: "11446498" }), {
  concurrency: 16,
  discard: true
})

const manners = {
  "without metrics": Effect.suspend(() => {
    meters.on = false
    return Effect.ensuring(
      reading,
      Effect.sync(() => {
        meters.on = true
      })
    )
  }),
  "metrics, nobody reads": reading,
  // An exporter reads every 10 to 60 s. This is twenty times a second.
  "metrics, read": Effect.andThen(reading, PrometheusMetrics.format()),
  "metrics and a tracer": Effect.withTracer(reading, tracer)
}
type Manner = keyof typeof manners
// What `Object.keys` has for a type is wider than its keys.
const names = Object.keys(manners) as ReadonlyArray<Manner>

const middle = (values: ReadonlyArray<number>): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0

const certificate = makeCertificate()
const server = await startServer({ ...certificate, front: false })
try {
  const Box = Layer.mergeAll(
    NodeBox.layerPlatform({ connections: 16, pacing: { limits: { callsPerMinute: Number.POSITIVE_INFINITY } } }),
    BoxConfig.layer({ apiUrl: server.http, uploadUrl: server.http }),
    DeveloperToken.layer(Redacted.make(token))
  )
  const program = Effect.gen(function* () {
    const times = new Map<Manner, Array<number>>(names.map((name) => [name, []]))
    for (let round = -5; round < rounds; round++) {
      for (let place = 0; place < names.length; place++) {
        const name = names[(place + round + names.length * 5) % names.length] ?? "without metrics"
        const before = process.cpuUsage()
        yield* manners[name]
        const { system, user } = process.cpuUsage(before)
        if (round >= 0) times.get(name)?.push((user + system) / calls)
      }
    }
    return times
  })
  const times = await Effect.runPromise(Effect.provide(program, Box))
  const plain = times.get("without metrics") ?? []
  const lines = names.map((name) => {
    const own = times.get(name) ?? []
    const ratios = own.map((time, round) => (time / (plain[round] ?? time) - 1) * 100)
    const cell = (values: ReadonlyArray<number>, unit: string, digits: number) =>
      [Math.min(...values), middle(values), Math.max(...values)].map((value) => value.toFixed(digits)).join(" / ") +
      unit
    return `| ${name} | ${cell(own, " us", 1)} | ${name === "without metrics" ? "" : cell(ratios, " %", 1)} |`
  })
  process.stdout.write(
    `\n## Metrics and spans\n\nCPU time of one read of a folder, minimum / median / maximum of ${rounds} blocks of ${calls} calls, 16 at once; and how much more\nthat is than without metrics, by pairs.\n\n| | a call | more |\n|---|---|---|\n${lines.join("\n")}\n`
  )
} finally {
  server.close()
}
