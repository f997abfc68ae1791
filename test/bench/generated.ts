/**
 * What the generated operations cost: the compiler's time, the time to import them, the size of a bundle, the time to check
 * an answer. Prints its part of RESULTS.md.
 */
import { execFileSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { gzipSync } from "node:zlib"
import { build } from "esbuild"

const root = fileURLToPath(new URL("../..", import.meta.url))
const core = join(root, "packages/core/src")

const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

const least = (times: number, measure: () => number): number => Math.min(...Array.from({ length: times }, measure))

/** Seconds that the compiler takes for core, without incremental state. */
const compileSeconds = (): number =>
  least(3, () => {
    const start = performance.now()
    execFileSync(join(root, "node_modules/.bin/tsc"), ["--noEmit", "-p", join(root, "packages/core")], {
      stdio: "pipe"
    })
    return (performance.now() - start) / 1000
  })

/** Milliseconds that a fresh process takes to import `paths`, after `before` is there. */
const importMillis = (before: ReadonlyArray<string>, paths: ReadonlyArray<string>): number => {
  const load = (list: ReadonlyArray<string>) => list.map((path) => `await import(${JSON.stringify(path)})`).join(";")
  const script = `${load(before)}; const s = performance.now(); ${load(paths)}; process.stdout.write(String(performance.now() - s))`
  return least(5, () =>
    Number(execFileSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8", cwd: root }))
  )
}

/** Kilobytes of a bundle of `source`, minified and compressed. */
const bundleKilobytes = async (source: string): Promise<number> => {
  const made = await build({
    stdin: { contents: source, resolveDir: core, loader: "ts" },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    write: false,
    logLevel: "error"
  })
  return gzipSync(made.outputFiles[0]?.contents ?? "", { level: 9 }).length / 1024
}

/** A page of a folder with everything that an item can have. */
const page = (size: number): string => {
  const user = { type: "user", id: "11", name: "A user of some length", login: "user@example.com" }
  const entry = (index: number) => ({
    type: index % 10 === 0 ? "folder" : "file",
    id: String(1_000_000 + index),
    sequence_id: "3",
    etag: "3",
    name: `A file of some length ${index}.pdf`,
    description: "What it is about, in a sentence that has some length.",
    size: 123_456 + index,
    path_collection: {
      total_count: 1,
      entries: [{ type: "folder", id: "0", sequence_id: null, etag: null, name: "All Files" }]
    },
    created_at: "2030-01-31T12:00:00-08:00",
    modified_at: "2030-01-31T12:00:00-08:00",
    trashed_at: null,
    purged_at: null,
    content_created_at: "2030-01-31T12:00:00-08:00",
    content_modified_at: "2030-01-31T12:00:00-08:00",
    created_by: user,
    modified_by: user,
    owned_by: user,
    shared_link: null,
    parent: { type: "folder", id: "0", sequence_id: null, etag: null, name: "All Files" },
    item_status: "active",
    tags: ["one", "two"],
    has_collaborations: false,
    is_externally_owned: false
  })
  return JSON.stringify({
    entries: Array.from({ length: size }, (_, index) => entry(index)),
    limit: size,
    next_marker: "m"
  })
}

/** Milliseconds to parse the page, and to parse and check it as operations do or with `Schema.is`, in a fresh process. */
const decodeMillis = (checkedBy: "operations" | "Schema.is"): { readonly parse: number; readonly check: number } => {
  const script = `
    const { is: guard } = await import(${JSON.stringify(join(core, checkedBy === "operations" ? "internal/guard.ts" : "index.ts"))})
    const Schema = await import("effect/Schema")
    const { Items } = await import(${JSON.stringify(join(core, "api/schemas/Item.ts"))})
    const text = ${JSON.stringify(page(1000))}
    const timed = (f) => { const s = performance.now(); f(); return performance.now() - s }
    const least = (f) => Math.min(...Array.from({ length: 60 }, () => timed(f)))
    const is = ${checkedBy === "operations" ? "guard" : "Schema.is"}(Items)
    if (!is(JSON.parse(text))) throw new Error("the page does not pass")
    process.stdout.write(JSON.stringify({ parse: least(() => JSON.parse(text)), check: least(() => is(JSON.parse(text))) }))`
  const directory = mkdtempSync(join(root, "test/bench/.generated-"))
  try {
    const file = join(directory, "decode.mjs")
    writeFileSync(file, script)
    // Checked by the line above that wrote it.
    return JSON.parse(execFileSync(process.execPath, [file], { encoding: "utf8" })) as { parse: number; check: number }
  } finally {
    rmSync(directory, { recursive: true })
  }
}

const provided = `
  import * as Effect from "effect/Effect"
  import * as Layer from "effect/Layer"
  import * as FetchHttpClient from "effect/http/FetchHttpClient"
  import * as Redacted from "effect/Redacted"
  import * as DeveloperToken from "./auth/DeveloperToken.ts"
  const box = Layer.merge(DeveloperToken.layer(Redacted.make("t")), FetchHttpClient.layer)
`
const one = `${provided}
  import { getFolderById } from "./api/Folders.ts"
  Effect.runPromise(getFolderById({ folder_id: "0" }).pipe(Effect.provide(box)))`
const pinned: { readonly names: Readonly<Record<string, string>> } = JSON.parse(
  readFileSync(join(root, "packages/core/codegen/names.json"), "utf8")
)
const operations = Object.values(pinned.names)
const modules = [...new Set(operations.map((name) => name.split(".")[0]))]
const all = `${provided}
  ${modules.map((name) => `import * as ${name} from "./api/${name}.ts"`).join("\n")}
  const run = (operation: any) => Effect.runPromise(operation({}).pipe(Effect.provide(box)))
  ${operations.map((name) => `run(${name})`).join("\n")}`

/** The package as it is published, in JavaScript, for as long as `use` runs. */
const published = <A>(use: (directory: string) => A): A => {
  const directory = mkdtempSync(join(root, "packages/core/.bench-"))
  try {
    execFileSync(
      join(root, "node_modules/.bin/tsc"),
      ["-p", join(root, "packages/core/tsconfig.build.json"), "--outDir", directory],
      { stdio: "pipe" }
    )
    return use(directory)
  } finally {
    rmSync(directory, { recursive: true })
  }
}

const imports = published((directory) => ({
  one: importMillis([join(directory, "operation/Operation.js")], [join(directory, "api/Folders.js")]),
  all: importMillis([join(directory, "operation/Operation.js")], [join(directory, "api/index.js")])
}))

const figures = {
  tsc: compileSeconds(),
  importOne: imports.one,
  importAll: imports.all,
  bundleOne: await bundleKilobytes(one),
  bundleAll: await bundleKilobytes(all),
  own: decodeMillis("operations"),
  walked: decodeMillis("Schema.is")
}

const row = (what: string, value: string, target: string): string => `| ${what} | ${value} | ${target} |`
const millis = (value: number): string => `${value.toFixed(1)} ms`
say(`## What the generated operations cost: \`node test/bench/generated.ts\`

The least of several runs.

| | measured | target |
|---|---|---|
${[
  row("type check of the whole of core", `${figures.tsc.toFixed(1)} s`, "5 s"),
  row("import of one module, on top of the executor", millis(figures.importOne), "10 ms"),
  row("import of all 85 modules, on top of the executor", millis(figures.importAll), "40 ms"),
  row("bundle of a program with one operation and fetch, gzip", `${figures.bundleOne.toFixed(1)} KB`, "60 KB"),
  row("bundle of a program with all 336 operations and fetch, gzip", `${figures.bundleAll.toFixed(1)} KB`, "80 KB"),
  row("1,000 full items: JSON.parse", millis(figures.own.parse), "-"),
  row(
    "1,000 full items: JSON.parse and check, against JSON.parse",
    `${millis(figures.own.check)}, ${(figures.own.check / figures.own.parse).toFixed(2)} x`,
    "3 x"
  ),
  row(
    "the same with `Schema.is` instead of our guard",
    `${millis(figures.walked.check)}, ${(figures.walked.check / figures.walked.parse).toFixed(2)} x`,
    "-"
  )
].join("\n")}`)
