/** The page with every operation: what it is, which scopes it takes, and where its limits are. */
import { published } from "../src/http/Pacing.ts"
import { openedBy } from "../src/testing/emulator/model/Scopes.ts"
import type { Library } from "./library.ts"
import { referencePage } from "./operationDocs.ts"
import { hostOf } from "./operationTable.ts"
import type { Operation } from "./operations.ts"
import { compare } from "./source.ts"

/** Application scopes that are more than reading and writing content, by what they are for. */
const managing: ReadonlyArray<readonly [path: RegExp, scope: string]> = [
  [/^\/users(?!\/me$|\/\{user_id\}\/avatar$)/, "manage_managed_users"],
  [/^\/(groups|group_memberships)\b/, "manage_groups"],
  [/^\/webhooks\b/, "manage_webhook"],
  [/^\/(retention_polic|file_version_retentions)/, "manage_data_retention"],
  [/^\/(legal_hold_polic|file_version_legal_holds)/, "manage_legal_hold"],
  [/^\/sign_(requests|templates)\b/, "sign_requests.readwrite"],
  [/^\/ai(_agents|_agent_default)?\b/, "ai.readwrite"]
]

const reads = ({ httpMethod }: Operation): boolean => httpMethod === "GET" || httpMethod === "OPTIONS"

const applicationScope = (operation: Operation): string => {
  if (!operation.authorized) return ""
  const scope = managing.find(([path]) => path.test(operation.path))?.[1]
  return scope ?? (reads(operation) ? "root_readonly" : "root_readwrite")
}

const tokenScopes = (operation: Operation): ReadonlyArray<string> => {
  const host = hostOf(operation)
  if (!operation.authorized || (host !== "api" && host !== "upload")) return []
  return openedBy({ host, method: operation.httpMethod, path: operation.path })
}

const pageLimit = ({ arguments: all, paging }: Operation): string | undefined => {
  if (paging === undefined) return undefined
  const most = all.find(({ name }) => name === "limit")?.shape.facts.maximum
  return most === undefined ? "pages" : `pages of up to ${most.toLocaleString("en-US")}`
}

const uploads = `${published.uploadsPerMinute} uploads a minute`

const rateOf = ({ httpMethod, path }: Operation): string | undefined => {
  if (path === "/search") return `${published.searchesPerMinute} a minute, ${published.searchesPerSecond} a second`
  if (httpMethod !== "POST" || !/^\/files\/(\{[^/]*\}\/)?(content|upload_sessions)$/.test(path)) return undefined
  return path.endsWith("content") ? `${uploads}, up to 50 MB` : `${uploads}, from 20 MB on`
}

const code = (texts: ReadonlyArray<string>): string => texts.map((text) => `\`${text}\``).join(" ")

const row = (operation: Operation): string => {
  const { admin, beta, httpMethod, method, path, version } = operation
  const application = applicationScope(operation)
  const notes = [
    rateOf(operation),
    pageLimit(operation),
    admin ? "for admins" : undefined,
    operation.authorized ? undefined : "no token",
    version === undefined ? undefined : `version ${version}`,
    beta ? "beta" : undefined
  ]
  const cells = [
    `[\`${method}\`](${referencePage(operation)})`,
    `\`${httpMethod} ${path}\``,
    application === "" ? "" : `\`${application}\``,
    code(tokenScopes(operation)),
    notes.filter((note) => note !== undefined).join("; ")
  ]
  return `| ${cells.join(" | ")} |`
}

const introduction = (count: number, modules: number): string => `# Operations, scopes and limits

Generated: run \`npm run generate\`. All ${count} operations in ${modules} modules; how they are called is in
[Every operation of Box](operations.md).

**Application scope**: what has to be ticked in the developer console. \`root_readwrite\` includes \`root_readonly\`. Box documents the
purpose of each scope in prose and names no operations; this column is derived from that, so where Box answers 403 with
\`insufficient_scope\`, Box is right. Beside the scope a user needs the right to do it: the role in a collaboration, or that of an
administrator.

**Downscoped token**: a token of \`Downscope\` needs one of these, and can do nothing where there is none. A \`PUT\` needs \`item_rename\` to
change a name and \`item_share\` to change a shared link. It is what the emulator applies.

**Limits**: all calls of a login share about ${published.callsPerMinute.toLocaleString("en-US")} a minute; the lanes that have less are named. \`Pacing\` keeps to them
([Files and directories](transfers.md#many-files-and-limits)). A page has at most as many entries as is said; \`.pages\` and \`.items\`
read on. "For admins" is Box's own mark.
`

/** The text of the page. */
export const emitOperationPage = ({ operations }: Library): string => {
  const modules = [...new Set(operations.map(({ module }) => module))].sort(compare)
  const sections = modules.map((module) => {
    const rows = operations
      .filter((operation) => operation.module === module)
      .toSorted((a, b) => compare(a.method, b.method))
      .map(row)
    return `## ${module}\n\n| operation | request | application scope | downscoped token | limits and notes |\n|---|---|---|---|---|\n${rows.join("\n")}\n`
  })
  return [introduction(operations.length, modules.length), ...sections].join("\n")
}
