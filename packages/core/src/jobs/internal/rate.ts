/** The rate of a run, as one who watches it sees it. */

/** What the next report needs of this one. */
export interface Rate {
  readonly at: number
  readonly ended: number
  readonly perSecond: number | undefined
}

/** Milliseconds: what is further back counts for little. */
const memory = 30_000

/** The rate after one more report: a mean in which each half minute weighs about a third of the one after it. */
export const nextRate = (
  before: Rate | undefined,
  now: {
    readonly at: number
    readonly done: number
    readonly failed: number
    readonly total: number
    readonly state: string
  }
): { readonly rate: Rate; readonly perSecond: number | undefined; readonly remainingMillis: number | undefined } => {
  const ended = now.done + now.failed
  const elapsed = before === undefined ? 0 : now.at - before.at
  let perSecond = before?.perSecond
  if (before !== undefined && elapsed > 0) {
    const current = (Math.max(0, ended - before.ended) * 1000) / elapsed
    const weight = perSecond === undefined ? 1 : 1 - Math.exp(-elapsed / memory)
    perSecond = (perSecond ?? 0) * (1 - weight) + current * weight
  }
  const left = now.total - ended
  const remainingMillis =
    now.state === "running" && perSecond !== undefined && perSecond > 0 ? (left / perSecond) * 1000 : undefined
  return { rate: { at: now.at, ended, perSecond }, perSecond, remainingMillis }
}
