/** An empty Box: its addresses, its users and its application. */
import * as Duration from "effect/Duration"
import type * as HttpClient from "effect/http/HttpClient"
import type * as Random from "effect/Random"
import { alphanumerics } from "../wire/Identifiers.ts"
import type { Contents } from "./Contents.ts"
import { type EventOptions, eventRules } from "./EventRules.ts"
import { makeUsers, type Urls, type World } from "./World.ts"

/**
 * How the emulated Box differs from the real one.
 *
 * @category testing
 * @since 0.1.0
 */
export interface Options {
  /** Default `https://api.box.com`. */
  readonly apiUrl?: string
  /** Default `https://upload.box.com/api`. */
  readonly uploadUrl?: string
  /** Default `https://account.box.com/api/oauth2/authorize`. */
  readonly authorizeUrl?: string
  /** The origin of signed download addresses. Default `https://dl.boxcloud.com`. */
  readonly downloadUrl?: string
  /**
   * `grace`, the default: repeating a refresh returns the same new pair until that pair is used. `strict`: a refresh
   * token never works twice.
   */
  readonly refreshTokens?: "grace" | "strict"
  /** Default 1 hour. */
  readonly accessTokenLifetime?: Duration.Input
  /** The part size of upload sessions in bytes. Default: 8, 32 or 64 MiB, depending on the file size. */
  readonly partSize?: number
  /** The minimum file size for an upload session in bytes. Default 20,000,000. */
  readonly minimumSessionSize?: number
  /** `digest` keeps only sizes and digests, for uploads of any size. Then nothing can be downloaded. */
  readonly contents?: "memory" | "digest"
  /** Sends the deliveries of webhooks, to this machine only. Default: none, and `webhookDeliveries` keeps them. */
  readonly webhookClient?: HttpClient.HttpClient
  /**
   * `real`: the machine's time, also where the emulator is made under `TestClock`, for code that runs outside of the test's
   * fibers, such as behind `HttpRouter.toWebHandler`. Default: the time of whoever asks.
   */
  readonly clock?: "real"
  /**
   * How many of the last requests in the log keep the beginning of their bodies, 16 KB at most, for `bodiesOf`. Default 0;
   * on a port 200.
   */
  readonly recordedBodies?: number
  /** The origin at which clients wait for events. Default `https://2.realtime.services.box.net`. */
  readonly realtimeUrl?: string
  /** How events are given: the form of positions, disorder, delays, what is forgotten. */
  readonly events?: EventOptions
  /** The signature keys of the application. Default: random ones, which are among the credentials. */
  readonly webhookKeys?: { readonly primary: string; readonly secondary: string }
}

const defaultUrls: Urls = {
  apiUrl: "https://api.box.com",
  uploadUrl: "https://upload.box.com/api",
  authorizeUrl: "https://account.box.com/api/oauth2/authorize",
  downloadUrl: "https://dl.boxcloud.com",
  realtimeUrl: "https://2.realtime.services.box.net"
}

const trimmed = (url: string): string => url.replace(/\/+$/, "")

const urlsOf = (options: Options): Urls => ({
  apiUrl: trimmed(options.apiUrl ?? defaultUrls.apiUrl),
  uploadUrl: trimmed(options.uploadUrl ?? defaultUrls.uploadUrl),
  authorizeUrl: options.authorizeUrl ?? defaultUrls.authorizeUrl,
  downloadUrl: trimmed(options.downloadUrl ?? defaultUrls.downloadUrl),
  realtimeUrl: trimmed(options.realtimeUrl ?? defaultUrls.realtimeUrl)
})

export const makeWorld = (options: Options, contents: Contents, now: number, random: Random.Random): World => {
  const clientId = alphanumerics(random, 32).toLowerCase()
  const key = () => alphanumerics(random, 32)
  const serviceLogin = `AutomationUser_${clientId}_${alphanumerics(random, 10)}@boxdevedition.com`
  const webhookKeys = options.webhookKeys ?? { primary: key(), secondary: key() }
  const clientSecret = alphanumerics(random, 32)
  return {
    urls: urlsOf(options),
    partSize: options.partSize,
    minimumSessionSize: options.minimumSessionSize ?? 20_000_000,
    enterpriseId: "3001",
    webhookKeys,
    contents,
    ...makeUsers(now, serviceLogin),
    files: new Map(),
    folders: new Map(),
    webLinks: new Map(),
    trash: new Set(),
    tables: new Map(),
    tokens: {
      clientId,
      clientSecret,
      refreshTokens: options.refreshTokens ?? "grace",
      accessTokenLifetime: Duration.toMillis(Duration.fromInputUnsafe(options.accessTokenLifetime ?? "1 hour")),
      byAccess: new Map(),
      byRefresh: new Map(),
      retired: new Set(),
      codes: new Map(),
      publicKeys: new Map(),
      usedAssertions: new Map(),
      // Not a random number of its own: the same credentials give the same, and requests of an earlier run have it.
      inside: [...clientSecret].toReversed().join("")
    },
    sessions: new Map(),
    committed: new Map(),
    zips: new Map(),
    signedUrls: new Map(),
    events: [],
    enterpriseEvents: [],
    liveEvents: { shown: [], late: [] },
    eventRules: eventRules(options.events),
    eventWaiters: new Set(),
    pieceHolders: new Map(),
    garbage: [],
    nextId: {
      user: 100_001,
      file: 5001,
      folder: 6001,
      web_link: 8001,
      file_version: 9001,
      event: 1,
      enterprise_event: 1
    },
    counts: {
      committedSessions: 0,
      abortedSessions: 0,
      storedParts: 0,
      rejectedParts: 0,
      rejectedDigests: 0,
      openDownloads: 0
    }
  }
}
