/** What Box's documents say that there is, as opposed to what the emulator has a handler for. */
import type { Host } from "./model/Call.ts"
import { operationTable } from "./operationTable.ts"

export interface Documented {
  /** Such as `Users.createUser`. */
  readonly name: string
  readonly method: string
  readonly host: Host
  /** The path after `/2.0`, with parameters in braces. */
  readonly path: string
  readonly version: string
}

/** All operations of Box's documents. */
export const documented = (): ReadonlyArray<Documented> =>
  operationTable.map((line) => {
    const [name = "", method = "", host = "", path = "", version = "2024.0"] = line.split(" ")
    // The generator writes no other hosts than these.
    return { name, method, host: host as Host, path, version }
  })
