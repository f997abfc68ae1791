/** How the command is bundled: for those who install the package, and for the tests that start it. */
import type { BuildOptions } from "esbuild"

export const commandBundle = {
  bundle: true,
  // What `--help` does not need is not loaded for it.
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node22.19",
  // Some of undici's files call `require`.
  banner: {
    js: 'import { createRequire as requireOf } from "node:module"; const require = requireOf(import.meta.url);'
  },
  // The names stay, for the traces of defects.
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: "none",
  metafile: true,
  logLevel: "error"
} satisfies BuildOptions
