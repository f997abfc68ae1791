/** Looks at Box from outside the run: a login of its own, on a network where nothing goes wrong. */
import {
  type BoxError,
  ClientCredentials,
  Events,
  Files,
  FileUpload,
  FileVersions,
  Folders,
  type TokenPersistence,
  type TokenStore,
  UploadSource
} from "@effect-box/core"
import { BoxEmulator } from "@effect-box/core/testing"
import { Clock, Effect, Layer, Redacted, Stream } from "effect"
import { HttpClient, HttpClientRequest } from "effect/http"
import type { BoxModel } from "./BoxModel.ts"
import type { Choices } from "./Choices.ts"
import type { Conduct } from "./Conduct.ts"
import { auditFollower } from "./EventWork.ts"
import { furnishHooks } from "./HookWork.ts"
import { auditJob, furnishJobs, jobSource, jobTarget } from "./JobWork.ts"
import type { Watch } from "./Watch.ts"

export type Requirements = HttpClient.HttpClient | TokenStore.TokenStore

export const layer = (emulator: BoxEmulator.BoxEmulator["Service"]): Layer.Layer<Requirements, BoxError.BoxError> => {
  const { clientId, clientSecret, userId } = emulator.credentials
  const client = Layer.provide(BoxEmulator.layerClient, Layer.succeed(BoxEmulator.BoxEmulator, emulator))
  return ClientCredentials.layer({
    clientId,
    clientSecret: Redacted.make(clientSecret),
    subject: { user: userId }
  }).pipe(Layer.provideMerge(client))
}

const redirect_uri = "https://app.example/callback"

/** A person gives consent in a browser: the code that comes of it. */
export const consent = ({
  authorize,
  credentials: { clientId },
  urls
}: BoxEmulator.BoxEmulator["Service"]): Effect.Effect<string> => {
  const query = new URLSearchParams({ response_type: "code", client_id: clientId, redirect_uri })
  return Effect.map(
    authorize(`${urls.authorizeUrl}?${query}`),
    (redirected) => new URL(redirected).searchParams.get("code") ?? ""
  )
}

/** A person logs in, and another program than ours saves what it got for the code. */
export const logIn = Effect.fnUntraced(function* (
  emulator: BoxEmulator.BoxEmulator["Service"],
  persistence: TokenPersistence.TokenPersistence["Service"],
  began: (pair: TokenPersistence.TokenPair) => void
) {
  const client = yield* HttpClient.HttpClient
  const { clientId, clientSecret } = emulator.credentials
  yield* persistence.exclusively(
    Effect.gen(function* () {
      const answer = yield* client.execute(
        HttpClientRequest.post(`${emulator.urls.apiUrl}/oauth2/token`).pipe(
          HttpClientRequest.bodyUrlParams({
            grant_type: "authorization_code",
            code: yield* consent(emulator),
            client_id: clientId,
            client_secret: clientSecret
          })
        )
      )
      // The emulator's answer to a code that it has just given.
      const tokens = (yield* answer.json) as { access_token: string; refresh_token: string; expires_in: number }
      const pair = {
        accessToken: Redacted.make(tokens.access_token),
        refreshToken: Redacted.make(tokens.refresh_token),
        expiresAt: (yield* Clock.currentTimeMillis) + tokens.expires_in * 1000
      }
      began(pair)
      yield* persistence.set(pair)
    })
  )
})

/** What is on Box before the run. */
export const furnish = Effect.fnUntraced(function* (
  model: BoxModel,
  choices: Choices,
  jobs: { readonly choices: Choices; readonly colleague: string } | undefined
) {
  const put = (folder_id: string, name: string, bytes: Uint8Array) =>
    FileUpload.upload(UploadSource.fromBytes(bytes), { folder_id, name })
  for (let i = 0; i < 3; i++) {
    const bytes = choices.bytes(choices.int(8, 48))
    const { id } = yield* put("0", `base-${i}`, bytes)
    model.addBase(id, `base-${i}`, bytes)
  }
  const { id } = yield* put("0", "doomed", choices.bytes(3))
  model.doomed.set("doomed", { id, reported: undefined })
  const folder = yield* Folders.createFolder({ name: "listed", parent: { id: "0" } })
  model.listedFolder = folder.id
  for (let i = 0; i < 4; i++) {
    const name = `listed-${i}`
    yield* Folders.createFolder({ name, parent: folder })
    model.listed.push(name)
  }
  if (jobs === undefined) return
  for (const name of [jobSource, jobTarget]) model.folders.set(name, "done")
  model.ground = yield* furnishJobs(jobs.choices, jobs.colleague)
  yield* furnishHooks(model.ground)
})

const isOpen = Effect.fnUntraced(function* (emulator: BoxEmulator.BoxEmulator["Service"], token: string, id: string) {
  const client = yield* HttpClient.HttpClient
  const answer = yield* client.execute(
    HttpClientRequest.get(`${emulator.urls.uploadUrl}/2.0/files/upload_sessions/${id}`).pipe(
      HttpClientRequest.bearerToken(token)
    )
  )
  return answer.status === 200
})

/** What is on Box after it. */
export const audit = Effect.fnUntraced(function* (
  emulator: BoxEmulator.BoxEmulator["Service"],
  token: string,
  model: BoxModel,
  conduct: Conduct,
  watch: Watch,
  loginMayBeLost: boolean
) {
  const list = (folder_id: string, prefix: string) =>
    Effect.map(
      Stream.runCollect(
        Folders.getFolderItems.items({ folder_id, limit: 1000, fields: ["name", "size", "sha1", "etag"] })
      ),
      (entries) => entries.map((item) => ({ item, name: prefix + item.name }))
    )
  const top = yield* list("0", "")
  const folders = top.filter(({ item }) => item.type === "folder")
  model.auditFolders(folders.map(({ name }) => name))
  const below = yield* Effect.forEach(
    folders.filter(({ item }) => ![model.listedFolder, model.ground?.source, model.ground?.target].includes(item.id)),
    ({ item, name }) => list(item.id, `${name}/`)
  )
  model.auditFiles(
    [...top, ...below.flat()].flatMap(({ item, name }) =>
      item.type === "file"
        ? [{ id: item.id, name, etag: item.etag ?? "", size: item.size ?? -1, sha1: item.sha1 ?? "" }]
        : []
    )
  )
  for (const base of model.bases) {
    const current = yield* Files.getFileById({ file_id: base.id })
    const older = yield* Stream.runCollect(FileVersions.getFileVersions.items({ file_id: base.id, limit: 1000 }))
    model.auditVersions(base, [current.sha1 ?? "", ...older.map(({ sha1 }) => sha1 ?? "")])
  }
  for (const follower of model.followers) {
    const { stream_type } = follower
    const all =
      stream_type === "all"
        ? ({ stream_position: "0", limit: 500 } as const)
        : ({ stream_type: "admin_logs", limit: 500 } as const)
    const happened = yield* Stream.runCollect(Events.getEvents.items(all))
    const events = happened.map((event) => ({ id: event.event_id, at: Date.parse(event.created_at ?? "") }))
    auditFollower(follower, events, watch)
  }
  const { ground } = model
  if (ground !== undefined) {
    yield* Effect.forEach(model.jobs, (job) => auditJob(job, ground, watch, loginMayBeLost), { discard: true })
  }
  for (const id of conduct.dutiful) {
    if (yield* isOpen(emulator, token, id)) {
      const session = conduct.sessions.get(id)
      watch.violated("no session left open", `${session?.operation} left ${id} and never tried to delete it`)
    }
  }
})
