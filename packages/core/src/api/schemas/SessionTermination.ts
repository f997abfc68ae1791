// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Session Termination: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe } from "../../internal/schema.ts"

/** @see https://developer.box.com/reference/resources/session-termination/ */
export interface SessionTerminationMessage {
  readonly message?: string | null
}

export const SessionTerminationMessage: Lazy<SessionTerminationMessage> = /*#__PURE__*/ lazy<SessionTerminationMessage>(
  () => Schema.Struct({ message: maybe(Schema.String) })
)
