/**
 * Box's long poll: a request that is answered when something has happened. Its address grants access by itself, so that no
 * token, no `As-User` and no header for tracing is sent to it.
 */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type { HttpClient } from "effect/http/HttpClient"
import * as Predicate from "effect/Predicate"
import { getEventsWithLongPolling } from "../../api/Events.ts"
import type { RealtimeServer } from "../../api/schemas/Events.ts"
import * as BoxError from "../../BoxError.ts"
import { BoxConfig } from "../../http/BoxConfig.ts"
import { BoxRequest } from "../../http/BoxRequest.ts"
import { executeBare } from "../../http/internal/send.ts"
import { parseJson } from "../../http/internal/jsonAnswer.ts"
import { inSpan } from "../../http/internal/observation.ts"
import type { Requirements } from "./eventPage.ts"

/** A server to wait at. */
export interface PollServer {
  readonly url: string
  /** How long it may be silent, in seconds. */
  readonly silence: number
  /** How often it may still be asked after a silence. */
  left: number
}

const operation = "EventStream.longPoll"

const usual = { silence: 610, tries: 10 }
/** A server that names nonsense is not asked without end, nor left silent for hours. */
const bounds = { silence: [10, 3600], tries: [1, 100] } as const

const bounded = (value: unknown, usual: number, [least, most]: readonly [number, number]): number => {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value
  return typeof number === "number" && Number.isFinite(number) ? Math.min(Math.max(number, least), most) : usual
}

const isWeb = (url: string): boolean => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)

const serverOf = ({ max_retries, retry_timeout, url }: RealtimeServer): PollServer | undefined =>
  typeof url === "string" && isWeb(url)
    ? {
        url,
        silence: bounded(retry_timeout, usual.silence, bounds.silence),
        left: bounded(max_retries, usual.tries, bounds.tries)
      }
    : undefined

/** Asks Box for a server. */
export const findServer: Effect.Effect<PollServer, BoxError.BoxError, Requirements> = /*#__PURE__*/ Effect.suspend(() =>
  getEventsWithLongPolling()
).pipe(
  Effect.flatMap(({ entries }) => {
    const server = (entries ?? []).map(serverOf).find((found) => found !== undefined)
    if (server !== undefined) return Effect.succeed(server)
    return Effect.fail(
      new BoxError.BoxDecodeError({
        operation,
        method: "OPTIONS",
        path: "/events",
        attempts: 1,
        message: "Box named no server to wait at"
      })
    )
  })
)

/** What a poll has ended with. `server`: another server is to be asked for. `news` may be wrong. */
export type Outcome = "news" | "server" | "silence"

const messageOf = (text: string): unknown => {
  const json = parseJson(text)?.value
  return Predicate.hasProperty(json, "message") ? json.message : undefined
}

/** An unknown message is taken for news: to look once too often loses nothing. */
const outcomeOf = (text: string): Outcome => {
  const message = messageOf(text)
  return message === "reconnect" || message === "max_retries" ? "server" : "news"
}

const addressOf = (url: string, position: string): string =>
  `${url}${url.includes("?") ? "&" : "?"}stream_position=${encodeURIComponent(position)}`

const isSilence = (error: BoxError.BoxError): boolean =>
  error._tag === "BoxTimeout" && (error.phase === "response" || error.phase === "idle")

/** Waits until something has happened after the position, or the server says or shows that it will not tell. */
export const poll = (server: PollServer, position: string): Effect.Effect<Outcome, BoxError.BoxError, HttpClient> =>
  executeBare(
    {
      operation,
      method: "GET",
      url: addressOf(server.url, position),
      path: "/realtime",
      headers: { accept: "application/json" },
      body: { _tag: "Empty" },
      replay: "safe",
      secretUrl: true
    },
    ({ text }) => Effect.map(text, outcomeOf)
  ).pipe(
    Effect.catchIf(isSilence, () => Effect.succeed<Outcome>("silence")),
    // The server answers within its time, or the connection is dead. A failure costs a wait elsewhere.
    Effect.updateService(BoxConfig, (config) => {
      const limit = Duration.seconds(server.silence + 10)
      return {
        ...config,
        retry: { ...config.retry, maxAttempts: 1 },
        timeouts: { response: limit, idle: config.timeouts.idle }
      }
    }),
    Effect.updateService(BoxRequest, () => ({ headers: {}, retry: {} })),
    inSpan(operation)
  )
