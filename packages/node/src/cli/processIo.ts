/** The streams of this process. */
import { createInterface } from "node:readline"
import { Writable } from "node:stream"
import type { Io, Sink } from "./terminal/Io.ts"

const sinkOf = (stream: NodeJS.WriteStream): Sink => ({
  isTerminal: stream.isTTY === true,
  // Some pseudo-terminals say 0.
  get columns() {
    return stream.columns > 0 ? stream.columns : 80
  },
  get rows() {
    return stream.rows > 0 ? stream.rows : 24
  },
  write: (data) =>
    new Promise((resolve, reject) => {
      stream.write(data, (error) => (error === null || error === undefined ? resolve() : reject(error)))
    })
})

/** Reads a line without showing it. */
const secretLine = (): Promise<string> =>
  new Promise((resolve) => {
    const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
    const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true })
    lines.once("SIGINT", () => {
      lines.close()
      process.kill(process.pid, "SIGINT")
    })
    lines.question("", (answer) => {
      lines.close()
      process.stderr.write("\n")
      resolve(answer)
    })
  })

/** The process as a run of the command sees it. */
export const processIo = (signal: AbortSignal): Io => ({
  env: process.env,
  // npm starts scripts in the package; this is where the person was.
  cwd: process.env["EFFECT_BOX_CWD"] ?? process.cwd(),
  stdin: { isTerminal: process.stdin.isTTY === true, chunks: () => process.stdin, secretLine },
  stdout: sinkOf(process.stdout),
  stderr: sinkOf(process.stderr),
  signal
})
