/** What a measured client is told, and what it says about itself. Both go between processes as one line of JSON. */

export type Workload = "up" | "down" | "folders" | "listing" | "smallFiles" | "firstAnswer" | "tokens"

export interface Task {
  readonly workload: Workload
  /** The API's origin, and where uploads go: the stand-in server. */
  readonly apiUrl: string
  readonly uploadUrl: string
  /** The file to send or to write, or the directory with the small files. */
  readonly path: string
  /** Bytes of the file. */
  readonly size: number
  /** Calls, or small files. */
  readonly count: number
  /** Calls, parts or files under way at once. */
  readonly concurrency: number
  /** Whether a download is compared with its SHA-1. */
  readonly verify: boolean
}

export interface Report {
  /** From the first call to the end of the last one. */
  readonly wallSeconds: number
  /** User and system time of the whole process over the same span, threads included. */
  readonly cpuSeconds: number
  /** The highest resident memory of the process so far, as the kernel counts it. */
  readonly peakMegabytes: number
  /** How much later than due a timer of 1 ms fired, over the same span. */
  readonly delayP99Milliseconds: number
  readonly delayMaxMilliseconds: number
}

/** What the server counted during one run. */
export interface Counts {
  readonly connections: number
  readonly requests: number
  readonly tokenRequests: number
  readonly bytesReceived: number
  /** Parts or files whose digest was not that of their bytes; only counted when the server verifies. */
  readonly wrongDigests: number
}

export const token = "bench-token"
/** The server refuses this one with 401. */
export const expiredToken = "expired-token"
export const fileId = "1"
/** The parts that the server asks for. */
export const partSize = 8 * 1024 * 1024
/** Entries of a listing's page. */
export const pageSize = 1000
