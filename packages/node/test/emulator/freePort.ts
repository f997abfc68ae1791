/** A port for a server of another program, or for one that has to be named before it listens. */
import * as Net from "node:net"
import { threadId } from "node:worker_threads"
import { Effect } from "effect"

const isFree = (port: number): Effect.Effect<boolean> =>
  Effect.callback((resume) => {
    const server = Net.createServer()
    server.once("error", () => resume(Effect.succeed(false)))
    server.listen(port, "127.0.0.1", () => server.close(() => resume(Effect.succeed(true))))
  })

const freePortFrom = Effect.fnUntraced(function* (port: number) {
  for (let candidate = port; ; candidate++) {
    if (yield* isFree(candidate)) return candidate
  }
})

/** Where this thread looks next: all threads of one process run tests, and none may find what another one is about to use. */
let next = 10_000 + ((process.pid * 37 + threadId * 997) % 20_000)

/** Not one that the kernel gives away: a connection of another test could have it before it is used. Never the same one twice. */
export const freePort: Effect.Effect<number> = Effect.suspend(() =>
  Effect.map(freePortFrom(next), (port) => {
    next = port + 1
    return port
  })
)
