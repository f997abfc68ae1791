/** Users, groups, what they say to each other, and what is shared with them. */
import type { Readable } from "node:stream"
import { contentOf, first, given, includes, lacks, nothing, type Step, step, streamOf } from "./Conversation.ts"

const userSteps: ReadonlyArray<Step> = [
  step("users", "lives", async (box) => {
    await box.call("users.getUserMe", [], { id: box.emulator.credentials.userId, type: "user" })
    const user = await box.user()
    await box.call("users.getUserById", [user.id], { name: user.name, status: "active" })
    await box.call("users.getUsers", [{ filterTerm: user.name, limit: 5 }], { entries: [{ id: user.id }] })
    await box.call("users.getUsers", [{ usemarker: true, limit: 1 }], { entries: [{}], nextMarker: given })
    const change = { requestBody: { jobTitle: "Tester", status: "inactive" } }
    await box.call("users.updateUserById", [user.id, change], { jobTitle: "Tester", status: "inactive" })
    await box.refused("users.createUser", [{ name: "Again", login: user.login }], 409)
    const app = { name: box.name("app user"), isPlatformAccessOnly: true }
    await box.call("users.createUser", [app], { name: app.name, login: given })
    await box.call("users.deleteUserById", [user.id, { queryParams: { force: true, notify: false } }], nothing)
    await box.refused("users.getUserById", [user.id], 404)
  }),
  step("avatars", "lives", async (box) => {
    const user = await box.user()
    const file = await box.file("text", "0", `${box.name("picture")}.png`)
    const picture = await box.call("files.getFileThumbnailById", [file.id, "png"], given)
    const bytes: Array<Uint8Array> = []
    for await (const chunk of picture as unknown as AsyncIterable<Uint8Array>) bytes.push(chunk) // Node's stream
    const body = { pic: streamOf(Buffer.concat(bytes)), picFileName: "a.png", picContentType: "image/png" }
    await box.call("avatars.createUserAvatar", [user.id, body], { picUrls: { small: given, large: given } })
    const read = await box.call("avatars.getUserAvatar", [user.id], given)
    box.check("avatar", (await contentOf(read)).slice(1, 4), "PNG")
    await box.call("avatars.deleteUserAvatar", [user.id], nothing)
  }),
  step("emailAliases", "lives", async (box) => {
    const user = await box.user()
    const email = `alias-of-${user.id}@example.com`
    const alias = await box.call("emailAliases.createUserEmailAlias", [user.id, { email }], {
      type: "email_alias",
      email
    })
    await box.call("emailAliases.getUserEmailAliases", [user.id], { entries: [{ id: alias.id }] })
    await box.call("emailAliases.deleteUserEmailAliasById", [user.id, alias.id], nothing)
    await box.call("emailAliases.getUserEmailAliases", [user.id], { entries: [] })
  }),
  step("transfer", "hands a user's folders over", async (box) => {
    const user = await box.user()
    const to = { ownedBy: { id: box.emulator.credentials.userId } }
    await box.call("transfer.transferOwnedFolder", [user.id, to, { queryParams: { notify: false } }], {
      type: "folder",
      ownedBy: { id: to.ownedBy.id }
    })
  }),
  step("invites", "invites a user of elsewhere", async (box) => {
    const user = await box.user()
    await box.call("users.updateUserById", [user.id, { requestBody: { enterprise: null, notify: false } }], {
      id: user.id
    })
    const body = { enterprise: { id: box.emulator.credentials.enterpriseId }, actionableBy: { login: user.login } }
    const invite = await box.call("invites.createInvite", [body], {
      type: "invite",
      actionableBy: { login: user.login }
    })
    await box.call("invites.getInviteById", [invite.id], { id: invite.id, status: "pending" })
  }),
  step("sessionTermination", "ends sessions", async (box) => {
    const user = await box.user()
    const group = await box.call("groups.createGroup", [{ name: box.name("group") }], {})
    await box.call("sessionTermination.terminateUsersSessions", [{ userIds: [user.id], userLogins: [user.login] }], {
      message: given
    })
    await box.call("sessionTermination.terminateGroupsSessions", [{ groupIds: [group.id] }], { message: given })
  }),
  step("groups", "lives", async (box) => {
    const made = { name: box.name("group"), description: "about", invitabilityLevel: "all_managed_users" }
    const group = await box.call("groups.createGroup", [made], { type: "group", name: made.name })
    await box.refused("groups.createGroup", [made], 409)
    await box.call("groups.getGroups", [{ filterTerm: made.name }], { entries: [{ id: group.id }] })
    const fields = { queryParams: { fields: ["name", "description"] } }
    await box.call("groups.getGroupById", [group.id, fields], { description: "about" })
    const renamed = { requestBody: { name: box.name("renamed") } }
    await box.call("groups.updateGroupById", [group.id, renamed], { name: renamed.requestBody.name })
    await box.call("groups.deleteGroupById", [group.id], nothing)
    await box.refused("groups.getGroupById", [group.id], 404)
  }),
  step("memberships", "lives", async (box) => {
    const user = await box.user()
    const group = await box.call("groups.createGroup", [{ name: box.name("group") }], {})
    const body = { user: { id: user.id }, group: { id: group.id } }
    const membership = await box.call("memberships.createGroupMembership", [body], {
      role: "member",
      user: { id: user.id }
    })
    await box.call("memberships.getUserMemberships", [user.id], { entries: [{ group: { id: group.id } }] })
    await box.call("memberships.getGroupMemberships", [group.id], { entries: [{ user: { id: user.id } }] })
    await box.call("memberships.getGroupMembershipById", [membership.id], { id: membership.id })
    await box.call("memberships.updateGroupMembershipById", [membership.id, { requestBody: { role: "admin" } }], {
      role: "admin"
    })
    await box.call("memberships.deleteGroupMembershipById", [membership.id], nothing)
    await box.call("memberships.getGroupMemberships", [group.id], { entries: [] })
  })
]

const conversationSteps: ReadonlyArray<Step> = [
  step("comments", "lives", async (box) => {
    const file = await box.file()
    const body = { message: "Hello", item: { id: file.id, type: "file" } }
    const comment = await box.call("comments.createComment", [body], { type: "comment", message: "Hello" })
    await box.call("comments.createComment", [{ message: "Reply", item: { id: comment.id, type: "comment" } }], {
      isReplyComment: true
    })
    await box.call("comments.getFileComments", [file.id], { totalCount: 2, entries: includes({ id: comment.id }) })
    await box.call("comments.getCommentById", [comment.id], { item: { id: file.id } })
    await box.call("comments.updateCommentById", [comment.id, { requestBody: { message: "Changed" } }], {
      message: "Changed"
    })
    await box.call("comments.deleteCommentById", [comment.id], nothing)
    await box.refused("comments.getCommentById", [comment.id], 404)
  }),
  step("tasks", "lives", async (box) => {
    const file = await box.file()
    const body = {
      item: { type: "file", id: file.id },
      action: "review",
      message: "Look",
      completionRule: "all_assignees"
    }
    const task = await box.call("tasks.createTask", [body], { type: "task", message: "Look", isCompleted: false })
    await box.call("tasks.getFileTasks", [file.id], { totalCount: 1, entries: [{ id: task.id }] })
    await box.call("tasks.getTaskById", [task.id], { item: { id: file.id } })
    await box.call("tasks.updateTaskById", [task.id, { requestBody: { message: "Read" } }], { message: "Read" })
    const user = await box.user()
    await box.call(
      "userCollaborations.createCollaboration",
      [{ item: { type: "file", id: file.id }, accessibleBy: { type: "user", id: user.id }, role: "editor" }],
      {}
    )
    const to = { task: { id: task.id, type: "task" }, assignTo: { id: user.id } }
    const assignment = await box.call("taskAssignments.createTaskAssignment", [to], { assignedTo: { id: user.id } })
    await box.call("taskAssignments.getTaskAssignments", [task.id], { entries: [{ id: assignment.id }] })
    await box.call("taskAssignments.getTaskAssignmentById", [assignment.id], { resolutionState: "incomplete" })
    const approve = { requestBody: { message: "Good", resolutionState: "approved" } }
    const asUser = Object(box.client)["withAsUserHeader"](user.id)
    await box.call(
      "taskAssignments.updateTaskAssignmentById",
      [assignment.id, approve],
      { resolutionState: "approved" },
      asUser
    )
    await box.call("tasks.getTaskById", [task.id], { isCompleted: true })
    await box.call("taskAssignments.deleteTaskAssignmentById", [assignment.id], nothing)
    await box.call("tasks.deleteTaskById", [task.id], nothing)
    await box.refused("tasks.getTaskById", [task.id], 404)
  })
]

const sharingSteps: ReadonlyArray<Step> = [
  step("userCollaborations", "lives", async (box) => {
    const folder = await box.folder()
    const file = await box.file("text", folder.id)
    const user = await box.user()
    const item = { type: "folder", id: folder.id }
    const body = { item, accessibleBy: { type: "user", login: user.login }, role: "editor" }
    const made = await box.call("userCollaborations.createCollaboration", [body, { queryParams: { notify: false } }], {
      role: "editor",
      accessibleBy: { id: user.id }
    })
    await box.refused("userCollaborations.createCollaboration", [body], 400, "user_already_collaborator")
    await box.call("userCollaborations.getCollaborationById", [made.id], {
      status: "accepted",
      item: { id: folder.id }
    })
    await box.call("userCollaborations.updateCollaborationById", [made.id, { requestBody: { role: "viewer" } }], {
      role: "viewer"
    })
    await box.call("listCollaborations.getFolderCollaborations", [folder.id], { entries: [{ id: made.id }] })
    await box.call("listCollaborations.getFileCollaborations", [file.id], { entries: [] })
    await box.call("userCollaborations.deleteCollaborationById", [made.id], nothing)
    await box.refused("userCollaborations.getCollaborationById", [made.id], 404)
  }),
  step("listCollaborations", "lists what waits, and what a group has", async (box) => {
    const group = await box.call("groups.createGroup", [{ name: box.name("group") }], {})
    const item = { type: "folder", id: (await box.folder()).id }
    const grant = { item, accessibleBy: { type: "group", id: group.id }, role: "viewer" }
    const made = await box.call("userCollaborations.createCollaboration", [grant], { accessibleBy: { id: group.id } })
    await box.call("listCollaborations.getGroupCollaborations", [group.id], { entries: [{ id: made.id }] })
    await box.call("listCollaborations.getCollaborations", [{ status: "pending" }], { entries: lacks({ id: made.id }) })
  }),
  step("collections", "has favorites", async (box) => {
    const all = await box.call("collections.getCollections", [], { entries: includes({ collectionType: "favorites" }) })
    const favorites = first(all)
    const file = await box.file()
    const favor = { requestBody: { collections: [{ id: favorites.id }] } }
    await box.call("files.updateFileById", [file.id, favor], { id: file.id })
    await box.call("collections.getCollectionItems", [favorites.id], { entries: includes({ id: file.id }) })
    await box.call("collections.getCollectionById", [favorites.id], { name: favorites.name })
  }),
  step("recentItems", "lists what was seen", async (box) => {
    await box.call("recentItems.getRecentItems", [], { entries: given })
  }),
  step("events", "tells what happened", async (box) => {
    const start = await box.call("events.getEvents", [{ streamPosition: "now" }], { nextStreamPosition: given })
    const folder = await box.folder()
    await box.call("events.getEvents", [{ streamPosition: String(start.nextStreamPosition), limit: 10 }], {
      entries: includes({ eventType: "ITEM_CREATE", source: { id: folder.id } })
    })
    await box.call("events.getEvents", [{ streamType: "admin_logs", limit: 5 }], { entries: given })
    const servers = await box.call("events.getEventsWithLongPolling", [], { entries: [{ type: "realtime_server" }] })
    box.check("address", first(servers).url, given)
    const stream = await box.call(
      "events.getEventStream",
      [{ streamPosition: String(start.nextStreamPosition) }],
      given
    )
    const events = stream as unknown as Readable // Node's stream
    const arrived = await new Promise((resolve) => events.once("data", resolve))
    box.check("event of the stream", arrived, { eventType: "ITEM_CREATE", source: { id: folder.id } })
    events.on("error", () => {}) // the request that waits is given up
    events.destroy()
  })
]

export const peopleSteps: ReadonlyArray<Step> = [...userSteps, ...conversationSteps, ...sharingSteps]
