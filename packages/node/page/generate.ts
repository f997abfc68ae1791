/**
 * `node packages/node/page/generate.ts`: writes the page of the emulator as strings into `src`, so that it is there from sources,
 * from `dist` and in a bundle. With `--check` it fails if they are not up to date.
 */
import { readFileSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { build } from "esbuild"

const here = fileURLToPath(new URL(".", import.meta.url))
const output = fileURLToPath(new URL("../src/emulator/internal/page/assets.ts", import.meta.url))

const script = async (): Promise<string> => {
  const { outputFiles } = await build({
    entryPoints: [`${here}main.ts`],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2023",
    minifyWhitespace: true,
    minifySyntax: true,
    charset: "utf8",
    legalComments: "none"
  })
  return outputFiles[0]?.text ?? ""
}

const style = async (): Promise<string> => {
  const { outputFiles } = await build({
    entryPoints: [`${here}page.css`],
    write: false,
    minifyWhitespace: true,
    target: "chrome130"
  })
  return outputFiles[0]?.text ?? ""
}

const text = `// Generated from packages/node/page. Do not edit: run \`npm run generate\`.
/** The page of the emulator, as it is sent. */

export const html: string = ${JSON.stringify(readFileSync(`${here}index.html`, "utf8"))}

export const css: string = ${JSON.stringify(await style())}

export const script: string = ${JSON.stringify(await script())}
`

if (!process.argv.includes("--check")) writeFileSync(output, text)
else if (readFileSync(output, "utf8") !== text) {
  process.stderr.write("The page in packages/node/src is not up to date: run `npm run generate`\n")
  process.exitCode = 1
}
