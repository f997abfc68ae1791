/**
 * Names for temporary files and directories. They are short regardless of the final name, and contain a checksum, so
 * that a user's file with a similar name is never mistaken for one of ours.
 */
import { createHash } from "node:crypto"

const digits = 16

const digest = (text: string): string => createHash("sha1").update(text).digest("hex").slice(0, digits)

/** The temporary name for this id of 16 hex digits. */
export const unfinishedName = (id: string): string => `.effect-box-${id}-${digest(`effect-box unfinished ${id}`)}`

/** The temporary name for a text. The same text always gives the same name. */
export const unfinishedFor = (text: string): string => unfinishedName(digest(text))

const form = /^\.effect-box-([0-9a-f]{16})-[0-9a-f]{16}$/

export const isUnfinished = (name: string): boolean => {
  const id = form.exec(name)?.[1]
  return id !== undefined && unfinishedName(id) === name
}
