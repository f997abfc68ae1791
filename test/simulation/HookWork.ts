/** Receiving what Box delivers about the folders of jobs: a receiver in a worker, and what it must have handled. */
import { EventStream, Webhooks } from "@effect-box/core"
import { WebhookSignature } from "@effect-box/core/server"
import type { BoxEmulator } from "@effect-box/core/testing"
import { Effect, Redacted } from "effect"
import { HttpClient, type HttpClientRequest, HttpClientResponse, HttpServerResponse } from "effect/http"
import type { Choices } from "./Choices.ts"
import type { JobGround } from "./JobWork.ts"
import type { Kernel } from "./Kernel.ts"
import type { Watch } from "./Watch.ts"
import type { Worker } from "./Worker.ts"

const address = "http://127.0.0.1:4000/hook"
export const hookKeys = { primary: "one key", secondary: "another key" }
/** What somebody else sends who knows the address. */
const forged = "forged"

interface Received {
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

export const furnishHooks = ({ source, target }: JobGround) =>
  Effect.forEach(
    [source, target],
    (id) =>
      Webhooks.createWebhook({
        target: { type: "folder", id },
        address,
        triggers: ["FILE.COPIED", "COLLABORATION.CREATED", "METADATA_INSTANCE.CREATED"]
      }),
    { discard: true }
  )

/** The wires from Box to the receiver, and what came of the deliveries. */
export class Hooks {
  /** Which worker receives now. */
  worker: () => Worker | undefined = () => undefined
  /** How often a process ended that could receive. */
  ends = 0
  readonly #handled = new Map<string, number>()
  readonly #kernel: Kernel
  readonly #choices: Choices
  readonly #watch: Watch
  /** Whether anything is lost on the way. */
  reliable = false

  constructor(kernel: Kernel, choices: Choices, watch: Watch) {
    this.#kernel = kernel
    this.#choices = choices
    this.#watch = watch
  }

  get client(): HttpClient.HttpClient {
    return HttpClient.make((request) =>
      Effect.gen({ self: this }, function* () {
        const body = yield* bodyOf(request)
        if (this.#choices.chance(0.1)) yield* this.#deliver({ headers: request.headers, body: forge(body) })
        const status = yield* this.#deliver({ headers: request.headers, body })
        const response = HttpServerResponse.empty({ status })
        return HttpClientResponse.fromWeb(request, HttpServerResponse.toWeb(response))
      })
    )
  }

  /** There, and back with an answer, if neither is lost. */
  #deliver(received: Received): Effect.Effect<number> {
    return Effect.callback<number>((resume) => {
      const latency = () => this.#choices.int(1, 300)
      const lost = () => !this.reliable && this.#choices.chance(0.15)
      const answer = (status: number) => {
        this.#watch.count(`webhook: answered ${status}`)
        if (!lost()) this.#kernel.after(latency(), undefined, () => resume(Effect.succeed(status)))
      }
      const arrive = () => {
        const worker = this.worker()
        if (worker === undefined || !worker.handle(this.#receive(received), answer)) answer(502)
      }
      if (!lost()) this.#kernel.after(latency(), undefined, arrive)
    })
  }

  #receive({ body, headers }: Received) {
    const keys = { primaryKey: Redacted.make(hookKeys.primary), secondaryKey: Redacted.make(hookKeys.secondary) }
    const pause = this.#choices.pick([0, 0, 50, 2_000])
    return Effect.gen({ self: this }, function* () {
      const delivery = yield* WebhookSignature.verify({ headers, body, ...keys })
      yield* EventStream.handleDelivery({ checkpoint: "hooks" }, delivery, ({ event_id }) =>
        Effect.delay(
          Effect.sync(() => this.#handled.set(event_id, (this.#handled.get(event_id) ?? 0) + 1)),
          pause
        )
      )
      return 200
    }).pipe(
      Effect.catchTag("BoxWebhookError", () => Effect.succeed(403)),
      // The keys are there, and the store of the simulation does not fail.
      Effect.orDie
    )
  }

  audit(deliveries: ReadonlyArray<BoxEmulator.WebhookDelivery>): void {
    for (const { id, state, trigger } of deliveries) {
      const times = this.#handled.get(id) ?? 0
      this.#watch.count(`webhook: ${trigger}: ${state}`)
      if (state === "delivered" && times === 0) this.#watch.violated("delivered means handled", `${trigger} ${id}`)
      if (times > 1 + this.ends) this.#watch.violated("a delivery is handled once", `${trigger} ${id}: ${times} times`)
    }
    const known = new Set(deliveries.map(({ id }) => id))
    for (const id of this.#handled.keys()) {
      if (!known.has(id)) this.#watch.violated("a delivery is Box's", `${id} was handled`)
    }
  }
}

const bodyOf = ({ body }: HttpClientRequest.HttpClientRequest): Effect.Effect<Uint8Array> =>
  body._tag === "Uint8Array" ? Effect.succeed(body.body) : Effect.die(`a delivery with a body of ${body._tag}`)

const forge = (body: Uint8Array): Uint8Array => {
  // The emulator's own JSON.
  const event = JSON.parse(new TextDecoder().decode(body)) as object
  return new TextEncoder().encode(JSON.stringify({ ...event, id: forged }))
}
