/** Comments of operations and their arguments, composed from the facts, without Box's texts. */
import { table } from "../src/http/internal/answerError.ts"
import { comment, sentences } from "./sentences.ts"
import type { Argument, Operation } from "./operations.ts"
import * as policy from "./policy.ts"
import { textAbout, type Texts, textOf } from "./texts.ts"

const verbs: Readonly<Record<string, string>> = {
  add: "Adds",
  apply: "Applies",
  authorize: "Shows the page where a user grants access:",
  cancel: "Cancels",
  copy: "Copies",
  create: "Creates",
  delete: "Deletes",
  download: "Downloads",
  find: "Finds",
  get: "Gets",
  manage: "Manages",
  preflight: "Checks before an upload:",
  promote: "Promotes",
  refresh: "Refreshes",
  remove: "Removes",
  request: "Requests",
  resend: "Resends",
  restore: "Restores",
  revoke: "Revokes",
  search: "Searches",
  start: "Starts",
  submit: "Submits",
  terminate: "Ends",
  transfer: "Transfers",
  update: "Updates",
  upload: "Uploads"
}

const prepositions = new Set(["by", "for", "from", "on", "to", "under", "with"])
/** Words without an article that do not look like a plural. */
const uncountable = new Set([
  "me",
  "metadata",
  "ask",
  "gen",
  "extract",
  "structured",
  "config",
  "polling",
  "convert",
  "trash",
  "hold",
  "retention"
])
const properNames: Readonly<Record<string, string>> = { ai: "AI", box: "Box", slack: "Slack", teams: "Teams" }
const singular = new Set(["alias", "status"])

const withArticle = (words: ReadonlyArray<string>): string => {
  const noun = words.at(-1) ?? ""
  const said = words.join(" ")
  if (noun === "trash") return `the ${said}`
  const isPlural = noun.endsWith("s") && !singular.has(noun)
  if (said === "" || isPlural || uncountable.has(noun)) return said
  return `${/^(user|uni)/.test(said) || !/^[aeiou]/.test(said) ? "a" : "an"} ${said}`
}

/** `getFolderItems` -> `Lists folder items`: the verb and the resource of the name. */
export const summaryOf = (method: string): string => {
  const words = method
    .replace(/V\d+R\d+$/, "")
    .replace("ShareLink", "SharedLink")
    .replace("Weblink", "WebLink")
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(" ")
  const [verb = "", ...rest] = words
  const found = rest.findIndex((word) => prepositions.has(word))
  const at = found === -1 ? rest.length : found
  const [preposition, ...tail] = rest.slice(at)
  const head = withArticle(rest.slice(0, at))
  const isList = verb === "get" && head === rest.slice(0, at).join(" ") && head.endsWith("s")
  const said = isList ? "Lists" : (verbs[verb] ?? verb)
  // "by id" and the like need none.
  const object = preposition === "by" ? tail.join(" ") : withArticle(tail)
  const summary = [said, head, preposition, object].filter((part) => part !== undefined && part !== "").join(" ")
  return summary.replace(/\b(ai|box|slack|teams)\b/g, (name) => properNames[name] ?? name)
}

/** Box's page about an operation. */
export const referencePage = (operation: Operation): string => {
  const [id = "", version] = operation.id.split(/_v(?=\d{4}\.\d$)/)
  const slug = id.replaceAll("#", "--").replaceAll("_", "-")
  return `https://developer.box.com/reference/${version === undefined ? "" : `v${version}/`}${slug}/`
}

const pagingSentence: Readonly<Record<NonNullable<Operation["paging"]>, string>> = {
  marker: "Pages by marker.",
  offset: "Pages by offset.",
  markerOrOffset: "Pages by marker, or by offset if an offset or an order is given.",
  position: "`.items` ends when there are no more events."
}

/** Whether the operation may be sent twice. */
export const isSafe = (operation: Operation): boolean =>
  (operation.httpMethod !== "POST" && operation.httpMethod !== "PATCH") || policy.safePosts.has(operation.id)

const statusesSentence = (operation: Operation): string | undefined => {
  // These can happen anywhere and are handled centrally.
  const everywhere = new Set(["401", "429", "500", "503"])
  const named = operation.statuses
    .filter((status) => /^4\d\d$/.test(status) && !everywhere.has(status))
    .map((status) => [memberName(table[status] ?? "UnexpectedStatus"), status] as const)
  const statusesOf = Map.groupBy(named, ([member]) => member)
  const members = [...statusesOf].map(
    ([member, found]) => `\`Box${member}\` (${found.map(([, status]) => status).join(", ")})`
  )
  return members.length === 0 ? undefined : `Fails with ${members.join(", ")} among others.`
}

const memberName = (member: string): string => (member === "UploadSession" ? "UploadSessionError" : member)

const answerSentence = (operation: Operation): string | undefined => {
  if (operation.answer.kind === "json" && operation.answer.orNothing)
    return "Returns `undefined` if Box sends no body (204)."
  if (operation.pending) return "Waits until the result is ready (202)."
  if (operation.answer.kind === "thumbnail") return "`_tag` distinguishes the statuses 200, 202 and 302."
  return undefined
}

/** The category of every operation, and the version that introduced it. */
const published = ["@category operations", "@since 0.1.0"]

/** The comment of an operation. */
export const operationComment = (texts: Texts, operation: Operation): string => {
  const name = `${operation.module}.${operation.method}`
  const text = textAbout(texts, "operations", name)
  const summary = text ?? `${summaryOf(operation.method)}.`
  const facts = [
    `\`${operation.httpMethod} ${operation.path}\`${isSafe(operation) ? ", safe to repeat." : "."}`,
    isSafe(operation) ? undefined : "Not retried if the outcome of an attempt is unknown.",
    operation.paging === undefined ? undefined : pagingSentence[operation.paging],
    answerSentence(operation),
    statusesSentence(operation),
    operation.host === "url" ? "`url` is the address from an earlier answer." : undefined,
    operation.authorized ? undefined : "Sends no access token.",
    operation.admin ? "For admins." : undefined,
    operation.version === undefined ? undefined : `API version ${operation.version}.`,
    operation.beta ? "Beta: Box may change it." : undefined
  ].filter((fact) => fact !== undefined)
  return comment([`${summary} ${facts.join(" ")}`, "", `@see ${referencePage(operation)}`, ...published])
}

/** The comment of an argument. */
export const argumentComment = (texts: Texts, operation: Operation, argument: Argument): string => {
  const owner = `${operation.module}.${operation.method}`
  const text = textOf(texts, "arguments")(owner, argument.name)
  const item = argument.shape.kind === "array" ? sentences(argument.shape.items) : []
  const facts = [...sentences(argument.shape), ...item].filter((fact) => text?.includes(fact) !== true)
  const words = [...(text === undefined ? [] : [text]), ...new Set(facts)]
  return comment(words.length === 0 ? [] : [words.join(" ")])
}
