/** What a failure says to people, and the status that it ends with. */
import { isBoxError, type BoxError } from "@effect-box/core/BoxError"
import { PlatformError } from "effect/PlatformError"
import * as Predicate from "effect/Predicate"
import { safeJson, safeText } from "../terminal/safeText.ts"

/** The exit statuses. */
export const status = { done: 0, failed: 1, misuse: 2, partly: 3, notLoggedIn: 4, interrupted: 130 } as const

/** A failure: its tag, what happened, and what to do. */
export interface Explained {
  readonly tag: string
  readonly message: string
  readonly next?: string | undefined
  readonly requestId?: string | undefined
  readonly status: number
}

const scopes = "give the app the scope in Box's developer console, then authorise it and log in again"

/** What to do about an error of Box. */
const nextStep = (error: BoxError): string | undefined => {
  switch (error._tag) {
    case "BoxNotFound":
      return error.code === "trashed"
        ? "it is in the trash: effect-box restore brings it back"
        : "check the path with effect-box ls, and the login with effect-box whoami; mkdir and up create folders with -p"
    case "BoxItemNameInUse":
      return "choose another name, or --on-conflict version, rename or skip where a command has it"
    case "BoxInvalidInput":
      return error.code === "local_file_differs" ? "give --on-conflict overwrite, rename or skip" : undefined
    case "BoxInsufficientScope":
      return scopes
    case "BoxForbidden":
      return "the login may not do this: effect-box whoami says who it is; --as-user acts as another user"
    case "BoxUnauthorized":
    case "BoxLoginRequired":
    case "BoxOAuthError":
      return "log in again: effect-box login"
    case "BoxPreconditionFailed":
      return "the item has changed meanwhile: look at it again"
    case "BoxRateLimited":
      return "Box refuses because of too many requests: wait, or use a smaller --concurrency or --transfers"
    case "BoxTransportError":
    case "BoxTimeout":
      return "check the network: effect-box doctor"
    case "BoxUnavailable":
      return "Box has a problem: try again later, and see https://status.box.com"
    default:
      return undefined
  }
}

const ofBox = (error: BoxError): Explained => ({
  tag: error._tag,
  message: error.message,
  next: nextStep(error),
  requestId: error.requestId,
  status:
    error._tag === "BoxLoginRequired" || error._tag === "BoxUnauthorized"
      ? status.notLoggedIn
      : error._tag === "BoxInvalidInput"
        ? status.misuse
        : status.failed
})

const faults: Readonly<Record<string, string>> = {
  NotFound: "there is no such file or directory",
  PermissionDenied: "permission denied",
  AlreadyExists: "it exists already",
  BadResource: "it is not what it has to be: a file, or a directory",
  Busy: "it is in use"
}

/** What the disk refuses, in the words of a shell. */
const ofDisk = (error: PlatformError): Explained => {
  const { reason } = error
  const fault = faults[reason._tag]
  const known = fault !== undefined && "pathOrDescriptor" in reason && typeof reason.pathOrDescriptor === "string"
  return {
    tag: error._tag,
    message: known ? `${reason.pathOrDescriptor}: ${fault}` : error.message,
    status: status.failed
  }
}

const tagged = (tag: string, error: object): Explained => {
  const message = Predicate.hasProperty(error, "message") ? String(error.message) : tag
  switch (tag) {
    case "WrongUse": {
      const hint = Predicate.hasProperty(error, "hint") && typeof error.hint === "string" ? error.hint : undefined
      return { tag, message, next: hint, status: status.misuse }
    }
    case "NotLoggedIn":
      return { tag, message, status: status.notLoggedIn }
    case "NotDone": {
      const partly = Predicate.hasProperty(error, "partly") && error.partly === true
      return { tag, message, status: partly ? status.partly : status.failed }
    }
    case "ConfigError":
      return { tag, message, next: "mend the environment variable that is named", status: status.misuse }
    case "BoxJobRunNotFound":
      return { tag, message, next: "effect-box jobs list shows the runs", status: status.failed }
    default:
      return { tag, message, status: status.failed }
  }
}

/** Explains whatever a command can fail with. */
export const explain = (error: unknown): Explained => {
  if (isBoxError(error)) return ofBox(error)
  if (error instanceof PlatformError) return ofDisk(error)
  if (Predicate.hasProperty(error, "_tag") && typeof error._tag === "string") return tagged(error._tag, error)
  return { tag: "Defect", message: String(error), next: "this is a defect of effect-box: please report it", status: 1 }
}

/** These need no tag in front: their words say it all. */
const own = ["WrongUse", "NotLoggedIn", "NotDone", "PlatformError"]

/** The lines on stderr. `red` marks the first one where that can be seen. */
export const failureText = ({ message, next, tag }: Explained, red = (text: string): string => text): string => {
  const words = message.split("\n").map(safeText).join("\n")
  const first = own.includes(tag) ? words : `${tag}: ${words}`
  return `${red("effect-box:")} ${first}\n${next === undefined ? "" : `  next: ${next}\n`}`
}

/** The same as one line of JSON, for scripts. */
export const failureJson = ({ message, next, requestId, tag }: Explained): string =>
  `${safeJson({ error: tag, message, ...(requestId === undefined ? {} : { request_id: requestId }), ...(next === undefined ? {} : { next }) })}\n`
