/** All generated operations with hostile arguments, and one of each kind with hostile values in each parameter. */
import { DeveloperToken, FileUpload, Folders, TokenStore, UploadSource, Uploads, Users } from "@effect-box/core"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Redacted } from "effect"
import { type AnyOperation, table } from "../../packages/core/test/api/operationTable.ts"
import { scripted } from "../../packages/core/test/http/scriptedHttp.ts"
import { thorough } from "../support/thorough.ts"
import { fault, faultOfRefusal, judge, prints, valueOf, values, wrong } from "./campaign.ts"

/**
 * Except in CI, one place of each sort gets every value. A place like it gets a third of them, and none that is very deep, which
 * takes milliseconds each time.
 */
const some = Object.keys(values).filter((name) => name !== "something very deep")
const valuesAt = (place: number, firstOfItsSort: boolean) =>
  thorough || firstOfItsSort ? Object.keys(values) : some.filter((_, at) => (at + place) % 3 === 0)

const called = (operation: AnyOperation, given: unknown) => () =>
  // On purpose what no type allows.
  operation(given as object)

const parameters = ({ spec }: AnyOperation): ReadonlyArray<string> =>
  [...spec.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => String(name))

/** What tells operations apart in how their request is made and their answer read. */
const kindOf = ({ spec }: AnyOperation): string => {
  const { accepts, authorization, body, exact, headers, host, integers, output, paging, pending } = spec
  const encoding = typeof body === "object" ? body.kind : body
  const parts = { encoding, host, paging, authorization, accepts, headers, integers, pending, exact, output: !!output }
  return JSON.stringify(parts)
}

/** One operation of each kind. */
const kinds = new Map([...table.values()].reverse().map((operation) => [kindOf(operation), operation]))

const address = "https://upload.box.com/api/2.0/files/upload_sessions/1"

/** Arguments with which a request is made, however little sense it makes. */
const goodInput = (operation: AnyOperation): Readonly<Record<string, unknown>> => {
  const { body, host, integers = [] } = operation.spec
  const ids = parameters(operation).map((name) => [name, integers.includes(name) ? 1 : "1"])
  const encoding = typeof body === "object" ? body.kind : body
  const bytes = new Uint8Array(3)
  return {
    ...Object.fromEntries(ids),
    ...(host === "url" ? { url: address } : {}),
    ...(encoding === "multipart" ? { attributes: { name: "a" }, file: bytes, pic: bytes } : {}),
    ...(encoding === "bytes" ? { body: bytes } : {}),
    ...(encoding === "value" || encoding === "patch" ? { body: [] } : {})
  }
}

const ids = [
  "..",
  ".",
  "a/b",
  "../../oauth2/token",
  "/etc/passwd",
  "%2e%2e",
  "..%2f..",
  "a\\b",
  "a?b=c",
  "a#b",
  "a\0b",
  "a\r\nb: c",
  "\u202etxt",
  "\ud800",
  "//evil.example",
  "@evil.example",
  "https://evil.example/",
  " ",
  "é".repeat(10_000),
  "__proto__"
]

const otherHosts = [
  "https://evil.example/2.0/files/upload_sessions/1",
  "https://box.com.evil.example/",
  "https://evilbox.com/",
  "https://evil.example/#.box.com",
  "https://evil.example\\.box.com/",
  "https://user:secret@upload.box.com/",
  "https://upload.box.com@evil.example/",
  "http://upload.box.com/",
  "http://127.0.0.1/",
  "ftp://upload.box.com/",
  "file:///etc/passwd",
  "javascript:alert(1)",
  "data:text/plain,x",
  "//upload.box.com/",
  "/files/1",
  "",
  "\0"
]

describe("hostile arguments of operations", () => {
  it.effect("none of the 336 takes what is no object", () =>
    Effect.gen(function* () {
      assert.strictEqual(table.size, 336)
      const noObject = ["null", "text", "an array", "a symbol", "an object whose properties throw", "a revoked proxy"]
      for (const [name, operation] of table) {
        for (const given of noObject) {
          assert.isUndefined(faultOfRefusal(yield* judge(called(operation, valueOf(given)))), `${name} of ${given}`)
        }
      }
    })
  )

  it.effect("an id never leads to another path", () =>
    Effect.gen(function* () {
      for (const operation of kinds.values()) {
        for (const name of parameters(operation)) {
          if (operation.spec.host === "url") continue
          for (const id of ids) {
            const verdict = yield* judge(called(operation, { ...goodInput(operation), [name]: id }))
            assert.isUndefined(fault(verdict), `${operation.spec.name}: ${JSON.stringify(id).slice(0, 40)}`)
            const [request] = verdict.requests
            if (request === undefined) continue
            const { hash, origin, pathname } = new URL(request.url)
            assert.match(origin, /^https:\/\/(api|upload)\.box\.com$/)
            assert.strictEqual(hash, "")
            const steps = operation.spec.path.split("/")
            const expected = steps.find((step) => step.includes(`{${name}}`))?.replace(`{${name}}`, () => id)
            const sent = pathname.split("/").slice(-steps.length).map(decodeURIComponent)
            assert.strictEqual(pathname.split("/").length, steps.length + (origin.includes("upload") ? 2 : 1))
            assert.include(sent, expected)
          }
        }
      }
    })
  )

  for (const [kind, operation] of kinds) {
    it.effect(`${operation.spec.name}: any value anywhere, as ${kind}`, () =>
      Effect.gen(function* () {
        const { headers = {}, integers = [], query = [], host } = operation.spec
        // The address has them already.
        const inPath = host === "url" ? [] : parameters(operation)
        const places = [...inPath, ...query.map((name) => name.replaceAll("-", "_")), ...Object.keys(headers)]
        const inBody = Object.keys(goodInput(operation)).filter((name) => !places.includes(name))
        const first = [inPath[0], query[0]?.replaceAll("-", "_"), Object.keys(headers)[0], ...inBody, "extra"]
        for (const [at, place] of [...places, ...inBody, "extra", "ex\r\ntra"].entries()) {
          for (const name of valuesAt(at, first.includes(place))) {
            const given = { ...goodInput(operation), [place]: valueOf(name) }
            const verdict = yield* judge(called(operation, given))
            const mustBeText =
              (inPath.includes(place) && !integers.includes(place)) || (host === "url" && place === "url")
            const refused = mustBeText && wrong("text").includes(name)
            assert.isUndefined(refused ? faultOfRefusal(verdict) : fault(verdict), `${place} is ${name}`)
            for (const { body, url } of verdict.requests) {
              assert.notMatch(`${url} ${body}`, /NaN|Infinity|<redacted|%3Credacted|\[object/, `${place} is ${name}`)
            }
          }
        }
      })
    )
  }

  it.effect("a header is one line", () =>
    Effect.gen(function* () {
      const bad = ["a\r\nx-evil: 1", "a\nb", "a\rb", "a\0b", "€", "\u2028", "\ud800", "a\x7f"]
      for (const operation of kinds.values()) {
        for (const name of Object.keys(operation.spec.headers ?? {})) {
          for (const text of bad) {
            for (const given of [text, Redacted.make(text)]) {
              const verdict = yield* judge(called(operation, { ...goodInput(operation), [name]: given }))
              assert.isUndefined(faultOfRefusal(verdict), `${operation.spec.name}: ${name} ${JSON.stringify(text)}`)
            }
          }
        }
      }
    })
  )

  it.effect("no address outside of Box gets the token", () =>
    Effect.gen(function* () {
      const withAddress = [...table.values()].filter(({ spec }) => spec.host === "url")
      assert.isAbove(withAddress.length, 5)
      for (const operation of withAddress) {
        for (const url of otherHosts) {
          const verdict = yield* judge(called(operation, { ...goodInput(operation), url }))
          assert.isUndefined(faultOfRefusal(verdict), `${operation.spec.name}: ${JSON.stringify(url)}`)
          assert.notInclude(prints(verdict.error), "secret")
        }
      }
    })
  )

  it.effect("JSON holds what was given, or nothing is sent", () =>
    Effect.gen(function* () {
      const lossy = [
        Number.NaN,
        Number.NEGATIVE_INFINITY,
        new Date(Number.NaN),
        Redacted.make("p"),
        { a: [Number.NaN] },
        1n
      ]
      for (const value of lossy) {
        // On purpose no value of the type.
        const verdict = yield* judge(() => Users.updateUserById({ user_id: "1", space_amount: value as number }))
        assert.isUndefined(faultOfRefusal(verdict), String(value))
      }
    })
  )

  it.effect("a secret in a list of a query goes out as itself", () =>
    Effect.gen(function* () {
      const fields = [Redacted.make("name"), "size"] as unknown as ReadonlyArray<"name">
      const verdict = yield* judge(() => Folders.getFolderById({ folder_id: "0", fields }))
      assert.strictEqual(new URL(verdict.requests[0]?.url ?? "").searchParams.get("fields"), "name,size")
    })
  )

  it.effect("arguments may change while the call runs", () =>
    Effect.gen(function* () {
      const input = { name: "before", parent: { id: "1" } }
      const http = scripted(() => ({ json: {} }))
      const token = Redacted.make("t")
      const changing = Layer.succeed(TokenStore.TokenStore, {
        ...DeveloperToken.make(token),
        // It is asked for when the call is under way.
        accessToken: Effect.sync(() => {
          input.name = "after"
          return token
        })
      })
      yield* Effect.exit(Effect.provide(Folders.createFolder(input), [http.layer, changing]))
      assert.include(http.seen[0]?.body, "before")
      assert.notInclude(http.seen[0]?.body, "after")
    })
  )

  it.effect("bytes that change while they are sent are not stored unnoticed", () =>
    Effect.gen(function* () {
      const bytes = new Uint8Array(2_000_000)
      const upload = FileUpload.upload(UploadSource.fromBytes(bytes), {
        folder_id: "0",
        name: "a",
        onProgress: () => Effect.sync(() => bytes.fill(1))
      })
      const verdict = yield* judge(() => upload)
      assert.isUndefined(fault(verdict))
      assert.include(prints(verdict.error), "BoxIntegrityError")
    })
  )

  it.effect("the names of multipart fields and files cannot break out of their line", () =>
    Effect.gen(function* () {
      const evil = 'x"\r\nContent-Type: text/evil\r\n\r\nevil'
      const given = { attributes: { name: evil, parent: { id: "0" } }, file: new Uint8Array(1), [evil]: "x" }
      const verdict = yield* judge(() => Uploads.uploadFile(given))
      assert.isUndefined(fault(verdict))
      assert.notInclude(verdict.requests[0]?.body ?? "", "\r\nContent-Type: text/evil")
    })
  )
})
