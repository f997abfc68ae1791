/** What becomes of a request: a control, the consent page, or an answer of the emulated Box. */
import type * as Http from "node:http"
import type { BoxEmulator } from "@effect-box/core/testing/BoxEmulator"
import type * as Emulator from "@effect-box/core/testing/BoxEmulator"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import { consentPage } from "./page/consentPage.ts"
import { admit } from "./access.ts"
import { control, isControl } from "./control.ts"
import { answerJson, resetConnection, respond, toWire } from "./exchange.ts"
import type { Place } from "./place.ts"

type Handler = (request: Http.IncomingMessage, response: Http.ServerResponse) => void

const execute = (
  emulator: BoxEmulator["Service"],
  request: Emulator.WireRequest,
  response: Http.ServerResponse
): Effect.Effect<void> =>
  Effect.matchEffect(emulator.execute(request), {
    onFailure: () => resetConnection(response),
    onSuccess: (answer) => respond(response, answer)
  })

const handle = (
  emulator: BoxEmulator["Service"],
  consent: Place["consent"],
  request: Emulator.WireRequest,
  response: Http.ServerResponse
): Effect.Effect<void> => {
  const work = isControl(request.url)
    ? control(emulator, request, response)
    : Effect.flatMap(
        consent === "page" ? consentPage(emulator, request, response) : Effect.succeed(undefined),
        (page) => page ?? execute(emulator, request, response)
      )
  return Effect.catchCause(work, (cause) => {
    if (Cause.hasInterruptsOnly(cause)) return Effect.failCause(cause)
    return Effect.andThen(Effect.logError("The emulator failed to handle a request", cause), resetConnection(response))
  })
}

const refuse = (response: Http.ServerResponse, message: string): Effect.Effect<void> =>
  Effect.andThen(
    Effect.logWarning(message),
    answerJson(response, 403, { type: "error", status: 403, code: "access_denied", message })
  )

/** Runs every request in a fiber of its own, which ends with its connection. */
export const serve = (
  emulator: BoxEmulator["Service"],
  place: Place,
  run: (effect: Effect.Effect<void>) => () => void
) => {
  return (origin: string): Handler =>
    (request, response) => {
      const target = origin + (request.url ?? "/")
      if (!URL.canParse(target)) {
        // Such as the absolute form that proxies receive. No request may crash the server.
        response.writeHead(400, { connection: "close" }).end()
        return
      }
      const url = new URL(target)
      const admission = admit(place, request, response, isControl(url))
      if (admission === "answered") return
      const work =
        admission === "admitted"
          ? handle(emulator, place.consent, toWire(url, request), response)
          : refuse(response, admission.refused)
      const interrupt = run(work)
      response.once("close", interrupt)
    }
}
