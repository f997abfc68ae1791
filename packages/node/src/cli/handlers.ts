/** What runs each command. Its module, and what that needs, is loaded when the command is run. */
import type { TokenStore } from "@effect-box/core/TokenStore"
import type * as Effect from "effect/Effect"
import type * as FileSystem from "effect/FileSystem"
import type { HttpClient } from "effect/http/HttpClient"
import type * as Path from "effect/Path"
import type { Scope } from "effect/Scope"
import type { Values } from "./command/parse.ts"
import type { Shell } from "./terminal/Shell.ts"

/** What a handler may need. */
export type Services = Shell | HttpClient | TokenStore | FileSystem.FileSystem | Path.Path | Scope

/** A command with its values. */
export type Handler = (given: Values) => Effect.Effect<unknown, unknown, Services>

type Module = Readonly<Record<string, (given: never) => Effect.Effect<unknown, unknown, Services>>>

const call = () => import("./groups/call.ts")
const look = () => import("./groups/look.ts")
const search = () => import("./groups/search.ts")
const change = () => import("./groups/change.ts")
const trash = () => import("./groups/trash.ts")
const people = () => import("./groups/people.ts")
const conversations = () => import("./groups/conversations.ts")
const content = () => import("./groups/content.ts")
const upload = () => import("./groups/upload.ts")
const download = () => import("./groups/download.ts")
const sync = () => import("./groups/sync.ts")
const events = () => import("./groups/events.ts")
const watch = () => import("./groups/watch.ts")
const jobs = () => import("./groups/jobs.ts")
const tools = () => import("./groups/tools.ts")
const login = () => import("./groups/login.ts")

/** The module of a command, and its handler in there. */
const homes: Readonly<Record<string, readonly [load: () => Promise<Module>, name: string]>> = {
  login: [login, "login"],
  logout: [login, "logout"],
  whoami: [login, "whoami"],
  profiles: [login, "profiles"],
  "profiles use": [login, "profilesUse"],
  call: [call, "call"],
  mkdir: [change, "mkdir"],
  mv: [change, "mv"],
  cp: [change, "cp"],
  rm: [change, "rm"],
  share: [change, "share"],
  lock: [change, "lock"],
  tag: [change, "tag"],
  restore: [trash, "restore"],
  "trash list": [trash, "trashList"],
  "trash delete": [trash, "trashDelete"],
  "users list": [people, "usersList"],
  "users add": [people, "usersAdd"],
  "users delete": [people, "usersDelete"],
  "users transfer": [people, "usersTransfer"],
  "groups list": [people, "groupsList"],
  "groups add": [people, "groupsAdd"],
  "groups delete": [people, "groupsDelete"],
  "groups members": [people, "groupsMembers"],
  "webhooks list": [people, "webhooksList"],
  "webhooks add": [people, "webhooksAdd"],
  "webhooks delete": [people, "webhooksDelete"],
  "collab list": [conversations, "collabList"],
  "collab add": [conversations, "collabAdd"],
  "collab change": [conversations, "collabChange"],
  "collab remove": [conversations, "collabRemove"],
  "comment list": [conversations, "commentList"],
  "comment add": [conversations, "commentAdd"],
  "comment delete": [conversations, "commentDelete"],
  "task list": [conversations, "taskList"],
  "task add": [conversations, "taskAdd"],
  "task delete": [conversations, "taskDelete"],
  "versions list": [content, "versionsList"],
  "versions get": [content, "versionsGet"],
  "versions promote": [content, "versionsPromote"],
  "versions delete": [content, "versionsDelete"],
  "metadata get": [content, "metadataGet"],
  "metadata set": [content, "metadataSet"],
  "metadata delete": [content, "metadataDelete"],
  "metadata query": [content, "metadataQuery"],
  zip: [content, "zip"],
  up: [upload, "up"],
  down: [download, "down"],
  "sync up": [sync, "syncUp"],
  "sync down": [sync, "syncDown"],
  check: [sync, "check"],
  events: [events, "events"],
  watch: [watch, "watch"],
  "jobs kinds": [jobs, "jobsKinds"],
  "jobs run": [jobs, "jobsRun"],
  "jobs list": [jobs, "jobsList"],
  "jobs show": [jobs, "jobsShow"],
  "jobs pause": [jobs, "jobsPause"],
  "jobs resume": [jobs, "jobsResume"],
  "jobs cancel": [jobs, "jobsCancel"],
  "jobs report": [jobs, "jobsReport"],
  completions: [tools, "completions"],
  doctor: [tools, "doctor"],
  search: [search, "search"],
  ls: [look, "ls"],
  tree: [look, "tree"],
  stat: [look, "stat"],
  find: [look, "find"],
  du: [look, "du"],
  cat: [look, "cat"],
  open: [look, "open"]
}

/** Loads what runs a command. */
export const handlerOf = async (name: string): Promise<Handler | undefined> => {
  const home = Object.hasOwn(homes, name) ? homes[name] : undefined
  if (home === undefined) return undefined
  const found = (await home[0]())[home[1]]
  // `parse` gives the values that the command's description promises, and `Given` derives its type from it.
  return found as unknown as Handler
}
