/** `login`, `logout`, `whoami`, `profiles`. */
import { resolve } from "node:path"
import * as Users from "@effect-box/core/api/Users"
import * as OAuth from "@effect-box/core/OAuth"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"
import type * as catalog from "../catalog/login.ts"
import type { Given } from "../command/Command.ts"
import * as OAuthLogin from "../../login/OAuthLogin.ts"
import * as NodeBox from "../../NodeBox.ts"
import * as Profiles from "../session/Profiles.ts"
import * as Session from "../session/Session.ts"
import { done, list, one } from "../terminal/output.ts"
import { askSecret, note, Shell, WrongUse } from "../terminal/Shell.ts"

type Login = Given<typeof catalog.login>

const setting = (name: string) => Shell.use(({ io }) => Effect.succeed(io.env[name] === "" ? undefined : io.env[name]))

const hosts = ["BOX_API_URL", "BOX_UPLOAD_URL", "BOX_AUTHORIZE_URL"]

/** The hosts of the environment belong to the login: its token must not go to another server. */
const hostSettings = Shell.use(({ io }) =>
  Effect.succeed(
    Object.fromEntries(hosts.flatMap((name) => (io.env[name] ? [[name, String(io.env[name])] as const] : [])))
  )
)

const required = Effect.fnUntraced(function* (given: string | undefined, variable: string, flag: string) {
  const value = given ?? (yield* setting(variable))
  return value ?? (yield* new WrongUse({ message: `${flag} is missing.`, hint: `give ${flag}, or set ${variable}` }))
})

const secret = Effect.fnUntraced(function* (variable: string, question: string) {
  const value = (yield* setting(variable)) ?? (yield* askSecret(question)).trim()
  return value === "" ? yield* new WrongUse({ message: `${question} Nothing was given.` }) : Redacted.make(value)
})

const kindOf = (given: Login): Effect.Effect<Profiles.Profile["login"], WrongUse> => {
  const kinds = [
    ...(given["developer-token"] ? (["developer-token"] as const) : []),
    ...(given["client-credentials"] ? (["client-credentials"] as const) : []),
    ...(given.jwt === undefined ? [] : (["jwt"] as const))
  ]
  return kinds.length > 1
    ? Effect.fail(new WrongUse({ message: `--${kinds.join(" and --")} contradict each other.` }))
    : Effect.succeed(kinds[0] ?? "browser")
}

interface Made {
  readonly profile: Profiles.Profile
  readonly secret?: Redacted.Redacted<string>
}

const subject = Effect.fnUntraced(function* (given: Login) {
  const enterprise = given.enterprise ?? (yield* setting("BOX_ENTERPRISE_ID"))
  const user = given.user ?? (given.enterprise === undefined ? yield* setting("BOX_USER_ID") : undefined)
  return user !== undefined ? { BOX_USER_ID: user } : enterprise === undefined ? {} : { BOX_ENTERPRISE_ID: enterprise }
})

const made = Effect.fnUntraced(function* (given: Login) {
  const kind = yield* kindOf(given)
  const settings: Record<string, string> = yield* hostSettings
  const make = (more: Record<string, string>, kept?: Redacted.Redacted<string>): Made => ({
    profile: { login: kind, settings: { ...settings, ...more } },
    ...(kept === undefined ? {} : { secret: kept })
  })
  switch (kind) {
    case "developer-token":
      return make({}, yield* secret("BOX_DEVELOPER_TOKEN", "Developer token:"))
    case "jwt": {
      const { io } = yield* Shell
      const own = yield* subject(given)
      return make({ BOX_CONFIG_FILE: resolve(io.cwd, given.jwt ?? ""), ...own })
    }
    case "client-credentials": {
      const id = yield* required(given["client-id"], "BOX_CLIENT_ID", "--client-id")
      const own = yield* subject(given)
      if (Object.keys(own).length === 0) {
        return yield* new WrongUse({ message: "--enterprise or --user is missing: it says who logs in." })
      }
      return make({ BOX_CLIENT_ID: id, ...own }, yield* secret("BOX_CLIENT_SECRET", "Client secret:"))
    }
    case "browser": {
      const id = yield* required(given["client-id"], "BOX_CLIENT_ID", "--client-id")
      return make({ BOX_CLIENT_ID: id }, yield* secret("BOX_CLIENT_SECRET", "Client secret:"))
    }
  }
})

/** The login of a person as `OAuth` has it, with the settings of a profile. */
const oauth = (name: string, settings: Readonly<Record<string, string>>) =>
  OAuth.layerConfig().pipe(
    Layer.provide(Profiles.persistence(name, "tokens")),
    Layer.provideMerge(NodeBox.layerPlatform()),
    Layer.provide(ConfigProvider.layer(Session.provider(settings)))
  )

const whoever = Users.getUserMe({ fields: ["name", "login", "enterprise"] })

const verified = Effect.fnUntraced(function* (name: string, given: Login, { profile, secret: kept }: Made) {
  const variable = Profiles.secretOf[profile.login]
  const { io } = yield* Shell
  const settings = Session.together(io.env, {
    ...profile.settings,
    ...(variable === undefined || kept === undefined ? {} : { [variable]: Redacted.value(kept) })
  })
  if (profile.login !== "browser") {
    const box = Layer.provide(NodeBox.layerConfig, ConfigProvider.layer(Session.provider(settings)))
    return yield* Effect.provide(whoever, box)
  }
  const port = given.port === undefined ? {} : { port: given.port }
  return yield* OAuthLogin.login({ ...port, open: given.print ? "print" : "browser" }).pipe(
    Effect.andThen(whoever),
    Effect.provide(oauth(name, settings))
  )
})

export const login = Effect.fnUntraced(function* (given: Login) {
  const { flags, io } = yield* Shell
  const all = yield* Profiles.read
  const name = yield* Profiles.chosenName(all)
  const wanted = yield* made(given)
  const user = yield* verified(name, given, wanted)
  if (wanted.secret !== undefined) yield* Profiles.saveSecret(name, wanted.secret)
  const current = flags.profile === undefined || Object.keys(all.profiles).length === 0 ? name : all.current
  yield* Profiles.save({ current, profiles: { ...all.profiles, [name]: wanted.profile } })
  const selecting = Profiles.loginVariables.filter((variable) => (io.env[variable] ?? "") !== "")
  // The app alone means the login in the browser of the first profile.
  const isThis = name === "default" && wanted.profile.login === "browser" && selecting.join() === "BOX_CLIENT_ID"
  if (selecting.length > 0 && !isThis) {
    yield* note("The environment selects a login too, and wins over profiles: unset its variables to use this one.")
  }
  yield* done(`Logged in as ${user.name ?? user.id} (${user.login ?? "no address"}), profile ${name}`, {
    profile: name,
    ...user
  })
})

export const logout = Effect.fnUntraced(function* (_: Given<typeof catalog.logout>) {
  const all = yield* Profiles.read
  const name = yield* Profiles.chosenName(all)
  const profile = Object.hasOwn(all.profiles, name) ? all.profiles[name] : undefined
  if (profile === undefined) return yield* new WrongUse({ message: `There is no profile ${name}.` })
  if (profile.login === "browser") {
    const { io } = yield* Shell
    const settings = Session.together(io.env, yield* Profiles.settingsOf(name, profile))
    yield* Effect.provide(OAuth.logout, oauth(name, settings)).pipe(
      // What Box refuses is over already. Without a network the token ends by itself, and is forgotten here.
      Effect.catch((error) => note(`Box could not be told: ${error.message}`))
    )
  }
  yield* Profiles.forget(name)
  const { [name]: _gone, ...profiles } = all.profiles
  const current = all.current === name ? (Object.keys(profiles)[0] ?? "default") : all.current
  yield* Profiles.save({ current, profiles })
  yield* done(`Logged out of profile ${name}`, { profile: name })
})

export const whoami = Effect.fnUntraced(function* (_: Given<typeof catalog.whoami>) {
  const { profile, settings } = yield* Session.origin
  const user = yield* Users.getUserMe({ fields: ["name", "login", "enterprise", "role", "space_used", "space_amount"] })
  const from = profile === undefined ? "environment" : `profile ${profile}`
  yield* one({ ...user, login_from: from, host: settings["BOX_API_URL"] ?? "https://api.box.com" }, [
    "id",
    "name",
    "login",
    "enterprise",
    "role",
    "space_used",
    "login_from",
    "host"
  ])
})

export const profiles = Effect.fnUntraced(function* (_: Given<typeof catalog.profiles>) {
  const all = yield* Profiles.read
  const used = yield* Profiles.chosenName(all)
  const rows = Object.entries(all.profiles).map(([name, { login: kind, settings }]) => ({
    used: name === used ? "*" : "",
    name,
    login: kind,
    client_id: settings["BOX_CLIENT_ID"] ?? null,
    subject: settings["BOX_USER_ID"] ?? settings["BOX_ENTERPRISE_ID"] ?? null,
    host: settings["BOX_API_URL"] ?? null
  }))
  if (rows.length === 0) yield* note("There is no profile yet: effect-box login makes one.")
  yield* list(Stream.fromIterable(rows), ["used", "name", "login", "client_id", "subject", "host"])
})

export const profilesUse = Effect.fnUntraced(function* ({ name }: Given<typeof catalog.profilesUse>) {
  const all = yield* Profiles.read
  if (!Object.hasOwn(all.profiles, name)) {
    const known = Object.keys(all.profiles).join(", ")
    return yield* new WrongUse({ message: `There is no profile ${name}${known === "" ? "" : `; there are ${known}`}.` })
  }
  yield* Profiles.save({ ...all, current: name })
  yield* done(`Profile ${name} is in use`, { profile: name })
})
