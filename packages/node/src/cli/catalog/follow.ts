/** Commands that go on until they are stopped, and jobs. */
import { define } from "../command/Command.ts"

export const events = define({
  name: "events",
  group: "Follow",
  summary: "Print what happens in Box as JSON lines",
  details:
    "With --follow it goes on until Ctrl-C. With --checkpoint, the next run goes on behind the last event that was printed: each event is printed at least once. Without either it prints what Box still has.",
  interrupted: "with --checkpoint, the same command goes on behind the last event",
  arguments: [],
  flags: [
    { name: "follow", short: "f", summary: "wait for what comes" },
    { name: "enterprise", summary: "events of the whole enterprise, for administrators" },
    { name: "type", value: "TYPE", many: true, summary: "only these types, with --enterprise" },
    { name: "checkpoint", value: "NAME", summary: "keep under this name what was printed" },
    {
      name: "since",
      value: "WHERE",
      initial: "now",
      summary: "where a new checkpoint begins: now, oldest, or a position"
    },
    { name: "count", value: "N", kind: "number", summary: "stop after so many" }
  ],
  examples: [
    ["effect-box events --follow --enterprise --checkpoint audit >> audit.jsonl", "an audit log"],
    ["effect-box events --since oldest --fields created_at,event_type,source.name", "what happened of late"]
  ]
})

export const watch = define({
  name: "watch",
  group: "Follow",
  summary: "Upload what changes in a directory, until Ctrl-C",
  interrupted: "the same command uploads what has changed meanwhile",
  arguments: [
    { name: "directory", kind: "local", summary: "a directory" },
    { name: "folder", kind: "remote", summary: "a folder on Box, created if it is missing" }
  ],
  flags: [
    { name: "include", value: "GLOB", many: true, summary: "only files of these globs" },
    { name: "exclude", value: "GLOB", many: true, summary: "without files and directories of these globs" },
    {
      name: "transfers",
      value: "N",
      kind: "number",
      summary: "files at the same time (default: from 8 on, the number that moves the most)"
    },
    { name: "limit-rate", value: "SIZE", kind: "size", summary: "bytes per second, such as 5MB" },
    { name: "once", summary: "stop after the first time that all is uploaded" }
  ],
  examples: [
    ["effect-box watch ./scans /inbox", "each new scan"],
    ["effect-box watch ./site /backup/site --exclude node_modules", "a copy that stays current"]
  ]
})

const run = { name: "run", summary: "the name of the run" } as const
const database = {
  name: "database",
  value: "FILE",
  kind: "local",
  summary: "the SQLite file of the runs (default: jobs.db in the user's state)"
} as const

export const jobsKinds = define({
  name: "jobs kinds",
  group: "Jobs",
  summary: "List the kinds of jobs",
  arguments: [],
  flags: [],
  examples: [
    ["effect-box jobs kinds", "what jobs run can do"],
    ["effect-box jobs kinds --json", "for a script"]
  ],
  withoutLogin: true
})

export const jobsRun = define({
  name: "jobs run",
  group: "Jobs",
  summary: "Start a job and work on it to its end; the same name again is the same run",
  details:
    "The params are key=value, where items.folder_id=0 goes into an object and key:=JSON is JSON; docs/jobs.md lists them. Meanwhile jobs pause, resume and cancel in another terminal act within 2 seconds, and a paused run is waited for. One process works on all runs of a database; others that run or resume one there watch it, and take over if it ends.",
  interrupted: "the same command, or effect-box jobs resume, goes on with the run",
  arguments: [
    { name: "kind", summary: "such as box.copy" },
    run,
    { name: "params", many: true, optional: true, summary: "key=value" }
  ],
  flags: [{ name: "dry-run", short: "n", summary: "plan it, and do nothing" }, database],
  examples: [
    [
      "effect-box jobs run box.delete cleanup items.folder_id=123 items.modified_before=2020-01-01T00:00:00Z",
      "old files"
    ],
    ["effect-box jobs run box.report monday items.folder_id=0", "what there is"]
  ]
})

export const jobsList = define({
  name: "jobs list",
  group: "Jobs",
  summary: "List the runs",
  arguments: [],
  flags: [database],
  examples: [
    ["effect-box jobs list", "all of them"],
    ["effect-box jobs list --json --fields name,state", "for a script"]
  ],
  withoutLogin: true
})

export const jobsShow = define({
  name: "jobs show",
  group: "Jobs",
  summary: "Show how far a run is",
  arguments: [run],
  flags: [database],
  examples: [
    ["effect-box jobs show cleanup", "its progress"],
    ["effect-box jobs show cleanup --json --fields failuresByTag", "what failed"]
  ],
  withoutLogin: true
})

export const jobsPause = define({
  name: "jobs pause",
  group: "Jobs",
  summary: "Pause a run, here or in another process",
  arguments: [run],
  flags: [database],
  examples: [
    ["effect-box jobs pause cleanup", "until it is resumed"],
    ["effect-box jobs pause cleanup --database ./jobs.db", "in another database"]
  ],
  withoutLogin: true
})

export const jobsResume = define({
  name: "jobs resume",
  group: "Jobs",
  summary: "Go on with a run that was paused or killed, and stay until its end",
  interrupted: "the same command goes on with the run",
  arguments: [run],
  flags: [{ name: "retry-failed", summary: "try again what has failed" }, database],
  examples: [
    ["effect-box jobs resume cleanup", "where it stopped"],
    ["effect-box jobs resume cleanup --retry-failed", "what failed once more"]
  ]
})

export const jobsCancel = define({
  name: "jobs cancel",
  group: "Jobs",
  summary: "End a run for good",
  arguments: [run],
  flags: [database],
  examples: [
    ["effect-box jobs cancel cleanup", "what is done stays done"],
    ["effect-box jobs cancel cleanup --database ./jobs.db", "in another database"]
  ],
  withoutLogin: true
})

export const jobsReport = define({
  name: "jobs report",
  group: "Jobs",
  summary: "List what became of each item of a run",
  arguments: [run],
  flags: [{ name: "failures", summary: "only what failed" }, database],
  examples: [
    ["effect-box jobs report cleanup --csv > cleanup.csv", "everything"],
    ["effect-box jobs report cleanup --failures", "what failed, and why"]
  ],
  withoutLogin: true
})
