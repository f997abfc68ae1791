/** What users attach to items: favorites, watermarks and the locks of folders. */
import type { Call } from "./Call.ts"
import type { File, Folder, Item, User } from "./Item.ts"
import { makeTable, type Table } from "./Table.ts"
import type { World } from "./World.ts"
import { forbidden } from "../wire/Refusal.ts"

/** A user's favorites. */
export interface Collection {
  readonly id: string
  readonly user: User
  /** In the order in which they were added. */
  readonly items: Set<Item>
}

export interface Watermark {
  /** The type and the id of the item. */
  readonly id: string
  readonly item: File | Folder
  readonly createdAt: number
  modifiedAt: number
}

export interface FolderLock {
  readonly id: string
  readonly folder: Folder
  readonly createdBy: User
  readonly createdAt: number
}

const collections: Table<Collection> = makeTable("collection", 220_001)
export const watermarks: Table<Watermark> = makeTable("watermark", 230_001, { itemOf: ({ item }) => item })
export const folderLocks: Table<FolderLock> = makeTable("folder_lock", 240_001, { itemOf: ({ folder }) => folder })

const known = (world: World, user: User): Collection | undefined => {
  for (const row of collections.rows(world).values()) if (row.user === user) return row
  return undefined
}

/** It is there from the first time that somebody asks for it. */
export const favoritesOf = ({ user, world }: Call): Collection =>
  known(world, user) ?? collections.insert(world, { id: collections.freshId(world), user, items: new Set() })

/** The collections of the user that have the item. */
export const collectionsWith = ({ user, world }: Call, item: Item): ReadonlyArray<Collection> => {
  const favorites = known(world, user)
  return favorites?.items.has(item) ? [favorites] : []
}

/** What was deleted for good is nobody's favorite any more. */
export const leaveCollections = (world: World, gone: ReadonlySet<Item>): void => {
  for (const { items } of collections.rows(world).values())
    for (const item of items) if (gone.has(item)) items.delete(item)
}

export const dropFavorites = (world: World, user: User): void => {
  const favorites = known(world, user)
  if (favorites !== undefined) collections.remove(world, favorites)
}

export const watermarkKey = ({ id, type }: Item): string => `${type}_${id}`

export const watermarkOf = (world: World, item: File | Folder): Watermark | undefined =>
  watermarks.rows(world).get(watermarkKey(item))

/** Whether the item has a watermark itself, and whether one of the folders above it has one. */
export const watermarking = (world: World, item: File | Folder): { readonly own: boolean; readonly above: boolean } => {
  let above = false
  if (watermarks.rows(world).size === 0) return { own: false, above }
  for (let at = item.parent; at !== null; at = at.parent) above ||= watermarkOf(world, at) !== undefined
  return { own: watermarkOf(world, item) !== undefined, above }
}

/** A locked folder is neither moved nor deleted, not by its owner either, and not with a folder above it. */
export const requireUnlocked = ({ world }: Call, item: Item): void => {
  for (const { folder } of folderLocks.rows(world).values()) {
    for (let at: Folder | null = folder; at !== null; at = at.parent) {
      if (at === item) {
        throw forbidden("access_denied_insufficient_permissions", "Access denied - a folder lock prevents this")
      }
    }
  }
}
