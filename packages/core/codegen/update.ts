/** Updates the facts from newer documents of Box. */
import { existsSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { isDeepStrictEqual } from "node:util"
import { changesOf } from "./changes.ts"
import { documentFactsOf } from "./documents.ts"
import { parse, print, writeFiles } from "./factFiles.ts"
import { files, type Json, readJson, type Spec } from "./openapi.ts"
import { phrasesIn, textsIn } from "./ownWords.ts"

export interface Update {
  /** The changes, line by line. */
  readonly report: ReadonlyArray<string>
  /** The phrases of Box's texts, which generated files must not contain. */
  readonly phrases: ReadonlySet<string>
}

const readDocument = (directory: string, file: string): Json => {
  const path = join(directory, file)
  if (!existsSync(path))
    throw new Error(`${path} is missing: the directory must hold ${files.map((one) => one.file).join(", ")}`)
  return readJson(path)
}

const unequal = (one: object, other: object): ReadonlyArray<string> => {
  const others = new Map(Object.entries(other))
  return Object.entries(one)
    .filter(([key, value]) => !isDeepStrictEqual(value, others.get(key)))
    .map(([key]) => key)
}

/** The files of the facts. Fails if they lose information, or if they contain a text. */
const filesOf = ({ file, document }: Spec): ReadonlyMap<string, string> => {
  const made = print(document)
  const read = parse(made)
  if (!isDeepStrictEqual(read, document) || !isDeepStrictEqual([...print(read)], [...made])) {
    const unsaid = [
      ...unequal(document.paths, read.paths),
      ...unequal(document.components.schemas, read.components.schemas)
    ]
    throw new Error(`${file}: the notation cannot say all of ${unsaid.join(", ")}`)
  }
  const texts = textsIn(document)
  if (texts.length > 0) throw new Error(`${file}: no facts: ${texts.join("; ")}`)
  return made
}

/** Writes the facts of the documents in `directory` to `folder`, and returns how they differ from `before`. */
export const update = (directory: string, folder: string, before: ReadonlyArray<Spec>): Update => {
  const documents = files.map(({ file }) => readDocument(directory, file))
  const after = files.map(({ version, file }, index): Spec => {
    const document = documentFactsOf(file, documents[index] ?? null)
    if (document.info.version !== version) throw new Error(`${file}: version ${document.info.version}, not ${version}`)
    return { version, file, document }
  })
  const made = new Map(after.flatMap((spec) => [...filesOf(spec)]))
  const written = writeFiles(folder, made)
  const changes = after.flatMap(({ version, document }) => {
    const old = before.find((spec) => spec.version === version)?.document
    const lines = old === undefined ? [] : changesOf(old, document)
    return lines.length === 0 ? [] : [`${version}:`, ...lines.map((line) => `  ${line}`)]
  })
  const unread = readdirSync(directory).filter(
    (name) => /^openapi.*\.json$/.test(name) && !files.some(({ file }) => file === name)
  )
  return {
    report: [
      ...changes,
      ...unread.map((name) => `${name} was not read: add it to openapi.ts`),
      `${made.size} files of facts, ${written.length} of them changed`
    ],
    phrases: new Set(documents.flatMap((document) => [...phrasesIn(document)]))
  }
}
