/** Calls Box's own SDK, compares what it answers with what must hold, and keeps the account of both. */
import { Readable } from "node:stream"
import type { EmulatorServer } from "@effect-box/node"

/** What the SDK gave; its fields are checked by what a step expects, not by their types. */
export interface Answer {
  readonly id: string
  readonly entries: ReadonlyArray<Answer>
  readonly [field: string]: unknown
}

export type Arguments = ReadonlyArray<unknown>
type Call = (...args: Arguments) => Promise<unknown>

/** A client of the SDK: managers with methods. The SDK is not in this workspace, and so are its types not. */
export type SdkClient = Readonly<Record<string, Readonly<Record<string, Call>>>>

/** What this campaign uses of the SDK itself. */
export interface Sdk {
  readonly BoxClient: new (fields: object) => SdkClient
  readonly [name: string]: new (fields: object) => object
}

/** How two values differ: objects may have more fields than expected, arrays not. A function is a condition. */
const difference = (actual: unknown, expected: unknown, path = ""): string | undefined => {
  if (typeof expected === "function") return expected(actual) ? undefined : `${path} is ${shown(actual)}`
  if (expected === null || typeof expected !== "object") {
    return Object.is(actual, expected) ? undefined : `${path} is ${shown(actual)} instead of ${shown(expected)}`
  }
  if (actual === null || typeof actual !== "object") return `${path} is ${shown(actual)} instead of an object`
  if (Array.isArray(expected) && Object(actual).length !== expected.length) {
    return `${path} has ${Object(actual).length} elements instead of ${expected.length}`
  }
  for (const [key, value] of Object.entries(expected)) {
    const found = difference(Object(actual)[key], value, path === "" ? key : `${path}.${key}`)
    if (found !== undefined) return found
  }
  return undefined
}

const shown = (value: unknown) => JSON.stringify(value)?.slice(0, 160) ?? String(value)

/** Holds for everything but nothing. */
export const given = (value: unknown): boolean => value !== undefined && value !== null

/** Holds for a list in which one element is like this. */
export const includes =
  (expected: unknown) =>
  (list: unknown): boolean =>
    Array.isArray(list) && list.some((element) => difference(element, expected) === undefined)

/** Holds for a list in which no element is like this. */
export const lacks =
  (expected: unknown) =>
  (list: unknown): boolean =>
    Array.isArray(list) && !includes(expected)(list)

export const matches =
  (pattern: RegExp) =>
  (value: unknown): boolean =>
    typeof value === "string" && pattern.test(value)

/** The answer of a method that answers with nothing. */
export const nothing = (value: unknown): boolean => value === undefined

export const contentOf = async (stream: unknown): Promise<string> => {
  const chunks: Array<Uint8Array> = []
  for await (const chunk of stream as Readable) chunks.push(chunk) // the SDK's streams are Node's
  return Buffer.concat(chunks).toString()
}

export const streamOf = (content: string | Uint8Array): Readable => Readable.from([Buffer.from(content)])

export interface Options {
  readonly emulator: EmulatorServer.RunningEmulator
  readonly sdk: Sdk
  readonly client: SdkClient
}

/** The calls of one step, and what was wrong with them. */
export class Conversation {
  readonly emulator: EmulatorServer.RunningEmulator
  readonly sdk: Sdk
  readonly client: SdkClient
  readonly called: Array<string> = []
  readonly faults: Array<string> = []
  private static names = 0

  constructor({ emulator, sdk, client }: Options) {
    this.emulator = emulator
    this.sdk = sdk
    this.client = client
  }

  /** A name that nothing else has. */
  name(what = "thing"): string {
    return `${what} ${++Conversation.names}`
  }

  /** Calls `manager.method` and checks the answer. A wrong answer is noted, and the step goes on with it. */
  async call(method: string, args: Arguments, expected: unknown, client = this.client): Promise<Answer> {
    const answer = await this.send(client, method, args).catch((error) => {
      throw new Error(`${method}: ${messageOf(error)}`)
    })
    this.check(method, answer, expected)
    return answer as Answer // judged by `expected`
  }

  /** Calls what Box refuses with this status and code. */
  async refused(method: string, args: Arguments, status: number, code?: string, client = this.client): Promise<void> {
    const failure = await this.send(client, method, args).then(
      () => undefined,
      (error) => {
        // The SDK writes its own `code` as JSON within a string, so the one of the answer is compared.
        const { statusCode, body } = Object(Object(error).responseInfo)
        return { statusCode: statusCode ?? messageOf(error), code: Object(body).code }
      }
    )
    if (failure === undefined) this.faults.push(`${method}: was not refused`)
    else this.check(`${method} (refused)`, failure, { statusCode: status, ...(code === undefined ? {} : { code }) })
  }

  check(what: string, actual: unknown, expected: unknown): void {
    const wrong = difference(actual, expected)
    if (wrong !== undefined) this.faults.push(`${what}: ${wrong}`)
  }

  private async send(client: SdkClient, method: string, args: Arguments): Promise<unknown> {
    const [manager = "", name = ""] = method.split(".")
    const found = client[manager]?.[name]
    if (found === undefined) throw new Error(`The SDK has no ${method}`)
    this.called.push(method)
    return found.apply(client[manager], [...args])
  }

  /** Makes what only Box's own pages make. */
  async prepare(path: string, json: object): Promise<Answer> {
    const answer = await fetch(`${this.emulator.url}/__emulator/${path}`, {
      method: "POST",
      body: JSON.stringify(json)
    })
    if (!answer.ok) throw new Error(`preparation of ${path}: ${await answer.text()}`)
    return answer.json() as Promise<Answer> // as its documentation says
  }

  folder(parent = "0"): Promise<Answer> {
    return this.call("folders.createFolder", [{ name: this.name("folder"), parent: { id: parent } }], {
      type: "folder"
    })
  }

  async file(content = "text", parent = "0", name = `${this.name("file")}.txt`): Promise<Answer> {
    const body = { attributes: { name, parent: { id: parent } }, file: streamOf(content) }
    const stored = await this.call("uploads.uploadFile", [body], { totalCount: 1 })
    return first(stored)
  }

  user(): Promise<Answer> {
    const name = this.name("user")
    const login = `${name.replace(" ", "-")}@example.com`
    return this.call("users.createUser", [{ name, login }], { type: "user", login })
  }
}

/** The first entry of a list; a list without one ends the step. */
export const first = ({ entries }: Answer): Answer => {
  const [entry] = entries
  if (entry === undefined) throw new Error("an empty list")
  return entry
}

export const messageOf = (error: unknown): string => {
  const { message, responseInfo, error: cause } = Object(error)
  const answered = responseInfo === undefined ? "" : ` ${shown(responseInfo.body)}`
  return `${message ?? String(error)}${answered}${cause === undefined ? "" : ` (${cause.message})`}`
}

/** A step of the campaign: the life of something in one manager. */
export interface Step {
  readonly manager: string
  readonly name: string
  readonly run: (box: Conversation) => Promise<void>
}

export const step = (manager: string, name: string, run: Step["run"]): Step => ({ manager, name, run })
