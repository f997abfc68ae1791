/** Comments on files. */
import type { File, User } from "./Item.ts"
import { makeTable, type Table } from "./Table.ts"
import type { World } from "./World.ts"

export interface Comment {
  readonly id: string
  readonly file: File
  /** The comment that this one answers. */
  readonly replyTo: Comment | undefined
  readonly createdBy: User
  readonly createdAt: number
  modifiedAt: number
  message: string
  /** With `@[id:name]` for those whom it mentions; empty if it mentions nobody. */
  taggedMessage: string
}

export const comments: Table<Comment> = makeTable("comment", 10_001, { itemOf: ({ file }) => file })

/** How many comments a file has, with the replies to them. */
export const countComments = (world: World, file: File): number => {
  let count = 0
  for (const comment of comments.rows(world).values()) if (comment.file === file) count++
  return count
}
