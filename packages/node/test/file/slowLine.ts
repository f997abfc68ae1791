/** Lines that carry so much per connection, for downloads to the disk of the tests, in virtual time. */
import { FileUpload, UploadSource } from "@effect-box/core"
import type * as Progress from "@effect-box/core/Progress"
import { assert } from "@effect/vitest"
import { Clock, Effect, FileSystem, Layer, Stream } from "effect"
import { HttpClient, type HttpClientResponse } from "effect/http"
import { finish } from "../../../../test/support/time.ts"
import { partFilesOf } from "../../src/file/internal/partFile.ts"
import * as LocalFile from "../../src/file/LocalFile.ts"
import { box, bytesOf, stats } from "../directory/disk.ts"

export const kibibyte = 1024
export const mebibyte = 1024 * kibibyte
/** A minute over a slow line, in fifteen ranges. */
export const size = 5 * mebibyte + 77
export const bytes = bytesOf(size)
/** Enough for sixteen connections to tell whether they are faster. */
export const large = 15 * mebibyte + 77
export const signed = { method: "GET", path: "/download" }
export const path = "/a.bin"
export const { note, part } = partFilesOf(path, "")
export const testDisk = Layer.provideMerge(box(), LocalFile.layerTest())

export const store = (content: Uint8Array) =>
  Effect.map(FileUpload.upload(UploadSource.fromBytes(content), { folder_id: "0", name: "stored.bin" }), ({ id }) => id)

/** What each connection carries: a piece of so many bytes every so many milliseconds. */
export interface Line {
  readonly piece: number
  /** Default: 100. */
  readonly every?: number
  /** How much faster each connection but the first one is at first. Default: 1. */
  readonly atFirst?: number
  /** The connection, counted from 0, whose first byte arrives changed. */
  readonly wrong?: number
  /** Of the first connection. */
  readonly silences?: ReadonlyArray<readonly [before: number, seconds: number]>
}

/** 80 KiB per second. */
export const slow: Line = { piece: 8 * kibibyte }
export const inSecond = 80 * kibibyte
/** Its ranges. */
export const ofSlow = 4 * inSecond
/** 20 MiB per second. */
export const fast: Line = { piece: 2 * mebibyte }

/** Each connection takes its time for what it carries; tells how many there were at once, and when the first one was opened. */
export const over = <A, E, R>(
  { atFirst = 1, every = 100, piece, silences = [], wrong }: Line,
  self: Effect.Effect<A, E, R>
) =>
  Effect.gen(function* () {
    const clock = yield* Clock.Clock
    let [open, most, opened, began] = [0, 0, 0, 0]
    const paced = (response: HttpClientResponse.HttpClientResponse) =>
      Stream.suspend(() => {
        const connection = opened++
        if (connection === 0) began = clock.currentTimeMillisUnsafe()
        let came = 0
        open++
        const pause = connection > 0 && open > most ? every / atFirst : every
        most = Math.max(most, open)
        return response.stream.pipe(
          Stream.mapArray((chunks) => [Buffer.concat(chunks)]),
          Stream.flatMap((chunk) =>
            Stream.fromIterable(
              Array.from(
                { length: Math.ceil(chunk.length / piece) },
                (_, i) => new Uint8Array(chunk.subarray(i * piece, (i + 1) * piece))
              )
            )
          ),
          Stream.rechunk(1),
          Stream.mapEffect((chunk) => {
            const before = came
            came += chunk.length
            if (connection === wrong && before === 0) chunk[0] = (chunk[0] ?? 0) ^ 1
            const silence = connection === 0 ? silences.find(([at]) => at > before && at <= came) : undefined
            return Effect.delay(Effect.succeed(chunk), pause + (silence?.[1] ?? 0) * 1000)
          }),
          Stream.ensuring(Effect.sync(() => void open--))
        )
      })
    const client = HttpClient.transform(yield* HttpClient.HttpClient, (effect, request) =>
      !/\/download/.test(request.url)
        ? effect
        : Effect.map(
            effect,
            (response) =>
              new Proxy(response, {
                get: (target, key) => (key === "stream" ? paced(target) : Reflect.get(target, key, target))
              })
          )
    )
    const value = yield* Effect.provideService(self, HttpClient.HttpClient, client)
    return { value, most, began }
  })

/** Runs to the end in virtual time. */
export const inTenths = <A, E, R>(self: Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    const fiber = yield* Effect.forkChild(self, { startImmediately: true })
    const value = yield* finish(fiber, "100 millis", 5000)
    return { value, ended: yield* Clock.currentTimeMillis }
  })

export type Options = Omit<LocalFile.DownloadOptions, "file_id">

/** The seconds are those of the line: before, the disk is asked in real time. */
export const downloadOver = (line: Line, file_id: string, options: Options = {}) =>
  Effect.map(
    inTenths(over(line, LocalFile.download(path, { file_id, ...options }))),
    ({ value: { began, most }, ended }) => ({ most, seconds: (ended - began) / 1000 })
  )

export const arrived = Effect.fnUntraced(function* (content: Uint8Array = bytes) {
  const fs = yield* FileSystem.FileSystem
  assert.isTrue(Buffer.from(content).equals(yield* fs.readFile(path)))
  assert.deepStrictEqual([yield* fs.exists(part), yield* fs.exists(note)], [false, false])
  assert.strictEqual((yield* stats).openDownloads, 0)
})

export const nothingLeft = Effect.gen(function* () {
  const fs = yield* FileSystem.FileSystem
  assert.deepStrictEqual(
    [yield* fs.exists(path), yield* fs.exists(part), yield* fs.exists(note)],
    [false, false, false]
  )
  assert.strictEqual((yield* stats).openDownloads, 0)
})

/** The ranges that were asked for, in the order of the file: the first byte, and the byte after the last one. */
export const spans = (asked: ReadonlyArray<string | undefined>) =>
  asked
    .map((range) => {
      const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(range ?? "") ?? []
      return [Number(first), Number(last) + 1] as const
    })
    .toSorted(([a], [b]) => a - b)

/** Asserts that the ranges follow each other without a gap or an overlap. */
export const follow = (asked: ReadonlyArray<string | undefined>, from: number, to = size) => {
  let at = from
  for (const [first, last] of spans(asked)) {
    assert.strictEqual(first, at)
    at = last
  }
  assert.strictEqual(at, to)
}

export const collect = (total = size) => {
  const counts: Array<number> = []
  const onProgress: Progress.OnProgress = ({ transferred }) => Effect.sync(() => void counts.push(transferred))
  const grows = () => {
    assert.deepStrictEqual(
      counts,
      [...new Set(counts)].toSorted((a, b) => a - b)
    )
    assert.strictEqual(counts.at(-1), total)
  }
  return { counts, onProgress, grows }
}
