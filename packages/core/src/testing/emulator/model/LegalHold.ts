/**
 * Legal holds: policies, whom and what they are assigned to, and the versions of files that are held.
 *
 * @see https://developer.box.com/reference/resources/legal-hold-policy/
 */
import type { File, FileVersion, User } from "./Item.ts"
import { makeTable, type Table } from "./Table.ts"
import type { World } from "./World.ts"

export interface HoldPolicy {
  readonly id: string
  name: string
  description: string
  /** Whether what comes later is held as well. */
  readonly isOngoing: boolean
  /** For users only: when a version must have been uploaded. */
  readonly from: number | undefined
  readonly to: number | undefined
  releaseNotes: string
  readonly createdBy: User
  readonly createdAt: number
  modifiedAt: number
}

export const holdTargets = ["file", "file_version", "folder", "user", "ownership", "interactions"] as const

export interface HoldAssignment {
  readonly id: string
  readonly policy: HoldPolicy
  readonly type: (typeof holdTargets)[number]
  readonly targetId: string
  readonly assignedBy: User
  readonly assignedAt: number
}

/** One version of a file, and all that holds it. */
export interface Hold {
  readonly id: string
  readonly file: File
  readonly version: FileVersion
  readonly assignments: Set<HoldAssignment>
}

export const holdPolicies: Table<HoldPolicy> = makeTable("legal_hold_policy", 530_001)
export const holdAssignments: Table<HoldAssignment> = makeTable("legal_hold_policy_assignment", 540_001)
export const holds: Table<Hold> = makeTable("file_version_legal_hold", 550_001)

const isInTime = ({ from, to }: HoldPolicy, { createdAt }: FileVersion): boolean =>
  createdAt >= (from ?? Number.NEGATIVE_INFINITY) && createdAt <= (to ?? Number.POSITIVE_INFINITY)

const covers = ({ policy, targetId, type }: HoldAssignment, file: File, version: FileVersion): boolean => {
  switch (type) {
    case "file":
      return file.id === targetId
    case "file_version":
      return version.id === targetId
    case "folder": {
      let folder = file.parent
      while (folder !== null && folder.id !== targetId) folder = folder.parent
      return folder !== null
    }
    case "ownership":
      return file.owner.id === targetId && isInTime(policy, version)
    case "interactions":
      return version.modifiedBy.id === targetId && isInTime(policy, version)
    case "user":
      return [file.owner, version.modifiedBy].some(({ id }) => id === targetId) && isInTime(policy, version)
  }
}

/** It follows from the version's id, so that a version's row is found at once. */
const rowId = (version: FileVersion): string => String(541_000 + Number(version.id))

export const holdOf = (world: World, version: FileVersion): Hold | undefined => holds.rows(world).get(rowId(version))

const hold = (world: World, assignment: HoldAssignment, file: File): void => {
  for (const version of file.versions) {
    if (!covers(assignment, file, version)) continue
    const row =
      holdOf(world, version) ?? holds.insert(world, { id: rowId(version), file, version, assignments: new Set() })
    row.assignments.add(assignment)
  }
}

/** A new assignment holds what is there. */
export const holdExisting = (world: World, assignment: HoldAssignment): void => {
  for (const file of world.files.values()) hold(world, assignment, file)
}

/** A file that came, or has a new version, is held by the policies that go on. What is held stays so. */
export const holdLater = (world: World, file: File): void => {
  for (const assignment of holdAssignments.rows(world).values()) {
    if (assignment.policy.isOngoing) hold(world, assignment, file)
  }
}

export const releaseHold = (world: World, assignment: HoldAssignment): void => {
  for (const row of [...holds.rows(world).values()]) {
    row.assignments.delete(assignment)
    if (row.assignments.size === 0) holds.remove(world, row)
  }
  holdAssignments.remove(world, assignment)
}
