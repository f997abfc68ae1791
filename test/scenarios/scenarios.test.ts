import { BoxConfig, DeveloperToken } from "@effect-box/core"
import { BoxEmulator } from "@effect-box/core/testing"
import { EmulatorServer, NodeBox, NodeSha1 } from "@effect-box/node"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Redacted } from "effect"
import { HttpClient, HttpClientResponse } from "effect/http"
import { bigFileScenario, fullScenario } from "./seedScenarios.ts"

/** The emulator over loopback HTTP, and a client that is pointed at it. */
const loopback = Layer.unwrap(
  Effect.map(EmulatorServer.EmulatorServer, ({ baseUrl, uploadUrl, credentials }) =>
    Layer.mergeAll(
      BoxConfig.layer({ apiUrl: baseUrl, uploadUrl }),
      DeveloperToken.layer(Redacted.make(credentials.accessToken))
    )
  )
).pipe(Layer.provideMerge(Layer.mergeAll(EmulatorServer.layer({ downloadPort: 0 }), NodeBox.layerPlatform())))

const nothingOpen = ({
  openSessions,
  openDownloads
}: {
  readonly openSessions: number
  readonly openDownloads: number
}) => assert.deepStrictEqual({ openSessions, openDownloads }, { openSessions: 0, openDownloads: 0 })

const openInProcess = BoxEmulator.BoxEmulator.use(({ stats }) => Effect.map(stats, nothingOpen))

const openOverHttp = EmulatorServer.EmulatorServer.use(({ baseUrl }) =>
  HttpClient.get(`${baseUrl}/__emulator/stats`).pipe(
    Effect.flatMap((response) => response.json),
    // The emulator's own answer; its shape is tested with the emulator.
    Effect.map((json) => nothingOpen(json as unknown as BoxEmulator.Stats))
  )
)
void HttpClientResponse

const inProcess = Layer.provideMerge(BoxEmulator.layer, NodeSha1.layer)

describe("the scenarios of boxpython", () => {
  it.effect("run_full_scenario, in process", () =>
    Effect.andThen(fullScenario, openInProcess).pipe(Effect.provide(inProcess))
  )
  it.effect("run_big_file_scenario, in process", () =>
    Effect.andThen(bigFileScenario(), openInProcess).pipe(Effect.provide(inProcess))
  )
  it.live("run_full_scenario, over loopback HTTP", () =>
    Effect.andThen(fullScenario, openOverHttp).pipe(Effect.provide(loopback))
  )
  it.live("run_big_file_scenario, over loopback HTTP", () =>
    Effect.andThen(bigFileScenario(), openOverHttp).pipe(Effect.provide(loopback))
  )
})
