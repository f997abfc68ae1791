/** Runs preparations: steps on the model that no request of Box's API makes. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import * as Stream from "effect/Stream"
import { appItemPreparations } from "./automation/AppItemRoutes.ts"
import { externalUserPreparations } from "./automation/ExternalUserRoutes.ts"
import { workflowPreparations } from "./automation/WorkflowRoutes.ts"
import type { World } from "./model/World.ts"
import type { Preparation } from "./resource/Preparation.ts"
import type { JsonObject } from "./wire/Json.ts"
import { notFound, type Refusal, transaction } from "./wire/Refusal.ts"

const preparations: ReadonlyArray<Preparation> = [
  ...workflowPreparations,
  ...appItemPreparations,
  ...externalUserPreparations
]

/** The parameters of a path, if it is one of this form. */
const paramsIn = (template: string, path: string): Readonly<Record<string, string>> | undefined => {
  const pattern = template.replaceAll(/\{(\w+)\}/g, "(?<$1>[^/]+)")
  const found = new RegExp(`^${pattern}$`).exec(path)
  return found === null ? undefined : { ...found.groups }
}

/** Runs the preparation with this path in the name of the administrator. */
export const prepare = (world: World, path: string, json: JsonObject): Effect.Effect<JsonObject, Refusal> =>
  Effect.gen(function* () {
    const now = yield* Clock.currentTimeMillis
    const random = yield* Random.Random
    return yield* transaction(() => {
      for (const { path: template, step } of preparations) {
        const params = paramsIn(template, path)
        if (params === undefined) continue
        const url = new URL(`${world.urls.apiUrl}/__emulator/${path}`)
        const { admin: user } = world
        return step({
          world,
          host: "api",
          now,
          random,
          url,
          params,
          headers: {},
          user,
          reach: undefined,
          json,
          body: Stream.empty
        })
      }
      throw notFound("preparation", path)
    })
  })

/** Why a preparation was refused, in the words of the check that it failed. */
export const reasonOf = ({ contextInfo, message }: Refusal): string => {
  const errors = Object(contextInfo).errors
  return Array.isArray(errors) && typeof errors[0]?.message === "string" ? errors[0].message : message
}
