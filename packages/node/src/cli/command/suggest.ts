/** What somebody may have meant. */

/** Insertions, deletions, replacements and swaps of neighbours between two words. */
const distance = (a: string, b: string): number => {
  let [before, row]: [ReadonlyArray<number>, Array<number>] = [[], Array.from({ length: b.length + 1 }, (_, at) => at)]
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const steps = [(row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (same ? 0 : 1)]
      if (swapped) steps.push((before[j - 2] ?? 0) + 1)
      next.push(Math.min(...steps))
    }
    before = row
    row = next
  }
  return row[b.length] ?? 0
}

/** The candidates that are closest to a word, at most three, or none if no one is close. */
export const suggest = (word: string, candidates: ReadonlyArray<string>): ReadonlyArray<string> => {
  const asked = word.toLowerCase()
  const limit = Math.max(1, Math.floor(asked.length / 3))
  return candidates
    .map((candidate) => {
      const name = candidate.toLowerCase()
      const within = asked.length > 3 && name.includes(asked) ? 1 : Number.POSITIVE_INFINITY
      return { candidate, far: Math.min(distance(asked, name), within) }
    })
    .filter(({ far }) => far <= limit)
    .sort((a, b) => a.far - b.far)
    .slice(0, 3)
    .map(({ candidate }) => candidate)
}

/** ` Did you mean ...?`, or nothing. */
export const didYouMean = (word: string, candidates: ReadonlyArray<string>): string => {
  const found = suggest(word, candidates)
  return found.length === 0 ? "" : ` Did you mean ${found.join(" or ")}?`
}
