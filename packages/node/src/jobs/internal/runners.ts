/** The processes that share the lanes, as Effect's cluster reads them. */
import type { Runner } from "effect/cluster/Runner"
import { RunnerStorage } from "effect/cluster/RunnerStorage"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

/**
 * The last process sees itself until its lanes are handed over. It has left by then, and the cluster would warn on its orderly end that
 * there is no healthy runner.
 */
export const seenToTheEnd = <E, R>(stored: Layer.Layer<RunnerStorage, E, R>): Layer.Layer<RunnerStorage, E, R> =>
  Layer.effect(
    RunnerStorage,
    Effect.map(RunnerStorage, (storage) => {
      let own: Runner | undefined
      let leaving: Runner | undefined
      return RunnerStorage.of({
        ...storage,
        register: (runner, healthy) =>
          Effect.suspend(() => {
            own = runner
            return storage.register(runner, healthy)
          }),
        unregister: (address) =>
          Effect.suspend(() => {
            leaving = own
            return storage.unregister(address)
          }),
        getRunners: Effect.map(storage.getRunners, (runners) =>
          runners.length === 0 && leaving !== undefined ? [[leaving, true] as const] : runners
        )
      })
    })
  ).pipe(Layer.provide(stored))
