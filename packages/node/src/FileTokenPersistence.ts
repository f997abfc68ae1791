/**
 * Keeps a token pair in a file that only its owner can read.
 *
 * A save writes a temporary file (mode 0600), flushes it to the disk and renames it over the old one, so that a crash at
 * any instant leaves the old pair or the new one, never half of one. The exclusive section holds within this process.
 */
import { BoxTokenPersistenceError } from "@effect-box/core/BoxError"
import { decode, encode, TokenPersistence } from "@effect-box/core/TokenPersistence"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Path from "effect/Path"
import type { PlatformError } from "effect/PlatformError"
import * as Random from "effect/Random"
import * as Semaphore from "effect/Semaphore"

/** Reports which step failed and why in the words of the platform; a path is no secret, the content is never in it. */
const refuse = (step: string, path: string) =>
  Effect.mapError(
    (error: PlatformError) =>
      new BoxTokenPersistenceError({
        operation: `FileTokenPersistence.${step}`,
        message: `${path}: ${error.reason._tag}`,
        code: error.reason._tag,
        attempts: 0
      })
  )

const make = Effect.fnUntraced(function* (file: string) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const section = yield* Semaphore.make(1)
  const directory = path.dirname(file)

  const flush = (name: string, text: string) =>
    Effect.scoped(
      Effect.gen(function* () {
        const handle = yield* fs.open(name, { flag: "wx", mode: 0o600 })
        yield* handle.writeAll(new TextEncoder().encode(text))
        yield* handle.sync
      })
    )

  return TokenPersistence.of({
    get: fs.readFileString(file).pipe(
      Effect.asSome,
      Effect.catchIf(
        (error) => error.reason._tag === "NotFound",
        () => Effect.succeed(Option.none<string>())
      ),
      refuse("get", file),
      Effect.flatMap((text) =>
        Option.isNone(text) ? Effect.succeed(Option.none()) : Effect.asSome(decode(text.value))
      )
    ),
    set: Effect.fnUntraced(function* (pair) {
      const random = yield* Random.nextInt
      const temporary = `${file}.${Math.abs(random).toString(36)}.tmp`
      yield* fs.makeDirectory(directory, { recursive: true, mode: 0o700 }).pipe(
        Effect.andThen(flush(temporary, encode(pair))),
        Effect.andThen(fs.rename(temporary, file)),
        Effect.onError(() => Effect.ignore(fs.remove(temporary, { force: true }))),
        refuse("set", file)
      )
    }, Effect.uninterruptible),
    clear: refuse("clear", file)(fs.remove(file, { force: true })),
    exclusively: section.withPermits(1)
  })
})

/** Keeps the pair in this file; directories that are missing are created for their owner alone. */
export const layer = (file: string): Layer.Layer<TokenPersistence, never, FileSystem.FileSystem | Path.Path> =>
  Layer.effect(TokenPersistence, make(file))
