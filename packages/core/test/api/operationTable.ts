/** Every operation by its pinned name, for tests that go over all of them. */
import type { Effect, Schema, Stream } from "effect"
import * as api from "../../src/api/index.ts"
import type { BoxError } from "../../src/BoxError.ts"
import type { Requirements, Spec } from "../../src/operation/Operation.ts"

/** An operation without its types: the tests make its input from the facts. */
export interface AnyOperation {
  (input?: object): Effect.Effect<unknown, BoxError, Requirements> | Stream.Stream<Uint8Array, BoxError, Requirements>
  readonly spec: Spec
  readonly items?: unknown
}

/** `Folders.getFolderById` -> the operation. */
export const table: ReadonlyMap<string, AnyOperation> = new Map(
  Object.entries(api).flatMap(([module, exports]) =>
    Object.entries(exports).map(([name, value]): [string, AnyOperation] => [
      `${module}.${name}`,
      // Modules of the API export nothing but operations; coverage.test.ts looks at each.
      value as unknown as AnyOperation
    ])
  )
)

export type Output = Schema.Codec<unknown>
