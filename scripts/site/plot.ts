/** Bars of what docs/measurements.md says: the first figure of each cell, effect-box beside the others. */

const colors = ["#4464ad", "#b0b7c6", "#7d8597"]

const numberOf = (cell: string): number => Number(/[\d.,]+/.exec(cell)?.[0].replaceAll(",", "") ?? Number.NaN)

/** One picture as SVG. Each group is scaled to its own longest bar. */
export const plotOf = (page: string): string => {
  const rows = page
    .split("\n")
    .filter((line) => /^\| .* \| .*\d.* \|/.test(line) && !line.includes("---"))
    .map((line) => line.slice(2, -2).split(" | "))
    .filter((cells) => cells.length === 4 && cells.slice(1).filter((cell) => cell !== "-").length > 1)
  const names = ["effect-box", "official SDK", "floor"]
  const escape = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")
  let y = 40
  const groups = rows.map(([title = "", ...cells]) => {
    const longest = Math.max(...cells.map(numberOf).filter((value) => !Number.isNaN(value)))
    const label = `<text x="0" y="${y}" font-weight="600">${escape(title)}</text>`
    const bars = cells.flatMap((cell, index) => {
      const value = numberOf(cell)
      if (Number.isNaN(value)) return []
      y += 20
      const width = Math.max(2, (value / longest) * 420)
      const text = `<text x="${width + 8}" y="${y + 4}">${escape(`${names[index]}: ${cell}`)}</text>`
      return [`<rect x="0" y="${y - 10}" width="${width}" height="15" fill="${colors[index]}"/>${text}`]
    })
    y += 36
    return label + bars.join("")
  })
  const title = `<text x="0" y="16" font-size="15">Shorter is better; each group has a scale of its own</text>`
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 820 ${y}" font-family="system-ui, sans-serif" font-size="13"><rect width="820" height="${y}" fill="#fff"/>${title}${groups.join("")}</svg>`
}
