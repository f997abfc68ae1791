/** Colours, for a terminal that wants them. */
import { styleText } from "node:util"
import type { Io, Sink } from "./Io.ts"

/** The text in this style; as it is where nobody sees it on a terminal, with `NO_COLOR`, or on a dumb terminal. */
export const coloured = (
  sink: Pick<Sink, "isTerminal">,
  env: Io["env"],
  style: "bold" | "blue" | "dim" | "red",
  text: string
): string =>
  sink.isTerminal && (env["NO_COLOR"] ?? "") === "" && env["TERM"] !== "dumb"
    ? styleText(style, text, { validateStream: false })
    : text
