/** What a run of the command reads and writes: of the process, or of a test. */

/** A stream to write to. */
export interface Sink {
  readonly isTerminal: boolean
  /** The width of the terminal. */
  readonly columns: number
  /** The height of the terminal. */
  readonly rows: number
  /** Resolves when more can be written. */
  readonly write: (data: string | Uint8Array) => Promise<void>
}

/** Everything outside that a run touches, beside files and Box. */
export interface Io {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly stdin: {
    readonly isTerminal: boolean
    readonly chunks: () => AsyncIterable<Uint8Array>
    /** Reads a line that the terminal does not show. */
    readonly secretLine: () => Promise<string>
  }
  readonly stdout: Sink
  readonly stderr: Sink
  /** Aborted by Ctrl-C. */
  readonly signal?: AbortSignal | undefined
}
