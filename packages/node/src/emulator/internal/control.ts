/** What tests in other processes steer the emulator with, under `/__emulator/`. It needs no token. */
import type * as Http from "node:http"
import type { BoxEmulator } from "@effect-box/core/testing/BoxEmulator"
import * as Emulator from "@effect-box/core/testing/BoxEmulator"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { answerJson } from "./exchange.ts"

const decodeFaults = Schema.decodeUnknownEffect(
  Schema.fromJsonString(Schema.Union([Emulator.Fault, Schema.Array(Emulator.Fault)])),
  { onExcessProperty: "error" }
)

const decodeObject = Schema.decodeUnknownEffect(Schema.fromJsonString(Schema.Record(Schema.String, Schema.Unknown)))

const controlPrefix = "/__emulator/"

export const isControl = (url: URL): boolean => url.pathname.startsWith(controlPrefix)

const decodeClock = Schema.decodeUnknownEffect(
  Schema.fromJsonString(Schema.Struct({ advance: Schema.Union([Schema.String, Schema.Number]) })),
  { onExcessProperty: "error" }
)

const advance = (emulator: BoxEmulator["Service"], text: string) =>
  Effect.flatMap(decodeClock(text), (given) =>
    // A string that is no duration is refused by the emulator.
    emulator.adjustClock(given.advance as Duration.Input)
  )

/** What only Box's own pages make, by the path after the prefix. A body that is not there is an empty object. */
const prepare = (
  emulator: BoxEmulator["Service"],
  path: string,
  { body }: Emulator.WireRequest,
  response: Http.ServerResponse
): Effect.Effect<void> =>
  Stream.mkString(Stream.decodeText(body)).pipe(
    Effect.flatMap((text) => decodeObject(text === "" ? "{}" : text)),
    Effect.flatMap((json) => emulator.prepare(path, json)),
    Effect.matchEffect({
      onFailure: ({ message }) => answerJson(response, 400, { message }),
      onSuccess: (made) => answerJson(response, 200, made)
    })
  )

export const control = (
  emulator: BoxEmulator["Service"],
  request: Emulator.WireRequest,
  response: Http.ServerResponse
): Effect.Effect<void> => {
  const { body, method, url } = request
  const done = answerJson(response, 200, {})
  const answered = <E extends { readonly message: string }>(work: (text: string) => Effect.Effect<void, E>) =>
    Stream.mkString(Stream.decodeText(body)).pipe(
      Effect.flatMap(work),
      Effect.matchEffect({
        onFailure: (error) => answerJson(response, 400, { message: error.message }),
        onSuccess: () => done
      })
    )
  const path = url.pathname.slice(controlPrefix.length)
  switch (`${method} ${path}`) {
    case "POST faults":
      return answered((text) =>
        Effect.flatMap(decodeFaults(text), (decoded) =>
          Effect.forEach("kind" in decoded ? [decoded] : decoded, emulator.addFault, { discard: true })
        )
      )
    case "POST clock":
      return answered((text) => advance(emulator, text))
    case "DELETE faults":
      return Effect.andThen(emulator.clearFaults, done)
    case "GET stats":
      return Effect.flatMap(emulator.stats, (stats) => answerJson(response, 200, stats))
    case "GET ids":
      return answerJson(response, 200, emulator.ids)
    case "GET world":
      return Effect.matchEffect(emulator.world, {
        onFailure: ({ message }) => answerJson(response, 409, { message }),
        onSuccess: (seed) => answerJson(response, 200, seed)
      })
    case "GET jwt-config":
      return Effect.flatMap(emulator.jwtConfig, (config) => answerJson(response, 200, JSON.parse(config)))
    case "POST expire-tokens":
      return Effect.andThen(emulator.expireAccessTokens, done)
    case "GET webhooks":
      return Effect.flatMap(emulator.webhookDeliveries, (entries) => answerJson(response, 200, { entries }))
    default:
      if (method === "POST") return prepare(emulator, path, request, response)
      return answerJson(response, 404, { message: "The emulator has no such control" })
  }
}
