/** Commands that change items. */
import { define } from "../command/Command.ts"

const item = { name: "item", kind: "remote", summary: "a path, or id:NUMBER" } as const
const items = { name: "items", kind: "remote", many: true, summary: "paths, or id:NUMBER" } as const
const file = { name: "file", kind: "remote", summary: "a file: a path, or id:NUMBER" } as const

export const mkdir = define({
  name: "mkdir",
  group: "Change",
  summary: "Create folders",
  arguments: [{ name: "paths", kind: "remote", many: true, summary: "their paths" }],
  flags: [{ name: "parents", short: "p", summary: "create missing folders above, and accept one that exists" }],
  examples: [
    ["effect-box mkdir /reports/2027", "one folder"],
    ["effect-box mkdir -p /a/b/c", "with those above it"]
  ]
})

export const mv = define({
  name: "mv",
  group: "Change",
  summary: "Move or rename an item",
  arguments: [item, { name: "to", kind: "remote", summary: "a folder, or a new path" }],
  flags: [],
  examples: [
    ["effect-box mv /draft.txt /reports/final.txt", "to another folder, under another name"],
    ["effect-box mv id:12345 /archive", "into a folder"]
  ]
})

export const cp = define({
  name: "cp",
  group: "Change",
  summary: "Copy a file or a folder on Box",
  arguments: [item, { name: "to", kind: "remote", summary: "a folder, or a new path" }],
  flags: [],
  examples: [
    ["effect-box cp /template /projects/new", "a folder with everything in it"],
    ["effect-box cp id:12345 folder:678", "a file into a folder"]
  ]
})

export const rm = define({
  name: "rm",
  group: "Change",
  summary: "Move items to the trash",
  arguments: [items],
  flags: [
    { name: "recursive", short: "r", summary: "folders with what is in them" },
    { name: "permanently", summary: "delete them from the trash too; asks" }
  ],
  examples: [
    ["effect-box rm /old.txt", "a file"],
    ["effect-box find /tmp --older 90d --jsonl | effect-box rm --from -", "what is old, item by item"]
  ]
})

export const restore = define({
  name: "restore",
  group: "Change",
  summary: "Bring an item back from the trash",
  arguments: [{ ...item, summary: "its name, or id:NUMBER" }],
  flags: [
    { name: "to", value: "FOLDER", kind: "remote", summary: "another folder, if its own is gone" },
    { name: "name", value: "NAME", summary: "another name, if its own is taken" }
  ],
  examples: [
    ["effect-box restore year.pdf", "by its name"],
    ["effect-box trash list --newer 1d --jsonl | effect-box restore --from -", "what was deleted since yesterday"]
  ]
})

export const trashList = define({
  name: "trash list",
  group: "Change",
  summary: "List the trash",
  arguments: [],
  flags: [
    { name: "newer", value: "WHEN", summary: "deleted after a date, or within a time such as 1d" },
    { name: "older", value: "WHEN", summary: "deleted before" }
  ],
  examples: [
    ["effect-box trash list", "everything in it"],
    ["effect-box trash list --newer 1d --csv", "what was deleted since yesterday"]
  ]
})

export const trashDelete = define({
  name: "trash delete",
  group: "Change",
  summary: "Delete an item from the trash for good; asks",
  arguments: [{ ...item, summary: "its name, or id:NUMBER" }],
  flags: [],
  examples: [
    ["effect-box trash delete year.pdf", "one item"],
    ["effect-box trash list --older 30d --jsonl | effect-box trash delete --from - --yes", "what lies there long"]
  ]
})

export const share = define({
  name: "share",
  group: "Change",
  summary: "Create, change or remove the shared link of an item",
  arguments: [item],
  flags: [
    { name: "access", value: "WHO", choices: ["open", "company", "collaborators"], summary: "who may follow it" },
    { name: "password", summary: "protect it; the password is asked for, or read from stdin" },
    { name: "expires", value: "WHEN", summary: "it ends at a date (2030-01-31), or after a time (7d)" },
    { name: "no-download", summary: "people may look only" },
    { name: "remove", summary: "remove the link" }
  ],
  examples: [
    ["effect-box share /reports/year.pdf --access open --expires 7d", "for a week"],
    ["effect-box share id:12345 --remove", "no longer"]
  ]
})

export const lock = define({
  name: "lock",
  group: "Change",
  summary: "Lock a file against changes by others",
  arguments: [file],
  flags: [
    { name: "expires", value: "WHEN", summary: "until a date, or for a time such as 8h" },
    { name: "no-download", summary: "against downloads too" },
    { name: "remove", summary: "remove the lock" }
  ],
  examples: [
    ["effect-box lock /reports/year.pdf --expires 8h", "for a day's work"],
    ["effect-box lock /reports/year.pdf --remove", "free again"]
  ]
})

export const tag = define({
  name: "tag",
  group: "Change",
  summary: "Show or change the tags of an item",
  arguments: [item],
  flags: [
    { name: "add", value: "TAG", many: true, summary: "one more" },
    { name: "remove", value: "TAG", many: true, summary: "one less" }
  ],
  examples: [
    ["effect-box tag /reports/year.pdf --add final --remove draft", "one more and one less"],
    ["effect-box tag /reports/year.pdf --json", "what it has"]
  ]
})

export const zip = define({
  name: "zip",
  group: "Move bytes",
  summary: "Download files and folders as one zip",
  arguments: [items],
  flags: [
    {
      name: "output",
      short: "o",
      value: "FILE",
      kind: "local",
      initial: "-",
      summary: "where to write it; - is stdout"
    }
  ],
  examples: [
    ["effect-box zip /reports /notes.txt -o backup.zip", "to a file"],
    ["effect-box zip id:12345 > folder.zip", "to stdout"]
  ]
})
