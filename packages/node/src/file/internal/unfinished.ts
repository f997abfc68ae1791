/**
 * Names for what is not finished yet. They are short whatever the final name is, and hold a check of their own, so that what
 * is ours is known from the name alone: a user's file that is called almost like this is never taken for one.
 */
import { createHash } from "node:crypto"

const digits = 16

const digest = (text: string): string => createHash("sha1").update(text).digest("hex").slice(0, digits)

/** The name for something unfinished with this id, which has 16 digits in hex. */
export const unfinishedName = (id: string): string => `.effect-box-${id}-${digest(`effect-box unfinished ${id}`)}`

/** The same name each time for the same text. */
export const unfinishedFor = (text: string): string => unfinishedName(digest(text))

const form = /^\.effect-box-([0-9a-f]{16})-[0-9a-f]{16}$/

export const isUnfinished = (name: string): boolean => {
  const id = form.exec(name)?.[1]
  return id !== undefined && unfinishedName(id) === name
}
