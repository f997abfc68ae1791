/** The page: lists one folder, uploads into it and downloads from it, with a token that can do only that. */
import { BoxConfig, DeveloperToken, FileDownload, FileUpload, Folders, UploadSource } from "@effect-box/core"
import { Effect, Layer, ManagedRuntime, Redacted, Stream } from "effect"
import { FetchHttpClient } from "effect/http"

/** What the server of this page answers with at `/session`. */
interface Session {
  readonly apiUrl: string
  readonly uploadUrl: string
  readonly folderId: string
  readonly accessToken: string
}

const session: Session = await (await fetch("/session", { method: "POST" })).json()
const folder_id = session.folderId

const runtime = ManagedRuntime.make(
  Layer.merge(FetchHttpClient.layer, DeveloperToken.layer(Redacted.make(session.accessToken))).pipe(
    Layer.provideMerge(BoxConfig.layer({ apiUrl: session.apiUrl, uploadUrl: session.uploadUrl }))
  )
)

const show = (problem: string) => {
  element("#problem").textContent = problem
}

const element = <E extends Element>(selector: string): E => {
  const found = document.querySelector<E>(selector)
  if (found === null) throw new Error(`The page has no ${selector}`)
  return found
}

/** A file that the user chose. Large ones are read part by part. */
const sourceOf = (file: File) =>
  UploadSource.fromPositions({
    size: file.size,
    read: (offset, length) =>
      Effect.map(
        Effect.promise(() => file.slice(offset, offset + length).arrayBuffer()),
        (bytes) => new Uint8Array(bytes)
      )
  })

const save = (file_id: string, name: string) =>
  Effect.map(Stream.mkUint8Array(FileDownload.stream({ file_id })), (bytes) => {
    const link = document.createElement("a")
    link.href = URL.createObjectURL(new Blob([bytes]))
    link.download = name
    link.click()
    URL.revokeObjectURL(link.href)
  })

const row = ({ id, name }: { readonly id: string; readonly name?: string | null }): HTMLLIElement => {
  const item = document.createElement("li")
  item.append(name ?? id)
  const button = document.createElement("button")
  button.textContent = "Download"
  button.onclick = () => run(save(id, name ?? id))
  item.append(button)
  return item
}

const list = Folders.getFolderItems.items({ folder_id, fields: ["name", "type"] }).pipe(
  Stream.filter((item) => item.type === "file"),
  Stream.runCollect,
  Effect.map((items) => element("#items").replaceChildren(...items.map(row)))
)

const upload = (file: File) =>
  FileUpload.upload(sourceOf(file), {
    folder_id,
    name: file.name,
    onProgress: ({ transferred }) =>
      Effect.sync(() => {
        element<HTMLProgressElement>("#progress").value = file.size === 0 ? 1 : transferred / file.size
      })
  })

const run = <E extends { readonly message: string }>(
  program: Effect.Effect<unknown, E, ManagedRuntime.ManagedRuntime.Services<typeof runtime>>
) =>
  runtime.runPromise(
    program.pipe(Effect.match({ onFailure: ({ message }) => message, onSuccess: () => "" }), Effect.map(show))
  )

element<HTMLInputElement>("#file").onchange = ({ currentTarget }) => {
  const [file] = (currentTarget as HTMLInputElement).files ?? [] // it is the element above
  if (file !== undefined) run(Effect.andThen(upload(file), list))
}

await run(list)
