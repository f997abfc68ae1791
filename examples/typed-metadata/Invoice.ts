/** The metadata of invoices. The template is named once; what is read and written has the types of the schema. */
import { TypedMetadata } from "@effect-box/core"
import { Schema } from "effect"

export const Invoice = TypedMetadata.make({
  scope: "enterprise",
  template_key: "invoice",
  schema: Schema.Struct({
    number: Schema.String,
    total: Schema.Number,
    status: Schema.Literals(["open", "paid"])
  })
})
