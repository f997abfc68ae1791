/** Reads an emulated Box through its operations, as one user or another. Nothing of it is in a log or in statistics. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import * as Stream from "effect/Stream"
import type { User } from "../emulator/model/Item.ts"
import type { World } from "../emulator/model/World.ts"
import * as Router from "../emulator/Router.ts"
import type { ConnectionBroken } from "../emulator/wire/Answer.ts"
import { isObject, type JsonObject } from "../emulator/wire/Json.ts"
import { notFound, type Refusal } from "../emulator/wire/Refusal.ts"

/** Why something could not be read. */
export type Unreadable = Refusal | ConnectionBroken

const decoder = new TextDecoder()

/** What a user gets at a path. Users who cannot log in, such as inactive ones, can be asked for as well. */
export const read = (world: World, user: User, path: string): Effect.Effect<JsonObject, Unreadable> =>
  Effect.gen(function* () {
    const url = new URL(`${world.urls.apiUrl}/2.0${path}`)
    const located = Router.locate(world.urls, url)
    const matched = located === undefined ? undefined : Router.match("GET", located)
    if (matched === undefined || !("route" in matched)) return yield* Effect.fail(notFound("path", path))
    const { params, route } = matched
    const now = yield* Clock.currentTimeMillis
    const random = yield* Random.Random
    const who = { user, reach: undefined, headers: {}, json: {} }
    const answer = yield* route.handle({ world, host: "api", now, random, url, params, ...who, body: Stream.empty })
    const value: unknown = answer.body instanceof Uint8Array ? JSON.parse(decoder.decode(answer.body)) : undefined
    return isObject(value) ? value : {}
  })

/** The objects in a list. */
export const objectsOf = (value: unknown): ReadonlyArray<JsonObject> =>
  Array.isArray(value) ? value.filter(isObject) : []

const limit = 1000

/** All entries of a list, by pages with `paging`. */
export const readAll = (
  world: World,
  user: User,
  path: string,
  paging: "offset" | "marker"
): Effect.Effect<ReadonlyArray<JsonObject>, Unreadable> =>
  Effect.gen(function* () {
    const all: Array<JsonObject> = []
    const start = `${path}${path.includes("?") ? "&" : "?"}limit=${limit}`
    let next: string | undefined = start
    while (next !== undefined) {
      const page: JsonObject = yield* read(world, user, next)
      const entries = objectsOf(page["entries"])
      all.push(...entries)
      const isLast = entries.length === 0 || all.length >= Number(page["total_count"])
      if (paging === "offset") next = isLast ? undefined : `${start}&offset=${all.length}`
      else next = page["next_marker"] ? `${start}&marker=${encodeURIComponent(String(page["next_marker"]))}` : undefined
    }
    return all
  })
