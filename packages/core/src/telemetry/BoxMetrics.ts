/**
 * The metrics of effect-box: requests, retries, renewals, transfers, waits.
 *
 * They are Effect metrics, so every exporter of Effect finds them: `Otlp`, `PrometheusMetrics`, `Metric.snapshot`.
 * Provide `BoxMetrics.layer` to have them: without it nothing is counted, and nothing of it is in a bundle. Names and
 * units follow the semantic conventions of OpenTelemetry where they have one, and are `box.*` otherwise. The values of
 * all attributes come from small closed sets: no ids, no names of files, no logins. Effect takes the unit from an
 * attribute, so each series also has `unit`.
 *
 * @example
 * ```ts
 * import { BoxMetrics, Folders } from "@effect-box/core"
 * import { BoxEmulator } from "@effect-box/core/testing"
 * import { Effect } from "effect"
 *
 * const program = Effect.gen(function* () {
 *   yield* Folders.getFolderById({ folder_id: "0" })
 *   const requests = (yield* BoxMetrics.snapshot).filter(({ id }) => id === BoxMetrics.requests.name)
 *   return requests.some(({ attributes }) => attributes?.["box.operation"] === "Folders.getFolderById")
 * })
 *
 * console.log(await Effect.runPromise(Effect.provide(program, [BoxEmulator.layer, BoxMetrics.layer]))) // true
 * ```
 *
 * @see https://opentelemetry.io/docs/specs/semconv/http/http-metrics/
 */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Metric from "effect/Metric"
import { makeRecorder } from "./internal/record.ts"
import { CurrentRecorder } from "./internal/recorder.ts"
import type { Definition } from "./internal/series.ts"

export type { Definition }

/** The bounds that the conventions recommend for the duration of a request, in seconds. */
const requestBounds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10]

/** Waits and whole operations also take minutes. */
const longBounds = [...requestBounds, 30, 60, 120, 300, 600]

/**
 * How long a request on the wire took, until its answer was read, or until the first bytes of a download. A request that
 * was interrupted is not counted.
 *
 * @category metrics
 * @since 0.2.0
 */
export const requestDuration: Definition = {
  name: "http.client.request.duration",
  kind: "histogram",
  unit: "s",
  description: "Duration of a request to Box",
  attributes: [
    "http.request.method",
    "server.address",
    "server.port",
    "url.template",
    "http.response.status_code",
    "error.type"
  ],
  boundaries: requestBounds
}

/**
 * Requests on the wire. `box.outcome` is `success`, `retry` (another request follows) or `failure`.
 *
 * @category metrics
 * @since 0.2.0
 */
export const requests: Definition = {
  name: "box.client.requests",
  kind: "counter",
  unit: "{request}",
  description: "Requests by operation, status and outcome",
  attributes: ["box.operation", "http.response.status_code", "box.outcome"]
}

/**
 * How long a call took for its caller, with all of its requests and waits.
 *
 * @category metrics
 * @since 0.2.0
 */
export const callDuration: Definition = {
  name: "box.client.call.duration",
  kind: "histogram",
  unit: "s",
  description: "Duration of a call, with its retries and waits",
  attributes: ["box.operation", "error.type"],
  boundaries: longBounds
}

/**
 * Requests that are sent again. `box.retry.reason` is the tag of the `BoxError` that made it necessary, or `not_ready`
 * for an answer that Box is still preparing.
 *
 * @category metrics
 * @since 0.2.0
 */
export const retries: Definition = {
  name: "box.client.retries",
  kind: "counter",
  unit: "{retry}",
  description: "Requests that are sent again, by reason",
  attributes: ["box.operation", "box.retry.reason"]
}

/**
 * How long calls waited for their turn according to `Pacing`. Calls that did not wait are not counted.
 *
 * @category metrics
 * @since 0.2.0
 */
export const pacingWait: Definition = {
  name: "box.client.pacing.wait",
  kind: "histogram",
  unit: "s",
  description: "Time that a call waited for its turn, by operation",
  attributes: ["box.operation"],
  boundaries: longBounds
}

/**
 * Renewals of access tokens. `box.outcome` is `issued`, `adopted` (another process had renewed) or `failure`.
 *
 * @category metrics
 * @since 0.2.0
 */
export const renewals: Definition = {
  name: "box.token.renewals",
  kind: "counter",
  unit: "{renewal}",
  description: "Renewals of access tokens, by kind of login and outcome",
  attributes: ["box.login", "box.outcome"]
}

/**
 * The content of files on the wire, repeated parts included. `box.direction` is `up` or `down`.
 *
 * @category metrics
 * @since 0.2.0
 */
export const transferBytes: Definition = {
  name: "box.transfer.bytes",
  kind: "counter",
  unit: "By",
  description: "Bytes of content that were sent and received",
  attributes: ["box.direction"]
}

/**
 * Uploads and downloads under way, those of `Pacing.asTransfer` included.
 *
 * @category metrics
 * @since 0.2.0
 */
export const activeTransfers: Definition = {
  name: "box.transfer.active",
  kind: "upDownCounter",
  unit: "{transfer}",
  description: "Uploads and downloads under way",
  attributes: []
}

/**
 * Upload sessions that uploads of this process are working on.
 *
 * @category metrics
 * @since 0.2.0
 */
export const openSessions: Definition = {
  name: "box.upload_session.open",
  kind: "upDownCounter",
  unit: "{session}",
  description: "Upload sessions in use",
  attributes: []
}

/**
 * Answers that contradict Box's documentation and were accepted without what does not fit; see `ResponseCheck`.
 *
 * @category metrics
 * @since 0.2.0
 */
export const decodeWarnings: Definition = {
  name: "box.decode.warnings",
  kind: "counter",
  unit: "{warning}",
  description: "Answers of Box that contradict its documentation and were accepted without the mismatching values",
  attributes: ["box.operation"]
}

/**
 * Items of jobs that have an outcome. `box.outcome` is `done` or `failed`.
 *
 * @category metrics
 * @since 0.2.0
 */
export const jobItems: Definition = {
  name: "box.job.items",
  kind: "counter",
  unit: "{item}",
  description: "Items of jobs by kind of job and outcome",
  attributes: ["box.job.kind", "box.outcome"]
}

const definitions = {
  requestDuration,
  requests,
  callDuration,
  retries,
  pacingWait,
  renewals,
  transferBytes,
  activeTransfers,
  openSessions,
  decodeWarnings,
  jobItems
}

/**
 * All metrics.
 *
 * @category metrics
 * @since 0.2.0
 */
export const all: ReadonlyArray<Definition> = /*#__PURE__*/ Object.values(definitions)

/**
 * Counts what calls and transfers do below it. Without it, nothing is counted. It costs a call about 1 microsecond.
 *
 * @example
 * ```ts
 * import { BoxMetrics } from "@effect-box/core"
 * import { NodeBox } from "@effect-box/node"
 * import { Layer } from "effect"
 *
 * const Box = Layer.merge(NodeBox.layerConfig, BoxMetrics.layer)
 * ```
 *
 * @category layers
 * @since 0.2.0
 */
export const layer: Layer.Layer<never> = /*#__PURE__*/ Layer.sync(CurrentRecorder, () => makeRecorder(definitions))

/**
 * The current values of these metrics, one entry for each combination of attributes.
 *
 * @category operations
 * @since 0.2.0
 */
export const snapshot: Effect.Effect<ReadonlyArray<Metric.Metric.Snapshot>> = /*#__PURE__*/ Effect.map(
  Metric.snapshot,
  (entries) => entries.filter(({ id }) => all.some(({ name }) => name === id))
)
