/** The clients as bundles, which is how a backend runs, and the peers that are installed for them. */
import { execFileSync } from "node:child_process"
import { existsSync, mkdirSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { gzipSync } from "node:zlib"
import { build, type BuildOptions } from "esbuild"

export const clients = ["floor", "effectBox", "effectBoxFirst", "official", "bareUndici", "bareFetch"] as const
export type ClientName = (typeof clients)[number]

export const officialVersion = "10.12.0"

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/** Installs the official SDK beside the workspace, once per machine, so that `npm test` does not pay for it. */
export const installPeers = (): string => {
  const directory = join(tmpdir(), `effect-box-bench-peers-${officialVersion}`)
  if (!existsSync(join(directory, "node_modules", "box-node-sdk", "package.json"))) {
    mkdirSync(directory, { recursive: true })
    writeFileSync(join(directory, "package.json"), '{ "private": true }')
    const install = ["install", "--no-audit", "--no-fund", "--loglevel=error", `box-node-sdk@${officialVersion}`]
    execFileSync("npm", install, { cwd: directory, stdio: ["ignore", "inherit", "inherit"] })
  }
  return join(directory, "node_modules")
}

// Packages in CommonJS inside the bundle ask for these.
const banner = {
  js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);'
}

const options: BuildOptions = {
  bundle: true,
  format: "esm",
  platform: "node",
  banner,
  logLevel: "error",
  target: "node22"
}

/** Bundles each client into `directory`; gives where they are. */
export const bundleClients = async (directory: string, peers: string): Promise<Record<ClientName, string>> => {
  await build({
    ...options,
    entryPoints: clients.map((name) => here(`clients/${name}.ts`)),
    outdir: directory,
    outExtension: { ".js": ".mjs" },
    minify: true,
    nodePaths: [peers]
  })
  const path = (name: ClientName) => join(directory, `${name}.mjs`)
  return {
    floor: path("floor"),
    effectBox: path("effectBox"),
    effectBoxFirst: path("effectBoxFirst"),
    official: path("official"),
    bareUndici: path("bareUndici"),
    bareFetch: path("bareFetch")
  }
}

const gzipKilobytes = async (entry: string, extra: BuildOptions): Promise<number> => {
  const { outputFiles } = await build({
    ...options,
    stdin: { contents: entry, resolveDir: here("."), loader: "ts" },
    minify: true,
    ...extra,
    write: false
  })
  return (outputFiles ?? []).reduce((sum, { contents }) => sum + gzipSync(contents, { level: 9 }).length, 0) / 1000
}

/** Minified and compressed, in KB. */
export interface Sizes {
  readonly oneOperation: number
  /** The same with everything that a program on Node needs. */
  readonly oneWithNodeBox: number
  /** What goes into production: everything but the emulator. */
  readonly allOfCore: number
  readonly withEmulator: number
  readonly effectAlone: number
  readonly official: number
}

const operation = `
import { getFolderById } from "@effect-box/core/api/Folders"
import * as DeveloperToken from "@effect-box/core/DeveloperToken"
import * as Effect from "effect/Effect"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as Redacted from "effect/Redacted"
Effect.runPromise(getFolderById({ folder_id: "0" }).pipe(
  Effect.provide([FetchHttpClient.layer, DeveloperToken.layer(Redacted.make("t"))])
)).then((folder) => console.log(folder.name))
`

const operationOnNode = `
import { getFolderById } from "@effect-box/core/api/Folders"
import { NodeBox } from "@effect-box/node"
import * as Effect from "effect/Effect"
Effect.runPromise(getFolderById({ folder_id: "0" }).pipe(Effect.provide(NodeBox.layerConfig)))
  .then((folder) => console.log(folder.name))
`

const effectAlone = `
import * as Effect from "effect/Effect"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientResponse from "effect/http/HttpClientResponse"
import * as Schema from "effect/Schema"
const Folder = Schema.Struct({ id: Schema.String, name: Schema.String })
Effect.runPromise(HttpClient.get("https://api.box.com/2.0/folders/0").pipe(
  Effect.flatMap(HttpClientResponse.schemaBodyJson(Folder)),
  Effect.provide(FetchHttpClient.layer)
)).then((folder) => console.log(folder.name))
`

const official = `
import { BoxClient, BoxDeveloperTokenAuth } from "box-node-sdk"
new BoxClient({ auth: new BoxDeveloperTokenAuth({ token: "t" }) }).folders.getFolderById("0")
  .then((folder) => console.log(folder.name))
`

export const measureSizes = async (peers: string): Promise<Sizes> => {
  const anywhere: BuildOptions = { platform: "browser", banner: {} }
  return {
    oneWithNodeBox: await gzipKilobytes(operationOnNode, {}),
    oneOperation: await gzipKilobytes(operation, anywhere),
    allOfCore: await gzipKilobytes('export * from "@effect-box/core"', anywhere),
    withEmulator: await gzipKilobytes(
      'export * from "@effect-box/core"\nexport * from "@effect-box/core/testing"',
      anywhere
    ),
    effectAlone: await gzipKilobytes(effectAlone, anywhere),
    official: await gzipKilobytes(official, { nodePaths: [peers] })
  }
}
