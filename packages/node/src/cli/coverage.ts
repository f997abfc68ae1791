/** The table of operations that the emulator has, in Markdown: for the command line, and for `docs/emulator.md`. */
import { coverage } from "@effect-box/core/testing/BoxEmulator"

/** One row for each operation of Box's documents, and their number. */
export const coverageTable = (): string => {
  const all = coverage()
  const rows = all.map(({ implemented, method, operation, path, version }) => {
    const named = version === "2024.0" ? operation : `${operation} (${version})`
    return `| ${named} | ${method} ${path} | ${implemented ? "yes" : "no"} |`
  })
  const count = all.filter(({ implemented }) => implemented).length
  return [
    "| operation | request | in the emulator |",
    "|---|---|---|",
    ...rows,
    "",
    `${count} of ${all.length} operations are in the emulator.`
  ].join("\n")
}
