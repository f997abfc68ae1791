/** What may go wrong with an upload in parts. */
import type { Fault } from "../../src/testing/BoxEmulator.ts"

const session = "/files/upload_sessions"
export const create = { method: "POST", path: session }
export const part = { method: "PUT", path: `${session}/*` }
export const commit = { method: "POST", path: `${session}/*/commit` }

/** What the part with this number survives. */
export const partFaults = (nth: number): ReadonlyArray<readonly [string, Fault]> => {
  const match = { ...part, nth }
  return [
    ["500 before the work", { kind: "status", match, status: 500 }],
    ["500 after the work", { kind: "status", match, status: 500, when: "after" }],
    ["502 with HTML", { kind: "status", match, status: 502, body: "html" }],
    ["429 with Retry-After", { kind: "status", match, status: 429, retryAfter: 7 }],
    ["a reset", { kind: "reset", match }],
    ["a lost answer", { kind: "lostAnswer", match }],
    ["a stalled answer", { kind: "stall", match, afterBytes: 3 }],
    ["a truncated answer", { kind: "truncate", match, afterBytes: 3 }],
    ["409 for a part that was stored", { kind: "status", match, status: 409, code: "conflict", when: "after" }],
    ["416 for a part that was stored", { kind: "status", match, status: 416, code: "bad_request", when: "after" }]
  ]
}

/** What goes wrong around the parts, and is survived as well. */
export const sessionFaults: ReadonlyArray<readonly [string, Fault]> = [
  ["500 at the creation", { kind: "status", match: create, status: 500 }],
  ["a reset at the creation", { kind: "reset", match: create }],
  ["two failures of one part", { kind: "lostAnswer", match: { ...part, nth: 3, times: 2 } }],
  ["a commit that is not ready three times", { kind: "notReady", match: { ...commit, times: 3 }, retryAfter: 30 }],
  [
    "parts_mismatch right after the last part",
    { kind: "status", match: { ...commit, times: 2 }, status: 400, code: "parts_mismatch" }
  ],
  ["500 instead of the commit", { kind: "status", match: commit, status: 500 }],
  ["500 after the commit", { kind: "status", match: commit, status: 500, when: "after" }],
  ["a lost answer to the commit", { kind: "lostAnswer", match: commit }],
  ["a cut answer to the commit", { kind: "truncate", match: commit, afterBytes: 10 }],
  ["a stalled answer to the commit", { kind: "stall", match: commit, afterBytes: 10 }]
]
