/** Commands that move bytes. */
import { define, type Flag } from "../command/Command.ts"

const pace = [
  {
    name: "transfers",
    value: "N",
    kind: "number",
    summary: "files at the same time (default: from 8 on, the number that moves the most)"
  },
  { name: "limit-rate", value: "SIZE", kind: "size", summary: "bytes per second, such as 5MB" }
] as const satisfies ReadonlyArray<Flag>

const globs = [
  { name: "include", value: "GLOB", many: true, summary: "only files of these globs; with a slash it is for the path" },
  { name: "exclude", value: "GLOB", many: true, summary: "without files and directories of these globs" }
] as const satisfies ReadonlyArray<Flag>

const comparing = [
  { name: "dry-run", short: "n", summary: "say what it would do, and do nothing" },
  { name: "checksum", summary: "compare contents anew, whatever the journal of an earlier run says" }
] as const satisfies ReadonlyArray<Flag>

export const up = define({
  name: "up",
  group: "Move bytes",
  summary: "Upload files and directories",
  details:
    "A large file goes on where a killed upload stopped, and a directory with the files that are missing. What Box has already with the same content is left as it is. Ctrl-C ends at once: of a single file nothing is left on Box; of a directory, complete files stay, and Box keeps the parts of large ones for seven days, so that the same command goes on with them.",
  interrupted: "the same command goes on with what is missing of a directory, and begins a single file anew",
  arguments: [
    { name: "sources", kind: "local", many: true, summary: "files and directories; - is stdin" },
    { name: "to", kind: "remote", summary: "a folder on Box, or the new path of one file" }
  ],
  flags: [
    {
      name: "on-conflict",
      value: "WHAT",
      choices: ["fail", "skip", "version", "rename"],
      initial: "fail",
      summary: "if Box has another file with the name"
    },
    { name: "parents", short: "p", summary: "create the folder, and those above it, if they are missing" },
    { name: "follow-links", summary: "upload what symbolic links lead to" },
    ...globs,
    ...pace
  ],
  examples: [
    ["effect-box up *.pdf /reports --on-conflict version", "files into a folder"],
    ["effect-box up -p ./photos /backup", "a directory, as /backup/photos"],
    ["pg_dump main | effect-box up - /backup/main.sql", "what another program writes"]
  ]
})

export const down = define({
  name: "down",
  group: "Move bytes",
  summary: "Download a file, a folder, or what a glob names",
  details:
    "A file appears under its name when it is complete and verified. The same command goes on where a killed download stopped. Ctrl-C removes what is not complete.",
  interrupted: "the same command goes on with the files that are missing",
  arguments: [
    { name: "item", kind: "remote", summary: "a path, id:NUMBER, or a glob such as '/reports/*.pdf'" },
    {
      name: "to",
      kind: "local",
      optional: true,
      summary: "a directory, created if it ends with a slash, or a file; - is stdout (default: here)"
    }
  ],
  flags: [
    {
      name: "on-conflict",
      value: "WHAT",
      choices: ["fail", "skip", "overwrite", "rename"],
      initial: "fail",
      summary: "if there is another file with the name"
    },
    {
      name: "connections",
      value: "N",
      kind: "number",
      summary: "parallel ranges of one large file (default: from 1 on, the number that moves the most)"
    },
    ...globs,
    ...pace
  ],
  examples: [
    ["effect-box down /reports/year.pdf", "to this directory"],
    ["effect-box down '/reports/*.pdf' ./pdf --on-conflict overwrite", "what a glob names"],
    ["effect-box down /backup/photos . --transfers 16", "a folder, as ./photos"]
  ]
})

const removing = [
  { name: "delete", summary: "delete what the source does not have (on Box: into the trash)" },
  {
    name: "max-delete",
    value: "N",
    kind: "number",
    initial: "100",
    summary: "change nothing at all if more than so many were deleted"
  }
] as const satisfies ReadonlyArray<Flag>

export const syncUp = define({
  name: "sync up",
  group: "Move bytes",
  summary: "Make a folder on Box like a directory",
  details: "Changed files become new versions. It can be run again at any time, and goes on where it was killed.",
  interrupted: "the same command goes on with what is missing",
  arguments: [
    { name: "directory", kind: "local", summary: "a directory" },
    { name: "folder", kind: "remote", summary: "a folder on Box, created if it is missing" }
  ],
  flags: [...comparing, ...removing, ...globs, ...pace],
  examples: [
    ["effect-box sync up ./site /backup/site --delete", "exactly like the directory"],
    ["effect-box sync up ./site /backup/site --dry-run --exclude node_modules", "what it would do"]
  ]
})

export const syncDown = define({
  name: "sync down",
  group: "Move bytes",
  summary: "Make a directory like a folder on Box",
  details:
    "Files that differ are overwritten. With --delete, local files go that Box no longer has, if an earlier run has brought them and they are unchanged since; others are kept.",
  interrupted: "the same command goes on with what is missing",
  arguments: [
    { name: "folder", kind: "remote", summary: "a folder on Box" },
    { name: "directory", kind: "local", summary: "a directory, created if it is missing" }
  ],
  flags: [...comparing, ...removing, ...globs, ...pace],
  examples: [
    ["effect-box sync down /backup/site ./site", "what is new and changed"],
    ["effect-box sync down /backup/site ./site --dry-run --json", "what it would do, for a script"]
  ]
})

export const check = define({
  name: "check",
  group: "Move bytes",
  summary: "Compare a directory with a folder on Box by size and SHA-1, and move nothing",
  details: "Its status is 1 if they differ.",
  arguments: [
    { name: "directory", kind: "local", summary: "a directory" },
    { name: "folder", kind: "remote", summary: "a folder on Box" }
  ],
  flags: [...globs],
  examples: [
    ["effect-box check ./site /backup/site", "what differs"],
    ["effect-box check ./site /backup/site --json", "for a script"]
  ]
})
