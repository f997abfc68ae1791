/** Compares the emulator's answers with Box's documents, so that every test of the emulator checks that as well. */
import { operations, type SpecOperation } from "../api/openapiSpecs.ts"
import { violations } from "../api/openapiValidator.ts"

/** What Box answers otherwise than its documents say: the fault that the validator finds, and why it is none. */
const documentFaults: ReadonlyArray<readonly [fault: RegExp, why: string]> = [
  [/^post_web_links: 201 is not documented/, "what is created is 201 everywhere else"],
  [/^get_(files|folders)_id_metadata_id_id: 200 is not documented/, "201, although nothing is made"],
  [/^get_events: data\/entries\/\d+\/(session_id|additional_details) must be /, "null, where there is none"],
  [
    /\/shared_link must (have required property 'accessed'|be null|match a schema in anyOf)/,
    "requires a property that is called access"
  ],
  [/\/lock(\/expired_at)? must (be string|be null|match a schema in anyOf)/, "null, for a lock that does not expire"],
  [/^options_files_content: data\/upload_token must be string/, "null, where there is none"],
  [/^get_folders_id: data\/(created|modified)_by\/login must match format/, "empty, for the root folder"],
  [/^\w+_users(_id)?: data(\/entries\/\d+)?\/enterprise must be object/, "null, for a user of no enterprise"],
  [/^get_enterprises_id_device_pinners: data\/next_marker must be integer/, "null, on the last page"],
  [/\/accessible_by must (be object|match a schema in anyOf)/, "null, while nobody has the address that is invited"],
  [/\/acknowledged_at must be string/, "null, until the invitation is accepted"],
  [/\/due_at must be string/, "null, for a task that is not due"],
  [/\/(completed_at|reminded_at) must be string/, "null, for what has not happened"],
  [/\/interaction_shared_link must be string/, "null, where there was none"],
  [/\/tags must NOT have fewer than 1 items/, "empty, where there are none"]
]

const isKnown = (fault: string): boolean => documentFaults.some(([expected]) => expected.test(fault))

const serverOf = ({ described, document }: SpecOperation): string =>
  (described.servers ?? document.servers)[0]?.url.replace(/\/$/, "") ?? ""

interface Pattern {
  readonly operation: SpecOperation
  readonly path: RegExp
  /** How many of its segments are parameters. Fewer are more specific. */
  readonly parameters: number
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")

const patterns: ReadonlyArray<Pattern> = operations.map((operation) => {
  const path = (serverOf(operation) + operation.path).replace(/#.*$/, "")
  const parts = path.split(/\{[^}]+\}/)
  return { operation, path: new RegExp(`^${parts.map(escaped).join("[^/]*")}$`), parameters: parts.length - 1 }
})

const versionOf = ({ parameters }: SpecOperation): string =>
  parameters.some(({ name }) => name === "box-version") ? "versioned" : "2024.0"

/** The operations that a request may be. Several of Box's differ only in what is sent. */
const candidates = (method: string, url: URL, version: string | undefined): ReadonlyArray<SpecOperation> => {
  const address = url.origin + url.pathname
  const found = patterns.filter(({ operation, path }) => operation.method === method && path.test(address))
  const fewest = Math.min(...found.map(({ parameters }) => parameters))
  const best = found.filter(({ parameters }) => parameters === fewest).map(({ operation }) => operation)
  const versioned = best.filter((operation) => (versionOf(operation) === "versioned") === (version !== undefined))
  return versioned.length > 0 ? versioned : best
}

/** The faults of an answer that are not known, each with the operation's id. */
const faultsIn = (operation: SpecOperation, status: number, json: unknown): ReadonlyArray<string> => {
  const { operationId, responses } = operation.described
  const response = responses[String(status)]
  const schema = response?.content?.["application/json"]?.schema
  const found =
    response === undefined
      ? [`${status} is not documented`]
      : schema === undefined
        ? ["a body is not documented"]
        : (violations(operation, schema, json)?.split(/, (?=data)/) ?? [])
  return found.map((fault) => `${operationId}: ${fault}`).filter((fault) => !isKnown(fault))
}

/** Why Box's documents do not allow this successful answer; `undefined` if they do, or do not know the address. */
export const undocumented = (
  method: string,
  url: URL,
  version: string | undefined,
  status: number,
  json: unknown
): string | undefined => {
  const faults = candidates(method, url, version).map((operation) => faultsIn(operation, status, json))
  return faults.some((found) => found.length === 0) ? undefined : faults[0]?.join("; ")
}
