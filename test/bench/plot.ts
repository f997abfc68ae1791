/** The measured workloads as one picture: a bar for each client, with a line from its smallest to its largest figure. */
import type { Measured } from "./rounds.ts"
import { median } from "./targets.ts"
import type { Workload } from "./workloads.ts"

/** By the beginning of a client's name. */
const colors: ReadonlyArray<readonly [client: string, color: string]> = [
  ["effect-box", "#4464ad"],
  ["official SDK", "#c9b79c"],
  ["floor", "#b0b7c6"],
  ["HttpClient, undici", "#a4b494"],
  ["HttpClient, fetch", "#d7bfc8"],
  ["rclone", "#8fb8c9"]
]

const colorOf = (name: string): string => colors.find(([client]) => name.startsWith(client))?.[1] ?? "#7d8597"
const barWidth = 420

const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")

const seconds = (value: number) => `${value.toPrecision(3)} s`

interface Bar {
  readonly name: string
  readonly least: number
  readonly middle: number
  readonly most: number
}

const barOf = (workload: Workload, name: string, runs: ReadonlyArray<Measured>): Bar => {
  const times = runs.map(({ wallSeconds, processSeconds }) =>
    workload.id === "firstAnswer" ? processSeconds : wallSeconds
  )
  return { name, least: Math.min(...times), middle: median(times), most: Math.max(...times) }
}

/** effect-box first, then the others in the order of their figures. */
const ordered = (bars: ReadonlyArray<Bar>) =>
  bars.toSorted((a, b) => {
    const ours = Number(b.name.startsWith("effect-box")) - Number(a.name.startsWith("effect-box"))
    return ours === 0 ? a.middle - b.middle : ours
  })

/** As SVG. Each workload has a scale of its own; those with one client are left out. */
export const plotOf = (
  measured: ReadonlyArray<readonly [Workload, ReadonlyMap<string, ReadonlyArray<Measured>>]>
): string => {
  let y = 40
  const groups = measured
    .filter(([, results]) => results.size > 1)
    .map(([workload, results]) => {
      const bars = ordered([...results].map(([name, runs]) => barOf(workload, name, runs)))
      const scale = barWidth / Math.max(...bars.map(({ most }) => most))
      const parts = [`<text x="0" y="${y}" font-weight="600">${escaped(workload.title)}</text>`]
      for (const { name, least, middle, most } of bars) {
        y += 20
        const [from, to, end] = [least * scale, most * scale, middle * scale].map((at) => at.toFixed(1))
        parts.push(
          `<rect x="0" y="${y - 10}" width="${end}" height="14" fill="${colorOf(name)}"/>`,
          `<path d="M${from} ${y - 3}H${to}M${from} ${y - 6}v6M${to} ${y - 6}v6" stroke="#222" fill="none"/>`,
          `<text x="${(most * scale + 8).toFixed(1)}" y="${y + 2}">${escaped(`${name}: ${seconds(middle)}`)}</text>`
        )
      }
      y += 36
      return parts.join("")
    })
  const head = `<text x="0" y="16" font-size="15">Wall time, median, with the smallest and the largest; shorter is better</text>`
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 820 ${y}" font-family="system-ui, sans-serif" font-size="13"><title>Wall time of each workload</title><rect width="820" height="${y}" fill="#fff"/>${head}${groups.join("")}</svg>\n`
}
