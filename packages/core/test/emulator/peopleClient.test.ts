/** Every operation of people, access and what is attached to items, by this project's client, which checks strictly. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Stream } from "effect"
import {
  Avatars,
  BoxRequest,
  CollaborationAllowlistEntries as Allowlist,
  CollaborationAllowlistExemptTargets as Exempt,
  Collections,
  DevicePinners,
  EmailAliases,
  FileRequests,
  Files,
  FileWatermarks,
  FolderLocks,
  Folders,
  FolderWatermarks,
  Groups,
  Invites,
  ListCollaborations,
  Memberships,
  RecentItems,
  ResponseCheck,
  SessionTermination,
  StoragePolicies,
  StoragePolicyAssignments,
  TaskAssignments,
  Tasks,
  Transfer,
  Uploads,
  UserCollaborations,
  Users
} from "../../src/index.ts"
import * as BoxEmulator from "../../src/testing/BoxEmulator.ts"
import { placeholder } from "../../src/testing/emulator/wire/Placeholder.ts"

const modules = [
  "Avatars",
  "CollaborationAllowlistEntries",
  "CollaborationAllowlistExemptTargets",
  "Collections",
  "DevicePinners",
  "EmailAliases",
  "FileRequests",
  "FileWatermarks",
  "FolderLocks",
  "FolderWatermarks",
  "Groups",
  "Invites",
  "ListCollaborations",
  "Memberships",
  "RecentItems",
  "SessionTermination",
  "StoragePolicies",
  "StoragePolicyAssignments",
  "TaskAssignments",
  "Tasks",
  "Transfer",
  "UserCollaborations",
  "Users"
]

/** The id of what an answer contains, or a failed test. */
const idOf = ({ id }: { readonly id?: string | null | undefined }): string => {
  if (typeof id !== "string") throw new Error("the answer has no id")
  return id
}

const entry = <A>(page: { readonly entries?: ReadonlyArray<A> | null | undefined }): A => {
  const [first] = page.entries ?? []
  if (first === undefined) throw new Error("the page is empty")
  return first
}

const folder = (name: string) => Effect.map(Folders.createFolder({ name, parent: { id: "0" } }), ({ id }) => id)

const file = (name: string) =>
  Effect.map(
    Uploads.uploadFile({ attributes: { name, parent: { id: "0" } }, file: new TextEncoder().encode(name) }),
    (uploaded) => idOf(entry(uploaded))
  )

const users = Effect.gen(function* () {
  const user_id = idOf(yield* Users.createUser({ name: "Lin", login: "lin@example.test" }))
  assert.strictEqual((yield* Users.getUserById({ user_id })).name, "Lin")
  assert.strictEqual((yield* Users.updateUserById({ user_id, job_title: "Chemist" })).job_title, "Chemist")
  yield* Users.getUserMe()
  yield* Users.getUsers({ filter_term: "lin" })
  const alias = yield* EmailAliases.createUserEmailAlias({ user_id, email: "lin2@example.test" })
  yield* EmailAliases.getUserEmailAliases({ user_id })
  yield* EmailAliases.deleteUserEmailAliasById({ user_id, email_alias_id: idOf(alias) })
  yield* Avatars.createUserAvatar({ user_id, pic: placeholder("png", { width: 10, height: 10 }) })
  assert.isAbove((yield* Stream.runCollect(Avatars.getUserAvatar({ user_id }))).length, 0)
  yield* Avatars.deleteUserAvatar({ user_id })
  yield* SessionTermination.terminateUsersSessions({ user_ids: [user_id], user_logins: [] })
  yield* Users.updateUserById({ user_id, enterprise: null })
  const invite = yield* Invites.createInvite({
    enterprise: { id: "3001" },
    actionable_by: { login: "lin@example.test" }
  })
  assert.strictEqual((yield* Invites.getInviteById({ invite_id: idOf(invite) })).status, "pending")
  const other = idOf(yield* Users.createUser({ name: "Ola", login: "ola@example.test" }))
  yield* Transfer.transferOwnedFolder({ user_id: other, owned_by: { id: "7002" } })
  yield* Users.deleteUserById({ user_id: other })
})

const groups = Effect.gen(function* () {
  const group_id = idOf(yield* Groups.createGroup({ name: "Chemists" }))
  yield* Groups.getGroupById({ group_id })
  yield* Groups.getGroupById({ group_id, fields: ["description", "permissions"] })
  yield* Groups.getGroups({})
  yield* Groups.updateGroupById({ group_id, name: "Doctors" })
  const made = yield* Memberships.createGroupMembership({ user: { id: "7002" }, group: { id: group_id } })
  const group_membership_id = idOf(made)
  yield* Memberships.getGroupMembershipById({ group_membership_id })
  yield* Memberships.updateGroupMembershipById({ group_membership_id, role: "admin" })
  yield* Memberships.getGroupMemberships({ group_id })
  yield* Memberships.getUserMemberships({ user_id: "7002" })
  const id = yield* folder("for the group")
  yield* UserCollaborations.createCollaboration({
    item: { type: "folder", id },
    accessible_by: { type: "group", id: group_id },
    role: "viewer"
  })
  assert.strictEqual((yield* ListCollaborations.getGroupCollaborations({ group_id })).entries?.length, 1)
  yield* SessionTermination.terminateGroupsSessions({ group_ids: [group_id] })
  yield* Memberships.deleteGroupMembershipById({ group_membership_id })
  yield* Groups.deleteGroupById({ group_id })
})

const collaborations = Effect.gen(function* () {
  const folder_id = yield* folder("shared")
  const file_id = yield* file("shared too")
  const made = yield* UserCollaborations.createCollaboration({
    item: { type: "folder", id: folder_id },
    accessible_by: { type: "user", id: "7002" },
    role: "editor"
  })
  const collaboration_id = made.id
  yield* UserCollaborations.getCollaborationById({ collaboration_id })
  yield* UserCollaborations.updateCollaborationById({ collaboration_id, role: "co-owner" })
  yield* ListCollaborations.getFolderCollaborations({ folder_id })
  yield* UserCollaborations.createCollaboration({
    item: { type: "file", id: file_id },
    accessible_by: { type: "user", login: "later@example.test" },
    role: "viewer"
  })
  const pending = yield* ListCollaborations.getFileCollaborations({ file_id })
  assert.strictEqual(entry(pending).status, "pending")
  const later = idOf(yield* Users.createUser({ name: "Later", login: "later@example.test" }))
  const invited = yield* ListCollaborations.getCollaborations({ status: "pending" }).pipe(BoxRequest.asUser(later))
  yield* UserCollaborations.updateCollaborationById({
    collaboration_id: idOf(entry(invited)),
    status: "accepted"
  }).pipe(BoxRequest.asUser(later))
  assert.strictEqual((yield* Files.getFileById({ file_id }).pipe(BoxRequest.asUser(later)))?.id, file_id)
  assert.isUndefined(yield* UserCollaborations.updateCollaborationById({ collaboration_id, role: "owner" }))
  const kept = yield* ListCollaborations.getFolderCollaborations({ folder_id })
  yield* UserCollaborations.deleteCollaborationById({ collaboration_id: idOf(entry(kept)) })
})

const policies = Effect.gen(function* () {
  const allowed = idOf(yield* Allowlist.createCollaborationWhitelistEntry({ domain: "a.test", direction: "both" }))
  const which = { collaboration_whitelist_entry_id: allowed }
  yield* Allowlist.getCollaborationWhitelistEntries({})
  yield* Allowlist.getCollaborationWhitelistEntryById(which)
  yield* Allowlist.deleteCollaborationWhitelistEntryById(which)
  const exempt = idOf(yield* Exempt.createCollaborationWhitelistExemptTarget({ user: { id: "7002" } }))
  const target = { collaboration_whitelist_exempt_target_id: exempt }
  yield* Exempt.getCollaborationWhitelistExemptTargets({})
  yield* Exempt.getCollaborationWhitelistExemptTargetById(target)
  yield* Exempt.deleteCollaborationWhitelistExemptTargetById(target)
  const id = idOf(entry(yield* StoragePolicies.getStoragePolicies({})))
  yield* StoragePolicies.getStoragePolicyById({ storage_policy_id: id })
  const storage_policy = { type: "storage_policy", id } as const
  const assigned = yield* StoragePolicyAssignments.createStoragePolicyAssignment({
    storage_policy,
    assigned_to: { type: "user", id: "7002" }
  })
  const storage_policy_assignment_id = idOf(assigned)
  yield* StoragePolicyAssignments.getStoragePolicyAssignmentById({ storage_policy_assignment_id })
  yield* StoragePolicyAssignments.getStoragePolicyAssignments({ resolved_for_type: "user", resolved_for_id: "7002" })
  yield* StoragePolicyAssignments.updateStoragePolicyAssignmentById({ storage_policy_assignment_id, storage_policy })
  yield* StoragePolicyAssignments.deleteStoragePolicyAssignmentById({ storage_policy_assignment_id })
  const device_pinner_id = idOf(entry(yield* DevicePinners.getEnterpriseDevicePinners({ enterprise_id: "3001" })))
  yield* DevicePinners.getDevicePinnerById({ device_pinner_id })
  yield* DevicePinners.deleteDevicePinnerById({ device_pinner_id })
})

const marks = Effect.gen(function* () {
  const file_id = yield* file("marked")
  const folder_id = yield* folder("marked too")
  const collection_id = idOf(entry(yield* Collections.getCollections({})))
  yield* Collections.getCollectionById({ collection_id })
  yield* Files.updateFileById({ file_id, collections: [{ id: collection_id }] })
  assert.strictEqual((yield* Collections.getCollectionItems({ collection_id })).entries?.length, 1)
  assert.strictEqual(entry(yield* RecentItems.getRecentItems({ fields: ["name"] })).interaction_type, "item_modify")
  const watermark = { imprint: "default" } as const
  yield* FileWatermarks.updateFileWatermark({ file_id, watermark })
  yield* FileWatermarks.getFileWatermark({ file_id })
  yield* FileWatermarks.deleteFileWatermark({ file_id })
  yield* FolderWatermarks.updateFolderWatermark({ folder_id, watermark })
  yield* FolderWatermarks.getFolderWatermark({ folder_id })
  yield* FolderWatermarks.deleteFolderWatermark({ folder_id })
  const lock = yield* FolderLocks.createFolderLock({ folder: { type: "folder", id: folder_id } })
  yield* FolderLocks.getFolderLocks({ folder_id })
  yield* FolderLocks.deleteFolderLockById({ folder_lock_id: idOf(lock) })
  yield* FileRequests.getFileRequestById({ file_request_id: folder_id })
  const copied = yield* FileRequests.createFileRequestCopy({ file_request_id: folder_id, folder: { id: folder_id } })
  yield* FileRequests.updateFileRequestById({ file_request_id: copied.id, title: "Papers" })
  yield* FileRequests.deleteFileRequestById({ file_request_id: copied.id })
})

const tasks = Effect.gen(function* () {
  const file_id = yield* file("to do")
  const task_id = idOf(yield* Tasks.createTask({ item: { type: "file", id: file_id }, message: "Look" }))
  yield* Tasks.getTaskById({ task_id })
  yield* Tasks.updateTaskById({ task_id, message: "Look well" })
  const made = yield* TaskAssignments.createTaskAssignment({
    task: { type: "task", id: task_id },
    assign_to: { id: "7001" }
  })
  const task_assignment_id = idOf(made)
  yield* TaskAssignments.getTaskAssignmentById({ task_assignment_id })
  yield* TaskAssignments.updateTaskAssignmentById({ task_assignment_id, resolution_state: "approved" })
  yield* TaskAssignments.getTaskAssignments({ task_id })
  assert.isTrue((yield* Tasks.getFileTasks({ file_id })).entries?.[0]?.is_completed)
  yield* TaskAssignments.deleteTaskAssignmentById({ task_assignment_id })
  yield* Tasks.deleteTaskById({ task_id })
})

describe("this project's client", () => {
  it.effect("takes every answer strictly, and there is one for every operation", () =>
    Effect.gen(function* () {
      for (const life of [users, groups, collaborations, policies, marks, tasks]) yield* life
      const { stats } = yield* BoxEmulator.BoxEmulator
      const { byRoute } = yield* stats
      const own = BoxEmulator.coverage().filter(({ operation }) => modules.includes(operation.split(".")[0] ?? ""))
      assert.strictEqual(own.length, 81)
      for (const { method, operation, path } of own) assert.isAbove(byRoute[`${method} ${path}`] ?? 0, 0, operation)
    }).pipe(
      Effect.provideService(ResponseCheck.ResponseCheck, "strict"),
      Effect.provide(Layer.fresh(BoxEmulator.layer))
    )
  )
})
