/** Runs preparations: steps on the model that no request of Box's API makes. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import * as Stream from "effect/Stream"
import { appItemPreparations } from "./automation/AppItemRoutes.ts"
import { externalUserPreparations } from "./people/ExternalUserRoutes.ts"
import { workflowPreparations } from "./automation/WorkflowRoutes.ts"
import { aiPreparations } from "./documents/AiRoutes.ts"
import { signingPreparations } from "./documents/Signing.ts"
import { signTemplatePreparations } from "./documents/SignTemplateRoutes.ts"
import { eventPreparations } from "./routes/EventRoutes.ts"
import type { World } from "./model/World.ts"
import type { Preparation } from "./resource/Preparation.ts"
import type { ConnectionBroken } from "./wire/Answer.ts"
import type { JsonObject } from "./wire/Json.ts"
import { notFound, type Refusal } from "./wire/Refusal.ts"

const preparations: ReadonlyArray<Preparation> = [
  ...eventPreparations,
  ...workflowPreparations,
  ...appItemPreparations,
  ...externalUserPreparations,
  ...aiPreparations,
  ...signTemplatePreparations,
  ...signingPreparations
]

/** The parameters of a path, if it is one of this form. */
const paramsIn = (template: string, path: string): Readonly<Record<string, string>> | undefined => {
  const pattern = template.replaceAll(/\{(\w+)\}/g, "(?<$1>[^/]+)")
  const found = new RegExp(`^${pattern}$`).exec(path)
  return found === null ? undefined : { ...found.groups }
}

/** Runs the preparation with this path in the name of the administrator. */
export const prepare = (
  world: World,
  path: string,
  json: JsonObject
): Effect.Effect<JsonObject, Refusal | ConnectionBroken> =>
  Effect.gen(function* () {
    const now = yield* Clock.currentTimeMillis
    const random = yield* Random.Random
    for (const { path: template, run } of preparations) {
      const params = paramsIn(template, path)
      if (params === undefined) continue
      const url = new URL(`${world.urls.apiUrl}/__emulator/${path}`)
      const who = { user: world.admin, reach: undefined }
      return yield* run({ world, host: "api", now, random, url, params, headers: {}, ...who, json, body: Stream.empty })
    }
    return yield* Effect.fail(notFound("preparation", path))
  })

/** Why a preparation was refused, in the words of the check that it failed. */
export const reasonOf = (failure: Refusal | ConnectionBroken): string => {
  if (failure._tag === "ConnectionBroken") return "A content could not be read"
  const { contextInfo, message } = failure
  const errors = Object(contextInfo).errors
  return Array.isArray(errors) && typeof errors[0]?.message === "string" ? errors[0].message : message
}
