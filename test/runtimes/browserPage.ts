/** A page that reads a part of a file and asks for a thumbnail, and shows both in its title. */
import { BoxConfig, DeveloperToken, FileDownload, Files } from "@effect-box/core"
import { Effect, Layer, Redacted, Stream } from "effect"
import { FetchHttpClient } from "effect/http"

declare const API: string

const part = Stream.mkString(Stream.decodeText(FileDownload.stream({ file_id: "1", range: { offset: 2, length: 4 } })))
const thumbnail = Effect.match(Files.getFileThumbnailById({ file_id: "1", extension: "png" }), {
  onFailure: ({ detail }) => detail,
  onSuccess: ({ _tag }) => _tag
})

const Box = Layer.mergeAll(
  FetchHttpClient.layer,
  DeveloperToken.layer(Redacted.make("secret-token")),
  BoxConfig.layer({ apiUrl: API, uploadUrl: API, retry: { maxAttempts: 1 } })
)

document.title = await Effect.runPromise(
  Effect.all([part, thumbnail]).pipe(
    Effect.map((shown) => shown.join("; ")),
    Effect.catch((error) => Effect.succeed(`${error.message} ${error.operation}`)),
    Effect.provide(Box)
  )
)
