/**
 * Lines at the bottom of a terminal that are drawn again and again. They make way for everything else that is written, and
 * are gone at the end. Drawn here: the libraries for it draw by timers of their own, which an interruption of Effect does not
 * end, and do not know what else is written.
 */
import type { Io, Sink } from "./Io.ts"

const up = (lines: number): string => (lines > 1 ? `\u001b[${lines - 1}A` : "")

export interface Screen {
  /** The streams of a run; what is written to them does not mix with what is drawn. */
  readonly io: Io
  /** Draws these lines on stderr, over those that are there. None wipes them. Each has to fit into the width. */
  readonly draw: (lines: ReadonlyArray<string>) => Promise<void>
}

export const screenOf = (io: Io): Screen => {
  let drawn = 0
  const wiped = (): string => {
    const text = drawn === 0 ? "" : `\r${up(drawn)}\u001b[J`
    drawn = 0
    return text
  }
  const stderr: Sink = {
    ...io.stderr,
    // A terminal may change while the run goes on.
    get columns() {
      return io.stderr.columns
    },
    get rows() {
      return io.stderr.rows
    },
    write: async (data) => {
      if (typeof data === "string") return io.stderr.write(wiped() + data)
      await Promise.all([io.stderr.write(wiped()), io.stderr.write(data)])
    }
  }
  const stdout: Sink = {
    ...io.stdout,
    get columns() {
      return io.stdout.columns
    },
    write: async (data) => {
      if (drawn === 0 || !io.stdout.isTerminal) return io.stdout.write(data)
      // Both at once: nothing may be drawn in between.
      await Promise.all([io.stderr.write(wiped()), io.stdout.write(data)])
    }
  }
  const draw = async (lines: ReadonlyArray<string>): Promise<void> => {
    if (lines.length === 0) return drawn === 0 ? undefined : io.stderr.write(wiped())
    const top = drawn === 0 ? "" : `\r${up(drawn)}`
    drawn = lines.length
    await io.stderr.write(`${top}${lines.map((line) => `${line}\u001b[K`).join("\n")}\u001b[J`)
  }
  return { io: { ...io, stdout, stderr }, draw }
}
