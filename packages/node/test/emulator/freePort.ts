/** A port for a server of another program, or for one that has to be named before it listens. */
import * as Net from "node:net"
import { Effect } from "effect"

const isFree = (port: number): Effect.Effect<boolean> =>
  Effect.callback((resume) => {
    const server = Net.createServer()
    server.once("error", () => resume(Effect.succeed(false)))
    server.listen(port, "127.0.0.1", () => server.close(() => resume(Effect.succeed(true))))
  })

/** The first free port from `port` on, for a program that needs several. */
export const freePortFrom = Effect.fnUntraced(function* (port: number) {
  for (let candidate = port; ; candidate++) {
    if (yield* isFree(candidate)) return candidate
  }
})

/**
 * Not one that the kernel gives away: a connection of another test could have it before it is used. Each process begins
 * elsewhere.
 */
export const freePort: Effect.Effect<number> = Effect.suspend(() =>
  freePortFrom(10_000 + ((process.pid * 37) % 20_000))
)
