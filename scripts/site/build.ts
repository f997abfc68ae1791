/** `npm run docs`: the pages of docs, the migration and the reference of every export as a site in `docs/dist`. No network. */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { basename, dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { build } from "vitepress"
import { referenceOf } from "./reference.ts"

const root = fileURLToPath(new URL("../..", import.meta.url))
const stage = join(root, ".tmp", "site")
const repository = "https://github.com/effect-box/effect-box/blob/main/"

/** Where pages of the repository are on the site. */
const places: Readonly<Record<string, string>> = {
  "README.md": "index.md",
  "MIGRATING.md": "migrating.md",
  "CHANGELOG.md": "changelog.md",
  "SECURITY.md": "security.md",
  "CONTRIBUTING.md": "contributing.md",
  "test/bench/RESULTS.md": "results.md",
  ...Object.fromEntries(
    readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".md") && !path.startsWith("dist"))
      .map((path) => [`docs/${path}`, path])
  )
}

/** Pictures that pages show. */
const pictures = ["docs/observability.svg", "test/bench/results.svg"]

/** Links to pages of the site stay within it, all others lead to the repository. */
const relinked = (text: string, from: string): string =>
  text.replaceAll(/\]\((?![a-z]+:|#)([^)\s#]+)(#[^)\s]*)?\)/g, (_, target: string, anchor = "") => {
    const path = join(dirname(from), target).replace(/\/$/, "")
    if (pictures.includes(path)) return `](/${basename(path)})`
    const place = places[path] ?? places[`${path}/README.md`]
    return place === undefined ? `](${repository}${path}${anchor})` : `](/${place}${anchor})`
  })

/** Pages whose tables need all the room. */
const wide = new Set(["operations-table.md", "errors.md", "box-protocol.md", "results.md"])
const wideFront = "---\npageClass: wide\naside: false\n---\n\n"
const wideStyle =
  ".wide .VPDoc .container, .wide .VPDoc .content, .wide .VPDoc .content-container { max-width: none !important }"

const write = (path: string, text: string) => {
  mkdirSync(dirname(join(stage, path)), { recursive: true })
  // Vue would read braces in the text as its own.
  const page = `${wide.has(path) ? wideFront : ""}::: v-pre\n\n${text}\n\n:::\n`
  writeFileSync(join(stage, path), path.endsWith(".md") ? page : text)
}

rmSync(stage, { recursive: true, force: true })
for (const [from, place] of Object.entries(places)) {
  const text = relinked(readFileSync(join(root, from), "utf8"), from)
  write(place, text)
}
for (const picture of pictures) write(`public/${basename(picture)}`, readFileSync(join(root, picture), "utf8"))

const reference = { core: referenceOf(root, "core"), node: referenceOf(root, "node") }
for (const { path, text } of [...reference.core, ...reference.node]) write(path, text)

const link = (text: string, page: string) => ({ text, link: `/${page}` })
const linksTo = (directory: string) =>
  [...reference.core, ...reference.node]
    .filter(({ path }) => path.startsWith(`reference/${directory}/`))
    .map(({ path, title }) => link(title, path.replace(/\.md$/, "")))

const sidebar = [
  {
    text: "Guides",
    items: [
      link("Start", ""),
      link("Cookbook", "cookbook"),
      link("Log in", "login"),
      link("Files and directories", "transfers"),
      link("Operations", "operations"),
      link("Scopes and limits", "operations-table"),
      link("Events", "events"),
      link("Webhooks", "webhooks"),
      link("Jobs", "jobs"),
      link("Observability", "observability"),
      link("Errors", "errors"),
      link("Tests", "testing"),
      link("Emulator", "emulator"),
      link("Command line", "cli"),
      link("A day with the command line", "cookbook-cli"),
      link("Runtimes", "runtimes")
    ]
  },
  {
    text: "Migration",
    items: [link("From box-node-sdk", "migrating"), link("From boxpython and boxv2", "from-boxpython")]
  },
  {
    text: "How it works",
    items: [
      link("Architecture", "architecture"),
      link("Decisions", "decisions/README"),
      link("Box's protocol", "box-protocol"),
      link("Measured", "measurements"),
      link("All figures", "results"),
      link("Security", "security")
    ]
  },
  { text: "Reference: core", collapsed: true, items: linksTo("core") },
  { text: "Reference: node", collapsed: true, items: linksTo("node") },
  { text: "Reference: operations", collapsed: true, items: linksTo("operations") }
]

const config = {
  title: "effect-box",
  description: "A Box.com SDK for Effect",
  outDir: join(root, "docs", "dist"),
  markdown: { html: false },
  head: [["style", {}, wideStyle]],
  // No web fonts, no network.
  themeConfig: { search: { provider: "local" }, sidebar, outline: [2, 3] }
}
write(".vitepress/config.mjs", `export default ${JSON.stringify(config)}\n`)
await build(stage)
cpSync(join(stage, "public"), join(root, "docs", "dist"), { recursive: true })
