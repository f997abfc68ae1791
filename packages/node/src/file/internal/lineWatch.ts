/**
 * Notices that a download in order waits for its only connection, so that more of them would be faster. Only waiting counts: a
 * program that is busy, or whose disk is, makes no line slow.
 */
import * as AdaptiveLimit from "@effect-box/core/unstable/AdaptiveLimit"

/** Milliseconds of waiting in one look at the line. A silence fills one look and no more, however long it lasts. */
const look = 1000
/** So many slow looks in a row: TCP needs the first one or two to find its pace, and a short stall is one. */
const slowLooks = 3
/**
 * Milliseconds that a range would take at this pace. Shorter ones would let the limit learn sooner, but each costs two round
 * trips before its first byte.
 */
const rangeTime = 4000
/** Bytes. A request costs about as much. */
const smallestRange = 256 * 1024
/** Less than this many are no reason to open connections. */
const fewestRanges = 4
/** Each range is a line of the note, and an entry in memory. */
const mostRanges = 8192

export interface LineWatch {
  /**
   * The size of the ranges to go over to when these bytes have come after so many milliseconds of waiting and `left` are
   * missing, or `undefined`.
   */
  readonly came: (bytes: number, waited: number, left: number) => number | undefined
}

export const makeLineWatch = (): LineWatch => {
  /** Of the current look. */
  const current = { bytes: 0, duration: 0 }
  /** Of the slow looks in a row. */
  const slow = { looks: 0, bytes: 0, duration: 0 }
  return {
    came: (bytes, waited, left) => {
      current.bytes += bytes
      current.duration += Math.min(look, waited)
      if (current.duration < look) return undefined
      if (current.bytes < AdaptiveLimit.fast * current.duration) {
        slow.looks++
        slow.bytes += current.bytes
        slow.duration += current.duration
      } else slow.looks = slow.bytes = slow.duration = 0
      current.bytes = current.duration = 0
      if (slow.looks < slowLooks) return undefined
      const inTime = Math.ceil((slow.bytes / slow.duration) * rangeTime)
      const rangeSize = Math.max(smallestRange, inTime, Math.ceil(left / mostRanges))
      return left >= fewestRanges * rangeSize ? rangeSize : undefined
    }
  }
}
