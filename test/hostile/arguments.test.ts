/** Every hand-written public function with every wrong value in every place of its arguments. */
import * as Core from "@effect-box/core"
import * as Servers from "@effect-box/core/server"
import * as Jobs from "@effect-box/core/jobs"
import { EventCheckpoints, FileUpload, Folders, TokenPersistence, UploadSource } from "@effect-box/core"
import { type BoxJob, JobSource } from "@effect-box/core/jobs"
import * as Node from "@effect-box/node"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Redacted, Schema, Stream } from "effect"
import { Reactivity } from "effect/reactivity"
import { SqlClient, SqlError, Statement } from "effect/sql"
import { layerSqlite } from "../support/sqlite.ts"
import { fault, faultOfRefusal, judge, type Kind, type Verdict, valueOf, values, wrong } from "./campaign.ts"

interface Row {
  /** The function as it is called; the table must have every one. */
  readonly name: string
  /** Arguments that are right, each with what it is made of. */
  readonly arguments: ReadonlyArray<{
    readonly good: unknown
    readonly kind: Kind
    readonly fields?: Readonly<Record<string, Kind>>
  }>
  /** Calls it and uses what it gives. By default its result is the call. */
  readonly use?: (made: never) => unknown
  /** Asks a ledger without runs. It starts none, so one is enough for all its calls. */
  readonly onLedger?: boolean
}

const folder = Folders.getFolderById({ folder_id: "0" })
const secret = Redacted.make("s")
const bytes = new Uint8Array(3)
const sha1 = new Uint8Array(20)
const source = UploadSource.fromBytes(bytes)
const upload = (made: UploadSource.UploadSource) => FileUpload.upload(made, { folder_id: "0", name: "a" })
const within = (made: (effect: typeof folder) => unknown) => made(folder)
const pair = { accessToken: secret, expiresAt: 0 }

const endpoint = "https://upload.box.com/api/2.0/files/upload_sessions/1"
const session = {
  id: "1",
  part_size: 10,
  total_parts: 1,
  session_endpoints: { upload_part: endpoint, commit: endpoint, abort: endpoint, list_parts: endpoint }
}
const pinned = { file_id: "1", version_id: "1", name: "a", size: 3, sha1: "0".repeat(40) }
const transfer: Readonly<Record<string, Kind>> = { concurrency: "count?", onProgress: "function?" }
const config: Readonly<Record<string, Kind>> = {
  apiUrl: "nothing",
  uploadUrl: "nothing",
  authorizeUrl: "nothing",
  userAgent: "setting",
  retry: "anything",
  timeouts: "anything"
}
const client: Readonly<Record<string, Kind>> = { clientId: "text", clientSecret: "secret" }
const app = {
  boxAppSettings: { clientID: "a", clientSecret: secret, appAuth: { publicKeyID: "k", privateKey: secret } },
  enterpriseID: "1"
}
const tree = { folder_id: "0", onConflict: "skip" }
const server = { clientId: "a", clientSecret: secret, subject: { enterprise: "1" } }
const persisted = <A, E, R>(layer: Layer.Layer<A, E, R>) =>
  Layer.provide(layer, Layer.fresh(TokenPersistence.layerMemory))

/** A stream that goes on for ever, and a Box that never has a page: a few polls are enough. */
const withCheckpoints = (made: unknown) =>
  Effect.timeoutOption(
    // The rows below make one of these.
    Stream.isStream(made)
      ? Stream.runDrain(made as Stream.Stream<unknown>)
      : (made as Effect.Effect<unknown, unknown, EventCheckpoints.EventCheckpoints>),
    "5 minutes"
  ).pipe(Effect.provide(EventCheckpoints.layerMemory))
const stream: Readonly<Record<string, Kind>> = { event_type: "secret?", limit: "count?", pollInterval: "anything" }
const named: Readonly<Record<string, Kind>> = { ...stream, checkpoint: "text", stream_type: "secret?", from: "text?" }
const past: Readonly<Record<string, Kind>> = {
  limit: "count?",
  event_type: "secret?",
  created_after: "secret",
  created_before: "secret"
}
const lastYear = { created_after: "2030-01-01T00:00:00Z", created_before: "2031-01-01T00:00:00Z" }
const handled = { payload: { type: "webhook_event", id: "1", trigger: "FILE.UPLOADED" }, sentAt: 0 }

const ledger = Layer.fresh(Node.NodeJobs.layerMemory)
const job = {
  params: Schema.Struct({}),
  items: () => JobSource.fromStream(Stream.make("a"), { schema: Schema.String, key: (key) => key }),
  run: () => Effect.void
}
/** A database that cannot be reached. */
const layerAway = Layer.effect(
  SqlClient.SqlClient,
  SqlClient.make({
    acquirer: Effect.fail(
      new SqlError.SqlError({
        reason: SqlError.classifySqliteError(new Error("away"), { message: "away", operation: "connect" })
      })
    ),
    compiler: Statement.makeCompilerSqlite(),
    driver: "away",
    spanAttributes: []
  })
).pipe(Layer.provide(Reactivity.layer))

const started = (made: BoxJob.BoxJob<object, never>) => Effect.provide(made.start({ name: "one", params: {} }), ledger)

const rows: ReadonlyArray<Row> = [
  {
    name: "EventCheckpoints.layerKeyValueStore",
    arguments: [{ good: {}, kind: "object?", fields: { prefix: "note", remember: "count?", lock: "anything" } }]
  },
  {
    name: "EventCheckpoints.makeKeyValueStore",
    arguments: [{ good: {}, kind: "object?", fields: { prefix: "note", remember: "count?", lock: "anything" } }]
  },
  {
    name: "SqlEventCheckpoints.layer",
    arguments: [{ good: {}, kind: "object?", fields: { rememberFor: "anything" } }],
    use: (made: ReturnType<typeof Servers.SqlEventCheckpoints.layer>) => Layer.provide(made, layerSqlite())
  },
  {
    name: "FileEventCheckpoints.layer",
    arguments: [
      { good: "events", kind: "text" },
      { good: {}, kind: "object?", fields: { remember: "count?" } }
    ]
  },
  {
    name: "EventStream.pages",
    arguments: [{ good: { checkpoint: "c" }, kind: "object", fields: named }],
    use: withCheckpoints
  },
  {
    name: "EventStream.run",
    arguments: [
      { good: { checkpoint: "c" }, kind: "object", fields: { ...named, concurrency: "count?" } },
      { good: () => Effect.void, kind: "function?" }
    ],
    use: withCheckpoints
  },
  {
    name: "EventStream.live",
    arguments: [{ good: {}, kind: "object?", fields: { ...stream, stream_type: "secret?" } }],
    use: withCheckpoints
  },
  {
    name: "EventStream.history",
    arguments: [{ good: lastYear, kind: "object", fields: past }],
    use: withCheckpoints
  },
  {
    name: "EventStream.handleDelivery",
    arguments: [
      { good: { checkpoint: "c" }, kind: "object", fields: { checkpoint: "text" } },
      { good: handled, kind: "secret" },
      { good: () => Effect.void, kind: "function?" }
    ],
    use: withCheckpoints
  },
  {
    name: "BoxJob.make",
    arguments: [
      { good: "kind", kind: "text" },
      {
        good: job,
        kind: "secret",
        fields: {
          params: "secret",
          items: "secret",
          run: "function?",
          dryRun: "function?",
          version: "text?",
          lanes: "count?",
          batchSize: "count?",
          concurrency: "count?"
        }
      }
    ],
    use: started
  },
  ...["find", "pause", "resume", "cancel", "retryFailed", "wait", "purge"].map((name) => ({
    name: `BoxJobs.${name}`,
    arguments: [{ good: "none", kind: "secret" as const }],
    onLedger: true
  })),
  {
    name: "BoxJobs.progress",
    arguments: [
      { good: "none", kind: "secret" },
      { good: {}, kind: "anything", fields: { every: "anything" } }
    ],
    onLedger: true
  },
  { name: "BoxJobs.failures", arguments: [{ good: "none", kind: "secret" }], onLedger: true },
  {
    name: "BoxJobs.report",
    arguments: [
      { good: "none", kind: "secret" },
      { good: { format: "csv" }, kind: "secret", fields: { format: "secret", only: "anything" } }
    ],
    onLedger: true
  },
  {
    name: "ReportJob.lines",
    arguments: [
      { good: "none", kind: "secret" },
      { good: "csv", kind: "secret" }
    ],
    onLedger: true
  },
  {
    name: "BoxJobs.list",
    arguments: [{ good: {}, kind: "anything", fields: { kind: "note", states: "anything" } }],
    onLedger: true
  },
  { name: "BoxJobs.purgeOlder", arguments: [{ good: "1 hour", kind: "anything" }], onLedger: true },
  {
    name: "NodeJobs.layerEmbedded",
    arguments: [{ good: { file: ":memory:" }, kind: "secret", fields: { synchronous: "secret?" } }]
  },
  {
    name: "NodeJobs.layerCluster",
    arguments: [
      {
        good: { host: "127.0.0.1" },
        kind: "secret",
        fields: {
          host: "text",
          port: "count?",
          listenHost: "text?",
          lockExpiration: "anything",
          transactionPooler: "anything",
          kubernetes: "anything"
        }
      }
    ],
    use: (made: ReturnType<typeof Node.NodeJobs.layerCluster>) => Layer.provide(made, layerAway)
  },
  {
    name: "SharedRate.layer",
    arguments: [{ good: {}, kind: "object?", fields: { login: "text?" } }],
    use: (made: ReturnType<typeof Jobs.SharedRate.layer>) => Layer.provide(made, Layer.fresh(Node.NodeJobs.layerMemory))
  },
  {
    name: "EncryptedTokenPersistence.layer",
    arguments: [{ good: { key: secret }, kind: "object", fields: { key: "secret", previousKeys: "anything" } }]
  },
  { name: "BoxConfig.make", arguments: [{ good: {}, kind: "object?", fields: config }] },
  { name: "BoxConfig.layer", arguments: [{ good: {}, kind: "object?", fields: config }] },
  { name: "BoxRequest.asUser", arguments: [{ good: "1", kind: "text" }], use: within },
  {
    name: "BoxRequest.withHeaders",
    arguments: [{ good: { a: "b" }, kind: "anything", fields: { a: "header" } }],
    use: within
  },
  {
    name: "BoxRequest.withRetry",
    arguments: [
      { good: {}, kind: "anything", fields: { maxAttempts: "count?", baseDelay: "secret?", deadline: "secret?" } }
    ],
    use: within
  },
  {
    name: "BoxRequest.withSharedLink",
    arguments: [
      { good: "https://app.box.com/s/1", kind: "text" },
      { good: secret, kind: "secret?" }
    ],
    use: within
  },
  {
    name: "ClientCredentials.layer",
    arguments: [{ good: server, kind: "object", fields: { ...client, subject: "anything" } }]
  },
  {
    name: "ClientCredentials.layerPersisted",
    arguments: [{ good: server, kind: "object", fields: { ...client, subject: "anything" } }],
    use: persisted
  },
  {
    name: "Downscope.token",
    arguments: [{ good: { scopes: ["item_read"] }, kind: "object", fields: { scopes: "secret", resource: "secret?" } }]
  },
  {
    name: "Downscope.layer",
    arguments: [{ good: { scopes: ["item_read"] }, kind: "object", fields: { scopes: "secret", resource: "secret?" } }]
  },
  {
    name: "Downscope.layerPersisted",
    arguments: [{ good: { scopes: ["item_read"] }, kind: "object", fields: { scopes: "secret", resource: "secret?" } }],
    use: persisted
  },
  {
    name: "FileDownload.pin",
    arguments: [{ good: { file_id: "1" }, kind: "object", fields: { file_id: "text", version: "anything" } }]
  },
  {
    name: "FileDownload.stream",
    arguments: [
      { good: { file_id: "1" }, kind: "object", fields: { file_id: "text", range: "secret?", onProgress: "function?" } }
    ]
  },
  {
    name: "FileDownload.streamPinned",
    arguments: [
      { good: pinned, kind: "object", fields: { file_id: "text", size: "anything", sha1: "secret" } },
      { good: {}, kind: "object?", fields: { range: "secret?", onProgress: "function?" } }
    ]
  },
  {
    name: "FileDownload.url",
    arguments: [{ good: { file_id: "1" }, kind: "object", fields: { file_id: "text", version: "anything" } }]
  },
  {
    name: "FileDownload.zip",
    arguments: [{ good: { items: [{ type: "file", id: "1" }] }, kind: "object", fields: { items: "secret" } }]
  },
  {
    name: "FileUpload.upload",
    arguments: [
      { good: source, kind: "bytes" },
      {
        good: { folder_id: "0", name: "a" },
        kind: "object",
        fields: { ...transfer, folder_id: "text", name: "text", description: "note", content_created_at: "secret?" }
      }
    ]
  },
  {
    name: "FileUpload.uploadVersion",
    arguments: [
      { good: source, kind: "bytes" },
      {
        good: { file_id: "1" },
        kind: "object",
        fields: { ...transfer, file_id: "text", name: "text?", if_match: "text?", content_modified_at: "secret?" }
      }
    ]
  },
  {
    name: "FileUpload.uploadChunked",
    arguments: [
      { good: source, kind: "bytes" },
      { good: { folder_id: "0", name: "a" }, kind: "object", fields: { ...transfer, folder_id: "text", name: "text" } }
    ]
  },
  {
    name: "FileUpload.resumable",
    arguments: [
      { good: source, kind: "secret" },
      {
        good: { folder_id: "0", name: "a", checkpoint: "c" },
        kind: "object",
        fields: {
          ...transfer,
          folder_id: "text",
          name: "text",
          checkpoint: "text",
          identity: "note",
          whenChanged: "secret?"
        }
      }
    ]
  },
  { name: "FileUpload.forget", arguments: [{ good: "c", kind: "text" }] },
  {
    name: "Items.ensureFolder",
    arguments: [{ good: { path: "/a" }, kind: "object", fields: { path: "anything", parent: "secret?" } }]
  },
  {
    name: "Items.findByName",
    arguments: [{ good: { name: "a" }, kind: "object", fields: { name: "text", parent: "secret?" } }]
  },
  {
    name: "Items.resolvePath",
    arguments: [
      { good: "/a", kind: "anything" },
      { good: { id: "0" }, kind: "object?", fields: { id: "text" } }
    ]
  },
  {
    name: "Items.walk",
    arguments: [
      { good: { id: "0" }, kind: "object?", fields: { id: "text" } },
      { good: [], kind: "array?" }
    ]
  },
  {
    name: "Jwt.layer",
    arguments: [
      { good: { config: app }, kind: "object", fields: { config: "secret", subject: "secret?", algorithm: "secret?" } }
    ]
  },
  {
    name: "Jwt.layerPersisted",
    arguments: [
      { good: { config: app }, kind: "object", fields: { config: "secret", subject: "secret?", algorithm: "secret?" } }
    ],
    use: persisted
  },
  {
    name: "Items.ensureChild",
    arguments: [{ good: { name: "a" }, kind: "object", fields: { name: "text", parent: "secret?" } }]
  },
  {
    name: "Pacing.make",
    arguments: [
      { good: {}, kind: "object?", fields: { limits: "anything", transfers: "count?", uploadRate: "anything" } }
    ]
  },
  {
    name: "Pacing.layer",
    arguments: [
      { good: {}, kind: "object?", fields: { limits: "anything", transfers: "count?", uploadRate: "anything" } }
    ]
  },
  {
    name: "LocalDirectory.upload",
    arguments: [
      { good: "a.txt", kind: "secret" },
      {
        good: tree,
        kind: "object",
        fields: { folder_id: "text", onConflict: "secret", concurrency: "count?" }
      }
    ]
  },
  {
    name: "LocalDirectory.uploadDryRun",
    arguments: [
      { good: "a.txt", kind: "secret" },
      {
        good: tree,
        kind: "object",
        fields: { folder_id: "text", onConflict: "secret", concurrency: "count?" }
      }
    ]
  },
  {
    name: "LocalDirectory.download",
    arguments: [
      { good: "a.txt", kind: "text" },
      {
        good: tree,
        kind: "object",
        fields: { folder_id: "text", onConflict: "secret", concurrency: "count?" }
      }
    ]
  },
  {
    name: "LocalDirectory.downloadDryRun",
    arguments: [
      { good: "a.txt", kind: "text" },
      {
        good: tree,
        kind: "object",
        fields: { folder_id: "text", onConflict: "secret", concurrency: "count?" }
      }
    ]
  },
  { name: "Jwt.parseConfig", arguments: [{ good: JSON.stringify(app), kind: "secret" }] },
  {
    name: "OAuth.layer",
    arguments: [{ good: server, kind: "object", fields: { ...client, tokens: "secret?" } }],
    use: persisted
  },
  {
    name: "OAuth.authorizationUrl",
    arguments: [{ good: {}, kind: "object?", fields: { redirectUri: "secret?", scopes: "anything" } }],
    use: Effect.provide(persisted(Core.OAuth.layer(server)))
  },
  {
    name: "OAuth.exchangeCode",
    arguments: [{ good: { code: "c" }, kind: "object", fields: { code: "text" } }],
    use: Effect.provide(persisted(Core.OAuth.layer(server)))
  },
  {
    name: "OAuth.exchangeRedirect",
    arguments: [
      { good: { url: "/?state=s&code=c", state: "s" }, kind: "object", fields: { url: "secret", state: "secret" } }
    ],
    use: Effect.provide(persisted(Core.OAuth.layer(server)))
  },
  {
    name: "TypedMetadata.make",
    arguments: [
      {
        good: { scope: "global", template_key: "t", schema: Schema.Struct({}) },
        kind: "object",
        fields: { scope: "text", template_key: "text", schema: "secret" }
      }
    ],
    use: (made: { readonly get: (item: { readonly file_id: string }) => unknown }) => made.get({ file_id: "1" })
  },
  { name: "TokenPersistence.decode", arguments: [{ good: TokenPersistence.encode(pair), kind: "secret" }] },
  { name: "UploadSession.abort", arguments: [{ good: session, kind: "secret" }] },
  { name: "UploadSession.checkEndpoints", arguments: [{ good: session, kind: "secret" }] },
  { name: "UploadSession.listAllParts", arguments: [{ good: session, kind: "secret" }] },
  {
    name: "UploadSession.commit",
    arguments: [
      { good: session, kind: "secret" },
      { good: { parts: [], sha1 }, kind: "object", fields: { parts: "array", sha1: "bytes", if_match: "text?" } }
    ]
  },
  {
    name: "UploadSession.create",
    arguments: [
      {
        good: { folder_id: "0", file_name: "a", file_size: 20_000_000 },
        kind: "object",
        fields: { file_size: "count" }
      }
    ]
  },
  {
    name: "UploadSession.findPart",
    arguments: [
      { good: session, kind: "secret" },
      { good: { offset: 0, bytes, sha1 }, kind: "object", fields: { offset: "count", bytes: "bytes", sha1: "bytes" } }
    ]
  },
  {
    name: "UploadSession.listParts",
    arguments: [
      { good: session, kind: "secret" },
      { good: {}, kind: "object?", fields: { offset: "count?", limit: "count?" } }
    ]
  },
  {
    name: "UploadSession.uploadPart",
    arguments: [
      { good: session, kind: "secret" },
      {
        good: { offset: 0, bytes, sha1, fileSize: 3 },
        kind: "object",
        fields: { offset: "count", bytes: "bytes", sha1: "bytes", fileSize: "count" }
      }
    ]
  },
  { name: "UploadSource.fromBytes", arguments: [{ good: bytes, kind: "bytes" }], use: upload },
  {
    name: "UploadSource.fromStream",
    arguments: [
      {
        good: { size: 3, stream: () => Stream.make(bytes) },
        kind: "anything",
        fields: { size: "anything", stream: "secret" }
      }
    ],
    use: upload
  },
  {
    name: "UploadSource.fromPositions",
    arguments: [{ good: { size: 3, read: () => Effect.succeed(bytes) }, kind: "anything", fields: { read: "secret" } }],
    use: upload
  },
  {
    name: "WebhookSignature.verifier",
    arguments: [{ good: { primaryKey: secret }, kind: "object", fields: { primaryKey: "secret", maxAge: "anything" } }]
  },
  {
    name: "WebhookSignature.verify",
    arguments: [
      {
        good: { primaryKey: secret, headers: {}, body: bytes },
        kind: "object",
        fields: { secondaryKey: "secret?", headers: "anything", body: "bytes" }
      }
    ]
  },
  {
    name: "LocalFile.uploadResumable",
    arguments: [
      { good: "a.txt", kind: "secret" },
      {
        good: { folder_id: "0" },
        kind: "object",
        fields: { folder_id: "text", name: "setting", onConflict: "secret?", whenInterrupted: "secret?" }
      }
    ]
  },
  {
    name: "LocalFile.forgetUpload",
    arguments: [
      { good: "a.txt", kind: "text" },
      { good: { folder_id: "0" }, kind: "object", fields: { folder_id: "anything" } }
    ]
  },
  {
    name: "LocalFile.upload",
    arguments: [
      { good: "a.txt", kind: "secret" },
      {
        good: { folder_id: "0" },
        kind: "object",
        fields: { folder_id: "text", name: "setting", onConflict: "secret?" }
      }
    ]
  },
  {
    name: "LocalFile.uploadVersion",
    arguments: [
      { good: "a.txt", kind: "secret" },
      { good: { file_id: "1" }, kind: "object", fields: { file_id: "text" } }
    ]
  },
  {
    name: "LocalFile.download",
    arguments: [
      { good: "b.txt", kind: "text" },
      { good: { file_id: "1" }, kind: "object", fields: { file_id: "text", onConflict: "secret?" } }
    ]
  },
  {
    name: "NodeBox.layer",
    arguments: [{ good: { ...server, tokenFile: "t" }, kind: "object", fields: { ...client, tokenFile: "text" } }]
  },
  {
    name: "ConnectionPool.layer",
    arguments: [{ good: {}, kind: "object?", fields: { connections: "count?", connectTimeout: "anything" } }]
  },
  {
    name: "NodeBox.layerHttpClient",
    arguments: [{ good: {}, kind: "object?", fields: { connections: "count?", connectTimeout: "anything" } }]
  },
  {
    name: "NodeBox.layerPlatform",
    arguments: [{ good: {}, kind: "object?", fields: { connections: "count?", connectTimeout: "anything" } }]
  }
]

/** Public functions that are not in the table, and why. */
const elsewhere: Readonly<Record<string, string>> = {
  "Selection.source": "describes a source; what `items` gives is checked by `start`",
  ...Object.fromEntries(
    ["make", "fromStream", "tree", "search", "metadataQuery"].flatMap((name) =>
      ["BoxJob", "JobSource"]
        .filter((module) => `${module}.${name}` !== "BoxJob.make")
        .map((module) => [`${module}.${name}`, "describes a source; what `items` gives is checked by `start`"])
    )
  ),
  "BoxJob.alreadyThere": "takes an Effect as it is",
  "BoxJob.gone": "takes an Effect as it is",
  "BoxJob.unchanged": "takes an Effect as it is",
  "BoxConfig.layerConfig": "configuration.test.ts",
  "ClientCredentials.layerConfig": "configuration.test.ts",
  "Downscope.layerConfig": "configuration.test.ts",
  "Jwt.layerConfig": "configuration.test.ts",
  "OAuth.layerConfig": "configuration.test.ts",
  "DeveloperToken.layer": "configuration.test.ts",
  "DeveloperToken.make": "configuration.test.ts",
  "FileTokenPersistence.layer": "configuration.test.ts",
  "TokenPersistence.layerKeyValueStore": "configuration.test.ts",
  "TokenPersistence.encode": "given a pair by a login only; configuration.test.ts writes what no JSON has",
  "UploadSession.conflicting": "given an error of ours only; answers.test.ts forges what is in it",
  "BoxConfig.layerHosts": "has no arguments; packages/node/test/hosts.test.ts",
  "UploadSource.fromOneShot":
    "takes a stream as it is; answers.test.ts, and a size that the upload checks; oneShot.test.ts",
  "BoxError.isAuthentication": "a question about an error of ours, without effects",
  "BoxError.isBoxError": "a question without effects",
  "BoxError.isThrottled": "a question about an error of ours, without effects",
  "EventStream.itemOf": "a question about an event, without effects",
  "EventStream.fromDelivery": "given a verified delivery only",
  "ItemName.fault": "a question about a name, without effects",
  "ItemName.same": "a question about names, without effects",
  "ItemName.numbered": "makes a name of a name, without effects",
  "BoxRequest.withoutNotifications": "takes an Effect or a Stream as it is",
  "Pacing.asTransfer": "takes an Effect as it is",
  "Pacing.asTransferStream": "takes a Stream as it is",
  "Sha1.makePortable": "no arguments",
  "Sha1.openHasher": "takes a size as a hint",
  "SqlTokenPersistence.layer": "configuration.test.ts",
  "WebhookRoute.layer": "configuration.test.ts",
  "EmulatorServer.layer": "machine.test.ts",
  "EmulatorServer.startEmulator": "machine.test.ts",
  "LocalFile.layerTest": "a test tool",
  "OAuthLogin.login": "machine.test.ts"
}

/** These only put together what an upload takes: what cannot even be read throws at the place of the mistake. */
const mayThrow = ["UploadSource.fromStream", "UploadSource.fromPositions"]

const looked = (row: Row, verdict: Verdict, mustRefuse: boolean): string | undefined =>
  verdict.ended === "threw" && mayThrow.includes(row.name)
    ? undefined
    : mustRefuse
      ? faultOfRefusal(verdict)
      : fault(verdict)

/** Test tools throw at once where they are misused; modules of operations are the business of operations.test.ts. */
const isElsewhere = (name: string): boolean => /^(BoxEmulator|Fake|Operation)\./.test(name) || name in elsewhere

/** The functions of both packages by name; operations, classes, services and schemas left out. */
const functions = new Map(
  [...Object.entries(Core), ...Object.entries(Servers), ...Object.entries(Jobs), ...Object.entries(Node)].flatMap(
    ([module, members]) =>
      Object.entries(members).flatMap(([name, value]: [string, unknown]) => {
        if (typeof value !== "function" || Schema.isSchema(value) || /^[A-Z]/.test(name) || "spec" in value) return []
        const called: string = `${module}.${name}`
        // Called with what the table says, and on purpose with what no type allows.
        return [[called, value as (...given: ReadonlyArray<unknown>) => unknown] as const]
      })
  )
)

const disk = Node.LocalFile.layerTest({ "a.txt": "abc" })

const call = (row: Row, given: ReadonlyArray<unknown>) => () => {
  const made = functions.get(row.name)?.(...given)
  // Each row uses what its own function makes.
  return row.use === undefined ? made : row.use(made as never)
}

describe("hostile arguments", () => {
  it("the table has every public function", () => {
    const missing = [...functions.keys()].filter((name) => !isElsewhere(name) && !rows.some((row) => row.name === name))
    assert.deepStrictEqual(missing, [])
    const unknown = rows.filter((row) => !functions.has(row.name)).map((row) => row.name)
    assert.deepStrictEqual(unknown, [])
  })

  for (const row of rows) {
    it.effect(row.name, () =>
      Effect.gen(function* () {
        const good = row.arguments.map((argument) => argument.good)
        const jobs = row.onLedger === true ? Layer.succeedContext(yield* Layer.build(ledger)) : Layer.empty
        const around = Layer.merge(disk, jobs)
        for (const [at, { fields = {}, kind }] of row.arguments.entries()) {
          const refused = new Set(wrong(kind))
          for (const name of Object.keys(values)) {
            const given = good.with(at, valueOf(name))
            const verdict = yield* judge(call(row, given), {}, around as never)
            const found = looked(row, verdict, refused.has(name))
            assert.isUndefined(found, `argument ${at} is ${name}`)
          }
          for (const [field, fieldKind] of Object.entries(fields)) {
            const fieldRefused = new Set(wrong(fieldKind))
            for (const name of Object.keys(values)) {
              // Each row gives an object where it names fields.
              const given = good.with(at, { ...(good[at] as object), [field]: valueOf(name) })
              const verdict = yield* judge(call(row, given), {}, around as never)
              const found = looked(row, verdict, fieldRefused.has(name))
              assert.isUndefined(found, `${field} of argument ${at} is ${name}`)
            }
          }
        }
      })
    )
  }
})
