/** The grants of servers and the exchange of tokens, over the wire: assertions are signed by Node, not by our client. */
import { createPrivateKey, generateKeyPairSync, sign } from "node:crypto"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { BoxEmulator } from "../../src/testing/BoxEmulator.ts"
import { download, file, folder, fresh, get, type Json, post, put, send, tokenUrl, upload } from "./wire.ts"

const grant = (form: Record<string, string>) =>
  Effect.gen(function* () {
    const { credentials } = yield* BoxEmulator
    const client = { client_id: credentials.clientId, client_secret: credentials.clientSecret }
    return yield* send("POST", tokenUrl, { form: { ...client, ...form }, token: null })
  })

const assertRefused = (reply: { status: number; json: Json }, error: string, description: string | RegExp) => {
  assert.strictEqual(reply.status, 400)
  assert.strictEqual(reply.json.error, error)
  if (typeof description === "string") assert.strictEqual(reply.json.error_description, description)
  else assert.match(reply.json.error_description, description)
}

const assertServerToken = (reply: { status: number; json: Json }) => {
  assert.strictEqual(reply.status, 200)
  assert.deepInclude(reply.json, { expires_in: 3600, token_type: "bearer", restricted_to: [] })
  assert.notProperty(reply.json, "refresh_token")
}

const me = (token: string) => Effect.map(get("/users/me", { token }), ({ json }) => json.id)

describe("client credentials", () => {
  const ask = (type: string, id: string, more: Record<string, string> = {}) =>
    grant({ grant_type: "client_credentials", box_subject_type: type, box_subject_id: id, ...more })

  it.effect("give the service account's token, or a user's, without a refresh token", () =>
    Effect.gen(function* () {
      const { credentials } = yield* BoxEmulator
      const enterprise = yield* ask("enterprise", credentials.enterpriseId)
      assertServerToken(enterprise)
      assert.strictEqual(yield* me(enterprise.json.access_token), credentials.serviceAccountId)
      const user = yield* ask("user", credentials.managedUserId)
      assertServerToken(user)
      assert.strictEqual(yield* me(user.json.access_token), credentials.managedUserId)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("are refused for another subject, type or secret", () =>
    Effect.gen(function* () {
      const { credentials } = yield* BoxEmulator
      const invalid = "Grant credentials are invalid"
      assertRefused(yield* ask("user", "1"), "invalid_grant", invalid)
      assertRefused(yield* ask("enterprise", credentials.userId), "invalid_grant", invalid)
      assertRefused(
        yield* ask("robot", "1"),
        "unauthorized_client",
        'The "box_subject_type" value is unauthorized for this client_id'
      )
      assertRefused(yield* ask("user", ""), "invalid_request", "box_subject_id parameter is missing")
      assertRefused(yield* ask("", "1"), "invalid_request", "box_subject_type parameter is missing")
      const wrong = yield* ask("enterprise", credentials.enterpriseId, { client_secret: "wrong" })
      assertRefused(wrong, "invalid_client", "The client credentials are invalid")
    }).pipe(Effect.provide(fresh()))
  )
})

describe("the service account", () => {
  const login = Effect.gen(function* () {
    const { credentials } = yield* BoxEmulator
    const reply = yield* grant({
      grant_type: "client_credentials",
      box_subject_type: "enterprise",
      box_subject_id: credentials.enterpriseId
    })
    return { token: String(reply.json.access_token) }
  })

  it.effect("is a user of its own, with the application's address", () =>
    Effect.gen(function* () {
      const { credentials } = yield* BoxEmulator
      const { json } = yield* get("/users/me", yield* login)
      assert.deepInclude(json, { type: "user", id: credentials.serviceAccountId, name: "Example Application" })
      assert.match(json.login, new RegExp(`^AutomationUser_${credentials.clientId}_\\w{10}@boxdevedition\\.com$`))
      assert.notInclude([credentials.userId, credentials.managedUserId], json.id)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("owns what it makes, and sees nothing of others; they see nothing of its own", () =>
    Effect.gen(function* () {
      const { credentials } = yield* BoxEmulator
      const service = yield* login
      const [theirs, below] = [yield* folder("theirs"), yield* file("their file")]
      assert.deepStrictEqual((yield* get("/folders/0/items", service)).json.entries, [])
      assert.strictEqual((yield* get(`/folders/${theirs.id}`, service)).status, 404)
      assert.strictEqual((yield* get(`/files/${below.id}/content`, service)).status, 404)
      const made = (yield* post("/folders", { name: "theirs", parent: { id: "0" } }, service)).json
      assert.strictEqual(made.owned_by.id, credentials.serviceAccountId)
      const own = (yield* upload("own", "x", made.id, service)).json.entries[0]
      assert.strictEqual(own.created_by.id, credentials.serviceAccountId)
      assert.strictEqual((yield* get(`/folders/${made.id}`)).status, 404)
      assert.strictEqual((yield* get(`/files/${own.id}`)).status, 404)
      const owners = (yield* get("/events", service)).json.entries.map((event: Json) => event.source.owned_by.id)
      assert.deepStrictEqual(owners, [credentials.serviceAccountId, credentials.serviceAccountId])
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("acts as the users of the enterprise, and is not listed among them", () =>
    Effect.gen(function* () {
      const { credentials } = yield* BoxEmulator
      const service = yield* login
      const as = { ...service, headers: { "as-user": credentials.managedUserId } }
      assert.strictEqual((yield* get("/users/me", as)).json.id, credentials.managedUserId)
      const ids = (yield* get("/users", service)).json.entries.map((user: Json) => user.id)
      assert.deepStrictEqual(ids, [credentials.userId, credentials.managedUserId])
    }).pipe(Effect.provide(fresh()))
  )
})

describe("JWT assertions", () => {
  const noon = Date.UTC(2026, 5, 1, 12)
  const keys = generateKeyPairSync("rsa", { modulusLength: 2048 })
  const strangers = generateKeyPairSync("rsa", { modulusLength: 2048 })
  const grantType = "urn:ietf:params:oauth:grant-type:jwt-bearer"

  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url")

  interface Changes {
    readonly header?: Record<string, unknown>
    readonly claims?: Record<string, unknown>
    readonly key?: typeof keys.privateKey
  }

  let count = 0

  /** Noon; a key that the application knows; and the right assertion but for the changes. */
  const make = ({ claims, header, key = keys.privateKey }: Changes = {}) =>
    Effect.gen(function* () {
      const { addPublicKey, credentials } = yield* BoxEmulator
      yield* TestClock.setTime(noon)
      const kid = yield* addPublicKey(String(keys.publicKey.export({ type: "spki", format: "pem" })))
      const head = { alg: "RS256", typ: "JWT", kid, ...header }
      const body = {
        iss: credentials.clientId,
        sub: credentials.enterpriseId,
        box_sub_type: "enterprise",
        aud: "https://api.box.com/oauth2/token",
        jti: `0123456789abcdef${count++}`,
        exp: noon / 1000 + 60,
        ...claims
      }
      const signed = `${encode(head)}.${encode(body)}`
      const hash = String(head.alg).replace("RS", "sha")
      const algorithm = /^sha\d+$/.test(hash) ? hash : "sha256"
      return `${signed}.${sign(algorithm, Buffer.from(signed), key).toString("base64url")}`
    })

  const present = (assertion: string) => grant({ grant_type: grantType, assertion })
  const ask = (changes?: Changes) => Effect.flatMap(make(changes), present)

  it.effect.each(["RS256", "RS384", "RS512"])("signed with %s buy a token without a refresh token", (alg) =>
    Effect.gen(function* () {
      const { credentials } = yield* BoxEmulator
      const reply = yield* ask({ header: { alg } })
      assertServerToken(reply)
      assert.strictEqual(yield* me(reply.json.access_token), credentials.serviceAccountId)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("can be for a user", () =>
    Effect.gen(function* () {
      const { credentials } = yield* BoxEmulator
      const reply = yield* ask({ claims: { box_sub_type: "user", sub: credentials.managedUserId } })
      assert.strictEqual(yield* me(reply.json.access_token), credentials.managedUserId)
    }).pipe(Effect.provide(fresh()))
  )

  const seconds = noon / 1000
  const rules: ReadonlyArray<readonly [string, Changes, string | RegExp]> = [
    ["another algorithm", { header: { alg: "HS256" } }, /'alg'/],
    ["no algorithm", { header: { alg: "none" } }, /'alg'/],
    ["an algorithm named like a method", { header: { alg: "toString" } }, /'alg'/],
    ["an unknown key", { header: { kid: "unknown" } }, /'kid'/],
    ["a key that is null", { header: { kid: null } }, /'kid'/],
    ["the signature of a stranger and no key", { header: { kid: undefined }, key: strangers.privateKey }, /signature/],
    ["the signature of a stranger", { key: strangers.privateKey }, /signature/],
    ["another issuer", { claims: { iss: "stranger" } }, /'iss'/],
    ["another audience", { claims: { aud: "https://api.box.com/2.0" } }, /'aud'/],
    [
      "an end in the past",
      { claims: { exp: seconds - 1 } },
      /before the expiration date\/time listed in the 'exp' claim/
    ],
    ["an end now", { claims: { exp: seconds } }, /before the expiration date\/time listed in the 'exp' claim/],
    ["an end in more than 60 seconds", { claims: { exp: seconds + 61 } }, /'exp' claim.*60 seconds/],
    ["an end in milliseconds", { claims: { exp: noon } }, /'exp' claim.*60 seconds/],
    ["an end that is no integer", { claims: { exp: seconds + 0.5 } }, /'exp' claim.*integer/],
    ["no end", { claims: { exp: undefined } }, /'exp' claim.*integer/],
    ["a beginning in the future", { claims: { nbf: seconds + 1 } }, /'nbf'/],
    ["no jti", { claims: { jti: undefined } }, /Please check the 'jti' claim\./],
    ["a jti of 15 characters", { claims: { jti: "j".repeat(15) } }, /Please check the 'jti' claim\./],
    ["a jti of 129 characters", { claims: { jti: "j".repeat(129) } }, /Please check the 'jti' claim\./],
    ["a jti that is a number", { claims: { jti: 1e20 } }, /Please check the 'jti' claim\./],
    ["an unknown subject", { claims: { sub: "1" } }, "Please check the 'sub' claim. The 'sub' specified is invalid."],
    ["the wrong kind of subject", { claims: { box_sub_type: "user" } }, /'sub'/],
    ["no kind of subject", { claims: { box_sub_type: undefined } }, /'box_sub_type'/]
  ]
  it.effect.each(rules.map(([name, changes, description]) => ({ name, changes, description })))(
    "are refused with $name",
    ({ changes, description }) =>
      Effect.gen(function* () {
        const reply = yield* ask(changes)
        assertRefused(reply, "invalid_grant", description)
        assert.strictEqual(reply.headers["date"], new Date(noon).toUTCString())
      }).pipe(Effect.provide(fresh()))
  )

  it.effect.each([16, 128])("take a jti of %s characters", (length) =>
    Effect.gen(function* () {
      assertServerToken(yield* ask({ claims: { jti: "j".repeat(length) } }))
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("work once", () =>
    Effect.gen(function* () {
      const assertion = yield* make()
      assertServerToken(yield* present(assertion))
      assertRefused(yield* present(assertion), "invalid_grant", /A unique 'jti' value is required/)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("that are refused do not use up their jti", () =>
    Effect.gen(function* () {
      const jti = "j".repeat(20)
      assertRefused(yield* ask({ claims: { jti, aud: "other" } }), "invalid_grant", /'aud'/)
      assertServerToken(yield* ask({ claims: { jti } }))
    }).pipe(Effect.provide(fresh()))
  )

  it.effect.each(["x", "a.b.c", "", `${encode([])}.${encode({})}.AAAA`])("%j is none", (assertion) =>
    Effect.gen(function* () {
      const reply = yield* present(assertion)
      assert.strictEqual(reply.status, 400)
      assert.strictEqual(reply.json.error, assertion === "" ? "invalid_request" : "invalid_grant")
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("need the client's secret as well", () =>
    Effect.gen(function* () {
      const assertion = yield* make()
      const reply = yield* grant({ grant_type: grantType, assertion, client_secret: "wrong" })
      assertRefused(reply, "invalid_client", "The client credentials are invalid")
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("the application's file has a key that works, and stays the same", () =>
    Effect.gen(function* () {
      const { credentials, jwtConfig } = yield* BoxEmulator
      const text = yield* jwtConfig
      assert.strictEqual(yield* jwtConfig, text)
      const { boxAppSettings, enterpriseID } = JSON.parse(text)
      assert.strictEqual(boxAppSettings.clientID, credentials.clientId)
      assert.strictEqual(boxAppSettings.clientSecret, credentials.clientSecret)
      assert.strictEqual(enterpriseID, credentials.enterpriseId)
      const { passphrase, privateKey, publicKeyID } = boxAppSettings.appAuth
      assert.match(privateKey, /^-----BEGIN ENCRYPTED PRIVATE KEY-----\n/)
      assert.match(passphrase, /^\w{32}$/)
      const key = createPrivateKey({ key: privateKey, passphrase })
      assertServerToken(yield* ask({ header: { kid: publicKeyID }, key }))
      assert.throws(() => createPrivateKey({ key: privateKey, passphrase: "wrong" }))
      const another = JSON.parse(
        yield* Effect.provide(
          BoxEmulator.use((other) => other.jwtConfig),
          fresh()
        )
      )
      assert.notStrictEqual(another.boxAppSettings.appAuth.passphrase, passphrase)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("need no kid: then any key of the application will do", () =>
    Effect.gen(function* () {
      yield* (yield* BoxEmulator).addPublicKey(String(strangers.publicKey.export({ type: "spki", format: "pem" })))
      assertServerToken(yield* ask({ header: { kid: undefined } }))
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("without a kid are refused while the application has no key", () =>
    Effect.gen(function* () {
      const { credentials } = yield* BoxEmulator
      const claims = { iss: credentials.clientId, exp: 60 }
      const assertion = `${encode({ alg: "RS256" })}.${encode(claims)}.AAAA`
      assertRefused(yield* present(assertion), "invalid_grant", /'kid'/)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("a public key that is none is not registered", () =>
    Effect.gen(function* () {
      const { addPublicKey } = yield* BoxEmulator
      const curve = generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey
      for (const pem of [
        "",
        "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
        curve.export({ type: "spki", format: "pem" })
      ]) {
        assert.strictEqual((yield* Effect.flip(addPublicKey(String(pem))))._tag, "BoxInvalidInput")
      }
    }).pipe(Effect.provide(fresh()))
  )
})

describe("token exchange", () => {
  const exchange = (form: Record<string, string>) =>
    Effect.gen(function* () {
      const { credentials } = yield* BoxEmulator
      return yield* send("POST", tokenUrl, {
        token: null,
        form: {
          grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
          subject_token: credentials.accessToken,
          subject_token_type: "urn:ietf:params:oauth:token-type:access_token",
          ...form
        }
      })
    })

  const weak = (scope: string, more: Record<string, string> = {}) =>
    Effect.map(exchange({ scope, ...more }), ({ json }): string => json.access_token)

  const onFolder = (id: string) => ({ resource: `https://api.box.com/2.0/folders/${id}` })
  const onFile = (id: string) => ({ resource: `https://api.box.com/2.0/files/${id}` })

  const assertScopeRefused = (reply: { status: number; bytes: Uint8Array; headers: Json }) => {
    assert.strictEqual(reply.status, 403)
    assert.strictEqual(reply.bytes.length, 0)
    assert.match(reply.headers["www-authenticate"], /^Bearer realm="Service", error="insufficient_scope"/)
  }

  it.effect("answers with the type, the restriction, and no refresh token", () =>
    Effect.gen(function* () {
      const { id } = yield* file("a.txt")
      const reply = yield* exchange({ scope: "item_download item_preview", ...onFile(id) })
      assert.strictEqual(reply.status, 200)
      assert.strictEqual(reply.json.issued_token_type, "urn:ietf:params:oauth:token-type:access_token")
      assert.strictEqual(reply.json.token_type, "bearer")
      assert.notProperty(reply.json, "refresh_token")
      const object = { type: "file", id, sequence_id: "0", etag: "0", name: "a.txt" }
      assert.deepStrictEqual(reply.json.restricted_to, [
        { scope: "item_download", object },
        { scope: "item_preview", object }
      ])
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("the new token ends with the one that it was made from", () =>
    Effect.gen(function* () {
      yield* TestClock.adjust("50 minutes")
      const reply = yield* exchange({ scope: "base_explorer" })
      assert.strictEqual(reply.json.expires_in, 600)
      const token = reply.json.access_token
      assert.strictEqual((yield* get("/folders/0", { token })).status, 200)
      yield* TestClock.adjust("10 minutes")
      assert.strictEqual((yield* get("/folders/0", { token })).status, 401)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("each scope opens what it is for and nothing else", () =>
    Effect.gen(function* () {
      const target = yield* file("a.txt")
      const attempts = (token: string) => ({
        "read file": get(`/files/${target.id}`, { token }),
        "read folder": get("/folders/0/items", { token }),
        download: get(`/files/${target.id}/content`, { token }),
        upload: upload("new.txt", "x", "0", { token }),
        preflight: send("OPTIONS", "/files/content", { token, json: { name: "p.txt", size: 1, parent: { id: "0" } } }),
        rename: put(`/files/${target.id}`, { name: "a.txt" }, { token }),
        share: put(`/files/${target.id}`, { shared_link: null }, { token }),
        describe: put(`/files/${target.id}`, { description: "d" }, { token }),
        copy: post(`/files/${target.id}/copy`, { parent: { id: "0" }, name: "copy" }, { token }),
        search: get("/search?query=a", { token }),
        user: get("/users/me", { token })
      })
      const allowed = (scope: string) =>
        Effect.gen(function* () {
          const token = yield* weak(scope)
          const open: Array<string> = []
          for (const [name, attempt] of Object.entries(attempts(token))) {
            const reply = yield* attempt
            if (reply.status < 400) open.push(name)
            else assertScopeRefused(reply)
          }
          const removed = yield* send("DELETE", `/files/${(yield* file(`${scope}.txt`)).id}`, { token })
          return removed.status === 204 ? [...open, "delete"] : open
        })
      const expected: Readonly<Record<string, ReadonlyArray<string>>> = {
        base_explorer: ["read file", "read folder"],
        base_preview: ["read file"],
        item_preview: ["read file"],
        item_download: ["download"],
        item_upload: ["upload", "preflight"],
        item_rename: ["rename"],
        item_share: ["share"],
        item_delete: ["delete"],
        annotation_edit: [],
        root_readonly: ["read file", "read folder", "download", "search", "user"]
      }
      for (const [scope, open] of Object.entries(expected)) {
        assert.deepStrictEqual({ scope, open: yield* allowed(scope) }, { scope, open })
      }
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("a change that asks for two things needs both scopes", () =>
    Effect.gen(function* () {
      const { id } = yield* file("a.txt")
      const both = { name: "b.txt", shared_link: { access: "open" } }
      assertScopeRefused(yield* put(`/files/${id}`, both, { token: yield* weak("item_rename") }))
      assertScopeRefused(yield* put(`/files/${id}`, both, { token: yield* weak("item_share") }))
      const reply = yield* put(`/files/${id}`, both, { token: yield* weak("item_share item_rename") })
      assert.strictEqual(reply.status, 200)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("a resource is the only item, with what is below it, that the token reaches", () =>
    Effect.gen(function* () {
      const inner = yield* folder("inner")
      const below = yield* folder("below", inner.id)
      const inside = yield* file("inside.txt", "x", below.id)
      const outside = yield* file("outside.txt")
      const token = yield* weak("base_explorer item_download item_upload item_rename", onFolder(inner.id))
      assert.strictEqual((yield* get(`/files/${inside.id}`, { token })).status, 200)
      assert.strictEqual((yield* get(`/folders/${inner.id}/items`, { token })).status, 200)
      assert.strictEqual((yield* upload("more.txt", "x", below.id, { token })).status, 201)
      assert.strictEqual((yield* get(`/files/${inside.id}/content`, { token })).status, 302)
      assertScopeRefused(yield* get(`/files/${outside.id}`, { token }))
      assertScopeRefused(yield* get(`/files/${outside.id}/content`, { token }))
      assertScopeRefused(yield* get("/folders/0", { token }))
      assertScopeRefused(yield* upload("more.txt", "x", "0", { token }))
      assertScopeRefused(yield* put(`/files/${outside.id}`, { name: "mine.txt" }, { token }))
      const onlyFile = yield* weak("base_explorer item_download", onFile(inside.id))
      assert.strictEqual((yield* get(`/files/${inside.id}`, { token: onlyFile })).status, 200)
      assertScopeRefused(yield* get(`/folders/${below.id}`, { token: onlyFile }))
      assert.strictEqual((yield* download(outside.id)).status, 200)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("a shared link restricts as its item does", () =>
    Effect.gen(function* () {
      const [shared, other] = [yield* file("shared.txt"), yield* file("other.txt")]
      const link = (yield* put(`/files/${shared.id}`, { shared_link: { access: "open" } })).json.shared_link.url
      const token = yield* weak("item_preview", { box_shared_link: link })
      assert.strictEqual((yield* get(`/files/${shared.id}`, { token })).status, 200)
      assertScopeRefused(yield* get(`/files/${other.id}`, { token }))
      yield* put(`/files/${shared.id}`, { shared_link: { access: "open", password: "Secret123" } })
      const guarded = yield* exchange({ scope: "item_preview", box_shared_link: link })
      assertRefused(guarded, "invalid_resource", "The target resource is invalid.")
      const unknown = yield* exchange({ scope: "item_preview", box_shared_link: "https://app.box.com/s/unknown" })
      assertRefused(unknown, "invalid_resource", "The target resource is invalid.")
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("a weak token cannot be made stronger", () =>
    Effect.gen(function* () {
      const [one, two] = [yield* folder("one"), yield* folder("two")]
      const token = yield* weak("base_explorer item_download", onFolder(one.id))
      const again = (form: Record<string, string>) => exchange({ subject_token: token, ...form })
      assertRefused(yield* again({ scope: "item_delete" }), "invalid_scope", /scope/)
      assertRefused(yield* again({ scope: "root_readwrite" }), "invalid_scope", /scope/)
      assertRefused(yield* again({ scope: "base_explorer", ...onFolder(two.id) }), "invalid_resource", /resource/)
      const weaker: string = (yield* again({ scope: "base_explorer" })).json.access_token
      assert.strictEqual((yield* get(`/folders/${one.id}`, { token: weaker })).status, 200)
      assertScopeRefused(yield* get(`/folders/${two.id}`, { token: weaker }))
    }).pipe(Effect.provide(fresh()))
  )

  const broken: ReadonlyArray<readonly [Record<string, string>, string, RegExp]> = [
    [{}, "invalid_request", /scope parameter is missing/],
    [{ scope: " " }, "invalid_scope", /scope/],
    [{ scope: "make_coffee" }, "invalid_scope", /scope/],
    [{ scope: "toString" }, "invalid_scope", /scope/],
    [{ scope: "item_preview", subject_token: "unknown" }, "invalid_grant", /subject_token/],
    [{ scope: "item_preview", subject_token: "" }, "invalid_request", /subject_token parameter is missing/],
    [{ scope: "item_preview", subject_token_type: "jwt" }, "invalid_request", /subject_token_type/],
    [{ scope: "item_preview", resource: "folders/0" }, "invalid_resource", /resource/],
    [{ scope: "item_preview", ...onFolder("999") }, "invalid_resource", /resource/],
    [{ scope: "item_preview", ...onFile("999") }, "invalid_resource", /resource/],
    [{ scope: "item_preview", resource: "https://api.box.com/2.0/users/7001" }, "invalid_resource", /resource/],
    [{ scope: "item_preview", box_shared_link: "x", ...onFolder("0") }, "invalid_request", /together/]
  ]
  it.effect.each(broken.map(([form, error, description]) => ({ form, error, description })))(
    "refuses $form",
    ({ description, error, form }) =>
      Effect.gen(function* () {
        assertRefused(yield* exchange(form), error, description)
      }).pipe(Effect.provide(fresh()))
  )
})
