/** Commands about versions and metadata. */
import { define } from "../command/Command.ts"

const file = { name: "file", kind: "remote", summary: "a file: a path, or id:NUMBER" } as const
const item = { name: "item", kind: "remote", summary: "a path, or id:NUMBER" } as const
const version = { name: "version", summary: "the id of the version" } as const
const template = { name: "template", summary: "SCOPE.KEY, such as enterprise.contract" } as const

export const versionsList = define({
  name: "versions list",
  group: "Change",
  summary: "List the older versions of a file",
  arguments: [file],
  flags: [],
  examples: [
    ["effect-box versions list /reports/year.pdf", "who changed it when"],
    ["effect-box versions list id:12345 --csv --fields id,size,sha1", "as CSV"]
  ]
})

export const versionsGet = define({
  name: "versions get",
  group: "Change",
  summary: "Write an older version to a file or to stdout",
  arguments: [file, version, { name: "to", kind: "local", optional: true, summary: "a file; - or nothing is stdout" }],
  flags: [{ name: "overwrite", summary: "replace the file" }],
  examples: [
    ["effect-box versions get /reports/year.pdf 678 old.pdf", "to a file"],
    ["effect-box versions get id:12345 678 | diff - new.txt", "to stdout"]
  ]
})

export const versionsPromote = define({
  name: "versions promote",
  group: "Change",
  summary: "Make an older version the current one",
  arguments: [file, version],
  flags: [],
  examples: [
    ["effect-box versions promote /reports/year.pdf 678", "back to it"],
    ["effect-box versions promote --from back.csv", "file and version by rows"]
  ]
})

export const versionsDelete = define({
  name: "versions delete",
  group: "Change",
  summary: "Delete an older version",
  arguments: [file, version],
  flags: [],
  examples: [
    ["effect-box versions delete /reports/year.pdf 678", "one"],
    ["effect-box versions delete --from old.csv", "file and version by rows"]
  ]
})

export const metadataGet = define({
  name: "metadata get",
  group: "Change",
  summary: "Show the metadata of an item",
  arguments: [item, { ...template, optional: true, summary: "only of this template: SCOPE.KEY" }],
  flags: [],
  examples: [
    ["effect-box metadata get /contracts/acme.pdf", "of all templates"],
    ["effect-box metadata get /contracts/acme.pdf enterprise.contract --json", "of one"]
  ]
})

export const metadataSet = define({
  name: "metadata set",
  group: "Change",
  summary: "Set values of the metadata of an item, and keep the others",
  details: "Numbers are sent as numbers, key:=JSON sends JSON, such as a list, and key= removes a value.",
  arguments: [item, template, { name: "values", many: true, summary: "key=value" }],
  flags: [],
  examples: [
    ["effect-box metadata set /contracts/acme.pdf enterprise.contract state=signed amount=5000", "two values"],
    ["effect-box metadata set id:12345 enterprise.contract note=", "one less"]
  ]
})

export const metadataDelete = define({
  name: "metadata delete",
  group: "Change",
  summary: "Remove the metadata of a template from an item",
  arguments: [item, template],
  flags: [],
  examples: [
    ["effect-box metadata delete /contracts/acme.pdf enterprise.contract", "one item"],
    ["effect-box metadata delete --from items.csv", "item and template by rows"]
  ]
})

export const metadataQuery = define({
  name: "metadata query",
  group: "Look",
  summary: "Find items by their metadata",
  arguments: [
    { name: "template", summary: "SCOPE.KEY with the number of the enterprise, such as enterprise_123.contract" },
    { name: "condition", optional: true, summary: 'such as "amount >= :least"' }
  ],
  flags: [
    { name: "in", value: "FOLDER", kind: "remote", initial: "/", summary: "below this folder" },
    { name: "value", value: "NAME=VALUE", many: true, summary: "a value of the condition, such as least=1000" }
  ],
  examples: [
    ['effect-box metadata query enterprise_123.contract "state = :s" --value s=open', "one condition"],
    ["effect-box metadata query enterprise_123.contract --json --fields item.id,item.name", "all that have it"]
  ]
})
