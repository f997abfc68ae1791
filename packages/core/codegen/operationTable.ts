/** Emits the table of all operations that the emulator compares a request with when it has no handler. */
import type { Library } from "./library.ts"
import type { Operation } from "./operations.ts"
import { compare, header } from "./source.ts"

/** The emulator's host of an operation. What Box addresses by a URL in an answer is on the host that the URL has. */
export const hostOf = ({ host, path }: Operation): string => {
  switch (host) {
    case "root":
      return "oauth"
    case "url":
      return path.startsWith("/files/upload_sessions/")
        ? "upload"
        : path.startsWith("/zip_downloads/")
          ? "download"
          : "api"
    default:
      return host
  }
}

/** The text of the table, one line for each operation. */
export const emitOperationTable = ({ operations }: Library): string => {
  const lines = operations
    .map((operation) => {
      const { httpMethod, method, module, path, version } = operation
      const end = version === undefined ? "" : ` ${version}`
      return `  ${JSON.stringify(`${module}.${method} ${httpMethod} ${hostOf(operation)} ${path}${end}`)}`
    })
    .sort(compare)
  const title =
    "/** Every operation of Box's documents: name, method, host, path and, unless it is 2024.0, version. */\n"
  return `${header}${title}export const operationTable: ReadonlyArray<string> = [\n${lines.join(",\n")}\n]\n`
}
