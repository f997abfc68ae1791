/**
 * Sign requests: their rows, what they look like, and their status, which goes on with time.
 *
 * @see https://developer.box.com/reference/resources/sign-request/
 */
import type { Call } from "../model/Call.ts"
import type { File, Folder, User } from "../model/Item.ts"
import { makeTable, type Table } from "../model/Table.ts"
import { currentVersion, isTrashed, isVisible } from "../model/Tree.ts"
import type { World } from "../model/World.ts"
import type { Resource } from "../resource/Resource.ts"
import { listEntry } from "../views/ItemJson.ts"
import type { JsonObject } from "../wire/Json.ts"
import { timestamp } from "../wire/Timestamps.ts"

export interface Signer {
  readonly email: string
  readonly role: "signer" | "approver" | "final_copy_reader"
  readonly order: number
  readonly password: string | undefined
  /** What the request says of the signer, apart from the password, which nobody gets back. */
  readonly given: JsonObject
  readonly embedUrl: string | null
  hasViewed: boolean
  decision: { readonly type: "signed" | "declined"; readonly at: number; readonly reason: string | null } | undefined
}

export interface SignRequest {
  readonly id: string
  readonly shortId: string
  readonly sender: User
  readonly createdAt: number
  readonly given: JsonObject
  readonly sources: ReadonlyArray<File>
  /** Copies of the source files, which get a version with every signature. */
  readonly files: ReadonlyArray<File>
  readonly folder: Folder
  readonly signers: ReadonlyArray<Signer>
  readonly expiresAt: number | undefined
  /** `prepared`: nothing has ended it. `created`: somebody has to prepare it first. */
  state: "created" | "prepared" | "signed" | "cancelled" | "declined"
  sentAt: number
  finishedAt: number | undefined
  log: File | undefined
  /** Whether the webhooks know that it has expired. */
  isExpiryTold: boolean
}

export const signRequests: Table<SignRequest> = makeTable("sign_request", 920_001)

/** How long Box takes to convert the files. */
const converting = 1_000

export const statusOf = (row: SignRequest, now: number): string => {
  const isOpen = row.state === "created" || row.state === "prepared"
  if (isOpen && row.expiresAt !== undefined && row.expiresAt <= now) return "expired"
  if (isOpen && now < row.createdAt + converting) return "converting"
  if (row.state !== "prepared") return row.state
  return row.signers.some(({ hasViewed }) => hasViewed) ? "viewed" : "sent"
}

/** Those that have expired since the last time that somebody asked. */
export const newlyExpired = (world: World, now: number): ReadonlyArray<SignRequest> =>
  [...signRequests.rows(world).values()].filter((row) => !row.isExpiryTold && statusOf(row, now) === "expired")

/** Those who have to decide. */
export const deciding = ({ signers }: SignRequest): ReadonlyArray<Signer> =>
  signers.filter(({ role }) => role !== "final_copy_reader")

const signerJson = (signer: Signer): JsonObject => ({
  ...signer.given,
  email: signer.email,
  role: signer.role,
  order: signer.order,
  has_viewed_document: signer.hasViewed,
  signer_decision:
    signer.decision === undefined
      ? null
      : {
          type: signer.decision.type,
          finalized_at: timestamp(signer.decision.at),
          additional_info: signer.decision.reason
        },
  inputs: [],
  embed_url: signer.embedUrl,
  iframeable_embed_url: signer.embedUrl,
  attachments: []
})

const baseFile = (file: File): JsonObject => ({ type: "file", id: file.id, etag: String(file.etag) })

const show = (call: Call, row: SignRequest): JsonObject => {
  const status = statusOf(row, call.now)
  const isPrepared = row.given["is_document_preparation_needed"] !== true
  return {
    type: "sign-request",
    id: row.id,
    short_id: row.shortId,
    ...row.given,
    status,
    source_files: row.sources.map(baseFile),
    signers: row.signers.map(signerJson),
    sign_files: {
      files: row.files.map((file) => listEntry(call, file)),
      is_ready_for_download: status !== "converting"
    },
    ...(row.log === undefined ? {} : { signing_log: listEntry(call, row.log) }),
    parent_folder: listEntry(call, row.folder),
    prepare_url: isPrepared ? null : `https://app.box.com/sign/document/${row.id}/prepare_doc/`,
    auto_expire_at: row.expiresAt === undefined ? null : timestamp(row.expiresAt),
    collaborator_level: row.sender === call.user ? "owner" : "viewer",
    created_at: timestamp(row.createdAt),
    finished_at: row.finishedAt === undefined ? null : timestamp(row.finishedAt),
    error_code: null,
    sender_email: row.sender.login,
    sender_id: Number(row.sender.id)
  }
}

/** Box hides a request whose files or folder are gone. */
const isComplete = ({ files, folders }: World, row: SignRequest): boolean =>
  folders.get(row.folder.id) === row.folder &&
  !isTrashed(row.folder) &&
  row.files.every((file) => files.get(file.id) === file && !isTrashed(file))

export const isShared = (call: Call, row: SignRequest): boolean =>
  row.sender !== call.user &&
  (row.signers.some(({ email }) => email === call.user.login) || row.files.some((file) => isVisible(call, file)))

export const signRequest: Resource<SignRequest> = {
  table: signRequests,
  name: "sign_request",
  path: "/sign_requests/{sign_request_id}",
  show,
  sees: (call, row) => isComplete(call.world, row) && (row.sender === call.user || isShared(call, row))
}

/** The content that a version of a sign file has: that of the version before it. */
export const contentOf = (file: File) => {
  const { pieces, sha1, size } = currentVersion(file)
  return { pieces, sha1, size }
}
