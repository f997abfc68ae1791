/** The smallest program with effect-box: one call, everything imported by sub-path. */
import * as BoxConfig from "@effect-box/core/BoxConfig"
import * as DeveloperToken from "@effect-box/core/DeveloperToken"
import { getFolderById } from "@effect-box/core/api/Folders"
import * as ConnectionPool from "@effect-box/node/ConnectionPool"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { expectEqual, runTask } from "../clientRun.ts"
import { token } from "../tasks.ts"

await runTask({
  firstAnswer: ({ apiUrl, uploadUrl }) =>
    getFolderById({ folder_id: "11446498" }).pipe(
      Effect.map(({ id }) => expectEqual("folder", id, "11446498")),
      Effect.provide(
        Layer.mergeAll(
          ConnectionPool.layer(),
          DeveloperToken.layer(Redacted.make(token)),
          BoxConfig.layer({ apiUrl, uploadUrl })
        )
      ),
      Effect.runPromise
    )
})
