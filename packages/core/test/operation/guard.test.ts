/** The guard decides as `Schema.is` does, on what fits and on what does not. */
import { assert, describe, it } from "@effect/vitest"
import { Schema } from "effect"
import * as Items from "../../src/api/schemas/Item.ts"
import { is } from "../../src/internal/guard.ts"

interface Tree {
  readonly name: string
  readonly children: ReadonlyArray<Tree>
}
const Tree: Schema.Codec<Tree> = Schema.Struct({
  name: Schema.String,
  children: Schema.Array(Schema.suspend((): Schema.Codec<Tree> => Tree))
})

const schemas: Readonly<Record<string, Schema.Codec<unknown>>> = {
  String: Schema.String,
  Number: Schema.Number,
  Boolean: Schema.Boolean,
  Null: Schema.Null,
  Unknown: Schema.Unknown,
  Literal: Schema.Literal("a"),
  Literals: Schema.Literals(["a", "b", 1]),
  Checked: Schema.String.check(Schema.isMinLength(2)),
  Array: Schema.Array(Schema.Number),
  Tuple: Schema.Tuple([Schema.String, Schema.Number]),
  NonEmpty: Schema.NonEmptyArray(Schema.String),
  Record: Schema.Record(Schema.String, Schema.NullOr(Schema.Number)),
  Rest: Schema.StructWithRest(Schema.Struct({ a: Schema.String }), [Schema.Record(Schema.String, Schema.Json)]),
  Empty: Schema.Struct({}),
  Struct: Schema.Struct({ a: Schema.String, b: Schema.optionalKey(Schema.NullOr(Schema.Number)) }),
  Optional: Schema.Struct({ a: Schema.optional(Schema.String) }),
  Inherited: Schema.Struct({ toString: Schema.optionalKey(Schema.String) }),
  Union: Schema.Union([
    Schema.Struct({ type: Schema.Literal("a"), x: Schema.Number }),
    Schema.Struct({ type: Schema.Literal("b") })
  ]),
  OneOf: Schema.Union([Schema.Struct({ a: Schema.String }), Schema.Struct({ b: Schema.String })], { mode: "oneOf" }),
  Tree,
  Json: Schema.Json,
  File: Items.FileFull,
  Folder: Items.FolderFull,
  Items: Items.Items
}

const values: ReadonlyArray<unknown> = [
  undefined,
  null,
  "",
  "a",
  "ab",
  0,
  1,
  -1.5,
  true,
  [],
  [1, 2],
  ["a", 1],
  ["a"],
  [null],
  [undefined],
  {},
  { a: "x" },
  { a: 1 },
  { a: undefined },
  { a: "x", b: null },
  { a: "x", b: "y" },
  { a: "x", b: undefined },
  { b: "x" },
  { toString: 5 },
  { toString: "x" },
  { type: "a", x: 1 },
  { type: "a" },
  { type: "b", x: "anything" },
  { type: "c" },
  { name: "r", children: [{ name: "c", children: [] }] },
  { name: "r", children: [{ name: "c", children: [{}] }] },
  { type: "file", id: "1" },
  { type: "file", id: 1 },
  { type: "file", id: "1", size: null, name: "x", parent: { type: "folder", id: "0" } },
  { type: "file", id: "1", parent: { type: "file", id: "0" } },
  { type: "folder", id: "1", path_collection: { total_count: 1, entries: [{ type: "folder", id: "0" }] } },
  {
    entries: [
      { type: "file", id: "1" },
      { type: "folder", id: "2" },
      { type: "hologram", id: "3" }
    ]
  },
  { entries: [{ type: "file" }] },
  { entries: null },
  new Date(0),
  () => 1
]

describe("guard", () => {
  for (const [name, schema] of Object.entries(schemas)) {
    it(`decides on ${name} as Schema.is does`, () => {
      const guard = is(schema)
      const reference = Schema.is(schema)
      let fitting = 0
      values.forEach((value, index) => {
        assert.strictEqual(guard(value), reference(value), `value ${index}`)
        if (reference(value)) fitting++
      })
      assert.isAbove(fitting, 0)
    })
  }

  it.prop("and on anything else", [Schema.Json], ([value]) => {
    for (const [name, schema] of Object.entries(schemas))
      assert.strictEqual(is(schema)(value), Schema.is(schema)(value), name)
  })
})
