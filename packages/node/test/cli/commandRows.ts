/** Every command of the catalog as it is typed, and what it answers. One list is one story: its lines run one after the other. */

export interface Row {
  /** The words after `effect-box`. `{name}` is what an earlier line has kept. */
  readonly line: string
  readonly status: number
  /** What is on stdout, whole or as a pattern. */
  readonly out: string | RegExp
  /** What is on stderr. Nothing unless it is said here. */
  readonly err?: string | RegExp
  readonly stdin?: string
  /** Without a login in the environment. */
  readonly bare?: true
  /** Through the real program outside of CI as well. */
  readonly program?: true
  /** What later lines call what this pattern finds on stdout. */
  readonly keep?: readonly [name: string, pattern: RegExp]
}

export const seed = {
  users: {
    rosa: { name: "Rosa Example", login: "rosa@example.test" },
    max: { name: "Max Example", login: "max@example.test" }
  },
  groups: { Sales: {} },
  templates: {
    contract: { displayName: "Contract", fields: [{ type: "string", key: "state", displayName: "State" }] }
  },
  items: {
    admin: {
      Look: { children: { "a.txt": { text: "words" }, Sub: { children: { "b.pdf": { text: "%PDF" } } } } },
      Change: { children: { "c.txt": { text: "one" }, "old.txt": { text: "old" }, Sub: { children: {} } } },
      Notes: { children: { "n.txt": { text: "first" } } },
      People: { children: { "p.txt": { text: "p" } } },
      Calls: { children: {} },
      Jobs: { children: { "1.log": { text: "1" }, "2.txt": { text: "2" } } }
    },
    rosa: { Own: { children: { "hers.txt": { text: "hers" } } } }
  }
} as const

/** Local files that the lines find. */
export const planted: Readonly<Record<string, string>> = {
  "up/one.txt": "one",
  "up/sub/two.txt": "two",
  "site/index.html": "<p>",
  "scans/scan.txt": "scan",
  "words.txt": "changed"
}

const notLoggedIn = /^effect-box: You are not logged in\.\nLog in with: /
const noSuch = /^effect-box: BoxNotFound: .*\n {2}next: check the path with effect-box ls/s

const login: ReadonlyArray<Row> = [
  {
    line: "login --developer-token",
    bare: true,
    stdin: "wrong\n",
    program: true,
    status: 4,
    out: "",
    err: /BoxLoginRequired: .*next: log in again: effect-box login/s
  },
  {
    line: "login --developer-token --profile one",
    bare: true,
    stdin: "{token}\n",
    program: true,
    status: 0,
    out: "Logged in as Ada Example (ada@example.test), profile one\n"
  },
  { line: "whoami --profile one --as-user 999", bare: true, status: 1, out: "", err: /^effect-box: Box/ },
  { line: "login --client-credentials", bare: true, stdin: "", status: 2, out: "", err: /--client-id/ },
  {
    line: "whoami --profile one --json --fields login",
    bare: true,
    program: true,
    status: 0,
    out: '{\n  "login": "ada@example.test"\n}\n'
  },
  { line: "profiles --csv --fields name,login", bare: true, status: 0, out: "name,login\none,developer-token\n" },
  { line: "profiles use one", bare: true, status: 0, out: /one/ },
  { line: "profiles use two", bare: true, status: 2, out: "", err: /There is no profile two/ },
  { line: "logout --profile one", bare: true, status: 0, out: /one/ },
  { line: "logout --profile one", bare: true, status: 2, out: "", err: /There is no profile one/ },
  { line: "whoami", bare: true, status: 4, out: "", err: notLoggedIn }
]

const look: ReadonlyArray<Row> = [
  { line: "ls /Look --csv --fields type,name,size", status: 0, out: "type,name,size\nfolder,Sub,4\nfile,a.txt,5\n" },
  { line: "ls /None", program: true, status: 1, out: "", err: noSuch },
  { line: "ls --sort", program: true, status: 2, out: "", err: /--sort needs a value/ },
  { line: "ls", bare: true, program: true, status: 4, out: "", err: notLoggedIn },
  { line: "ls /Look --csv --fields nme", status: 0, out: "nme\n\n\n", err: "No row has a field nme.\n" },
  { line: "ls -lR /Look", status: 2, out: "", err: /Options of one letter stand alone: -l -R\./ },
  { line: "ls /My Look", status: 2, out: "", err: /put a name with spaces in quotes/ },
  { line: "tree /Look", status: 0, out: "Look\n  Sub/\n    b.pdf\n  a.txt\n" },
  { line: "stat /Look/a.txt", status: 0, out: /^name +a\.txt$/m },
  { line: "find /Look --name *.pdf --csv --fields path", status: 0, out: "path\nSub/b.pdf\n" },
  { line: "search b --in /Look --extension pdf --jsonl --fields name", status: 0, out: '{"name":"b.pdf"}\n' },
  { line: "du /Look --csv", status: 0, out: "folder,files,folders,size\nSub,1,0,4\ntotal,2,1,9\n" },
  { line: "cat /Look/a.txt", program: true, status: 0, out: "words" },
  { line: "cat /Look", status: 2, out: "", err: /Look/ },
  { line: "open /Look --print", status: 0, out: /https:\/\/app\.box\.com\/folder\/\d+\n$/ }
]

const bytes: ReadonlyArray<Row> = [
  { line: "up -p up/one.txt /Bytes", status: 0, out: "1 uploaded, 3 B\n" },
  {
    line: "up none.txt /Bytes",
    status: 1,
    out: "",
    err: /^effect-box: \S+none\.txt: there is no such file or directory\n$/
  },
  { line: "up one.txt", status: 2, out: "", err: /TO is missing/ },
  { line: "up up/one.txt /Bytes", bare: true, status: 4, out: "", err: notLoggedIn },
  {
    line: "up words.txt /Bytes/one.txt",
    status: 1,
    out: "1 failed\n",
    err: /BoxItemNameInUse.*next: .*--on-conflict/s
  },
  { line: "up - /Bytes/piped.txt", stdin: "piped", program: true, status: 0, out: "1 uploaded, 5 B\n" },
  { line: "down /Bytes/piped.txt - ", status: 0, out: "piped" },
  { line: "down /Bytes got", status: 0, out: "2 downloaded, 8 B\n" },
  {
    line: "sync up up /Bytes/Synced --dry-run --csv --fields result,path",
    status: 0,
    out: /^result,path\n(uploaded,\S+\n){2}$/
  },
  { line: "sync up up /Bytes/Synced", status: 0, out: "2 uploaded, 6 B\n" },
  { line: "check up /Bytes/Synced", status: 0, out: "2 the same, 0 different\n" },
  {
    line: "check site /Bytes/Synced --csv --fields result,path",
    status: 1,
    out: /only on Box,one\.txt\n/,
    err: /differ\.\n$/
  },
  { line: "sync down /Bytes/Synced synced", status: 0, out: "2 downloaded, 6 B\n" },
  { line: "zip /Bytes -o bytes.zip", status: 0, out: "bytes.zip has Bytes\n" }
]

const change: ReadonlyArray<Row> = [
  { line: "mkdir /Change/New", status: 0, out: /^\/Change\/New: folder \d+\n$/ },
  { line: "mkdir /Change/New", status: 1, out: "", err: /BoxItemNameInUse.*next: choose another name/s },
  { line: "mkdir", status: 2, out: "", err: /PATHS is missing/ },
  { line: "mkdir /X", bare: true, status: 4, out: "", err: notLoggedIn },
  { line: "cp /Change/c.txt /Change/New", status: 0, out: /c\.txt/ },
  { line: "mv /Change/New/c.txt /Change/New/d.txt", status: 0, out: /d\.txt/ },
  { line: "rm /Change/old.txt", status: 0, out: /old\.txt/ },
  { line: "trash list --csv --fields type,name", status: 0, out: /^type,name\n(.*\n)*file,old\.txt\n/ },
  { line: "restore old.txt", status: 0, out: /^old\.txt \(file \d+\) is restored\n$/ },
  { line: "rm /Change/old.txt", status: 0, out: /old\.txt/ },
  { line: "trash delete old.txt", status: 2, out: "", err: /Nobody can be asked here: give --yes/ },
  { line: "trash delete old.txt --yes", status: 0, out: /^old\.txt \(file \d+\) is deleted\n$/ },
  { line: "share /Change/c.txt --access open", status: 0, out: /^https?:\/\/\S+\n$/ },
  { line: "lock /Change/c.txt --expires 8h", status: 0, out: /c\.txt/ },
  { line: "lock /Change/c.txt --remove", status: 0, out: /c\.txt/ },
  { line: "tag /Change/c.txt --add final", status: 0, out: /final/ }
]

const contents: ReadonlyArray<Row> = [
  {
    line: "metadata set /Notes/n.txt enterprise.contract state=open",
    status: 0,
    out: "n.txt has enterprise.contract\n"
  },
  { line: "metadata get /Notes/n.txt enterprise.contract", status: 0, out: "state  open\n" },
  {
    line: "metadata query enterprise_{enterprise}.contract 'state = :s' --value s=open --csv --fields name",
    status: 0,
    out: "name\nn.txt\n"
  },
  {
    line: "metadata delete /Notes/n.txt enterprise.contract",
    status: 0,
    out: "n.txt has no enterprise.contract any more\n"
  },
  { line: "metadata get /Notes/n.txt nonsense", status: 2, out: "", err: /A template is SCOPE\.KEY/ },
  { line: "up words.txt /Notes/n.txt --on-conflict version", status: 0, out: "1 new version, 7 B\n" },
  { line: "versions list /Notes/n.txt --csv --fields id", status: 0, out: /^id\n\d+\n$/, keep: ["version", /(\d+)/] },
  { line: "versions get /Notes/n.txt {version}", status: 0, out: "first" },
  { line: "versions promote /Notes/n.txt {version}", status: 0, out: /n\.txt/ },
  { line: "versions delete /Notes/n.txt {version}", status: 0, out: /{version}/ },
  { line: "versions get /Notes/n.txt 999999", status: 1, out: "", err: /BoxNotFound/ }
]

const people: ReadonlyArray<Row> = [
  {
    line: "collab add /People rosa@example.test --role editor --csv --fields id",
    status: 0,
    out: /^id\n\d+\n$/,
    keep: ["collab", /(\d+)/]
  },
  { line: "collab change {collab} --role viewer", status: 0, out: "Collaboration {collab} is changed\n" },
  {
    line: "collab list /People --csv --fields role,accessible_by.login",
    status: 0,
    out: "role,accessible_by.login\nviewer,rosa@example.test\n"
  },
  { line: "collab remove {collab}", status: 0, out: /{collab}/ },
  { line: "collab remove {collab}", status: 1, out: "", err: /BoxNotFound/ },
  { line: "collab add /People", status: 2, out: "", err: /WHO is missing/ },
  { line: "collab add /People bob", status: 2, out: "", err: /WHO is an e-mail address/ },
  { line: "users list", bare: true, status: 4, out: "", err: notLoggedIn },
  { line: "comment add /People/p.txt Fine", status: 0, out: /\d+/, keep: ["comment", /(\d+)/] },
  { line: "comment list /People/p.txt --csv --fields id,message", status: 0, out: "id,message\n{comment},Fine\n" },
  { line: "comment delete {comment}", status: 0, out: /{comment}/ },
  { line: "task add /People/p.txt --message Read --due 7d", status: 0, out: /\d+/, keep: ["task", /(\d+)/] },
  { line: "task list /People/p.txt --csv --fields id,message", status: 0, out: "id,message\n{task},Read\n" },
  { line: "task delete {task}", status: 0, out: /{task}/ },
  { line: "users add 'New Person' new@example.test", status: 0, out: /^New Person is user \d+\n$/ },
  { line: "users list --filter New --csv --fields login", status: 0, out: "login\nnew@example.test\n" },
  { line: "users transfer rosa@example.test new@example.test", status: 0, out: /folder|Rosa/ },
  { line: "users delete max@example.test --yes", status: 0, out: /max@example\.test|Max/ },
  { line: "groups add Buyers", status: 0, out: /Buyers/ },
  { line: "groups list --filter Buy --csv --fields name", status: 0, out: "name\nBuyers\n" },
  { line: "groups members Buyers --add new@example.test", status: 0, out: /new@example\.test/ },
  { line: "groups delete Buyers", status: 2, out: "", err: /give --yes/ },
  { line: "groups delete Buyers --yes", status: 0, out: /Buyers/ },
  {
    line: "webhooks add /People https://example.test/box FILE.UPLOADED",
    status: 0,
    out: /\d+/,
    keep: ["hook", /(\d+)/]
  },
  { line: "webhooks list --csv --fields id,address", status: 0, out: "id,address\n{hook},https://example.test/box\n" },
  { line: "webhooks delete {hook}", status: 0, out: /{hook}/ }
]

const calls: ReadonlyArray<Row> = [
  { line: "call Folders.getFolderById folder_id=0 fields=name", status: 0, out: /"name": "All Files"/ },
  {
    line: "call Folders.createFolder name=Called parent.id=0 --jsonl --fields name",
    status: 0,
    out: '{"name":"Called"}\n'
  },
  { line: "call Folders.getFolderById folder_id=999", status: 1, out: "", err: /BoxNotFound/ },
  { line: "call Folders.getFolder", status: 2, out: "", err: /Did you mean/ },
  { line: "call Users.getUserMe", bare: true, status: 4, out: "", err: notLoggedIn }
]

const follow: ReadonlyArray<Row> = [
  { line: "events --since oldest --count 1 --fields event_type", status: 0, out: /^\{"event_type":"\w+"\}\n$/ },
  { line: "events --type UPLOAD", status: 2, out: "", err: /--type needs --enterprise/ },
  { line: "events --since yesterday", status: 2, out: "", err: /--since takes now, oldest, or a position/ },
  { line: "events", bare: true, status: 4, out: "", err: notLoggedIn },
  { line: "watch scans /Scans --once", status: 0, out: "", err: "uploaded: scan.txt\n" },
  {
    line: "watch none /Scans --once",
    status: 1,
    out: "",
    err: /^effect-box: \S+none: there is no such file or directory\n$/
  }
]

const jobs: ReadonlyArray<Row> = [
  { line: "jobs kinds --csv", status: 0, out: /^kind\n(.*\n)*box\.delete\n/ },
  {
    line: "jobs run box.delete tidy items.folder_id={Jobs} 'items.name_endings:=[\".log\"]' --database jobs.db",
    program: true,
    status: 0,
    out: /^run +tidy\nstate +done$/m
  },
  {
    line: "jobs list --database jobs.db --csv --fields name,kind,state",
    status: 0,
    out: "name,kind,state\ntidy,box.delete,done\n"
  },
  { line: "jobs show tidy --database jobs.db --csv --fields state,done", status: 0, out: "state,done\ndone,1\n" },
  { line: "jobs report tidy --database jobs.db --csv --fields state", status: 0, out: /^state\n\w+\n$/ },
  { line: "jobs pause waiting --database waiting.db", status: 0, out: "waiting is paused\n" },
  { line: "jobs cancel waiting --database waiting.db", status: 0, out: "waiting is cancelled\n" },
  { line: "jobs pause tidy --database jobs.db", status: 1, out: "", err: /tidy/ },
  { line: "jobs cancel tidy --database jobs.db", status: 1, out: "", err: /tidy/ },
  { line: "jobs resume tidy --database jobs.db", status: 0, out: /^state +done$/m },
  { line: "jobs show none --database jobs.db", status: 1, out: "", err: /effect-box jobs list/ },
  { line: "jobs run box.delte x --database jobs.db", status: 2, out: "", err: /Did you mean box\.delete\?/ },
  { line: "jobs run box.delete x --database jobs.db", bare: true, status: 4, out: "", err: notLoggedIn }
]

const tools: ReadonlyArray<Row> = [
  { line: "completions bash", status: 0, out: /complete -o default -F _effect_box effect-box\n$/ },
  { line: "completions csh", status: 2, out: "", err: /SHELL is bash, zsh or fish/ },
  { line: "doctor --csv --fields check,result", status: 0, out: /^check,result\nnode,ok\n(.*\n)*login,ok\n/ },
  {
    line: "doctor --csv --fields check,result",
    bare: true,
    status: 1,
    out: /^login,failed$/m,
    err: /1 of \d+ checks failed/
  },
  { line: "emulator --coverage", program: true, status: 0, out: /336 operations are in the emulator\.\n$/ },
  { line: "emulator --prot 1", program: true, status: 2, out: "", err: /^effect-box emulator: / }
]

export const stories: Readonly<Record<string, ReadonlyArray<Row>>> = {
  login,
  look,
  bytes,
  change,
  contents,
  people,
  calls,
  follow,
  jobs,
  tools
}
