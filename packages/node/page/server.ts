/** What the page asks of the emulator, and what it is told. */
import { byId } from "./element.ts"

export interface User {
  readonly id: string
  readonly name: string
  readonly login: string
  readonly role: string
  readonly external: boolean
}

export interface PlannedFault {
  readonly id: number
  readonly fault: Readonly<Record<string, unknown>> & { readonly kind: string; readonly match: FaultMatch }
  readonly seen: number
  readonly fired: number
  readonly state: "armed" | "spent"
}

export interface FaultMatch {
  readonly method?: string
  readonly path?: string
  readonly times?: number
}

export interface State {
  readonly now: number
  readonly ahead: number
  readonly changes: number
  readonly users: ReadonlyArray<User>
  readonly tokens: ReadonlyArray<{
    readonly ending: string
    readonly userId: string
    readonly scopes: ReadonlyArray<string>
    readonly expiresAt: number
    readonly renewable: boolean
    readonly restrictedTo?: string
  }>
  readonly uploadSessions: ReadonlyArray<{
    readonly id: string
    readonly userId: string
    readonly fileName: string
    readonly fileSize: number
    readonly parts: number
    readonly storedBytes: number
    readonly expiresAt: number
  }>
  readonly faults: ReadonlyArray<PlannedFault>
}

export interface LoggedRequest {
  readonly id: number
  readonly method: string
  readonly path: string
  readonly route?: string
  readonly operation?: string
  readonly userId?: string
  readonly status?: number
  readonly fault?: string
  readonly at: number
  readonly duration?: number
}

export interface Body {
  readonly text?: string
  readonly bytes: number
}

export interface RequestDetails extends LoggedRequest {
  readonly headers: Readonly<Record<string, string>>
  readonly bodies?: { readonly request: Body; readonly answer: Body }
}

export interface Delivery {
  readonly id: string
  readonly trigger: string
  readonly address: string
  readonly body: string
  readonly attempts: ReadonlyArray<{ readonly at: number; readonly status?: number; readonly error?: string }>
  readonly state: string
}

/** Says something to the user, and to screen readers. */
export const say = (text: string, isWrong = false): void => {
  const message = byId("message", HTMLElement)
  message.textContent = text
  message.classList.toggle("wrong", isWrong)
}

export class Failed extends Error {}

/** A request to the emulator; fails with its message. */
export const ask = async (path: string, init: RequestInit = {}): Promise<Response> => {
  const answer = await fetch(path, { cache: "no-store", ...init })
  if (answer.ok) return answer
  const text = await answer.text()
  let message = `${answer.status} ${text.slice(0, 200)}`
  try {
    const json = JSON.parse(text)
    message = [json.message, json.context_info?.errors?.[0]?.message].filter(Boolean).join(": ") || message
  } catch {
    // The text says it.
  }
  throw new Failed(message)
}

/** What the emulator answers is what it says; the types above are its own. */
export const askJson = async <A>(path: string, init?: RequestInit): Promise<A> => (await ask(path, init)).json()

/** A path of Box's API in the name of a user. */
export const as = (userId: string, path: string): string => `as/${encodeURIComponent(userId)}${path}`

/** Runs what a user has asked for, and says what went wrong. */
export const attempt = (work: () => Promise<unknown>): void => {
  work().catch((error: unknown) => say(error instanceof Error ? error.message : String(error), true))
}
