/** A worker that lists, uploads and downloads, with core and its own `fetch`. */
import { BoxConfig, DeveloperToken, FileDownload, FileUpload, Folders, UploadSource } from "@effect-box/core"
import { Effect, Layer, Redacted, Stream } from "effect"
import { FetchHttpClient } from "effect/http"

interface Bindings {
  readonly apiUrl: string
  readonly uploadUrl: string
  readonly accessToken: string
}

const program = Effect.gen(function* () {
  const content = UploadSource.fromBytes(new TextEncoder().encode("hello"))
  const { id } = yield* FileUpload.upload(content, { folder_id: "0", name: "worker.txt" })
  const names = yield* Stream.runCollect(
    Stream.map(Folders.getFolderItems.items({ folder_id: "0", fields: ["name"] }), ({ name }) => name)
  )
  const text = yield* Stream.mkString(Stream.decodeText(FileDownload.stream({ file_id: id })))
  return `${names.join(" ")}: ${text}`
})

export default {
  fetch: (_: Request, { accessToken, apiUrl, uploadUrl }: Bindings): Promise<Response> =>
    program.pipe(
      Effect.match({ onFailure: ({ message }) => message, onSuccess: (text) => text }),
      Effect.map((text) => new Response(text)),
      Effect.provide(
        Layer.mergeAll(
          FetchHttpClient.layer,
          DeveloperToken.layer(Redacted.make(accessToken)),
          BoxConfig.layer({ apiUrl, uploadUrl })
        )
      ),
      Effect.runPromise
    )
}
