/**
 * A link that is far and loses packets, as a proxy in front of the stand-in server. Each direction of each connection is a
 * model of TCP: segments on their way for half a round trip, a window that doubles in each round trip until the first loss, then
 * grows by a segment and is halved by a loss (Reno), what was lost once more after a round trip, and nothing delivered out of
 * order. Of several connections each has its own window, and the link itself is as wide as it takes. Losses come from a seed.
 */
import { createServer, connect, type AddressInfo, type Socket } from "node:net"

export interface Link {
  /** Milliseconds to the other end and back. */
  readonly roundTrip: number
  /** Of each segment, in each direction. */
  readonly loss: number
}

const segment = 1460
const firstWindow = 10
/** What one side hands over before it has to wait. */
const buffer = 1024 * 1024
/** How long a sender waits for an answer to its first packet, and how long its window outlives its last one. */
const [handshakeTimeout, idle] = [1000, 200]

type Draw = () => number

/** Numbers from 0 to 1, the same ones for the same seed. */
const draws = (seed: number): Draw => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** When something that has to get through has arrived: each loss costs a round trip more. */
const arrival = ({ loss, roundTrip }: Link, draw: Draw, sent: number): number => {
  let at = sent + roundTrip / 2
  while (draw() < loss) at += roundTrip
  return at
}

/** Sends what comes from one socket to the other one. `open`: when the connection exists. */
const direct = (link: Link, draw: Draw, from: Socket, to: Socket, open: number) => {
  const queue: Array<Buffer> = []
  const arriving: Array<Buffer> = []
  let [queued, flying, window, threshold] = [0, 0, firstWindow, Number.POSITIVE_INFINITY]
  let [delivered, recovery, lastSent] = [open, 0, open]
  let ended = false

  const later = (at: number, run: () => void) => setTimeout(run, Math.max(0, at - performance.now()))
  const acknowledged = () => {
    flying--
    window += window < threshold ? 1 : 1 / window
    send()
  }
  const lost = (sent: number) => {
    // One halving for all that was lost in the same round trip.
    if (sent < recovery) return
    recovery = performance.now()
    threshold = Math.max(2, window / 2)
    window = threshold
  }
  const transmit = (bytes: Buffer, sent: number) => {
    flying++
    lastSent = sent
    const at = arrival(link, draw, sent)
    if (at > sent + link.roundTrip) later(sent + link.roundTrip, () => lost(sent))
    delivered = Math.max(delivered, at)
    arriving.push(bytes)
    // Timers of different lengths may fire in another order, so each delivers the next one.
    later(delivered, () => {
      const next = arriving.shift()
      if (next !== undefined && !to.destroyed) to.write(next)
    })
    later(at + link.roundTrip / 2, acknowledged)
  }
  const send = () => {
    const now = performance.now()
    if (flying === 0 && now - lastSent > link.roundTrip + idle) window = Math.min(window, firstWindow)
    while (flying < Math.floor(window) && queue.length > 0) {
      const next = queue[0] ?? Buffer.alloc(0)
      if (next.length <= segment) queue.shift()
      else queue[0] = next.subarray(segment)
      queued -= Math.min(segment, next.length)
      transmit(next.subarray(0, segment), now)
    }
    if (queued < buffer / 2) from.resume()
    if (ended && queue.length === 0) later(Math.max(delivered, now + link.roundTrip / 2), () => to.end())
  }
  from.on("data", (bytes: Buffer) => {
    queue.push(bytes)
    queued += bytes.length
    if (queued > buffer) from.pause()
    if (performance.now() >= open) send()
  })
  from.on("end", () => {
    ended = true
    if (performance.now() >= open) send()
  })
  // Whoever goes away suddenly takes the connection with it.
  from.on("error", () => to.destroy())
  from.on("close", (failed) => {
    if (failed) to.destroy()
  })
  later(open, send)
}

export interface Front {
  readonly port: number
  readonly close: () => void
}

/** Listens, and has everything go over the link to a port of this machine. */
export const startLink = async (link: Link, seed: number, port: number, listenOn = 0): Promise<Front> => {
  const draw = draws(seed)
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (near) => {
    const far = connect({ port, host: "127.0.0.1", allowHalfOpen: true, noDelay: true })
    let open = performance.now() + link.roundTrip
    while (draw() < link.loss) open += handshakeTimeout
    direct(link, draw, near, far, open)
    direct(link, draw, far, near, open)
  })
  await new Promise<void>((resolve) => server.listen(listenOn, "127.0.0.1", resolve))
  return {
    // An `AddressInfo`, because it listens on a port.
    port: (server.address() as AddressInfo).port,
    close: () => server.close()
  }
}
