/**
 * Commands as data: how one is called, what it takes, two examples. Parsing, help, completions and `docs/cli.md` are made
 * from it, so nothing of Effect or of Box is loaded before a command runs.
 */

/** What a value is. Completions offer values by it, and numbers and sizes are checked. */
export type Kind = "text" | "remote" | "local" | "number" | "size" | "operation"

/** A word of a command line that belongs to no flag. */
export interface Argument {
  readonly name: string
  readonly kind?: Kind
  readonly optional?: true
  /** Takes all words that are left. */
  readonly many?: true
  readonly summary: string
}

/** `--name`, or `--name VALUE` if it has a `value`. */
export interface Flag {
  readonly name: string
  readonly short?: string
  /** What the help calls the value. */
  readonly value?: string
  readonly kind?: Kind
  readonly choices?: ReadonlyArray<string>
  /** Can be given more than once. */
  readonly many?: true
  readonly initial?: string
  readonly summary: string
}

/** A line to type, and what it does. */
export type Example = readonly [line: string, says: string]

/** One command. Its name has two words in a group, such as `versions list`. */
export interface Command {
  readonly name: string
  /** The heading under which the help lists it. */
  readonly group: Group
  readonly summary: string
  /** More than the summary says, for its own help. */
  readonly details?: string
  readonly arguments: ReadonlyArray<Argument>
  readonly flags: ReadonlyArray<Flag>
  readonly examples: readonly [Example, Example, ...ReadonlyArray<Example>]
  /** It runs without a login. */
  readonly withoutLogin?: true
  /** Flags with which it runs without a login. */
  readonly offlineWith?: ReadonlyArray<string>
  /** It reads its own words, and has its own help. */
  readonly ownWords?: true
  /** How to go on after Ctrl-C, as the end of a sentence. Nothing where a second run is just that. */
  readonly interrupted?: string
}

/** The headings of the help, in its order. */
export const groups = [
  "Login",
  "Look",
  "Move bytes",
  "Change",
  "People and sharing",
  "Follow",
  "Jobs",
  "Everything else",
  "Tools"
] as const

/** A heading of the help. */
export type Group = (typeof groups)[number]

type One<D> = D extends { readonly choices: ReadonlyArray<infer Choice> }
  ? Choice
  : D extends { readonly kind: "number" | "size" }
    ? number
    : string

type ArgumentValue<A> = A extends { readonly many: true }
  ? ReadonlyArray<One<A>>
  : A extends { readonly optional: true }
    ? One<A> | undefined
    : One<A>

type FlagValue<F> = F extends { readonly value: string }
  ? F extends { readonly many: true }
    ? ReadonlyArray<One<F>>
    : F extends { readonly initial: string }
      ? One<F>
      : One<F> | undefined
  : boolean

/** What a command line gives a command: a property for each argument and flag. */
export type Given<C extends Command> = {
  readonly [A in C["arguments"][number] as A["name"]]: ArgumentValue<A>
} & { readonly [F in C["flags"][number] as F["name"]]: FlagValue<F> }

/** A description, with its literal types. */
export const define = <const C extends Command>(command: C): C => command

/** The flags that every command has. */
export const common = [
  { name: "json", summary: "one JSON document on stdout" },
  { name: "jsonl", summary: "one JSON object a line" },
  { name: "csv", summary: "CSV with a line of names" },
  { name: "fields", value: "NAMES", summary: "only these fields, with commas between them; a.b goes into a" },
  { name: "profile", value: "NAME", summary: "the login to use; otherwise BOX_PROFILE, then the one in use" },
  { name: "as-user", value: "ID", summary: "act as this user (admins and service accounts)" },
  { name: "from", value: "FILE", kind: "local", summary: "run it for each row of a CSV or JSON-lines file, or -" },
  { name: "concurrency", value: "N", kind: "number", initial: "4", summary: "rows of --from at the same time" },
  { name: "journal", value: "FILE", kind: "local", summary: "rows that are done, so that --from goes on after a kill" },
  { name: "results", value: "FILE", kind: "local", summary: "a CSV row for each row of --from: what happened" },
  { name: "yes", short: "y", summary: "do not ask" },
  { name: "quiet", short: "q", summary: "no progress and no notes" },
  { name: "verbose", short: "v", summary: "show requests and retries on stderr" },
  { name: "help", short: "h", summary: "show help" }
] as const satisfies ReadonlyArray<Flag>

/** The flags that every command has, as they were given. */
export type Common = { readonly [F in (typeof common)[number] as F["name"]]: FlagValue<F> }
