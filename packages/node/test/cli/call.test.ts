/** `effect-box call`: every operation by its name. */
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it, layer } from "@effect/vitest"
import { Effect } from "effect"
import { coverage } from "@effect-box/core/testing/BoxEmulator"
import { describe as descriptionOf } from "../../src/cli/operations/Description.ts"
import { operationArguments } from "../../src/cli/operations/operationArguments.ts"
import { operationModules } from "../../src/cli/operations/operationModules.ts"
import { Fault, readInput, valueOf } from "../../src/cli/operations/readInput.ts"
import { layerServed, Served } from "./commandRun.ts"

describe("the table of operations", () => {
  it("has every operation, and the module of each has what the table says", async () => {
    const all = operationArguments.map(descriptionOf)
    assert.deepStrictEqual(
      all.map(({ name }) => name).sort(),
      coverage()
        .map(({ operation }) => operation)
        .sort()
    )
    for (const { arguments: taken, gives, method, name, paged } of all) {
      const [module = "", member = ""] = name.split(".")
      const operation = Object((await operationModules[module]?.())?.[member])
      assert.strictEqual(operation.spec.method, method)
      assert.strictEqual(typeof operation.items === "function", paged, name)
      const query = taken.filter(({ place }) => place === "query").map((one) => one.name)
      const specified = (operation.spec.query ?? []).map((wire: string) => wire.replaceAll("-", "_"))
      assert.sameMembers(query, specified, name)
      assert.notStrictEqual(gives, "")
    }
  })

  it("types are read to their end", () => {
    const text = "{id!:string,type:a|b,more:[{x:number}],scope:enterprise_{id}|global}"
    const { type } = descriptionOf(`A.b GET /a - nothing\nSays.\nhttps://x\nq! body ${text} Words.`).arguments[0] ?? {}
    assert.deepStrictEqual(type, {
      kind: "properties",
      properties: [
        { name: "id", required: true, type: { kind: "string" } },
        { name: "type", required: false, type: { kind: "values", values: ["a", "b"] } },
        {
          name: "more",
          required: false,
          type: {
            kind: "array",
            items: { kind: "properties", properties: [{ name: "x", required: false, type: { kind: "number" } }] }
          }
        },
        { name: "scope", required: false, type: { kind: "values", values: ["enterprise_{id}", "global"] } }
      ]
    })
  })

  it.each([
    ["number", "12", 12],
    ["number", "x", "n takes a number"],
    ["boolean", "true", true],
    ["boolean", "yes", "n takes true or false"],
    ["[string]", "a,b", ["a", "b"]],
    ["[number]", "1,x", "n takes a number"],
    ["a|b", "c", 'n takes a, b, not "c"'],
    ["{id:string}", "{]", "n takes JSON"],
    ["json", "plain", "plain"],
    ["file", "a.txt", "n takes a file: n=@PATH"]
  ])("a %s from %j", (typeText, word, expected) => {
    const { type } = descriptionOf(`A.b GET /a - nothing\n\n\nn body ${typeText}`).arguments[0] ?? { type: undefined }
    if (type === undefined) return assert.fail("no type")
    const value = valueOf("n", type, word)
    if (value instanceof Fault) assert.isTrue(value.message.startsWith(String(expected)), value.message)
    else assert.deepStrictEqual(value, expected)
  })

  it("names that lead to a prototype are refused", () => {
    const entry = descriptionOf("A.b POST /a - nothing\n\n\nn body json")
    assert.isTrue(readInput(entry, ["n.__proto__.x=1"], undefined) instanceof Fault)
    assert.isTrue(readInput(entry, ["constructor=1"], undefined) instanceof Fault)
  })
})

layer(layerServed(), { excludeTestServices: true })("effect-box call", (it) => {
  it.effect("makes, reads, lists and deletes", () =>
    Effect.gen(function* () {
      const { directory, run } = yield* Served
      const made = yield* run("call Folders.createFolder name=Reports parent.id=0 --fields id,name")
      assert.deepStrictEqual([made.status, made.err], [0, ""])
      const { id, name } = JSON.parse(made.out)
      assert.strictEqual(name, "Reports")
      writeFileSync(join(directory, "body.json"), JSON.stringify({ name: "Inner", parent: { id } }))
      assert.strictEqual((yield* run("call Folders.createFolder --body body.json")).status, 0)
      const again = yield* run("call Folders.createFolder --body -", {
        stdin: JSON.stringify({ name: "Other", parent: { id } })
      })
      assert.strictEqual(again.status, 0)
      const rows = JSON.parse((yield* run(`call Folders.getFolderItems folder_id=${id} limit=1 --all`)).out)
      assert.deepStrictEqual(
        rows.map((row: Record<string, string>) => row["name"]),
        ["Inner", "Other"]
      )
      const csv = yield* run(`call Folders.getFolderItems folder_id=${id} --all --csv --fields name,type`)
      assert.strictEqual(csv.out, "name,type\nInner,folder\nOther,folder\n")
      const gone = yield* run(`call Folders.deleteFolderById folder_id=${id} recursive=true`)
      assert.deepStrictEqual([gone.status, gone.out], [0, ""])
    })
  )

  it.effect("sends files and writes bytes", () =>
    Effect.gen(function* () {
      const { directory, run } = yield* Served
      writeFileSync(join(directory, "a.txt"), "hello")
      const sent = yield* run([
        "call",
        "Uploads.uploadFile",
        'attributes={"name":"a.txt","parent":{"id":"0"}}',
        "file=@a.txt"
      ])
      assert.strictEqual(sent.status, 0, sent.err)
      const { id } = JSON.parse(sent.out).entries[0]
      assert.strictEqual((yield* run(`call Downloads.downloadFile file_id=${id}`)).out, "hello")
      yield* run(`call Downloads.downloadFile file_id=${id} --output b.txt`)
      assert.strictEqual(readFileSync(join(directory, "b.txt"), "utf8"), "hello")
      const shown = yield* run(`call Downloads.downloadFile file_id=${id}`, { columns: 80 })
      assert.strictEqual(shown.status, 2)
    })
  )

  it.effect.each([
    ["call Folders.getFolder", "Did you mean Folders.getFolderById"],
    ["call folder.getFolderItems", "There is no operation"],
    ["call Folders.createFolder name=a", "Folders.createFolder needs parent ({id!:string})"],
    ["call Folders.createFolder nam=a parent.id=0", "Folders.createFolder takes no nam. Did you mean name?"],
    ["call Folders.createFolder name=a parent.di=0", "parent has no di. Did you mean id?"],
    ["call Folders.getFolderById folder_id=0 limit=many", "limit takes a number"],
    ["call Folders.getFolderById folder_id=0 sort=nam", "sort takes id, name, date, size"],
    ["call Folders.getFolderById folder_id", "is not of the form name=value"],
    ["call Users.getUserMe --all", "is no list"],
    ["call Folders.getFolderById folder_id=0 --json --csv", "contradict each other"],
    ["call", "OPERATION is missing"]
  ] as const)("%s is wrong, and nothing is sent", ([line, message]) =>
    Effect.gen(function* () {
      const { run } = yield* Served
      const { err, out, status } = yield* run(line)
      assert.deepStrictEqual([status, out], [2, ""])
      assert.include(err, message)
    })
  )

  it.effect("says of a refusal what was tried, where, Box's request id and the next step", () =>
    Effect.gen(function* () {
      const { run, server } = yield* Served
      const { err, status } = yield* run("call Folders.getFolderById folder_id=404")
      assert.strictEqual(status, 1)
      assert.match(err, /^effect-box: BoxNotFound: .*GET \/folders\/404 at 127\.0\.0\.1:\d+: 404 .*request id \w+/)
      assert.match(err, /^ {2}next: /m)
      const json = JSON.parse((yield* run("call Folders.getFolderById folder_id=404 --json")).err)
      assert.strictEqual(json.error, "BoxNotFound")
      assert.isString(json.request_id)
      const verbose = yield* run("call Folders.getFolderById folder_id=0 --verbose")
      assert.match(verbose.err, /^> GET 127\.0\.0\.1\/2\.0\/folders\/0 {2}200/m)
      assert.notInclude(verbose.err, server.credentials.accessToken)
    })
  )

  it.effect("--describe and --list need no login", () =>
    Effect.gen(function* () {
      const { runBare } = yield* Served
      const { out, status } = yield* runBare("call Folders.createFolder --describe")
      assert.strictEqual(status, 0)
      assert.match(out, /^Folders\.createFolder {3}POST \/folders$/m)
      assert.include(out, "  name: string   (body)")
      assert.include(out, "  sync_state?: synced|not_synced|partially_synced   (body)")
      const list = yield* runBare("call webhooks --list --csv --fields name")
      assert.include(list.out, "Webhooks.createWebhook\n")
    })
  )
})
