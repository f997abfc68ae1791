/**
 * Metadata with a schema of your own, against the emulator:
 *
 *     node examples/typed-metadata/main.ts
 */
import { FileUpload, MetadataTemplates } from "@effect-box/core"
import { BoxEmulator } from "@effect-box/core/testing"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import { Console, Effect } from "effect"
import { Invoice } from "./Invoice.ts"

/** Once for each enterprise, by an administrator. */
const template = MetadataTemplates.createMetadataTemplate({
  scope: "enterprise",
  templateKey: "invoice",
  displayName: "Invoice",
  fields: [
    { type: "string", key: "number", displayName: "Number" },
    { type: "float", key: "total", displayName: "Total" },
    { type: "enum", key: "status", displayName: "Status", options: [{ key: "open" }, { key: "paid" }] }
  ]
})

const program = Effect.gen(function* () {
  yield* template
  const file = yield* FileUpload.upload(new TextEncoder().encode("invoice"), { folder_id: "0", name: "1001.pdf" })
  const item = { file_id: file.id }
  yield* Invoice.create(item, { number: "1001", total: 99.5, status: "open" })
  const invoice = yield* Invoice.get(item)
  yield* Invoice.set(item, { ...invoice, status: "paid" })
  const { number, status, total } = yield* Invoice.get(item)
  yield* Console.log(`invoice ${number} of ${total} is ${status}`)
  yield* Invoice.remove(item)
  yield* Console.log(
    yield* Effect.match(Invoice.get(item), { onFailure: ({ _tag }) => _tag, onSuccess: () => "there" })
  )
})

program.pipe(Effect.provide(BoxEmulator.layer), NodeRuntime.runMain)
