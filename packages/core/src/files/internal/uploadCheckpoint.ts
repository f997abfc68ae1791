/**
 * What a process leaves behind for the next one: which session belongs to which upload. It is written once per session,
 * before its first part, and never changed. Box itself knows which parts it has, and a checkpoint that is not rewritten
 * cannot be damaged by a store that writes in place.
 */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { KeyValueStore, type KeyValueStoreError } from "effect/persistence/KeyValueStore"
import * as Schema from "effect/Schema"
import type { BoxInvalidInput } from "../../BoxError.ts"
import { invalidInput } from "../../internal/argument.ts"
import * as protocol from "./sessionProtocol.ts"
import { type Lazy, lazy, resolve } from "../../internal/schema.ts"

export interface Checkpoint {
  readonly target: { readonly folder_id?: string; readonly file_id?: string; readonly file_name?: string }
  /** The size of the file in bytes. */
  readonly size: number
  /** The caller's value that changes whenever the file changes. */
  readonly identity: string
  readonly session: protocol.UploadSession
}

const schema: Lazy<Checkpoint> = /*#__PURE__*/ lazy(() =>
  Schema.Struct({
    target: Schema.Struct({
      folder_id: Schema.optionalKey(Schema.String),
      file_id: Schema.optionalKey(Schema.String),
      file_name: Schema.optionalKey(Schema.String)
    }),
    size: Schema.Int,
    identity: Schema.String,
    session: resolve(protocol.UploadSession)
  })
)

export interface Checkpoints {
  /**
   * The checkpoint of an earlier process, if it is usable. Its endpoints are checked, because a token will be sent
   * there.
   */
  readonly load: Effect.Effect<Checkpoint | undefined, KeyValueStoreError>
  readonly save: (checkpoint: Checkpoint) => Effect.Effect<void, KeyValueStoreError>
  /** Removes the checkpoint of this session; a checkpoint of another session is kept. */
  readonly remove: (session: protocol.UploadSession) => Effect.Effect<void, KeyValueStoreError>
  /** Removes any checkpoint. */
  readonly clear: Effect.Effect<void, KeyValueStoreError>
}

/** The checkpoint under this key. */
export const checkpointsOf = /*#__PURE__*/ Effect.fnUntraced(function* (
  key: string
): Effect.fn.Return<Checkpoints, never, KeyValueStore> {
  const store = yield* KeyValueStore
  const text = Schema.fromJsonString(resolve(schema))
  const encode = Schema.encodeSync(text)
  const decode = Schema.decodeOption(text)
  const useless = Effect.as(
    Effect.logWarning(`The checkpoint ${JSON.stringify(key)} cannot be read and is ignored`),
    undefined
  )

  const load = Effect.gen(function* () {
    const kept = yield* store.get(key)
    if (kept === undefined) return undefined
    const decoded = decode(kept)
    if (Option.isNone(decoded)) return yield* useless
    const checked = protocol.checkEndpoints(decoded.value.session)
    return yield* Effect.matchEffect(checked, {
      onFailure: () => useless,
      onSuccess: () => Effect.succeed(decoded.value)
    })
  })

  const remove = Effect.fnUntraced(function* (session: protocol.UploadSession) {
    const kept = yield* store.get(key)
    if (kept === undefined) return
    const decoded = decode(kept)
    if (Option.isSome(decoded) && decoded.value.session.id === session.id) yield* store.remove(key)
  })

  return { load, save: (checkpoint) => store.set(key, encode(checkpoint)), remove, clear: store.remove(key) }
})

/** The keys of running uploads in this process, for each store. */
const underWay: WeakMap<object, Set<string>> = /*#__PURE__*/ new WeakMap()

/** Runs an upload unless one with the same checkpoint is running. A store cannot detect other processes. */
export const onlyOne = <A, E, R>(
  operation: string,
  key: string,
  upload: Effect.Effect<A, E, R>
): Effect.Effect<A, E | BoxInvalidInput, R | KeyValueStore> =>
  Effect.flatMap(KeyValueStore, (store) =>
    Effect.acquireUseRelease(
      Effect.suspend(() => {
        const keys = underWay.get(store) ?? new Set()
        if (keys.has(key)) {
          const message = `an upload with the checkpoint ${JSON.stringify(key)} is already running: wait until it has ended, or use another checkpoint`
          return Effect.fail(invalidInput(operation, message))
        }
        underWay.set(store, keys.add(key))
        return Effect.succeed(keys)
      }),
      () => upload,
      (keys) => Effect.sync(() => keys.delete(key))
    )
  )
