/** A trace for people: as a tree of lines, and as a picture. */
import type { Span } from "./Collector.ts"

interface Line {
  readonly depth: number
  /** Milliseconds since the trace began. */
  readonly start: number
  readonly end: number
  readonly kind: "operation" | "request" | "event"
  readonly name: string
  readonly facts: string
}

type Attributes = Span["attributes"]

const millis = (nanos: string, since: string): number => Number(BigInt(nanos) - BigInt(since)) / 1e6

/** The attributes that tell most, in this order. */
const told = [
  "http.response.status_code",
  "error.type",
  "http.request.resend_count",
  "box.retry.reason",
  "box.retry.delay",
  "box.attempts",
  "server.address"
]

const factsOf = (attributes: Attributes): string =>
  told
    .flatMap((name) => attributes.filter(({ key }) => key === name))
    .map(({ key, value }) => `${key.split(".").at(-1)}=${String(Object.values(value)[0])}`)
    .join(" ")

/** The lines of a trace in the order of time: each span, below it its events and the spans that it started. */
export const linesOf = (spans: ReadonlyArray<Span>): ReadonlyArray<Line> => {
  const inOrder = spans.toSorted((a, b) => millis(a.startTimeUnixNano, b.startTimeUnixNano))
  const began = inOrder[0]?.startTimeUnixNano ?? "0"
  const below = (parent: Span | undefined, depth: number): ReadonlyArray<Line> => {
    const children = inOrder.filter(({ parentSpanId }) => (parentSpanId || undefined) === parent?.spanId)
    const events = (parent?.events ?? []).filter(({ name }) => name.startsWith("box."))
    const parts = [
      ...events.map((event): readonly [string, ReadonlyArray<Line>] => {
        const at = millis(event.timeUnixNano, began)
        const { name } = event
        return [
          event.timeUnixNano,
          [{ depth, start: at, end: at, kind: "event", name, facts: factsOf(event.attributes) }]
        ]
      }),
      ...children.map((span): readonly [string, ReadonlyArray<Line>] => {
        const kind = span.kind === 3 ? "request" : "operation"
        const start = millis(span.startTimeUnixNano, began)
        const line: Line = {
          depth,
          start,
          end: millis(span.endTimeUnixNano, began),
          kind,
          name: span.name,
          facts: factsOf(span.attributes)
        }
        return [span.startTimeUnixNano, [line, ...below(span, depth + 1)]]
      })
    ]
    return parts.toSorted(([a], [b]) => millis(a, b)).flatMap(([, lines]) => lines)
  }
  return below(undefined, 0)
}

const signs = { operation: "■", request: "→", event: "·" }

/** The trace as text. */
export const treeOf = (lines: ReadonlyArray<Line>): string =>
  lines
    .map(({ depth, end, facts, kind, name, start }) => {
      const label = `${"  ".repeat(depth)}${signs[kind]} ${name}`
      const time = kind === "event" ? `at ${start.toFixed(0)} ms` : `${(end - start).toFixed(0)} ms`
      return `${label.padEnd(44)} ${time.padStart(10)}  ${facts}`.trimEnd()
    })
    .join("\n")

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")

/** The trace as a picture, in SVG. */
export const pictureOf = (lines: ReadonlyArray<Line>): string => {
  const [row, left, width] = [34, 330, 470]
  const last = Math.max(1, ...lines.map(({ end }) => end))
  const colours = { operation: "#4c6ef5", request: "#12b886", event: "#f59f00" }
  const at = (time: number) => left + (time / last) * width
  const body = lines.map(({ depth, end, facts, kind, name, start }, index) => {
    const y = 20 + index * row
    const colour = facts.includes("type=") ? "#e03131" : colours[kind]
    const mark =
      kind === "event"
        ? `<circle cx="${at(start).toFixed(1)}" cy="${y + 9}" r="5" fill="${colour}"/>`
        : `<rect x="${at(start).toFixed(1)}" y="${y}" width="${Math.max(3, at(end) - at(start)).toFixed(1)}" height="18" rx="3" fill="${colour}"/>`
    return [
      `<text x="${16 + depth * 16}" y="${y + 13}">${escaped(name)}</text>`,
      mark,
      `<text x="${left}" y="${y + 29}" class="facts">${escaped(facts)}</text>`
    ].join("")
  })
  const height = 46 + lines.length * row
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 830 ${height}" width="830" height="${height}" font-family="sans-serif" font-size="13">
<title>The trace of an upload</title>
<style>.facts { font-size: 10px; fill: #868e96 }</style>
<rect width="830" height="${height}" fill="#fff"/>
${body.join("\n")}
<text x="${left}" y="${height - 10}" class="facts">0</text>
<text x="${left + width}" y="${height - 10}" class="facts" text-anchor="end">${last.toFixed(0)} ms</text>
</svg>
`
}
