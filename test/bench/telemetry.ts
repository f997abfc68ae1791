/**
 * What metrics and spans cost a call. Each round has a block of calls in each manner, one after the other, in an order that
 * changes from round to round; the CPU time of a block is compared with that of the block without metrics in the same round. The
 * calls are answered in the process, because what a socket costs varies by more than metrics cost; what a call over a socket
 * costs is measured apart, to compare with. Prints a table: `node test/bench/telemetry.ts [rounds]`.
 */
import { execFileSync } from "node:child_process"
import { PerformanceObserver } from "node:perf_hooks"
import { fileURLToPath } from "node:url"
import { BoxConfig, BoxMetrics, DeveloperToken, Folders, Pacing } from "@effect-box/core"
import { NodeBox } from "@effect-box/node"
import { Effect, Layer, Redacted, Tracer } from "effect"
import { HttpClient, HttpClientResponse } from "effect/http"
import { PrometheusMetrics } from "effect/observability"
import { makeCertificate } from "./certificate.ts"
import { startServer } from "./rounds.ts"
import { token } from "./tasks.ts"

const tracer = Tracer.make({ span: (options) => new Tracer.NativeSpan(options) })

const readings = (calls: number) =>
  Effect.forEach(Array.from({ length: calls }), () => Folders.getFolderById({ folder_id: "11446498" }), {
    concurrency: 16,
    discard: true
  })

type Reading = ReturnType<typeof readings>

const without = "without metrics"
const withMetrics = (reading: Reading): Reading => Effect.provide(reading, BoxMetrics.layer)
const manners: Readonly<Record<string, (reading: Reading) => Reading>> = {
  [without]: (reading) => reading,
  "metrics, nobody reads": withMetrics,
  // An exporter reads every 10 to 60 s. This is once for each block, many times a second.
  "metrics, somebody reads": (reading) =>
    Effect.andThen(withMetrics(reading), Effect.asVoid(PrometheusMetrics.format())),
  "metrics and a tracer": (reading) => Effect.withTracer(withMetrics(reading), tracer)
}
const names = Object.keys(manners)

const inOrder = (values: ReadonlyArray<number>) => values.toSorted((a, b) => a - b)
/** The value below which a share of all lies. */
const quantile = (values: ReadonlyArray<number>, share: number): number =>
  inOrder(values)[Math.floor((values.length - 1) * share)] ?? Number.NaN
const median = (values: ReadonlyArray<number>) => quantile(values, 0.5)

/** The CPU time of a call in microseconds, for each manner and round. */
const measure = (rounds: number, calls: number) =>
  Effect.gen(function* () {
    const times = new Map<string, Array<number>>(names.map((name) => [name, []]))
    const reading = readings(calls)
    for (let round = -5; round < rounds; round++) {
      for (let place = 0; place < names.length; place++) {
        const name = names[(place + round + names.length * 5) % names.length] ?? without
        const before = process.cpuUsage()
        yield* manners[name]?.(reading) ?? Effect.void
        const { system, user } = process.cpuUsage(before)
        if (round >= 0) times.get(name)?.push((user + system) / calls)
      }
    }
    return times
  })

const unlimited = { limits: { callsPerMinute: Number.POSITIVE_INFINITY } }
const Login = DeveloperToken.layer(Redacted.make(token))

/** A Box that answers at once, in the process. */
const inProcess = (answer: string) => {
  // A `Response` for each call would cost more than all the rest.
  const web = new Response(null, { headers: { "content-length": String(answer.length) } })
  const text = { value: Effect.succeed(answer) }
  const client = HttpClient.make((request) =>
    Effect.sync(() => Object.defineProperty(HttpClientResponse.fromWeb(request, web), "text", text))
  )
  return Layer.mergeAll(Layer.succeed(HttpClient.HttpClient, client), Login, Pacing.layer(unlimited))
}

/**
 * What a call allocates, in bytes: how much more is on the heap after calls between which nothing was collected. Runs in a process of
 * its own, whose heap has room for that.
 */
const allocated = (answer: string): ReadonlyMap<string, number> => {
  const flags = ["--expose-gc", "--min-semi-space-size=256", "--max-semi-space-size=256"]
  const args = [...flags, fileURLToPath(import.meta.url), "allocated", answer]
  return new Map(JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" })))
}

const measureAllocated = Effect.gen(function* () {
  const calls = 2000
  const reading = readings(calls)
  let collections = 0
  const observer = new PerformanceObserver((list) => {
    collections += list.getEntries().length
  })
  const found = new Map<string, Array<number>>(names.map((name) => [name, []]))
  for (let round = 0; round < 25; round++) {
    for (const name of names) {
      globalThis.gc?.()
      yield* Effect.promise(() => new Promise((resolve) => setImmediate(resolve)))
      observer.observe({ entryTypes: ["gc"] })
      collections = 0
      const before = process.memoryUsage().heapUsed
      yield* manners[name]?.(reading) ?? Effect.void
      const grown = process.memoryUsage().heapUsed - before
      yield* Effect.promise(() => new Promise((resolve) => setImmediate(resolve)))
      observer.disconnect()
      if (round >= 5 && collections === 0) found.get(name)?.push(grown / calls)
    }
  }
  return [...found].map(([name, bytes]) => [name, median(bytes)])
})

const table = (
  inside: ReadonlyMap<string, ReadonlyArray<number>>,
  socket: ReadonlyMap<string, ReadonlyArray<number>>,
  bytes: ReadonlyMap<string, number>
): string => {
  const plain = inside.get(without) ?? []
  const overSocket = median(socket.get(without) ?? [])
  const spread = (values: ReadonlyArray<number>, digits: number) =>
    `${median(values).toFixed(digits)} (${quantile(values, 0.25).toFixed(digits)} to ${quantile(values, 0.75).toFixed(digits)})`
  const lines = names.map((name) => {
    const own = inside.get(name) ?? []
    const more = own.map((time, round) => time - (plain[round] ?? time))
    const ratios = own.map((time, round) => (time / (plain[round] ?? time) - 1) * 100)
    const share = ((median(more) / overSocket) * 100).toFixed(1)
    const moreBytes = (bytes.get(name) ?? Number.NaN) - (name === without ? 0 : (bytes.get(without) ?? Number.NaN))
    const compared = name === without ? "| | |" : `| ${spread(ratios, 1)} % | ${spread(more, 2)} us, ${share} % |`
    return `| ${name} | ${spread(own, 1)} us ${compared} ${name === without ? "" : "+"}${Math.round(moreBytes)} |`
  })
  return `| | a call | more, by pairs | of a call over a socket (${overSocket.toFixed(0)} us) | bytes |\n|---|---|---|---|---|\n${lines.join("\n")}\n`
}

if (process.argv[2] === "allocated") {
  const found = await Effect.runPromise(Effect.provide(measureAllocated, inProcess(process.argv[3] ?? "")))
  process.stdout.write(JSON.stringify(found))
} else {
  const rounds = Number(process.argv[2] ?? 250)
  const calls = 2000
  const certificate = makeCertificate()
  const server = await startServer({ ...certificate, front: false })
  try {
    const authorization = `Bearer ${token}`
    const folder = await fetch(`${server.http}/2.0/folders/11446498`, { headers: { authorization } })
    const answer = await folder.text()
    const Box = Layer.mergeAll(
      NodeBox.layerPlatform({ connections: 16, pacing: unlimited }),
      BoxConfig.layer({ apiUrl: server.http, uploadUrl: server.http }),
      Login
    )
    const inside = await Effect.runPromise(Effect.provide(measure(rounds, calls), inProcess(answer)))
    const socket = await Effect.runPromise(Effect.provide(measure(Math.ceil(rounds / 10), 500), Box))
    process.stdout.write(`
## Metrics and spans

CPU time of one read of a folder that is answered in the process: the median of ${rounds} blocks of ${calls} calls, 16 at once, and
the range of the middle half. How much more it is than without metrics is compared within each round; as a share of a call over a
socket of loopback; and the bytes that a call allocates.

${table(inside, socket, allocated(answer))}`)
  } finally {
    server.close()
  }
}
