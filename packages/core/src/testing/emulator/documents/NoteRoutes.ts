/**
 * Notes from Markdown. A note of the emulator is a file of JSON with the Markdown in it, and says what made it.
 *
 * @see https://developer.box.com/reference/v2026.0/post-notes-convert/
 */
import * as Effect from "effect/Effect"
import { json } from "../wire/Answer.ts"
import type { Call, Route } from "../model/Call.ts"
import { checkName, createFile, findFolder, requireFreeName, requireRight } from "../model/Tree.ts"
import { appendEvent } from "../resource/EventLog.ts"
import { storeText } from "../resource/Texts.ts"
import { requiredId, requiredObject, requiredOneOf, requiredString } from "../wire/Json.ts"
import { badParameter, Refusal, transaction } from "../wire/Refusal.ts"

const maxContent = 1024 ** 2

const tooLarge = (): Refusal =>
  new Refusal({
    status: 413,
    shape: "api",
    code: "request_entity_too_large",
    message: `'content' must not have more than ${maxContent} characters`
  })

/** What is asked for, all of it checked. */
const read = (call: Call) => {
  const { json: body } = call
  const content = requiredString(body, "content")
  requiredOneOf(body, "content_format", ["markdown"])
  const given = requiredString(body, "name")
  if (given === "" || given.length > 247) throw badParameter("name", "'name' must have 1 to 247 characters")
  const parent = requiredObject(body, "parent")
  requiredOneOf(parent, "type", ["folder"])
  if (content.length > maxContent) throw tooLarge()
  const folder = findFolder(call, requiredId(parent, "id"), "parent")
  requireRight(call, folder, "upload")
  const name = checkName(`${given}.boxnote`)
  requireFreeName(folder, name)
  return { content, folder, name }
}

const convert = (call: Call) =>
  Effect.gen(function* () {
    const { content } = yield* transaction(() => read(call))
    const stored = yield* storeText(call, JSON.stringify({ made_by: "the emulator of Box", markdown: content }))
    return yield* transaction(() => {
      // The name may have been taken since.
      const { folder, name } = read(call)
      const file = createFile(call, folder, name, stored)
      appendEvent(call, "ITEM_UPLOAD", file)
      return json(201, { type: "file", id: file.id })
    })
  })

export const noteRoutes: ReadonlyArray<Route> = [
  { host: "api", method: "POST", path: "/notes/convert", kind: "json", handle: convert }
]
