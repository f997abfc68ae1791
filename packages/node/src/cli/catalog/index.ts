/** All commands, in the order of the help. */
import type { Command } from "../command/Command.ts"
import * as Call from "./call.ts"
import * as Change from "./change.ts"
import * as Content from "./content.ts"
import * as Follow from "./follow.ts"
import * as Login from "./login.ts"
import * as Look from "./look.ts"
import * as People from "./people.ts"
import * as Tools from "./tools.ts"
import * as Transfer from "./transfer.ts"

export const commands: ReadonlyArray<Command> = [
  ...Object.values(Login),
  ...Object.values(Look),
  ...Object.values(Transfer),
  ...Object.values(Change),
  ...Object.values(Content),
  ...Object.values(People),
  ...Object.values(Call),
  ...Object.values(Follow),
  ...Object.values(Tools)
]
