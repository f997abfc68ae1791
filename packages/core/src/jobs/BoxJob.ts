/**
 * Durable jobs: a kind of job is a name, where its items come from, and what one item does. A run of it outlives the
 * process, can be paused, resumed and cancelled, and records how each item ended. Each item is done at least once; see
 * docs/jobs.md for the bound on repeats and how to make `run` repeatable.
 *
 * @example
 * ```ts
 * import { Files } from "@effect-box/core"
 * import { BoxJob } from "@effect-box/core/jobs"
 * import { Effect, Schema } from "effect"
 *
 * const archive = BoxJob.make("archive", {
 *   params: Schema.Struct({ from: Schema.String, to: Schema.String }),
 *   items: ({ from }) => BoxJob.tree({ folder_id: from, type: "file" }),
 *   run: (file, { to }) =>
 *     Files.copyFile({ file_id: file.id, parent: { id: to } }).pipe(BoxJob.alreadyThere("BoxItemNameInUse"))
 * })
 *
 * const start = Effect.gen(function* () {
 *   const run = yield* archive.start({ name: "archive-2026-11", params: { from: "11", to: "12" } })
 *   return yield* archive.wait(run)
 * })
 * ```
 */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { getUserMe } from "../api/Users.ts"
import type { BoxError, BoxInvalidInput } from "../BoxError.ts"
import { copyOf, countFault, invalidInput, readArgument, tryRead } from "../internal/argument.ts"
import type { Requirements } from "../operation/Operation.ts"
import * as BoxJobs from "./BoxJobs.ts"
import { toRun } from "./internal/control.ts"
import { refuse } from "./internal/database.ts"
import type { Kind } from "./internal/lane.ts"
import type { ItemRow, RunRow } from "./internal/ledger.ts"
import { canonicalJson, startRun } from "./internal/start.ts"
import { startWorker } from "./internal/worker.ts"
import type { BoxJobNameInUse, BoxJobStateError, BoxJobStoreError } from "./JobError.ts"
import type { Failure, Progress, Run } from "./JobRun.ts"
import type { JobSource, Page } from "./JobSource.ts"

export { alreadyThere, gone, unchanged } from "./internal/repeatable.ts"
export { fromStream, metadataQuery, search, tree } from "./JobSource.ts"

/**
 * What a kind of job is made of. `params` and what `run` returns are kept in the ledger as JSON: they must not hold
 * secrets.
 *
 * @category models
 * @since 0.2.0
 */
export interface Options<Params, Item, R1, R2, R3> {
  /** What a run is started with. */
  readonly params: Schema.Codec<Params, unknown>
  /** Where the items come from. Called again after each restart, with the same params. */
  readonly items: (params: Params) => JobSource<Item, R1>
  /**
   * What one item does. It may run again for the same item after a crash, so it has to be repeatable: see
   * {@link alreadyThere}, {@link gone} and {@link unchanged}. What it fails with is recorded; what it returns is kept as
   * the item's result, `undefined` as nothing.
   */
  readonly run: (item: NoInfer<Item>, params: NoInfer<Params>) => Effect.Effect<unknown, unknown, R2>
  /** What an item of a dry run does: it may only read. What it returns is kept as the result. Default: nothing. */
  readonly dryRun?: ((item: NoInfer<Item>, params: NoInfer<Params>) => Effect.Effect<unknown, unknown, R3>) | undefined
  /** The version of this code, recorded with each run. Default `1`. */
  readonly version?: string | undefined
  /** How many batches of a run are worked on at once, on all machines together. Default 16. */
  readonly lanes?: number | undefined
  /** Items in a batch. Default 1,000. */
  readonly batchSize?: number | undefined
  /** Items of a batch that are worked on at once. Default 8. */
  readonly concurrency?: number | undefined
}

/**
 * The argument of a job's `start`.
 *
 * @category models
 * @since 0.2.0
 */
export interface StartInput<Params> {
  /** Names the run, unique within the database: the same name again is the same run. At most 200 characters. */
  readonly name: string
  readonly params: Params
  /** Plans the run and does nothing. Default `false`. */
  readonly dryRun?: boolean | undefined
  /** Who starts it, to be recorded, such as the result of {@link currentLogin}. */
  readonly login?: string | undefined
}

/**
 * A kind of job. What is done with its runs is the same as in `BoxJobs`.
 *
 * @category models
 * @since 0.2.0
 */
export interface BoxJob<Params, out R> {
  readonly name: string
  /**
   * Starts a run, or returns the one with this name. Fails with `BoxJobNameInUse` if that one has another kind, other
   * params, or differs in being a dry run. The work is done by a {@link BoxJob.worker}, in this process or elsewhere.
   */
  readonly start: (
    input: StartInput<Params>
  ) => Effect.Effect<Run, BoxInvalidInput | BoxJobNameInUse | BoxJobStoreError, BoxJobs.BoxJobs>
  readonly progress: (run: BoxJobs.RunReference) => Stream.Stream<Progress, BoxJobs.RunError, BoxJobs.BoxJobs>
  readonly wait: (run: BoxJobs.RunReference) => Effect.Effect<Progress, BoxJobs.RunError, BoxJobs.BoxJobs>
  readonly pause: Control<Run>
  readonly resume: Control<Run>
  readonly cancel: Control<Run>
  readonly retryFailed: Control<number>
  readonly failures: (run: BoxJobs.RunReference) => Stream.Stream<Failure, BoxJobs.RunError, BoxJobs.BoxJobs>
  readonly report: typeof BoxJobs.report
  /** Works on the runs of this kind as long as the layer lives. */
  readonly worker: Layer.Layer<never, BoxInvalidInput, BoxJobs.BoxJobs | R>
}

type Control<A> = (run: BoxJobs.RunReference) => Effect.Effect<A, BoxJobs.RunError | BoxJobStateError, BoxJobs.BoxJobs>

const kindPattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/

/** Why a kind of job cannot be used. It is made where no error can be returned, so starting and working fail with it. */
const faultOf = (name: unknown, { batchSize, concurrency, lanes, version }: Settings): string | undefined => {
  if (typeof name !== "string" || !kindPattern.test(name)) {
    return "the name of a job must consist of up to 64 letters, digits, dots, dashes and underscores"
  }
  if (typeof version !== "string" || version === "") return "version must be a non-empty string"
  const fault =
    countFault("lanes", lanes) ?? countFault("batchSize", batchSize) ?? countFault("concurrency", concurrency)
  if (fault !== undefined) return fault
  if (lanes > 1000) return "lanes must be at most 1,000"
  return batchSize > 100_000 ? "batchSize must be at most 100,000" : undefined
}

/** Why the parts of a kind cannot be used. */
const partsFault = (options: Partial<Record<keyof Options<never, never, never, never, never>, unknown>>) => {
  if (!Schema.isSchema(options.params)) return "params must be a schema"
  if (typeof options.items !== "function" || typeof options.run !== "function") return "items and run must be functions"
  return options.dryRun === undefined || typeof options.dryRun === "function" ? undefined : "dryRun must be a function"
}

interface Settings {
  readonly version: string
  readonly lanes: number
  readonly batchSize: number
  readonly concurrency: number
}

/** A schema by which values are kept as text. */
const jsonOf = <A>(schema: Schema.Codec<A, unknown>) => Schema.fromJsonString(Schema.toCodecJson(schema))

const nameFault = (name: unknown): string | undefined =>
  typeof name === "string" && name.trim() !== "" && name.length <= 200 && !/[\0-\x1f]/.test(name)
    ? undefined
    : "name must be a text of 1 to 200 characters without control characters"

/** Items as rows. A source that gives a key twice is no error; one that gives an empty key is. */
const toPage = <Item, R>(
  source: JobSource<Item, R>,
  encode: (item: Item) => Effect.Effect<string, unknown>,
  page: Page<Item>
) =>
  Effect.map(
    Effect.forEach(page.items, (item) => {
      const key: unknown = source.key(item)
      return typeof key !== "string" || key === ""
        ? Effect.fail(invalidInput("JobSource.key", "the key of an item must be a non-empty string"))
        : Effect.map(encode(item), (text) => ({ key, item: text }))
    }),
    (items) => ({ items, next: page.next, last: page.last })
  )

const makeKind = <Params, Item, R1, R2, R3>(
  name: string,
  options: Options<Params, Item, R1, R2, R3>,
  settings: Settings
): Kind<R1 | R2 | R3> => {
  const decodeParams = Schema.decodeUnknownEffect(jsonOf(options.params))
  const load = (row: RunRow) =>
    Effect.map(
      Effect.mapError(
        decodeParams(row.params),
        (error) => `The params cannot be read by this version: ${error.message}`
      ),
      (params) => {
        const source = options.items(params)
        const schema = jsonOf(source.schema)
        const encode = Schema.encodeEffect(schema)
        const decode = Schema.decodeUnknownEffect(schema)
        const one: ((item: Item, params: Params) => Effect.Effect<unknown, unknown, R2 | R3>) | undefined =
          row.dry_run === 1 ? options.dryRun : options.run
        return {
          row,
          read: (position: string) => Stream.mapEffect(source.read(position), (page) => toPage(source, encode, page)),
          runItem: (item: ItemRow): Effect.Effect<unknown, unknown, R2 | R3> =>
            one === undefined ? Effect.void : Effect.flatMap(decode(item.item), (value) => one(value, params))
        }
      }
    )
  return { name, concurrency: settings.concurrency, load }
}

const encodeParams = <Params>(operation: string, schema: Schema.Codec<Params, unknown>, params: Params) =>
  Schema.encodeUnknownEffect(Schema.toCodecJson(schema))(params).pipe(
    Effect.mapError((error) => invalidInput(operation, `params: ${error.message}`)),
    // A value of an untyped caller may throw while it is read.
    Effect.catchDefect(() => Effect.fail(invalidInput(operation, "params cannot be read")))
  )

/** What the caller's `items` gives, or what is wrong with it. */
const sourceOf = <Item, R>(operation: string, items: () => JobSource<Item, R>) =>
  Effect.flatMap(
    Effect.try({
      try: items,
      catch: (error) =>
        invalidInput(operation, `items: ${tryRead(() => (error instanceof Error ? error.message : "")) ?? ""}`)
    }),
    (source) => {
      const sound = tryRead(
        () =>
          source.positions.every((position) => typeof position === "string") &&
          typeof source.read === "function" &&
          typeof source.key === "function" &&
          Schema.isSchema(source.schema)
      )
      return sound === true
        ? Effect.succeed(source)
        : Effect.fail(invalidInput(operation, "items must give a JobSource"))
    }
  )

const startWith = <Params, Item, R1, R2, R3>(
  kind: string,
  options: Options<Params, Item, R1, R2, R3>,
  settings: Settings,
  fault: string | undefined
): BoxJob<Params, never>["start"] => {
  const operation = "BoxJob.start"
  return Effect.fnUntraced(function* (input: StartInput<Params>) {
    if (fault !== undefined) return yield* invalidInput(operation, fault)
    const {
      dryRun = false,
      login,
      name,
      params
    } = yield* readArgument(operation, input, "The argument must be an object such as { name, params }")
    const wrong =
      nameFault(name) ??
      (typeof dryRun === "boolean" ? undefined : "dryRun must be a boolean") ??
      (login === undefined || typeof login === "string" ? undefined : "login must be a string")
    if (wrong !== undefined) return yield* invalidInput(operation, wrong)
    const encoded = yield* encodeParams(operation, options.params, params)
    const source = yield* sourceOf(operation, () => options.items(params))
    const jobs = yield* BoxJobs.BoxJobs
    const { batchSize, lanes, version } = settings
    const row = yield* refuse(operation)(
      startRun(jobs.sql, {
        name,
        kind,
        version,
        params: canonicalJson(encoded),
        login,
        dryRun,
        lanes,
        batchSize,
        positions: source.positions
      })
    )
    yield* jobs.workers.get(kind) ?? Effect.void
    return toRun(row)
  })
}

/**
 * Makes a kind of job. Its name and the meaning of its params outlive a release: runs are continued by newer code.
 *
 * @example
 * ```ts
 * import { Files } from "@effect-box/core"
 * import { BoxJob } from "@effect-box/core/jobs"
 * import { Schema, Stream } from "effect"
 *
 * // Rows of a list instead of a tree.
 * const rename = BoxJob.make("rename", {
 *   params: Schema.Struct({ rows: Schema.Array(Schema.Struct({ id: Schema.String, name: Schema.String })) }),
 *   items: ({ rows }) =>
 *     BoxJob.fromStream(Stream.fromIterable(rows), {
 *       schema: Schema.Struct({ id: Schema.String, name: Schema.String }),
 *       key: (row) => row.id
 *     }),
 *   run: (row) => Files.updateFileById({ file_id: row.id, name: row.name })
 * })
 * ```
 *
 * @category constructors
 * @since 0.2.0
 */
export const make = <Params, Item, R1 = never, R2 = never, R3 = never>(
  name: string,
  options: Options<Params, Item, R1, R2, R3>
): BoxJob<Params, R1 | R2 | R3> => {
  // Untyped callers may pass anything; a copy without parts has a fault.
  const parts = copyOf(options) ?? ({} as Options<Params, Item, R1, R2, R3>)
  const { batchSize = 1000, concurrency = 8, lanes = 16, version = "1" } = parts
  const settings: Settings = { version, lanes, batchSize, concurrency }
  const fault = partsFault(parts) ?? faultOf(name, settings)
  return {
    name,
    start: startWith(name, parts, settings, fault),
    progress: (run) => BoxJobs.progress(run),
    wait: BoxJobs.wait,
    pause: BoxJobs.pause,
    resume: BoxJobs.resume,
    cancel: BoxJobs.cancel,
    retryFailed: BoxJobs.retryFailed,
    failures: BoxJobs.failures,
    report: BoxJobs.report,
    worker: Layer.effectDiscard(
      Effect.flatMap(BoxJobs.BoxJobs, (jobs) => {
        if (fault !== undefined) return Effect.fail(invalidInput("BoxJob.worker", fault))
        return jobs.engine === undefined
          ? Effect.fail(
              invalidInput("BoxJob.worker", "BoxJobs.layerClient has no engine: use another layer of BoxJobs")
            )
          : startWorker(jobs, jobs.engine, makeKind(name, parts, settings))
      })
    )
  }
}

/**
 * The user of this login, as `id login`, for `start({ login })`.
 *
 * @see https://developer.box.com/reference/get-users-me/
 * @category operations
 * @since 0.2.0
 */
export const currentLogin: Effect.Effect<string, BoxError, Requirements> = /*#__PURE__*/ Effect.suspend(() =>
  Effect.map(getUserMe({ fields: ["login"] }), ({ id, login }) => `${id} ${login ?? ""}`.trim())
)
