/** What the simulation's schedule has found, by itself. */
import { DeveloperToken, Folders } from "@effect-box/core"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Redacted } from "effect"
import { HttpClient, type HttpClientResponse, HttpServerResponse } from "effect/http"
import { Choices } from "./Choices.ts"
import { Kernel } from "./Kernel.ts"

const refusing = HttpClient.make(
  (request): Effect.Effect<HttpClientResponse.HttpClientResponse> =>
    Effect.succeed(
      HttpServerResponse.toClientResponse(HttpServerResponse.jsonUnsafe({ code: "not_found" }, { status: 404 }), {
        request
      })
    )
)

const call = Folders.getFolderById({ folder_id: "1" }).pipe(
  Effect.flip,
  Effect.provide(
    Layer.merge(
      Layer.succeed(HttpClient.HttpClient, refusing),
      DeveloperToken.layer(Redacted.make("token", { label: "access token" }))
    )
  )
)

describe("schedule", () => {
  it("the end of an answer is noticed at once, wherever fibers give way", () => {
    for (let seed = 0; seed < 500; seed++) {
      const choices = new Choices(`answer ${seed}`)
      const kernel = new Kernel(choices, { order: "any", preemption: 0.05 }, 0)
      const fiber = Effect.runForkWith(kernel.start("client", choices).context)(call)
      while (fiber.pollUnsafe() === undefined && kernel.step());
      const exit = fiber.pollUnsafe()
      assert.strictEqual(exit?._tag === "Success" ? exit.value._tag : exit, "BoxNotFound")
      assert.strictEqual(kernel.now, 0, `seed ${seed} waited for a time limit`)
    }
  })
})
