/** Commands that look and change nothing. */
import { define } from "../command/Command.ts"

const item = { name: "item", kind: "remote", summary: "a path, or id:NUMBER" } as const
const folder = { name: "folder", kind: "remote", optional: true, summary: "a path, or id:NUMBER (default: /)" } as const

export const ls = define({
  name: "ls",
  group: "Look",
  summary: "List a folder",
  arguments: [folder],
  flags: [
    { name: "long", short: "l", summary: "with owner, times and SHA-1" },
    { name: "recursive", short: "R", summary: "with everything below" },
    { name: "sort", value: "BY", choices: ["name", "date", "size", "id"], summary: "the order in each folder" },
    { name: "reverse", short: "r", summary: "in the other direction" }
  ],
  examples: [
    ["effect-box ls /reports/2026", "one folder"],
    ["effect-box ls -R id:0 --csv --fields path,size,sha1", "everything, as CSV"]
  ]
})

export const tree = define({
  name: "tree",
  group: "Look",
  summary: "Show the folders and files below a folder",
  arguments: [folder],
  flags: [
    { name: "depth", short: "d", value: "N", kind: "number", initial: "3", summary: "how many levels" },
    { name: "folders", summary: "folders only" }
  ],
  examples: [
    ["effect-box tree /reports", "three levels"],
    ["effect-box tree --depth 1 --folders", "the folders of the root"]
  ]
})

export const stat = define({
  name: "stat",
  group: "Look",
  summary: "Show the properties of items",
  arguments: [{ ...item, name: "items", many: true, summary: "paths, or id:NUMBER" }],
  flags: [],
  examples: [
    ["effect-box stat /reports/2026/year.pdf", "a file"],
    ["effect-box stat id:12345 --json --fields id,shared_link.url", "its shared link, for a script"]
  ]
})

export const find = define({
  name: "find",
  group: "Look",
  summary: "Find items below a folder by name, size, time, type or owner",
  details:
    "It walks the folders, so it sees what was changed a moment ago; search asks Box's index. Globs: * and ? within a name, ** across folders, {a,b} is a choice; with a slash a glob is for the path.",
  arguments: [folder],
  flags: [
    { name: "name", value: "GLOB", many: true, summary: "one of these globs" },
    { name: "type", value: "TYPE", choices: ["file", "folder", "web_link"], summary: "only this type" },
    { name: "larger", value: "SIZE", kind: "size", summary: "more bytes than this, such as 10MB" },
    { name: "smaller", value: "SIZE", kind: "size", summary: "fewer bytes than this" },
    { name: "newer", value: "WHEN", summary: "changed after a date (2026-01-31) or within a time (7d, 12h, 30m)" },
    { name: "older", value: "WHEN", summary: "changed before a date, or longer ago than a time" },
    { name: "owner", value: "LOGIN", summary: "owned by this e-mail address or user id" }
  ],
  examples: [
    ["effect-box find /reports --name '*.pdf' --newer 7d", "the PDF files of the last week"],
    ["effect-box find --larger 1GB --csv --fields path,size", "what needs the most space"]
  ]
})

export const search = define({
  name: "search",
  group: "Look",
  summary: "Search with Box's index, which knows changes after about ten minutes",
  arguments: [{ name: "query", optional: true, summary: 'words, "a phrase", AND, OR, NOT' }],
  flags: [
    { name: "type", value: "TYPE", choices: ["file", "folder", "web_link"], summary: "only this type" },
    { name: "extension", value: "EXT", many: true, summary: "a file extension without the dot" },
    { name: "in", value: "FOLDER", kind: "remote", many: true, summary: "below this folder" },
    { name: "owner", value: "ID", many: true, summary: "owned by this user" },
    { name: "updater", value: "ID", many: true, summary: "last changed by this user" },
    {
      name: "content",
      value: "WHERE",
      choices: ["name", "description", "file_content", "comments", "tags"],
      many: true,
      summary: "where the words are"
    },
    { name: "created", value: "FROM,TO", summary: "a range of times; one side may be empty" },
    { name: "updated", value: "FROM,TO", summary: "a range of times" },
    { name: "deleted", value: "FROM,TO", summary: "a range of times, with --trash" },
    { name: "deleted-by", value: "ID", many: true, summary: "deleted by this user, with --trash" },
    { name: "size", value: "FROM,TO", summary: "a range of bytes, such as 10MB,1GB" },
    {
      name: "scope",
      value: "SCOPE",
      choices: ["user_content", "enterprise_content"],
      summary: "your content, or the enterprise's"
    },
    { name: "trash", summary: "in the trash" },
    { name: "template", value: "SCOPE.KEY", summary: "with metadata of this template, such as enterprise.contract" },
    { name: "filter", value: "KEY=VALUE", many: true, summary: "a value of the --template" },
    { name: "sort", value: "BY", choices: ["relevance", "modified_at"], summary: "the order" },
    { name: "direction", value: "DIR", choices: ["ASC", "DESC"], summary: "the direction of the order" },
    { name: "limit", value: "N", kind: "number", initial: "100", summary: "at most so many" }
  ],
  examples: [
    ['effect-box search "annual report" --type file --extension pdf', "PDF files with these words"],
    ["effect-box search --template enterprise.contract --filter state=open", "by metadata"]
  ]
})

export const du = define({
  name: "du",
  group: "Look",
  summary: "Show how much is in each folder",
  arguments: [folder],
  flags: [],
  examples: [
    ["effect-box du /reports", "files and bytes of each folder in it"],
    ["effect-box du --csv", "of the whole account, as CSV"]
  ]
})

export const cat = define({
  name: "cat",
  group: "Look",
  summary: "Write the content of files to stdout",
  details: "Its size and SHA-1 are verified while it is written: with status 0 it is complete.",
  arguments: [{ ...item, name: "files", many: true, summary: "paths, or id:NUMBER" }],
  flags: [{ name: "version", value: "ID", summary: "an older version" }],
  examples: [
    ["effect-box cat /notes/today.txt", "a text"],
    ["effect-box cat id:12345 | tar tz", "what is in an archive"]
  ]
})

export const open = define({
  name: "open",
  group: "Look",
  summary: "Open an item in the browser",
  arguments: [item],
  flags: [{ name: "print", summary: "print the address only" }],
  examples: [
    ["effect-box open /reports", "in the browser"],
    ["effect-box open id:12345 --print", "the address"]
  ]
})
