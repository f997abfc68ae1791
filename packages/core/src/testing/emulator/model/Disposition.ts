/** The end of retention: versions are released, or deleted for good where their policy says so. */
import { isHeld, isProtected } from "./Protection.ts"
import { type Retention, retentions, winner } from "./Retention.ts"
import { currentVersion, detach, purge } from "./Tree.ts"
import { releasePieces, type World } from "./World.ts"

/** A current version takes its file with it. */
const destroy = (world: World, { file, version }: Retention): void => {
  if (version === currentVersion(file)) {
    if (file.trashedAt === null) detach(file)
    purge(world, file)
    return
  }
  file.versions.splice(file.versions.indexOf(version), 1)
  releasePieces(world, version.pieces)
}

/** Does what has become due. What is on legal hold waits until it is released. */
export const disposeExpired = (world: World, now: number): void => {
  if (retentions.rows(world).size === 0) return
  for (const row of [...retentions.rows(world).values()]) {
    const best = winner(row)
    if (best === undefined || best.until > now) continue
    const isCurrent = row.version === currentVersion(row.file)
    if (isCurrent ? isProtected(world, row.file, now) : isHeld(world, row.version)) continue
    retentions.remove(world, row)
    if (best.assignment.policy.dispositionAction === "permanently_delete" && world.files.has(row.file.id)) {
      destroy(world, row)
    }
  }
}
