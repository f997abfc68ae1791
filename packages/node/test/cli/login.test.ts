/** Logins of the command: kept, used, and forgotten. */
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, layer } from "@effect/vitest"
import { Effect } from "effect"
import { layerServed, Served } from "./commandRun.ts"

const settings = (directory: string) => join(directory, "config", "effect-box")

layer(layerServed({ consent: "grant" }), { excludeTestServices: true })("effect-box login", (it) => {
  it.effect("without a login every command says in three lines how to log in, and ends with 4", () =>
    Effect.gen(function* () {
      const { runBare } = yield* Served
      for (const line of ["whoami", "call Users.getUserMe", "whoami --profile other"]) {
        const { err, out, status } = yield* runBare(line)
        assert.strictEqual(status, 4)
        assert.strictEqual(out, "")
        assert.strictEqual(err.trimEnd().split("\n").length, 3, err)
      }
      const { err } = yield* runBare("whoami --json")
      assert.strictEqual(JSON.parse(err).error, "NotLoggedIn")
    })
  )

  it.effect("a developer token from stdin is checked, kept for its owner only, and used", () =>
    Effect.gen(function* () {
      const { directory, runBare, server } = yield* Served
      const refused = yield* runBare("login --developer-token", { stdin: "wrong\n" })
      assert.strictEqual(refused.status, 4)
      assert.notInclude(refused.err, "wrong\n")
      assert.isFalse(existsSync(settings(directory)))
      const done = yield* runBare("login --developer-token", { stdin: `${server.credentials.accessToken}\n` })
      assert.deepStrictEqual([done.status, done.err], [0, ""])
      assert.match(done.out, /^Logged in as Ada Example \(ada@example\.test\), profile default$/m)
      assert.deepStrictEqual(readdirSync(settings(directory)).sort(), ["profiles.json", "secret-default.json"])
      for (const file of readdirSync(settings(directory))) {
        assert.strictEqual(statSync(join(settings(directory), file)).mode & 0o777, 0o600)
      }
      assert.notInclude(
        readFileSync(join(settings(directory), "profiles.json"), "utf8"),
        server.credentials.accessToken
      )
      const me = yield* runBare("whoami --json")
      const { host, login, login_from } = JSON.parse(me.out)
      assert.deepStrictEqual([login, login_from, host], ["ada@example.test", "profile default", server.baseUrl])
      const gone = yield* runBare("logout")
      assert.strictEqual(gone.status, 0)
      assert.deepStrictEqual(readdirSync(settings(directory)), ["profiles.json"])
      assert.strictEqual((yield* runBare("whoami")).status, 4)
    })
  )

  it.effect("client credentials as a named profile; the secret is encrypted with BOX_TOKEN_KEY", () =>
    Effect.gen(function* () {
      const { directory, runBare, server } = yield* Served
      const { clientId, clientSecret, enterpriseId } = server.credentials
      const env = { BOX_TOKEN_KEY: Buffer.alloc(32, 7).toString("base64") }
      const line = `login --client-credentials --client-id ${clientId} --enterprise ${enterpriseId} --profile robot`
      const without = yield* runBare(`login --client-credentials --client-id ${clientId}`, { stdin: clientSecret })
      assert.strictEqual(without.status, 2)
      assert.include(without.err, "--enterprise or --user")
      assert.strictEqual((yield* runBare(line, { stdin: clientSecret, env })).status, 0)
      const kept = readFileSync(join(settings(directory), "secret-robot.json"), "utf8")
      assert.notInclude(kept, clientSecret)
      const me = yield* runBare("whoami --profile robot --json", { env })
      assert.strictEqual(JSON.parse(me.out).id, server.credentials.serviceAccountId)
      assert.notStrictEqual((yield* runBare("whoami --profile robot")).status, 0)
      const named = yield* runBare("whoami --json", { env: { ...env, BOX_PROFILE: "robot" } })
      assert.strictEqual(JSON.parse(named.out).login_from, "profile robot")
      assert.strictEqual((yield* runBare("logout --profile robot", { env })).status, 0)
    })
  )

  it.effect("a login in the browser, which the profile keeps and renews, and logout revokes", () =>
    Effect.gen(function* () {
      const { directory, runBare, server } = yield* Served
      const { clientId, clientSecret } = server.credentials
      let shown = ""
      const consenting = async (text: string) => {
        shown += text
        const url = /http:\/\/\S+response_type\S+/.exec(shown)?.[0]
        if (url !== undefined && !followed) {
          followed = true
          await fetch(url)
        }
      }
      let followed = false
      const done = yield* runBare(`login --client-id ${clientId} --print --profile person`, {
        stdin: clientSecret,
        onError: consenting
      })
      assert.strictEqual(done.status, 0, done.err)
      assert.isTrue(existsSync(join(settings(directory), "tokens-person.json")))
      const tokens = readFileSync(join(settings(directory), "tokens-person.json"), "utf8")
      const me = yield* runBare("whoami --profile person --json")
      assert.strictEqual(JSON.parse(me.out).login, "ada@example.test")
      assert.strictEqual((yield* runBare("logout --profile person")).status, 0)
      assert.isFalse(existsSync(join(settings(directory), "tokens-person.json")))
      const { accessToken } = JSON.parse(tokens)
      const after = yield* runBare("whoami", { env: { BOX_DEVELOPER_TOKEN: String(accessToken) } })
      assert.strictEqual(after.status, 4)
    })
  )

  it.effect("an app in the environment and the first profile are one login", () =>
    Effect.gen(function* () {
      const { directory, runBare, server } = yield* Served
      const { clientId, clientSecret } = server.credentials
      const env = { BOX_CLIENT_ID: clientId, BOX_CLIENT_SECRET: clientSecret }
      let followed = false
      const done = yield* runBare("login --print", {
        env,
        onError: (text) => {
          const url = /http:\/\/\S+response_type\S+/.exec(text)?.[0]
          if (url === undefined || followed) return
          followed = true
          fetch(url).catch(() => undefined)
        }
      })
      assert.strictEqual(done.status, 0, done.err)
      assert.notInclude(done.err, "wins over")
      assert.isTrue(existsSync(join(settings(directory), "tokens.json")))
      const fromBoth = yield* runBare("whoami --json --fields login", { env })
      assert.deepStrictEqual(JSON.parse(fromBoth.out), { login: "ada@example.test" })
      assert.strictEqual((yield* runBare("whoami")).status, 0)
      assert.strictEqual((yield* runBare("logout")).status, 0)
      assert.strictEqual((yield* runBare("whoami", { env })).status, 4)
    })
  )

  it.effect("the environment wins over profiles, --profile over the environment, and --as-user acts as another", () =>
    Effect.gen(function* () {
      const { run, runBare, server } = yield* Served
      const { clientId, clientSecret, enterpriseId, managedUserId } = server.credentials
      yield* runBare(`login --client-credentials --client-id ${clientId} --enterprise ${enterpriseId}`, {
        stdin: clientSecret
      })
      assert.strictEqual(JSON.parse((yield* run("whoami --json")).out).login_from, "environment")
      assert.strictEqual(JSON.parse((yield* run("whoami --json --profile default")).out).login_from, "profile default")
      const other = yield* run(`whoami --json --fields id --as-user ${managedUserId}`)
      assert.deepStrictEqual(JSON.parse(other.out), { id: managedUserId })
    })
  )

  it.effect("profiles are listed, and another one can be put in use", () =>
    Effect.gen(function* () {
      const { runBare, server } = yield* Served
      yield* runBare("login --developer-token --profile second", { stdin: server.credentials.accessToken })
      const rows = JSON.parse((yield* runBare("profiles --json")).out)
      assert.deepStrictEqual(
        rows.map(({ name, used }: Record<string, string>) => `${used}${name}`),
        ["*default", "second"]
      )
      assert.strictEqual((yield* runBare("profiles use secnd")).status, 2)
      assert.strictEqual((yield* runBare("profiles use second")).status, 0)
      assert.strictEqual(JSON.parse((yield* runBare("whoami --json")).out).login_from, "profile second")
      assert.strictEqual((yield* runBare(["login", "--profile", "../up"])).status, 2)
    })
  )

  it.effect("a JWT app logs in with its file, as its service account or as a user", () =>
    Effect.gen(function* () {
      const { directory, runBare, server } = yield* Served
      const config = yield* Effect.promise(() =>
        fetch(`${server.baseUrl}/__emulator/jwt-config`).then((one) => one.text())
      )
      writeFileSync(join(directory, "app.json"), config)
      assert.strictEqual((yield* runBare("login --jwt app.json --profile jwt")).status, 0)
      const me = yield* runBare("whoami --profile jwt --json")
      assert.strictEqual(JSON.parse(me.out).id, server.credentials.serviceAccountId)
      const user = yield* runBare(`login --jwt app.json --user ${server.credentials.managedUserId} --profile jwt-user`)
      assert.strictEqual(user.status, 0, user.err)
      const other = yield* runBare("whoami --profile jwt-user --json")
      assert.strictEqual(JSON.parse(other.out).id, server.credentials.managedUserId)
    })
  )

  it.effect("a file of a JWT app that cannot be read is said, and not kept", () =>
    Effect.gen(function* () {
      const { directory, runBare } = yield* Served
      writeFileSync(join(directory, "jwt.json"), "{}")
      for (const file of ["jwt.json", "none.json"]) {
        const { err, status } = yield* runBare(`login --jwt ${file} --profile app`)
        assert.strictEqual(status, 2, err)
      }
      assert.notInclude((yield* runBare("profiles")).out, "app")
    })
  )
})
