/** Reads a seed from a JSON file, and the files that it names. */
import { readFile } from "node:fs/promises"
import { dirname, resolve } from "node:path"
import { decode, place, type Seed, SeedError } from "@effect-box/core/testing/Seed"
import * as Effect from "effect/Effect"

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const reasonOf = (cause: unknown): string => {
  const code: unknown = Object(cause).code
  return code === "ENOENT" ? "there is no such file" : code === "EISDIR" ? "it is a directory" : String(code ?? cause)
}

/** An item whose content is in the file `file`, or anything else as it is: what is wrong with it is said later. */
const withContents = async (value: unknown, path: ReadonlyArray<string>, file: string): Promise<unknown> => {
  if (!isObject(value)) return value
  const { file: named, ...item } = value
  const children = "children" in item ? { children: await inTree(item["children"], [...path, "children"], file) } : {}
  if (named === undefined) return { ...item, ...children }
  const where = place([...path, "file"])
  if (typeof named !== "string") throw new SeedError({ file, path: where, reason: "it must be a path" })
  for (const other of ["children", "text", "size", "base64", "url"]) {
    const reason = `there is ${other} as well, and an item has only one content`
    if (other in item) throw new SeedError({ file, path: where, reason })
  }
  const bytes = await readFile(resolve(dirname(file), named)).catch((cause: unknown) => {
    throw new SeedError({ file, path: where, reason: `${JSON.stringify(named)}: ${reasonOf(cause)}` })
  })
  return { ...item, base64: bytes.toString("base64") }
}

const inTree = async (tree: unknown, path: ReadonlyArray<string>, file: string): Promise<unknown> => {
  if (!isObject(tree)) return tree
  const entries: Array<readonly [string, unknown]> = []
  for (const [name, item] of Object.entries(tree)) {
    entries.push([name, await withContents(item, [...path, name], file)])
  }
  return Object.fromEntries(entries)
}

const read = async (file: string): Promise<unknown> => {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new SeedError({ file, path: "", reason: reasonOf(cause) })
  })
  let seed: unknown
  try {
    seed = JSON.parse(text)
  } catch (cause) {
    const reason = `it is no JSON: ${cause instanceof Error ? (cause.message.split("\n")[0] ?? "") : String(cause)}`
    throw new SeedError({ file, path: "", reason })
  }
  if (!isObject(seed) || !isObject(seed["items"])) return seed
  const items: Array<readonly [string, unknown]> = []
  for (const [owner, tree] of Object.entries(seed["items"])) {
    items.push([owner, await inTree(tree, ["items", owner], file)])
  }
  return { ...seed, items: Object.fromEntries(items) }
}

/** The seed in a file. Files that it names by `file` are read too, relative to its directory. */
export const readSeed = (file: string): Effect.Effect<Seed, SeedError> =>
  Effect.tryPromise({
    try: () => read(file),
    catch: (error) => (error instanceof SeedError ? error : new SeedError({ file, path: "", reason: reasonOf(error) }))
  }).pipe(
    Effect.flatMap(decode),
    Effect.mapError(({ path, reason }) => new SeedError({ file, path, reason }))
  )
