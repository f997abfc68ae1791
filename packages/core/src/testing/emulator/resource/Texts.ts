/** Files whose content the emulator itself reads or writes: as text. */
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import type { ConnectionBroken } from "../wire/Answer.ts"
import type { Call } from "../model/Call.ts"
import { readPieces } from "../model/Contents.ts"
import type { File, FileVersion, Folder } from "../model/Item.ts"
import { createFile } from "../model/Tree.ts"
import type { Refusal } from "../wire/Refusal.ts"
import { appendEvent } from "./EventLog.ts"

type Content = Pick<FileVersion, "size" | "sha1" | "pieces">

/** The text of a version; none if the emulator keeps no bytes. */
export const readText = ({ world }: Call, version: FileVersion): Effect.Effect<string, ConnectionBroken> =>
  world.contents.readable
    ? Stream.mkString(Stream.decodeText(readPieces(world.contents, version.pieces, 0, version.size)))
    : Effect.succeed("")

/** Keeps the bytes of a text, before there is a file for them. */
export const storeText = ({ world }: Call, text: string): Effect.Effect<Content, Refusal> =>
  Effect.map(world.contents.store(Stream.make(new TextEncoder().encode(text)), "whole"), (piece) => ({
    size: piece.size,
    sha1: piece.sha1,
    pieces: [piece]
  }))

/** The name, or with a number where it is taken: `a (1).txt`. */
export const freeName = (folder: Folder, name: string): string => {
  const [, base = name, extension = ""] = /^(.+?)(\.[^.]*)?$/.exec(name) ?? []
  let free = name
  for (let count = 1; folder.children.has(free.toLowerCase()); count++) free = `${base} (${count})${extension}`
  return free
}

/** A new file with this content, under a name that is free. */
export const addFile = (call: Call, folder: Folder, name: string, content: Content): File => {
  const file = createFile(call, folder, freeName(folder, name), content)
  appendEvent(call, "ITEM_UPLOAD", file)
  return file
}
