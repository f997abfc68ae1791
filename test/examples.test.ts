/** The examples, as they are started by hand. */
import { spawnSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import { layer } from "@effect/vitest"
import { Effect } from "effect"
import { assert, describe, it } from "vitest"
import { missing, Postgres } from "../packages/node/test/login/postgres.ts"
import { bundled } from "./support/program.ts"
import { thorough } from "./support/thorough.ts"

const sourceOf = (name: string) => new URL(`../examples/${name}/main.ts`, import.meta.url)

const programs: Readonly<Record<string, () => string>> = Object.fromEntries(
  [
    ...["cluster", "nightly-job", "observability", "sign-in", "streaming", "token-worker", "typed-metadata"],
    "webhook-queue"
  ].map((name) => [name, bundled(sourceOf(name))])
)

/** From the bundle; what is not in there, from its sources. */
const run = (name: string, env: NodeJS.ProcessEnv, timeout = 50_000, args: ReadonlyArray<string> = []) =>
  spawnSync(process.execPath, [programs[name]?.() ?? fileURLToPath(sourceOf(name)), ...args], {
    encoding: "utf8",
    timeout,
    env: { ...process.env, DATABASE_URL: undefined, ...env }
  })

const printed = (
  name: string,
  env: NodeJS.ProcessEnv = {},
  timeout?: number,
  args?: ReadonlyArray<string>
): ReadonlyArray<string> => {
  const { status, stderr, stdout } = run(name, env, timeout, args)
  assert.strictEqual(status, 0, stdout + stderr)
  return stdout.trim().split("\n")
}

const signedIn = ["ada", "grace"].flatMap((name) => [
  'before: {"_tag":"SignInRequired","signIn":"/sign-in"}',
  `signed in: {"login":"${name}@example.test","names":[]}`
])

describe("the example of", { timeout: 60_000 }, () => {
  it("observability prints the trace of an upload that was refused once", () => {
    const [operation = "", ...rest] = printed("observability")
    assert.match(operation, /^■ FileUpload\.upload .*status_code=201 attempts=2/)
    assert.match(rest[0] ?? "", /→ POST \/api\/2\.0\/files\/content .*status_code=503/)
    assert.match(rest[1] ?? "", /· box\.retry .*reason=BoxUnavailable/)
    assert.match(rest[2] ?? "", /→ POST \/api\/2\.0\/files\/content .*status_code=201 resend_count=1/)
  })

  it("streaming uploads, downloads a range, and stops when the client goes away", () => {
    assert.deepStrictEqual(printed("streaming"), [
      "201: film.mov is in Box",
      "206: 1000 bytes, bytes 1000-1999/24000000",
      "the client went away, and so did the download"
    ])
  })

  it("promises uses no Effect outside of one module, and gets typed errors", () => {
    const [files, folders, refused = ""] = printed("promises")
    assert.deepStrictEqual([files, folders], ["2 files", "folder 0 is All Files, folder 404 is undefined"])
    assert.match(refused, /^BoxItemNameInUse: FileUpload\.upload: .*409 item_name_in_use/)
  })

  it("typed metadata reads what it wrote, and says what is not there", () => {
    assert.deepStrictEqual(printed("typed-metadata"), ["invoice 1001 of 99.5 is paid", "BoxNotFound"])
  })

  it("a nightly job is killed, goes on, and copies every file", { timeout: 310_000 }, () => {
    // With all of them where processes are killed more often as well.
    const files = thorough ? "2000" : "500"
    const [killed, ended, copied, again, line] = printed("nightly-job", {}, 300_000, [files])
    assert.strictEqual(killed, `killed after a part of ${files} files`)
    assert.strictEqual(ended, `archive-2026-11-30: done, ${files} copied, 0 failed`)
    assert.strictEqual(copied, `Archive/2026-11-30 has ${files} files, and the report ${files} lines`)
    assert.match(again ?? "", /^\d+ of them were copied again after the kill, which changed nothing$/)
    assert.match(line ?? "", /^file\/\d+,done,1,/)
  })

  it.skipIf(missing !== undefined)("a cluster loses a process, and does every file", { timeout: 310_000 }, () => {
    const files = thorough ? "1500" : "750"
    const [ended, workers, described] = printed("cluster", {}, 300_000, [files])
    assert.strictEqual(ended, `The run is done: ${files} files done, 0 failed`)
    assert.match(workers ?? "", /^a did \d+( before it was killed)?, b did \d+( before it was killed)?, c did \d+/)
    // Which lanes a process gets is not said, so that one of them may have none.
    assert.match(workers ?? "", / did [1-9]\d* before it was killed/)
    assert.match(workers ?? "", / did [1-9]\d*(,|$)/)
    assert.strictEqual(described, `${files} files on Box have the description`)
  })

  it("sign-in lets two users in, each as themselves", () => {
    assert.deepStrictEqual(printed("sign-in"), signedIn)
  })

  it("webhook-queue works off each delivery, one of them in a second attempt", () => {
    const lines = printed("webhook-queue")
    assert.match(lines[0] ?? "", /comes again later/)
    assert.deepStrictEqual(lines.slice(1), ["FOLDER.CREATED a", "FOLDER.CREATED b", "FOLDER.CREATED c"])
  })

  it("token-worker says that it needs PostgreSQL", () => {
    for (const DATABASE_URL of [undefined, "postgres://box@127.0.0.1:1/box"]) {
      const { status, stderr, stdout } = run("token-worker", { DATABASE_URL })
      assert.deepStrictEqual([status, stdout], [1, ""])
      assert.strictEqual(stderr.trim(), "This example needs PostgreSQL: set DATABASE_URL to one that can be reached.")
    }
  })
})

describe.skipIf(missing !== undefined)(`with PostgreSQL${missing === undefined ? "" : `: ${missing}`}`, () => {
  layer(Postgres.layer, { timeout: 60_000, excludeTestServices: true })((it) => {
    it.effect("token-worker shares one login, and renews it once", () =>
      Effect.map(Postgres, ({ url }) => {
        const lines = printed("token-worker", { DATABASE_URL: url })
        const calls = ["one", "two"].map((name) => `${name}: 20 calls as ada@example.test`)
        assert.deepStrictEqual(lines.slice(0, 2).toSorted(), calls)
        assert.deepStrictEqual(lines.slice(2, 4).toSorted(), calls)
        assert.strictEqual(lines[4], "2 token requests")
        // The row of the first run was removed when it logged out.
        assert.strictEqual(printed("token-worker", { DATABASE_URL: url })[4], "2 token requests")
      })
    )

    it.effect("sign-in has a row for each user", () =>
      Effect.map(Postgres, ({ url }) => {
        assert.deepStrictEqual(printed("sign-in", { DATABASE_URL: url }), signedIn)
      })
    )
  })
})
