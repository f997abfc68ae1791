/** One login per tenant: the example, under virtual time. */
import { execFileSync } from "node:child_process"
import { type TokenStore, Users } from "@effect-box/core"
import { BoxEmulator } from "@effect-box/core/testing"
import { assert, describe, it } from "@effect/vitest"
import { ConfigProvider, Effect, Layer } from "effect"
import type { HttpClient } from "effect/http"
import { TestClock } from "effect/testing"
import { Tenants } from "../examples/tenants/Tenants.ts"
import { bundled } from "./support/program.ts"

const main = bundled(new URL("../examples/tenants/main.ts", import.meta.url))

const environment = Layer.unwrap(
  BoxEmulator.BoxEmulator.use(({ credentials }) =>
    Effect.succeed(
      ConfigProvider.layer(
        ConfigProvider.fromEnv({
          env: { BOX_CLIENT_ID: credentials.clientId, BOX_CLIENT_SECRET: credentials.clientSecret }
        })
      )
    )
  )
)

const backend = Tenants.layer.pipe(
  Layer.provideMerge(environment),
  Layer.provideMerge(BoxEmulator.layerHttpClient({ accessTokenLifetime: "24 hours" })),
  Layer.fresh
)

const logins = BoxEmulator.BoxEmulator.use(({ stats }) => Effect.map(stats, ({ tokenRequests }) => tokenRequests))

const twenty = <A, E>(
  call: Effect.Effect<A, E, HttpClient.HttpClient | Tenants | TokenStore.TokenStore>,
  tenant: string
) =>
  Effect.all(
    Array.from({ length: 20 }, () => Effect.provide(call, Tenants.get(tenant))),
    { concurrency: "unbounded" }
  )

describe("one login per tenant", () => {
  it.effect("each tenant has one, its own, and it is released after 10 idle minutes", () =>
    Effect.gen(function* () {
      const { credentials } = yield* BoxEmulator.BoxEmulator
      const [one, two] = [credentials.userId, credentials.managedUserId]
      const [ones, twos] = yield* Effect.all([twenty(Users.getUserMe(), one), twenty(Users.getUserMe(), two)], {
        concurrency: "unbounded"
      })
      assert.deepStrictEqual([...new Set(ones.map((user) => user.id))], [one])
      assert.deepStrictEqual([...new Set(twos.map((user) => user.id))], [two])
      assert.strictEqual(yield* logins, 2)

      yield* TestClock.adjust("9 minutes")
      yield* twenty(Users.getUserMe(), one)
      assert.strictEqual(yield* logins, 2)

      yield* TestClock.adjust("9 minutes")
      yield* twenty(Users.getUserMe(), one)
      assert.strictEqual(yield* logins, 2)
      yield* twenty(Users.getUserMe(), two)
      assert.strictEqual(yield* logins, 3)
    }).pipe(Effect.provide(backend))
  )

  it("the example runs", () => {
    const printed = execFileSync(process.execPath, [main()], { encoding: "utf8" })
    assert.include(printed, "ada@example.test has the folder Ada Example's inbox")
    assert.include(printed, "grace@example.test has the folder Grace Example's inbox")
    assert.include(printed, "2 logins")
  })
})
