/**
 * Jobs that change who reaches items: collaborators, owners and shared links. Each of them is repeatable, and each can be
 * run dry.
 *
 * @example
 * ```ts
 * import { SharingJobs } from "@effect-box/core/jobs"
 *
 * const start = SharingJobs.addCollaborators.start({
 *   name: "auditors-2026",
 *   params: {
 *     items: { folder_id: "11", type: "folder", depth: 1 },
 *     accessible_by: { type: "user", login: "auditor@example.com" },
 *     role: "viewer"
 *   }
 * })
 * ```
 */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import * as ListCollaborations from "../api/ListCollaborations.ts"
import type { Collaboration } from "../api/schemas/UserCollaborations.ts"
import * as SharedLinksFiles from "../api/SharedLinksFiles.ts"
import * as SharedLinksFolders from "../api/SharedLinksFolders.ts"
import * as SharedLinksWebLinks from "../api/SharedLinksWebLinks.ts"
import * as UserCollaborations from "../api/UserCollaborations.ts"
import { type BoxError, BoxInvalidInput } from "../BoxError.ts"
import type { Requirements } from "../operation/Operation.ts"
import { type BoxJob, gone, make } from "./BoxJob.ts"
import type { TreeItem } from "./JobSource.ts"
import { Selection, source } from "./Selection.ts"

type Done = Effect.Effect<unknown, BoxError, Requirements>

const Holder = /*#__PURE__*/ Schema.Struct({
  type: Schema.Literals(["user", "group"]),
  id: Schema.optionalKey(Schema.String),
  /** The email address of a user. */
  login: Schema.optionalKey(Schema.String)
})

const roles = [
  "editor",
  "viewer",
  "previewer",
  "uploader",
  "previewer uploader",
  "viewer uploader",
  "co-owner"
] as const

const noCollaborations: Effect.Effect<never, BoxInvalidInput> = Effect.fail(
  new BoxInvalidInput({
    operation: "SharingJobs",
    message: "a web link has no collaborations: select files or folders",
    attempts: 0
  })
)

/** The collaborations of an item that belong to somebody. */
const collaborationsOf = ({ id, type }: TreeItem, { id: holder, login, type: kind }: typeof Holder.Type) => {
  const all: Stream.Stream<Collaboration, BoxError, Requirements> =
    type === "file"
      ? ListCollaborations.getFileCollaborations.items({ file_id: id })
      : type === "folder"
        ? ListCollaborations.getFolderCollaborations.items({ folder_id: id })
        : Stream.fromEffect(noCollaborations)
  return Stream.filter(all, ({ accessible_by, invite_email }) => {
    if (accessible_by === undefined || accessible_by === null) return login !== undefined && invite_email === login
    if (accessible_by.type !== kind) return false
    return holder === undefined
      ? login !== undefined && "login" in accessible_by && accessible_by.login === login
      : accessible_by.id === holder
  })
}

const AddCollaborators = /*#__PURE__*/ Schema.Struct({
  /** Files or folders; a folder's collaborators reach what is in it. */
  items: Selection,
  accessible_by: Holder,
  role: Schema.Literals(roles),
  /** Whether Box sends an email. Default `false`. */
  notify: Schema.optionalKey(Schema.Boolean)
})

/** Box has a code of its own for somebody who has the item already. */
const isCollaborator = ({ code }: BoxError): boolean => code === "user_already_collaborator"

const add = (item: TreeItem, { accessible_by, notify = false, role }: typeof AddCollaborators.Type): Done => {
  const { type } = item
  if (type === "web_link") return noCollaborations
  return Effect.catchIf(
    UserCollaborations.createCollaboration({
      item: { type, id: item.id },
      accessible_by,
      role,
      notify,
      fields: ["id"]
    }),
    isCollaborator,
    // An earlier attempt has done it, or somebody else, with another role.
    () =>
      Stream.runForEach(collaborationsOf(item, accessible_by), (collaboration) =>
        collaboration.role === role || collaboration.role === "owner"
          ? Effect.void
          : Effect.asVoid(UserCollaborations.updateCollaborationById({ collaboration_id: collaboration.id, role }))
      )
  )
}

/**
 * Gives somebody a role in files or folders. Who has another role gets this one; an owner stays the owner.
 *
 * @category jobs
 * @since 0.2.0
 */
export const addCollaborators: BoxJob<typeof AddCollaborators.Type, Requirements> = /*#__PURE__*/ make(
  "box.collaborators.add",
  {
    params: AddCollaborators,
    items: ({ items }) => source(items),
    run: (item, params) => Effect.asVoid(add(item, params))
  }
)

const RemoveCollaborators = /*#__PURE__*/ Schema.Struct({ items: Selection, accessible_by: Holder })

/**
 * Takes somebody out of the collaborators of files or folders. What somebody reaches through a folder above stays.
 *
 * @category jobs
 * @since 0.2.0
 */
export const removeCollaborators: BoxJob<typeof RemoveCollaborators.Type, Requirements> = /*#__PURE__*/ make(
  "box.collaborators.remove",
  {
    params: RemoveCollaborators,
    items: ({ items }) => source(items),
    run: (item, { accessible_by }) =>
      Stream.runForEach(collaborationsOf(item, accessible_by), ({ id }) =>
        gone(UserCollaborations.deleteCollaborationById({ collaboration_id: id }))
      )
  }
)

const TransferOwnership = /*#__PURE__*/ Schema.Struct({
  items: Selection,
  /** Who gets the folders. Must be a collaborator of each of them already: see {@link addCollaborators}. */
  to: Holder
})

/**
 * Makes a collaborator the owner of folders. Box keeps the owner before as an editor. A folder that the new owner has
 * already stays as it is; one without this collaborator fails.
 *
 * @category jobs
 * @since 0.2.0
 */
export const transferOwnership: BoxJob<typeof TransferOwnership.Type, Requirements> = /*#__PURE__*/ make("box.owner", {
  params: TransferOwnership,
  items: ({ items }) => source({ type: "folder", ...items }),
  run: Effect.fnUntraced(function* (item: TreeItem, { to }: typeof TransferOwnership.Type) {
    const [collaboration] = yield* Stream.runCollect(Stream.take(collaborationsOf(item, to), 1))
    if (collaboration !== undefined) {
      yield* UserCollaborations.updateCollaborationById({ collaboration_id: collaboration.id, role: "owner" })
      return
    }
    const { owned_by } = yield* SharedLinksFolders.getSharedLinkForFolder({
      folder_id: item.id,
      fields: ["owned_by"]
    })
    if (to.id === undefined ? owned_by?.login === to.login : owned_by?.id === to.id) return
    return yield* new BoxInvalidInput({
      operation: "SharingJobs.transferOwnership",
      message: "the new owner is no collaborator of this folder: add them first",
      attempts: 0
    })
  })
})

const CreateLinks = /*#__PURE__*/ Schema.Struct({
  items: Selection,
  access: Schema.optionalKey(Schema.Literals(["open", "company", "collaborators"])),
  /** RFC 3339. */
  unshared_at: Schema.optionalKey(Schema.String),
  can_download: Schema.optionalKey(Schema.Boolean)
})

const link = ({ id, type }: TreeItem, { access, can_download, unshared_at }: typeof CreateLinks.Type) => {
  const permissions = can_download === undefined ? {} : { permissions: { can_download } }
  const shared_link = {
    ...(access === undefined ? {} : { access }),
    ...(unshared_at === undefined ? {} : { unshared_at }),
    ...(type === "web_link" ? {} : permissions)
  }
  const fields = "shared_link" as const
  const made: Effect.Effect<
    { readonly shared_link?: { readonly url?: string | undefined } | null | undefined },
    BoxError,
    Requirements
  > =
    type === "file"
      ? SharedLinksFiles.addShareLinkToFile({ file_id: id, shared_link, fields: [fields] })
      : type === "folder"
        ? SharedLinksFolders.addShareLinkToFolder({ folder_id: id, shared_link, fields: [fields] })
        : SharedLinksWebLinks.addShareLinkToWebLink({ web_link_id: id, shared_link, fields: [fields] })
  return Effect.map(made, (item) => ({ url: item.shared_link?.url }))
}

/**
 * Gives items shared links. The results, and so the report of the run, hold their addresses.
 *
 * @category jobs
 * @since 0.2.0
 */
export const createSharedLinks: BoxJob<typeof CreateLinks.Type, Requirements> = /*#__PURE__*/ make("box.links.create", {
  params: CreateLinks,
  items: ({ items }) => source(items),
  run: (item, params) => link(item, params)
})

const unlink = ({ id, type }: TreeItem): Done => {
  switch (type) {
    case "file":
      return SharedLinksFiles.removeSharedLinkFromFile({ file_id: id, shared_link: null, fields: ["id"] })
    case "folder":
      return SharedLinksFolders.removeSharedLinkFromFolder({ folder_id: id, shared_link: null, fields: ["id"] })
    case "web_link":
      return SharedLinksWebLinks.removeSharedLinkFromWebLink({ web_link_id: id, shared_link: null, fields: ["id"] })
  }
}

/**
 * Takes away the shared links of items.
 *
 * @category jobs
 * @since 0.2.0
 */
export const removeSharedLinks: BoxJob<{ readonly items: Selection }, Requirements> = /*#__PURE__*/ make(
  "box.links.remove",
  {
    params: Schema.Struct({ items: Selection }),
    items: ({ items }) => source(items),
    run: (item) => Effect.asVoid(unlink(item))
  }
)
