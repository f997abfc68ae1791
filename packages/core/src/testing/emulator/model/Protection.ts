/** What happens to items when they come to a place, and which of them cannot be deleted for good. */
import { badParameter, forbidden, noPermission } from "../wire/Refusal.ts"
import type { Call } from "./Call.ts"
import { inheritAll } from "./Inheritance.ts"
import type { File, FileVersion, Item } from "./Item.ts"
import { holdLater, holdOf, holds } from "./LegalHold.ts"
import { isRetained, retain, retentionOf, retentions, winner } from "./Retention.ts"
import type { World } from "./World.ts"

/** Puts a file under the retention and the legal holds that are for it. */
export const protect = (world: World, file: File, now: number): void => {
  retain(world, file, now)
  holdLater(world, file)
}

const protectAll = (call: Call, item: Item): void => {
  if (item.type === "file") protect(call.world, item, call.now)
  else if (item.type === "folder") for (const child of item.children.values()) protectAll(call, child)
}

/** The metadata of the folders above comes down to an item, and the policies for the place apply to it. */
export const settle = (call: Call, item: Item): void => {
  inheritAll(call.random, item)
  protectAll(call, item)
}

export const isHeld = (world: World, version: FileVersion): boolean => holdOf(world, version) !== undefined

const isProtectedVersion = (world: World, version: FileVersion, now: number): boolean => {
  const retention = retentionOf(world, version)
  return isHeld(world, version) || (retention !== undefined && isRetained(retention, now))
}

/** Whether the item, or anything below it, has a version that must be kept. */
export const isProtected = (world: World, item: Item, now: number): boolean => {
  if (item.type === "file") return item.versions.some((version) => isProtectedVersion(world, version, now))
  if (item.type === "web_link") return false
  for (const child of item.children.values()) if (isProtected(world, child, now)) return true
  return false
}

/** 403 before something is deleted for good that must be kept. */
export const requireUnprotected = ({ now, world }: Call, item: Item): void => {
  if (isProtected(world, item, now)) {
    throw forbidden(
      "forbidden_by_policy",
      "The item is under retention or on legal hold, and cannot be deleted for good"
    )
  }
}

/** When the retention of a file's current version ends, if it has one that ends. */
export const dispositionOf = (world: World, file: File): number | undefined => {
  const version = file.versions.at(-1)
  const retention = version === undefined ? undefined : retentionOf(world, version)
  const until = retention === undefined ? undefined : winner(retention)?.until
  return until === Number.POSITIVE_INFINITY ? undefined : until
}

/** Checks whether the owner of a file may extend its retention. The result does it. Without retention it does nothing. */
export const extendRetention = ({ world }: Call, file: File, to: number): (() => void) => {
  const version = file.versions.at(-1)
  const retention = version === undefined ? undefined : retentionOf(world, version)
  const best = retention === undefined ? undefined : winner(retention)
  if (retention === undefined || best === undefined) return () => undefined
  if (to < best.until) throw badParameter("disposition_at", "Retention cannot be shortened")
  if (!best.assignment.policy.canOwnerExtend) throw noPermission()
  return () => {
    retention.extendedUntil = to
  }
}

/** Nothing is kept of a file that was deleted for good. */
export const forget = (world: World, file: File): void => {
  for (const version of file.versions) {
    const retention = retentionOf(world, version)
    const hold = holdOf(world, version)
    if (retention !== undefined) retentions.remove(world, retention)
    if (hold !== undefined) holds.remove(world, hold)
  }
}
