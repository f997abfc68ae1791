/** The log of requests, with the beginning of their bodies if that is asked for. */
import * as Stream from "effect/Stream"
import type { Fault } from "./faults/Fault.ts"
import type { Answer } from "./wire/Answer.ts"
import type { WireRequest } from "./wire/WireRequest.ts"

/**
 * An entry of the request log.
 *
 * @category testing
 * @since 0.1.0
 */
export interface RecordedRequest {
  /** The number of the request, from 1 on. */
  readonly id: number
  readonly method: string
  /** Scheme, host and port. */
  readonly origin: string
  /** Path and query. */
  readonly path: string
  /** The route in the statistics, or `undefined` if Box has none like it. */
  readonly route: string | undefined
  /** The operation of Box's documents, such as `Folders.getFolderById`, if it is one. */
  readonly operation: string | undefined
  /** The user of the access token, or the one that `As-User` names. */
  readonly userId: string | undefined
  readonly headers: Readonly<Record<string, string>>
  /**
   * `undefined` while the request is running, and permanently if the connection broke or the caller was interrupted.
   */
  readonly status: number | undefined
  readonly fault: Fault["kind"] | undefined
  /** When the request arrived, in milliseconds since 1970. */
  readonly at: number
  /** How long the answer took, in milliseconds. Bytes that were still being sent then do not count. */
  readonly duration: number | undefined
}

/**
 * A body of a request or an answer. `text` is its beginning, if it is text; `bytes` is how many have passed so far.
 * Tokens, codes and secrets of logins are masked.
 *
 * @category testing
 * @since 0.2.0
 */
export interface RecordedBody {
  readonly text: string | undefined
  readonly bytes: number
}

interface Passed {
  readonly kept: Array<Uint8Array>
  bytes: number
}

type Entry = { -readonly [K in keyof RecordedRequest]: RecordedRequest[K] } & {
  bodies: { readonly request: Passed; readonly answer: Passed } | undefined
}

export interface Journal {
  readonly entries: Array<Entry>
  readonly byRoute: Map<string, number>
  /** By the name of an operation without a handler. */
  readonly notImplemented: Map<string, number>
  /** How many of the last requests keep their bodies. */
  readonly bodies: number
  total: number
}

const journalLimit = 10_000

/** Of each body, in bytes. */
const keptBytes = 16 * 1024

export const makeJournal = (bodies: number): Journal => ({
  entries: [],
  byRoute: new Map(),
  notImplemented: new Map(),
  bodies,
  total: 0
})

export const countOne = (counts: Map<string, number>, key: string): void => {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

const pass = (passed: Passed, chunk: Uint8Array): void => {
  const room = keptBytes - passed.bytes
  // A copy, so that a small piece does not keep the memory of a large one.
  if (room > 0) passed.kept.push(chunk.slice(0, room))
  passed.bytes += chunk.length
}

const watched = <E>(body: Stream.Stream<Uint8Array, E>, passed: Passed): Stream.Stream<Uint8Array, E> =>
  Stream.map(body, (chunk) => {
    pass(passed, chunk)
    return chunk
  })

/** Begins an entry. What it gives is the request to go on with. */
export const record = (
  journal: Journal,
  request: WireRequest,
  at: number,
  about: Pick<RecordedRequest, "route" | "operation" | "userId">
): { readonly entry: Entry; readonly recorded: WireRequest } => {
  const { method, url, headers } = request
  const keeps = journal.bodies > 0
  const bodies = keeps ? { request: { kept: [], bytes: 0 }, answer: { kept: [], bytes: 0 } } : undefined
  const entry: Entry = {
    id: ++journal.total,
    method,
    origin: url.origin,
    path: url.pathname + url.search,
    ...about,
    headers,
    status: undefined,
    fault: undefined,
    at,
    duration: undefined,
    bodies
  }
  const { entries } = journal
  entries.push(entry)
  const old = entries[entries.length - 1 - journal.bodies]
  if (keeps && old !== undefined) old.bodies = undefined
  // Trimmed rarely, by a tenth at once, so that logging stays cheap.
  if (entries.length > journalLimit * 1.1) entries.splice(0, entries.length - journalLimit)
  if (about.route !== undefined) countOne(journal.byRoute, about.route)
  const hasBody = bodies !== undefined && method !== "GET" && method !== "DELETE"
  return { entry, recorded: hasBody ? { ...request, body: watched(request.body, bodies.request) } : request }
}

/** Ends an entry. What it gives is the answer to go on with. */
export const finish = (journal: Journal, entry: Entry, answer: Answer, now: number): Answer => {
  entry.status = answer.status
  entry.duration = now - entry.at
  if (journal.bodies === 0 || entry.bodies === undefined) return answer
  const passed = entry.bodies.answer
  if (!(answer.body instanceof Uint8Array)) return { ...answer, body: watched(answer.body, passed) }
  pass(passed, answer.body)
  return answer
}

/** What logs in as somebody, in a form or in JSON. */
const secrets =
  /((?:^|[&?"])(?:access_token|refresh_token|client_secret|code|assertion|subject_token|actor_token|token)(?:=|"\s*:\s*"))[^&"\s]+/g

const masked = (text: string): string => text.replaceAll(secrets, "$1...")

const textOf = ({ kept }: Passed): string | undefined => {
  const decoder = new TextDecoder()
  // A character that was cut off at the end is left out.
  const text = kept.map((chunk) => decoder.decode(chunk, { stream: true })).join("")
  return /[\0\uFFFD]/.test(text) ? undefined : text
}

const bodyOf = (entry: Entry, passed: Passed): RecordedBody => {
  const text = textOf(passed)
  const isLogin = entry.route === undefined || entry.route.includes("/oauth2/") || entry.route.includes("/authorize")
  return { text: text !== undefined && isLogin ? masked(text) : text, bytes: passed.bytes }
}

/** The last requests, oldest first. */
export const journalled = (journal: Journal): ReadonlyArray<RecordedRequest> =>
  journal.entries.slice(-journalLimit).map(({ bodies: _, ...entry }) => entry)

/** The bodies of a request and of its answer, if they are kept. */
export const bodiesOf = (
  journal: Journal,
  id: number
): { readonly request: RecordedBody; readonly answer: RecordedBody } | undefined => {
  const { entries } = journal
  const entry = entries[id - (entries[0]?.id ?? 1)]
  if (entry?.bodies === undefined) return undefined
  return { request: bodyOf(entry, entry.bodies.request), answer: bodyOf(entry, entry.bodies.answer) }
}
