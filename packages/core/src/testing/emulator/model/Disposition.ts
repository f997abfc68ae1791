/** The end of retention, where a policy says that the content is deleted for good then. */
import { isHeld, isProtected } from "./Protection.ts"
import { type Retention, type RetentionAssignment, retentionAssignments, retentions, winner } from "./Retention.ts"
import { currentVersion, detach, purge } from "./Tree.ts"
import { releasePieces, type World } from "./World.ts"

/** A current version takes its file with it, and all that is known of it. */
const destroy = (world: World, row: Retention): void => {
  const { file, version } = row
  // With another version, the file may be gone already.
  if (!world.files.has(file.id)) return
  if (version === currentVersion(file)) {
    if (file.trashedAt === null) detach(file)
    purge(world, file)
    return
  }
  retentions.remove(world, row)
  file.versions.splice(file.versions.indexOf(version), 1)
  releasePieces(world, version.pieces)
}

/** Deletes what has become due. What is on legal hold waits until it is released. */
export const disposeExpired = (world: World, now: number): void => {
  const isDeleting = ({ policy }: RetentionAssignment) => policy.dispositionAction === "permanently_delete"
  // Everybody else does not pay for a look at all rows.
  if (![...retentionAssignments.rows(world).values()].some(isDeleting)) return
  for (const row of [...retentions.rows(world).values()]) {
    const best = winner(row)
    if (best === undefined || best.until > now || !isDeleting(best.assignment)) continue
    const isCurrent = row.version === currentVersion(row.file)
    if (isCurrent ? isProtected(world, row.file, now) : isHeld(world, row.version)) continue
    destroy(world, row)
  }
}
