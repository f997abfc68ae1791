/** Commands about people, and about what they say and share. */
import { define } from "../command/Command.ts"

const item = { name: "item", kind: "remote", summary: "a path, or id:NUMBER" } as const
const file = { name: "file", kind: "remote", summary: "a file: a path, or id:NUMBER" } as const
const id = { name: "id", summary: "its id" } as const
const user = { name: "user", summary: "an e-mail address, or id:NUMBER" } as const
const group = { name: "group", summary: "its name, or id:NUMBER" } as const
const roles = [
  ...(["editor", "viewer", "previewer", "uploader"] as const),
  ...(["previewer uploader", "viewer uploader", "co-owner"] as const)
] as const
const heading = "People and sharing"

export const collabList = define({
  name: "collab list",
  group: heading,
  summary: "List who has access to an item",
  arguments: [item],
  flags: [
    { name: "recursive", short: "R", summary: "of all folders below as well" },
    { name: "external", summary: "people outside of your enterprise only" }
  ],
  examples: [
    ["effect-box collab list /reports", "everybody"],
    ["effect-box collab list / --recursive --external --csv", "everybody from elsewhere, of the whole account"]
  ]
})

export const collabAdd = define({
  name: "collab add",
  group: heading,
  summary: "Give somebody access to an item",
  arguments: [item, { name: "who", summary: "an e-mail address, id:NUMBER, or group:NUMBER" }],
  flags: [
    { name: "role", value: "ROLE", choices: roles, initial: "viewer", summary: "what they may do" },
    { name: "expires", value: "WHEN", summary: "until a date, or for a time such as 30d" },
    { name: "notify", summary: "send an e-mail" }
  ],
  examples: [
    ["effect-box collab add /reports grace@example.com --role editor", "one person"],
    ["effect-box collab add --from folders.csv --results done.csv --journal done.log", "item, who and role by rows"]
  ]
})

export const collabChange = define({
  name: "collab change",
  group: heading,
  summary: "Change what somebody may do",
  arguments: [{ ...id, summary: "the id of the collaboration" }],
  flags: [
    { name: "role", value: "ROLE", choices: [...roles, "owner"], summary: "the new role" },
    { name: "expires", value: "WHEN", summary: "the new end" }
  ],
  examples: [
    ["effect-box collab change 12345 --role editor", "another role"],
    ["effect-box collab change 12345 --role owner", "the item is theirs from now on"]
  ]
})

export const collabRemove = define({
  name: "collab remove",
  group: heading,
  summary: "Take access away",
  arguments: [{ ...id, summary: "the id of the collaboration" }],
  flags: [],
  examples: [
    ["effect-box collab remove 12345", "one"],
    ["effect-box collab list /reports --external --jsonl | effect-box collab remove --from -", "all from elsewhere"]
  ]
})

export const commentList = define({
  name: "comment list",
  group: heading,
  summary: "List the comments on a file",
  arguments: [file],
  flags: [],
  examples: [
    ["effect-box comment list /reports/year.pdf", "who said what"],
    ["effect-box comment list id:12345 --json", "for a script"]
  ]
})

export const commentAdd = define({
  name: "comment add",
  group: heading,
  summary: "Comment on a file",
  arguments: [file, { name: "message", summary: "the text" }],
  flags: [],
  examples: [
    ['effect-box comment add /reports/year.pdf "Looks good"', "one file"],
    ["effect-box comment add --from remarks.csv", "file and message by rows"]
  ]
})

export const commentDelete = define({
  name: "comment delete",
  group: heading,
  summary: "Delete a comment",
  arguments: [id],
  flags: [],
  examples: [
    ["effect-box comment delete 12345", "one"],
    ["effect-box comment list id:1 --jsonl | effect-box comment delete --from -", "all of a file"]
  ]
})

export const taskList = define({
  name: "task list",
  group: heading,
  summary: "List the tasks of a file",
  arguments: [file],
  flags: [],
  examples: [
    ["effect-box task list /reports/year.pdf", "what is to be done"],
    ["effect-box task list id:12345 --json", "with the assignments"]
  ]
})

export const taskAdd = define({
  name: "task add",
  group: heading,
  summary: "Create a task on a file",
  arguments: [file],
  flags: [
    { name: "message", value: "TEXT", summary: "what is to be done" },
    { name: "action", value: "ACTION", choices: ["review", "complete"], initial: "review", summary: "the kind" },
    { name: "due", value: "WHEN", summary: "a date, or a time such as 7d" },
    { name: "assign", value: "USER", many: true, summary: "an e-mail address, or id:NUMBER" }
  ],
  examples: [
    ['effect-box task add /reports/year.pdf --message "Please read" --due 7d', "for a week"],
    ["effect-box task add id:12345 --action complete --assign grace@example.com", "with somebody to do it"]
  ]
})

export const taskDelete = define({
  name: "task delete",
  group: heading,
  summary: "Delete a task",
  arguments: [id],
  flags: [],
  examples: [
    ["effect-box task delete 12345", "one"],
    ["effect-box task list id:1 --jsonl | effect-box task delete --from -", "all of a file"]
  ]
})

export const usersList = define({
  name: "users list",
  group: heading,
  summary: "List the users of the enterprise",
  arguments: [],
  flags: [
    { name: "type", value: "TYPE", choices: ["all", "managed", "external"], summary: "which" },
    { name: "filter", value: "TEXT", summary: "names and addresses that begin so" }
  ],
  examples: [
    ["effect-box users list --csv > users.csv", "all, as CSV"],
    ["effect-box users list --type external", "those from elsewhere"]
  ]
})

export const usersAdd = define({
  name: "users add",
  group: heading,
  summary: "Create a user",
  arguments: [
    { name: "name", summary: "the name" },
    { name: "login", optional: true, summary: "the e-mail address; without one it is a user of the app" }
  ],
  flags: [
    { name: "role", value: "ROLE", choices: ["coadmin", "user"], summary: "the role" },
    { name: "space", value: "SIZE", kind: "size", summary: "how much they may store" }
  ],
  examples: [
    ["effect-box users add 'Grace Hopper' grace@example.com", "one"],
    ["effect-box users add --from people.csv --results made.csv", "name and login by rows"]
  ]
})

export const usersDelete = define({
  name: "users delete",
  group: heading,
  summary: "Delete a user; asks",
  arguments: [user],
  flags: [
    { name: "force", summary: "with what they own" },
    { name: "notify", summary: "send an e-mail" }
  ],
  examples: [
    ["effect-box users delete grace@example.com", "a user who owns nothing"],
    ["effect-box users delete id:12345 --force --yes", "with everything"]
  ]
})

export const usersTransfer = define({
  name: "users transfer",
  group: heading,
  summary: "Move everything that a user owns to another one",
  arguments: [user, { name: "to", summary: "the new owner: an e-mail address, or id:NUMBER" }],
  flags: [{ name: "notify", summary: "send an e-mail" }],
  examples: [
    ["effect-box users transfer leaving@example.com staying@example.com", "before an account is closed"],
    ["effect-box users transfer --from leavers.csv", "user and to by rows"]
  ]
})

export const groupsList = define({
  name: "groups list",
  group: heading,
  summary: "List the groups of the enterprise",
  arguments: [],
  flags: [{ name: "filter", value: "TEXT", summary: "names that begin so" }],
  examples: [
    ["effect-box groups list", "all"],
    ["effect-box groups list --json --fields id,name", "for a script"]
  ]
})

export const groupsAdd = define({
  name: "groups add",
  group: heading,
  summary: "Create a group",
  arguments: [{ name: "name", summary: "the name" }],
  flags: [{ name: "description", value: "TEXT", summary: "what it is for" }],
  examples: [
    ["effect-box groups add Sales", "one"],
    ["effect-box groups add --from groups.csv", "name by rows"]
  ]
})

export const groupsDelete = define({
  name: "groups delete",
  group: heading,
  summary: "Delete a group; asks",
  arguments: [group],
  flags: [],
  examples: [
    ["effect-box groups delete Sales", "by its name"],
    ["effect-box groups delete id:12345 --yes", "without a question"]
  ]
})

export const groupsMembers = define({
  name: "groups members",
  group: heading,
  summary: "List the members of a group, or add and remove some",
  arguments: [group],
  flags: [
    { name: "add", value: "USER", many: true, summary: "an e-mail address, or id:NUMBER" },
    { name: "remove", value: "USER", many: true, summary: "an e-mail address, or id:NUMBER" },
    { name: "role", value: "ROLE", choices: ["member", "admin"], initial: "member", summary: "of those who are added" }
  ],
  examples: [
    ["effect-box groups members Sales", "who is in it"],
    ["effect-box groups members Sales --add grace@example.com", "one more"]
  ]
})

export const webhooksList = define({
  name: "webhooks list",
  group: heading,
  summary: "List the app's webhooks",
  arguments: [],
  flags: [],
  examples: [
    ["effect-box webhooks list", "all"],
    ["effect-box webhooks list --json", "for a script"]
  ]
})

export const webhooksAdd = define({
  name: "webhooks add",
  group: heading,
  summary: "Have an address called when something happens to an item",
  arguments: [
    item,
    { name: "address", summary: "an https address" },
    { name: "triggers", many: true, summary: "such as FILE.UPLOADED" }
  ],
  flags: [],
  examples: [
    ["effect-box webhooks add /inbox https://example.com/box FILE.UPLOADED", "each upload to a folder"],
    ["effect-box webhooks add id:12345 https://example.com/box FILE.LOCKED FILE.UNLOCKED", "two triggers"]
  ]
})

export const webhooksDelete = define({
  name: "webhooks delete",
  group: heading,
  summary: "Delete a webhook",
  arguments: [id],
  flags: [],
  examples: [
    ["effect-box webhooks delete 12345", "one"],
    ["effect-box webhooks list --jsonl | effect-box webhooks delete --from -", "all"]
  ]
})
