/** The command for every operation. */
import { define } from "../command/Command.ts"

export const call = define({
  name: "call",
  group: "Everything else",
  summary: "Call any of Box's operations by its name",
  details:
    "Arguments are name=value: parent.id=0 goes into an object, fields=name,size is a list, name:=JSON sends JSON unchecked, name=@FILE takes a file. The answer is printed as JSON. --list shows the operations, --describe what one takes and gives.",
  arguments: [
    { name: "operation", kind: "operation", optional: true, summary: "such as Folders.getFolderById" },
    { name: "values", many: true, optional: true, summary: "name=value for each argument" }
  ],
  flags: [
    { name: "body", value: "FILE", kind: "local", summary: "a JSON file, or -, with the arguments of the body" },
    { name: "all", summary: "every page of a list" },
    { name: "output", short: "o", value: "FILE", kind: "local", summary: "where to write an answer of bytes" },
    { name: "describe", summary: "print what it takes and gives, and call nothing" },
    { name: "list", summary: "list the operations whose names contain the word" }
  ],
  offlineWith: ["describe", "list"],
  examples: [
    ["effect-box call Folders.getFolderById folder_id=0 fields=name,size", "two properties of the root folder"],
    ["effect-box call Users.getUsers --all --csv --fields id,login", "every user, as CSV"],
    ["effect-box call Folders.createFolder name=New parent.id=0", "a new folder"],
    ["effect-box call Folders.createFolder --describe", "what it takes"]
  ]
})
