/**
 * A world of the emulator as plain JSON, with names in the place of ids. Properties are called what Box calls them.
 *
 * Names of users are keys of `users`; `admin`, `managed` and `service` are the users that every world has. An item is named
 * by its owner and its path, such as `ada/Reports/2024.txt`.
 *
 * @example
 * ```ts
 * import { Files } from "@effect-box/core"
 * import { BoxEmulator, type Seed } from "@effect-box/core/testing"
 * import { Effect } from "effect"
 *
 * const seed: Seed.Seed = {
 *   users: { rosa: { name: "Rosa Example", login: "rosa@example.test" } },
 *   items: { admin: { Reports: { children: { "2024.txt": { text: "All is well" } } } } },
 *   collaborations: [{ item: "admin/Reports", user: "rosa", role: "editor" }]
 * }
 *
 * const name = Effect.gen(function* () {
 *   const { ids } = yield* BoxEmulator.BoxEmulator
 *   const file = yield* Files.getFileById({ file_id: ids.items["admin/Reports/2024.txt"] ?? "" })
 *   return file.name
 * }).pipe(Effect.provide(BoxEmulator.layerWith({ seed })))
 *
 * console.log(await Effect.runPromise(name)) // 2024.txt
 * ```
 *
 * @see https://developer.box.com/reference/
 */
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { firstIssue } from "./internal/seedIssue.ts"

/**
 * A seed that is wrong, or that the emulated Box refuses. `path` says where in the seed.
 *
 * @category errors
 * @since 0.2.0
 */
export class SeedError extends Data.TaggedError("SeedError")<{
  /** Such as `items.ada["2024.txt"].tags[0]`; empty for the whole seed. */
  readonly path: string
  readonly reason: string
  /** The file that has the seed. */
  readonly file?: string
}> {
  override get message(): string {
    return [this.file ?? "seed", ...(this.path === "" ? [] : [this.path]), this.reason].join(": ")
  }
}

/**
 * A place in a seed, as it is written in errors.
 *
 * @example
 * ```ts
 * import { Seed } from "@effect-box/core/testing"
 *
 * console.log(Seed.place(["items", "ada", "a.txt", "tags", 0])) // items.ada["a.txt"].tags[0]
 * ```
 *
 * @category combinators
 * @since 0.2.0
 */
export const place = (path: ReadonlyArray<PropertyKey>): string =>
  path
    .map((key, index) =>
      typeof key === "number" || /^\d+$/.test(String(key))
        ? `[${String(key)}]`
        : !/^\w+$/.test(String(key))
          ? `[${JSON.stringify(String(key))}]`
          : index === 0
            ? String(key)
            : `.${String(key)}`
    )
    .join("")

const optional = Schema.optionalKey
const flag = optional(Schema.Boolean)
const text = optional(Schema.String)
const NonNegative = Schema.Int.check(Schema.isGreaterThanOrEqualTo(0))

const userSettings = {
  status: optional(Schema.Literals(["active", "inactive", "cannot_delete_edit", "cannot_delete_edit_upload"])),
  language: text,
  timezone: text,
  job_title: text,
  phone: text,
  address: text,
  space_amount: optional(Schema.Int),
  external_app_user_id: text,
  can_see_managed_users: flag,
  is_sync_enabled: flag,
  is_external_collab_restricted: flag,
  is_exempt_from_device_limits: flag,
  is_exempt_from_login_verification: flag,
  tracking_codes: optional(Schema.Array(Schema.Struct({ name: Schema.String, value: Schema.String })))
}

/**
 * A user of the enterprise. Only users of an application (`is_platform_access_only`) have no `login` of their own.
 *
 * @category schemas
 * @since 0.2.0
 */
export const User = Schema.Struct({
  name: Schema.String,
  login: text,
  role: optional(Schema.Literals(["coadmin", "user"])),
  is_platform_access_only: flag,
  ...userSettings
})

/**
 * A user of the enterprise.
 *
 * @category models
 * @since 0.2.0
 */
export type User = typeof User.Type

const whoInvites = optional(Schema.Literals(["admins_only", "admins_and_members", "all_managed_users"]))

/**
 * A group, with its members by the names of users.
 *
 * @category schemas
 * @since 0.2.0
 */
export const Group = Schema.Struct({
  members: optional(Schema.Record(Schema.String, Schema.Literals(["member", "admin"]))),
  description: text,
  provenance: text,
  external_sync_identifier: text,
  invitability_level: whoInvites,
  member_viewability_level: whoInvites
})

/**
 * A group.
 *
 * @category models
 * @since 0.2.0
 */
export type Group = typeof Group.Type

/**
 * A metadata template of the enterprise. Its key in the seed is its `templateKey`.
 *
 * @category schemas
 * @since 0.2.0
 */
export const Template = Schema.Struct({
  displayName: Schema.String,
  hidden: flag,
  copyInstanceOnItemCopy: flag,
  fields: Schema.Array(
    Schema.Struct({
      type: Schema.Literals(["string", "float", "date", "enum", "multiSelect"]),
      key: Schema.String,
      displayName: Schema.String,
      description: text,
      hidden: flag,
      options: optional(
        Schema.Array(
          Schema.Struct({
            key: Schema.String,
            staticConfig: optional(Schema.Record(Schema.String, Schema.Unknown))
          })
        )
      )
    })
  )
})

/**
 * A metadata template.
 *
 * @category models
 * @since 0.2.0
 */
export type Template = typeof Template.Type

const SharedLink = Schema.Struct({
  access: optional(Schema.Literals(["open", "company", "collaborators"])),
  password: text,
  unshared_at: text,
  vanity_name: text,
  permissions: optional(Schema.Struct({ can_download: flag, can_edit: flag }))
})

/**
 * A comment on a file. In `tagged_message`, users are mentioned by their names in the seed: `@[rosa:Rosa Example]`.
 *
 * @category models
 * @since 0.2.0
 */
export interface Comment {
  /** Default: the owner of the file. */
  readonly user?: string
  readonly message?: string
  readonly tagged_message?: string
  readonly replies?: ReadonlyArray<Comment>
}

/**
 * A comment on a file.
 *
 * @category schemas
 * @since 0.2.0
 */
export const Comment: Schema.Codec<Comment> = Schema.Struct({
  user: text,
  message: text,
  tagged_message: text,
  replies: optional(Schema.Array(Schema.suspend((): Schema.Codec<Comment> => Comment)))
})

const kinds = ["children", "text", "size", "base64", "url"] as const

const itemSettings = {
  description: text,
  tags: optional(Schema.Array(Schema.String)),
  shared_link: optional(SharedLink),
  metadata: optional(Schema.Record(Schema.String, Schema.Record(Schema.String, Schema.Unknown))),
  comments: optional(Schema.Array(Comment)),
  can_non_owners_invite: flag,
  can_non_owners_view_collaborators: flag,
  is_collaboration_restricted_to_enterprise: flag
}

/**
 * An item. It has one of `children` (a folder), `text`, `size`, `base64` (a file), and `url` (a web link). A file of which
 * only the `size` is given has fixed bytes.
 *
 * @category models
 * @since 0.2.0
 */
export interface Item extends Schema.Struct.Type<typeof itemSettings> {
  /** A folder: its items by their names. */
  readonly children?: Items
  /** A file with this text in UTF-8. */
  readonly text?: string
  /** A file of so many bytes, always the same. */
  readonly size?: number
  /** A file with these bytes. */
  readonly base64?: string
  /** A web link. */
  readonly url?: string
}

/**
 * Items of a folder by their names.
 *
 * @category models
 * @since 0.2.0
 */
export interface Items {
  readonly [name: string]: Item
}

const needs = (keys: string) => `an item has exactly one of ${keys}`

/**
 * An item: a folder, a file or a web link.
 *
 * @category schemas
 * @since 0.2.0
 */
export const Item: Schema.Codec<Item> = Schema.Struct({
  children: optional(
    Schema.Record(
      Schema.String,
      Schema.suspend((): Schema.Codec<Item> => Item)
    )
  ),
  text,
  size: optional(NonNegative),
  base64: optional(Schema.String.check(Schema.isBase64())),
  url: text,
  ...itemSettings
}).check(
  Schema.makeFilter((item) => kinds.filter((key) => Object.hasOwn(item, key)).length === 1 || needs(kinds.join(", ")))
)

/**
 * A seed.
 *
 * @category schemas
 * @since 0.2.0
 */
export const Seed = Schema.Struct({
  /** By their names in the seed. `admin` and `managed` change the users that every world has. */
  users: optional(Schema.Record(Schema.String, User)),
  /** By their names in Box. */
  groups: optional(Schema.Record(Schema.String, Group)),
  /** By their keys. */
  templates: optional(Schema.Record(Schema.String, Template)),
  /** What each user has in the root folder, by the user's name in the seed. */
  items: optional(Schema.Record(Schema.String, Schema.Record(Schema.String, Item))),
  /** With one of `user`, `group`, and `login` for an invitation to somebody outside. */
  collaborations: optional(
    Schema.Array(
      Schema.Struct({
        item: Schema.String,
        user: text,
        group: text,
        login: text,
        role: Schema.Literals([
          "editor",
          "viewer",
          "previewer",
          "uploader",
          "previewer uploader",
          "viewer uploader",
          "co-owner"
        ]),
        can_view_path: flag,
        is_access_only: flag,
        expires_at: text
      }).check(
        Schema.makeFilter(
          ({ group, login, user }) =>
            [group, login, user].filter((who) => who !== undefined).length === 1 ||
            "a collaboration has exactly one of user, group, login"
        )
      )
    )
  ),
  /** Each is made by `user`, by default the owner of the item. */
  webhooks: optional(
    Schema.Array(
      Schema.Struct({
        item: Schema.String,
        user: text,
        address: Schema.String,
        triggers: Schema.Array(Schema.String)
      })
    )
  ),
  /** What a world had that a seed cannot say, with counts. It changes nothing. */
  omitted: optional(Schema.Record(Schema.String, Schema.Int))
})

/**
 * A seed.
 *
 * @category models
 * @since 0.2.0
 */
export type Seed = typeof Seed.Type

/**
 * The ids of a seed's users, groups, templates and items, by the names that the seed has for them.
 *
 * @category models
 * @since 0.2.0
 */
export interface Ids {
  /** `admin`, `managed` and `service` are among them. */
  readonly users: Readonly<Record<string, string>>
  readonly groups: Readonly<Record<string, string>>
  readonly templates: Readonly<Record<string, string>>
  /** By owner and path, such as `ada/Reports/2024.txt`. */
  readonly items: Readonly<Record<string, string>>
}

const decodeSeed = Schema.decodeUnknownEffect(Seed, { onExcessProperty: "error", reportInput: true })

const errorOf = ({ issue }: Schema.SchemaError): SeedError => {
  const { path, reason } = firstIssue(issue)
  return new SeedError({ path: place(path), reason })
}

/**
 * Reads a seed that came from outside. The names in it are checked when it is loaded.
 *
 * @example
 * ```ts
 * import { Seed } from "@effect-box/core/testing"
 * import { Effect } from "effect"
 *
 * const wrong = Seed.decode({ users: { rosa: { nmae: "Rosa" } } }).pipe(Effect.flip)
 *
 * console.log((await Effect.runPromise(wrong)).path) // users.rosa.nmae
 * ```
 *
 * @category constructors
 * @since 0.2.0
 */
export const decode = (input: unknown): Effect.Effect<Seed, SeedError> => Effect.mapError(decodeSeed(input), errorOf)
