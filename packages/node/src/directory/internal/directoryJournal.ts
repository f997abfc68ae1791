/** What a run over a tree has finished, in a `KeyValueStore`: one short entry for each file. */
import { createHash } from "node:crypto"
import { BoxInvalidInput } from "@effect-box/core/BoxError"
import * as Effect from "effect/Effect"
import type { KeyValueStore, KeyValueStoreError } from "effect/persistence/KeyValueStore"
import type * as Scope from "effect/Scope"

/** A file that is done: the local one as it was, and the one on Box. */
export interface Done {
  /** Bytes. */
  readonly size: number
  /** Milliseconds since 1970. */
  readonly modified: number
  readonly file_id: string
  /** In hex. */
  readonly sha1: string
}

export interface Journal {
  /** Keeps other runs of this process from the same entries, for as long as the scope is open. */
  readonly claim: Effect.Effect<void, BoxInvalidInput, Scope.Scope>
  readonly find: (path: ReadonlyArray<string>) => Effect.Effect<Done | undefined, KeyValueStoreError>
  readonly note: (path: ReadonlyArray<string>, done: Done) => Effect.Effect<void, KeyValueStoreError>
  readonly forget: (path: ReadonlyArray<string>) => Effect.Effect<void, KeyValueStoreError>
  /** The run has come to its end. */
  readonly clear: Effect.Effect<void, KeyValueStoreError>
}

const hash = (text: string, digits: number): string => createHash("sha1").update(text).digest("hex").slice(0, digits)

/** The digest comes last, so that an entry whose writing was cut short is none. */
const entry = /^(\d+) (-?\d+) (\S+) ([0-9a-f]{40})$/

/** The entries of each store that runs of this process have. */
const claimed = new WeakMap<KeyValueStore, Set<string>>()

const silent: Journal = {
  claim: Effect.void,
  find: () => Effect.succeed(undefined),
  note: () => Effect.void,
  forget: () => Effect.void,
  clear: Effect.void
}

/** Keys are short and of one case whatever the paths are, because a store may make file names of them. */
export const makeJournal = (
  operation: string,
  store: KeyValueStore | undefined,
  direction: "up" | "down",
  root: string,
  folder_id: string,
  dry: boolean
): Journal => {
  if (store === undefined) return silent
  const prefix = `${direction}-${hash(`${folder_id}\0${root}`, 16)}-`
  const keyOf = (path: ReadonlyArray<string>) => prefix + hash(path.join("/"), 40)
  const others = claimed.get(store) ?? new Set()
  claimed.set(store, others)
  const take = Effect.suspend(() => {
    if (others.has(prefix)) {
      const message =
        "another run with this journal between the same directory and folder is under way: wait until it has ended, or take another journal"
      return Effect.fail(new BoxInvalidInput({ operation, message, attempts: 0 }))
    }
    others.add(prefix)
    return Effect.void
  })
  const journal: Journal = {
    claim: Effect.acquireRelease(take, () => Effect.sync(() => others.delete(prefix))),
    find: (path) =>
      Effect.map(store.get(keyOf(path)), (text) => {
        const [, size, modified, file_id, sha1] = entry.exec(text ?? "") ?? []
        return file_id === undefined || sha1 === undefined
          ? undefined
          : { size: Number(size), modified: Number(modified), file_id, sha1 }
      }),
    note: (path, { file_id, modified, sha1, size }) => store.set(keyOf(path), `${size} ${modified} ${file_id} ${sha1}`),
    forget: (path) => store.remove(keyOf(path)),
    clear: store.clearPrefix(prefix)
  }
  return dry ? { ...silent, find: journal.find } : journal
}
