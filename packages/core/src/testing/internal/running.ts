/** What tests and transports do with an emulator at work. */
import type * as Duration from "effect/Duration"
import type * as Effect from "effect/Effect"
import type { BoxInvalidInput } from "../../BoxError.ts"
import type * as Faults from "../emulator/faults/Fault.ts"
import type { Inspection } from "../emulator/Inspection.ts"
import type { RecordedBody, RecordedRequest } from "../emulator/Journal.ts"
import type { Urls } from "../emulator/model/World.ts"
import type { WebhookDelivery } from "../emulator/resource/Webhooks.ts"
import type { ConsentRequest, Decision } from "../emulator/routes/OAuthRoutes.ts"
import type { Stats } from "../emulator/Stats.ts"
import type { Answer, ConnectionBroken } from "../emulator/wire/Answer.ts"
import type { JsonObject } from "../emulator/wire/Json.ts"
import type { WireRequest } from "../emulator/wire/WireRequest.ts"
import type { Ids, Seed, SeedError } from "../Seed.ts"

/**
 * A login that works immediately: an application, and a valid token pair of one of its users.
 *
 * @category testing
 * @since 0.1.0
 */
export interface Credentials {
  readonly clientId: string
  readonly clientSecret: string
  readonly accessToken: string
  readonly refreshToken: string
  readonly userId: string
  /** The application's service account: the user of client credentials and JWT for the enterprise. */
  readonly serviceAccountId: string
  /** Another user of the enterprise, to log in as or to act as. */
  readonly managedUserId: string
  readonly enterpriseId: string
  /** The keys that the application's webhooks are signed with. */
  readonly webhookPrimaryKey: string
  readonly webhookSecondaryKey: string
}

/** The service `BoxEmulator`. */
export interface Running {
  readonly credentials: Credentials
  readonly urls: Urls
  /** The ids of what the seed has made, by its names. Without a seed: of the users that every world has. */
  readonly ids: Ids
  /**
   * The present world as a seed, so that it can be kept as a file. What a seed cannot say is counted in `omitted`. Who is in
   * no seed gets the beginning of the login for a name.
   */
  readonly world: Effect.Effect<Seed, SeedError>
  /**
   * The JSON file of the application for JWT, as the developer console creates it: its key is encrypted PKCS#8, with
   * a passphrase. It is generated on first use, which takes some tenths of a second.
   */
  readonly jwtConfig: Effect.Effect<string>
  /** Registers a public RSA key (PEM, `BEGIN PUBLIC KEY`) with the application and returns its id, the `kid`. */
  readonly addPublicKey: (pem: string) => Effect.Effect<string, BoxInvalidInput>
  /**
   * Simulates the user's consent: takes an authorization URL and returns the URL that the browser is redirected to. The
   * administrator consents, unless `decision` says otherwise.
   */
  readonly authorize: (url: string, decision?: Decision) => Effect.Effect<string>
  /** What the consent page asks, or `undefined` for an authorization URL that is wrong. */
  readonly consentRequest: (url: string) => Effect.Effect<ConsentRequest | undefined>
  /** Expires every access token issued so far. */
  readonly expireAccessTokens: Effect.Effect<void>
  /**
   * Moves the emulator's clock ahead, so that tokens, locks, links and the trash reach their end. What sleeps does not wake
   * earlier: under `TestClock`, `TestClock.adjust` moves both.
   */
  readonly adjustClock: (duration: Duration.Input) => Effect.Effect<void, BoxInvalidInput>
  readonly addFault: (fault: Faults.Fault) => Effect.Effect<void>
  readonly clearFaults: Effect.Effect<void>
  /** Forgets one of the faults of `inspection`. Gives whether it was armed. */
  readonly removeFault: (id: number) => Effect.Effect<boolean>
  /** Who is there, who is logged in, what is under way, and which faults are armed or spent. */
  readonly inspection: Effect.Effect<Inspection>
  readonly stats: Effect.Effect<Stats>
  /** The last 10,000 requests, oldest first. */
  readonly requests: Effect.Effect<ReadonlyArray<RecordedRequest>>
  /** The bodies of one of the last requests, if they are kept; see the option `recordedBodies`. */
  readonly bodiesOf: (
    id: number
  ) => Effect.Effect<{ readonly request: RecordedBody; readonly answer: RecordedBody } | undefined>
  /** What webhooks had to deliver, oldest first. */
  readonly webhookDeliveries: Effect.Effect<ReadonlyArray<WebhookDelivery>>
  /**
   * Makes what only Box's own pages and applications make, such as `workflows` or `app_item_associations`. The paths
   * and their JSON are those of `POST /__emulator/PATH`; see docs/emulator.md.
   */
  readonly prepare: (path: string, json: JsonObject) => Effect.Effect<JsonObject, BoxInvalidInput>
  /** Answers one request of a transport. A URL of another host fails like a name that cannot be resolved. */
  readonly execute: (request: WireRequest) => Effect.Effect<Answer, ConnectionBroken>
  /**
   * Answers a request in the name of any user, without a token. No fault hits it, and it is in no log and no statistics.
   * Contents come at once, where Box redirects.
   */
  readonly executeAs: (userId: string, request: WireRequest) => Effect.Effect<Answer, ConnectionBroken>
}
