/** Items by path or id: `/reports/2026`, `id:123`, `file:123`, `folder:123`, `web_link:123`. */
import * as Files from "@effect-box/core/api/Files"
import * as Folders from "@effect-box/core/api/Folders"
import * as WebLinks from "@effect-box/core/api/WebLinks"
import { type BoxError, BoxNotFound } from "@effect-box/core/BoxError"
import * as Items from "@effect-box/core/Items"
import type { Requirements } from "@effect-box/core/Operation"
import * as Effect from "effect/Effect"
import { WrongUse } from "../terminal/Shell.ts"

/** An item that was found. */
export interface Found {
  readonly type: "file" | "folder" | "web_link"
  readonly id: string
  readonly name: string
}

type Failure = BoxError | WrongUse

const named = ({
  id,
  name,
  type
}: {
  readonly id: string
  readonly name?: string | null
  readonly type: Found["type"]
}) => ({
  type,
  id,
  name: name ?? id
})

const byType = {
  file: (id: string) => Effect.map(Files.getFileById({ file_id: id, fields: ["name"] }), named),
  folder: (id: string) => Effect.map(Folders.getFolderById({ folder_id: id, fields: ["name"] }), named),
  web_link: (id: string) => Effect.map(WebLinks.getWebLinkById({ web_link_id: id }), named)
}

const absent = (error: BoxError): boolean => error._tag === "BoxNotFound"

/** Files and folders have ids of their own, so one id may be two items. */
const byId = Effect.fnUntraced(function* (id: string) {
  if (id === "0") return yield* byType.folder(id)
  const found = yield* Effect.forEach(
    ["file", "folder", "web_link"] as const,
    (type) =>
      Effect.map(byType[type](id), (item): ReadonlyArray<Found> => [item]).pipe(
        Effect.catchIf(absent, () => Effect.succeed<ReadonlyArray<Found>>([]))
      ),
    { concurrency: 3 }
  )
  const [first, second] = found.flat()
  if (second !== undefined) {
    return yield* new WrongUse({
      message: `${id} is more than one item: write ${found
        .flat()
        .map((item) => `${item.type}:${id}`)
        .join(" or ")}.`
    })
  }
  return (
    first ??
    (yield* new BoxNotFound({ operation: "effect-box", message: `There is no item with the id ${id}`, attempts: 3 }))
  )
})

const idPattern = /^(id|file|folder|web_link):(\d+)$/

/** The item that a word means. A path starts at the root folder, with or without a slash in front. */
export const resolve = (reference: string): Effect.Effect<Found, Failure, Requirements> => {
  const [, type, id] = idPattern.exec(reference) ?? []
  if (id === undefined) return Effect.map(Items.resolvePath(reference), named)
  return type === "file" || type === "folder" || type === "web_link" ? byType[type](id) : byId(id)
}

const expected = (reference: string, found: Found, type: Found["type"]): Effect.Effect<Found, WrongUse> =>
  found.type === type
    ? Effect.succeed(found)
    : Effect.fail(new WrongUse({ message: `${reference} is a ${found.type.replace("_", " ")}, not a ${type}.` }))

/** A folder that a word means: `id:` needs no look at files. */
export const resolveFolder = (reference: string): Effect.Effect<Found, Failure, Requirements> => {
  const [, type, id] = idPattern.exec(reference) ?? []
  if (id !== undefined && (type === "id" || type === "folder")) return byType.folder(id)
  return Effect.flatMap(resolve(reference), (found) => expected(reference, found, "folder"))
}

/** A file that a word means. */
export const resolveFile = (reference: string): Effect.Effect<Found, Failure, Requirements> => {
  const [, type, id] = idPattern.exec(reference) ?? []
  if (id !== undefined && (type === "id" || type === "file")) return byType.file(id)
  return Effect.flatMap(resolve(reference), (found) => expected(reference, found, "file"))
}

/** Where something new is to be: an existing folder, and a name in it if the word ends with one that is new. */
export interface Place {
  readonly folder: Found
  readonly name: string | undefined
}

/** Splits `/a/b/new.txt` into the folder and the new name. An existing folder is the place itself. */
export const placeOf = Effect.fnUntraced(function* (reference: string) {
  // With a slash at its end, it has to be there.
  if (reference.endsWith("/")) {
    return { folder: yield* resolveFolder(reference), name: undefined } satisfies Place
  }
  const found = yield* resolve(reference).pipe(
    Effect.map((item): Found | undefined => item),
    Effect.catch((error: Failure) =>
      error._tag === "BoxNotFound" && !idPattern.test(reference) ? Effect.succeed(undefined) : Effect.fail(error)
    )
  )
  if (found?.type === "folder") return { folder: found, name: undefined } satisfies Place
  if (idPattern.test(reference)) return yield* new WrongUse({ message: `${reference} is not a folder.` })
  const names = reference.split("/").filter((name) => name !== "")
  const name = names.pop()
  const folder = yield* resolveFolder(`/${names.join("/")}`)
  return { folder, name } satisfies Place
})
