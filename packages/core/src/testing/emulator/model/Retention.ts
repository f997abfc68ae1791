/**
 * Retention: policies, what they are assigned to, and the versions of files that cannot be deleted for good because of
 * them.
 *
 * @see https://developer.box.com/reference/resources/retention-policy/
 */
import { parseMetadataDate } from "../wire/Timestamps.ts"
import type { File, FileVersion, Folder, User } from "./Item.ts"
import { type Template, templateKey } from "./Metadata.ts"
import { makeTable, type Table } from "./Table.ts"
import type { World } from "./World.ts"

export interface RetentionPolicy {
  readonly id: string
  name: string
  description: string
  /** Days; `undefined` for a policy without an end. */
  days: number | undefined
  dispositionAction: "permanently_delete" | "remove_retention"
  isModifiable: boolean
  isRetired: boolean
  canOwnerExtend: boolean
  /** Days; `undefined` if owners cannot extend it. */
  maxExtension: number | undefined
  areOwnersNotified: boolean
  recipients: ReadonlyArray<User>
  readonly createdBy: User
  readonly createdAt: number
  modifiedAt: number
}

export type RetentionTarget =
  | { readonly type: "enterprise" }
  | { readonly type: "folder"; readonly folder: Folder }
  | {
      readonly type: "metadata_template"
      readonly template: Template
      /** The keys of a field and of its option, by their ids. */
      readonly filter: { readonly fieldId: string; readonly optionId: string } | undefined
      /** The id of the date field that retention begins at. */
      readonly startFieldId: string | undefined
    }

export interface RetentionAssignment {
  readonly id: string
  readonly policy: RetentionPolicy
  readonly target: RetentionTarget
  readonly assignedBy: User
  readonly assignedAt: number
}

/** One version of a file, and since when each assignment retains it. */
export interface Retention {
  readonly id: string
  readonly file: File
  readonly version: FileVersion
  readonly appliedAt: Map<RetentionAssignment, number>
  /** Until when the owner has extended it. */
  extendedUntil: number | undefined
}

export const retentionPolicies: Table<RetentionPolicy> = makeTable("retention_policy", 500_001)
export const retentionAssignments: Table<RetentionAssignment> = makeTable("retention_policy_assignment", 510_001)
export const retentions: Table<Retention> = makeTable("file_version_retention", 520_001)

const covers = ({ target }: RetentionAssignment, file: File): boolean => {
  switch (target.type) {
    case "enterprise":
      return true
    case "folder": {
      let folder = file.parent
      while (folder !== null && folder !== target.folder) folder = folder.parent
      return folder !== null
    }
    case "metadata_template": {
      const { filter, template } = target
      const instance = file.metadata.get(templateKey(template))
      if (instance === undefined) return false
      if (filter === undefined) return true
      const field = template.fields.find(({ id }) => id === filter.fieldId)
      const option = field?.options.find(({ id }) => id === filter.optionId)?.key
      const value = instance.values[field?.key ?? ""]
      return option !== undefined && (value === option || (Array.isArray(value) && value.includes(option)))
    }
  }
}

const day = 24 * 3_600_000

const startOf = ({ target }: RetentionAssignment, file: File, appliedAt: number): number => {
  if (target.type !== "metadata_template" || target.startFieldId === undefined) return appliedAt
  const field = target.template.fields.find(({ id }) => id === target.startFieldId)
  const value = file.metadata.get(templateKey(target.template))?.values[field?.key ?? ""]
  return parseMetadataDate(value) ?? appliedAt
}

export interface Winner {
  readonly assignment: RetentionAssignment
  readonly until: number
}

/** What the policy allows now counts, which can have changed since. */
const extended = ({ assignment, until }: Winner, to: number | undefined): Winner => {
  const { canOwnerExtend, maxExtension } = assignment.policy
  if (to === undefined || !canOwnerExtend || to <= until) return { assignment, until }
  const most = maxExtension === undefined ? Number.POSITIVE_INFINITY : until + maxExtension * day
  return { assignment, until: Math.min(to, most) }
}

/** The assignment that retains longest, and until when: infinity without an end. The owner may have extended it. */
export const winner = ({ appliedAt, extendedUntil, file }: Retention): Winner | undefined => {
  let best: Winner | undefined
  for (const [assignment, at] of appliedAt) {
    const { days } = assignment.policy
    const until = days === undefined ? Number.POSITIVE_INFINITY : startOf(assignment, file, at) + days * day
    if (best === undefined || until > best.until) best = { assignment, until }
  }
  return best && extended(best, extendedUntil)
}

export const isRetained = (retention: Retention, now: number): boolean => (winner(retention)?.until ?? 0) > now

/** It follows from the version's id, so that a version's row is found at once. */
const rowId = (version: FileVersion): string => String(511_000 + Number(version.id))

export const retentionOf = (world: World, version: FileVersion): Retention | undefined =>
  retentions.rows(world).get(rowId(version))

/** Puts the versions of a file under the retention that its place and its metadata bring. What is retained stays so. */
export const retain = (world: World, file: File, now: number): void => {
  for (const assignment of retentionAssignments.rows(world).values()) {
    if (assignment.policy.isRetired || !covers(assignment, file)) continue
    for (const version of file.versions) {
      const row =
        retentionOf(world, version) ??
        retentions.insert(world, { id: rowId(version), file, version, appliedAt: new Map(), extendedUntil: undefined })
      if (!row.appliedAt.has(assignment)) row.appliedAt.set(assignment, now)
    }
  }
}

/** Ends what an assignment retains. */
export const endRetention = (world: World, assignment: RetentionAssignment): void => {
  for (const row of [...retentions.rows(world).values()]) {
    row.appliedAt.delete(assignment)
    if (row.appliedAt.size === 0) retentions.remove(world, row)
  }
  retentionAssignments.remove(world, assignment)
}
