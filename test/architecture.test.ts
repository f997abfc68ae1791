/** The rooms of the house and the arrows between them. `docs/architecture.md` shows the same tables. */
import { readdirSync, readFileSync } from "node:fs"
import { dirname, join, relative } from "node:path"
import { fileURLToPath } from "node:url"
import { assert, describe, it } from "vitest"

const root = fileURLToPath(new URL("..", import.meta.url))

/** Each room, from the ground up, and the rooms that it may import: only ones that stand above it in this list. */
const rooms: Readonly<Record<"core" | "node", Readonly<Record<string, ReadonlyArray<string>>>>> = {
  core: {
    error: [],
    BoxError: ["error"],
    internal: ["BoxError"],
    unstable: ["BoxError", "internal"],
    telemetry: [],
    http: ["BoxError", "unstable", "internal", "telemetry"],
    operation: ["BoxError", "internal", "http"],
    api: ["internal", "operation"],
    auth: ["BoxError", "internal", "telemetry", "http"],
    files: ["BoxError", "unstable", "internal", "telemetry", "http", "operation", "api"],
    metadata: ["BoxError", "internal", "http", "api"],
    jobs: ["BoxError", "internal", "telemetry", "http", "operation", "api", "files"],
    webhook: ["BoxError", "internal", "api"],
    events: ["BoxError", "internal", "http", "api", "webhook"],
    "testing/emulator/wire": [],
    "testing/emulator/faults": ["testing/emulator/wire"],
    "testing/emulator/model": ["unstable", "testing/emulator/wire"],
    "testing/emulator/views": ["testing/emulator/wire", "testing/emulator/model"],
    "testing/emulator/resource": ["testing/emulator/wire", "testing/emulator/model", "testing/emulator/views"],
    "testing/emulator/routes": [
      "unstable",
      "testing/emulator/wire",
      "testing/emulator/model",
      "testing/emulator/views",
      "testing/emulator/resource"
    ],
    "testing/emulator/people": [
      "testing/emulator/wire",
      "testing/emulator/model",
      "testing/emulator/views",
      "testing/emulator/resource"
    ],
    "testing/emulator/marks": [
      "testing/emulator/wire",
      "testing/emulator/model",
      "testing/emulator/views",
      "testing/emulator/resource"
    ],
    "testing/emulator/conversations": [
      "testing/emulator/wire",
      "testing/emulator/model",
      "testing/emulator/views",
      "testing/emulator/resource"
    ],
    "testing/emulator/metadata": [
      "testing/emulator/wire",
      "testing/emulator/model",
      "testing/emulator/views",
      "testing/emulator/resource"
    ],
    "testing/emulator/governance": [
      "testing/emulator/wire",
      "testing/emulator/model",
      "testing/emulator/views",
      "testing/emulator/resource"
    ],
    "testing/emulator/automation": [
      "testing/emulator/wire",
      "testing/emulator/model",
      "testing/emulator/views",
      "testing/emulator/resource"
    ],
    "testing/emulator/documents": [
      "testing/emulator/wire",
      "testing/emulator/model",
      "testing/emulator/views",
      "testing/emulator/resource"
    ],
    "testing/emulator/shield": [
      "testing/emulator/wire",
      "testing/emulator/model",
      "testing/emulator/views",
      "testing/emulator/resource"
    ],
    "testing/emulator": [
      "testing/emulator/wire",
      "testing/emulator/faults",
      "testing/emulator/model",
      "testing/emulator/resource",
      "testing/emulator/routes",
      "testing/emulator/people",
      "testing/emulator/marks",
      "testing/emulator/conversations",
      "testing/emulator/metadata",
      "testing/emulator/governance",
      "testing/emulator/automation",
      "testing/emulator/documents",
      "testing/emulator/shield"
    ],
    testing: [
      "BoxError",
      "internal",
      "http",
      "operation",
      "auth",
      "testing/emulator/wire",
      "testing/emulator/faults",
      "testing/emulator/model",
      "testing/emulator/resource",
      "testing/emulator/routes",
      "testing/emulator/automation",
      "testing/emulator"
    ],
    server: ["auth", "webhook", "events"],
    index: ["BoxError", "telemetry", "http", "operation", "api", "auth", "files", "metadata", "events"]
  },
  node: {
    internal: [],
    hashing: ["internal"],
    pool: ["internal"],
    login: ["internal"],
    events: ["internal"],
    file: ["internal"],
    directory: ["internal", "file"],
    jobs: ["internal", "file", "directory"],
    emulator: ["internal", "hashing"],
    NodeBox: ["internal", "hashing", "pool", "login"],
    "cli/command": [],
    "cli/terminal": ["cli/command"],
    "cli/operations": ["cli/command"],
    "cli/catalog": ["cli/command"],
    "cli/items": ["cli/terminal"],
    "cli/session": ["login", "NodeBox", "cli/terminal"],
    "cli/groups": [
      "internal",
      "login",
      "events",
      "file",
      "directory",
      "jobs",
      "NodeBox",
      "cli/command",
      "cli/terminal",
      "cli/operations",
      "cli/catalog",
      "cli/items",
      "cli/session"
    ],
    cli: [
      "internal",
      "emulator",
      "cli/command",
      "cli/terminal",
      "cli/operations",
      "cli/catalog",
      "cli/session",
      "cli/groups"
    ],
    index: ["internal", "hashing", "pool", "login", "events", "file", "directory", "jobs", "emulator", "NodeBox"]
  }
}

type Package = keyof typeof rooms

/** What stands alone at the top is a room of its own; otherwise the folder, and the deepest one that has a name in the table. */
const roomOf = (name: Package, file: string): string => {
  const parts = file.replace(/\.ts$/, "").split("/")
  for (let length = parts.length; length > 0; length--) {
    const room = parts.slice(0, length).join("/")
    if (room in rooms[name]) return room
  }
  throw new Error(`packages/${name}/src/${file} stands in no room of the table`)
}

interface Sources {
  /** File -> the files that it imports, for their types alone as well. */
  readonly imports: ReadonlyMap<string, ReadonlyArray<string>>
  readonly lines: ReadonlyMap<string, number>
}

const importPattern = /\b(?:from|import)\s*\(?\s*"(\.[^"]+)"/g

const sourcesOf = (name: Package): Sources => {
  const base = join(root, "packages", name, "src")
  const files = readdirSync(base, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".ts"))
  const imports = new Map<string, ReadonlyArray<string>>()
  const lines = new Map<string, number>()
  for (const file of files.map((path) => path.replaceAll("\\", "/"))) {
    const text = readFileSync(join(base, file), "utf8")
    const found = [...text.matchAll(importPattern)].map(([, path]) =>
      relative(base, join(base, dirname(file), path ?? "")).replaceAll("\\", "/")
    )
    imports.set(file, found)
    lines.set(file, text.split("\n").length - 1)
  }
  return { imports, lines }
}

/** The first circle of imports, as the files that it leads through. */
const circleIn = (imports: Sources["imports"]): ReadonlyArray<string> | undefined => {
  const done = new Set<string>()
  const visit = (file: string, way: ReadonlyArray<string>): ReadonlyArray<string> | undefined => {
    if (way.includes(file)) return [...way.slice(way.indexOf(file)), file]
    if (done.has(file)) return undefined
    for (const next of imports.get(file) ?? []) {
      const circle = visit(next, [...way, file])
      if (circle !== undefined) return circle
    }
    done.add(file)
    return undefined
  }
  for (const file of imports.keys()) {
    const circle = visit(file, [])
    if (circle !== undefined) return circle
  }
  return undefined
}

const tableOf = (name: Package): string =>
  [
    "| room | imports |",
    "|---|---|",
    ...Object.entries(rooms[name]).map(([room, below]) => `| ${room} | ${below.join(", ") || "nothing"} |`)
  ].join("\n")

describe.each(["core", "node"] as const)("the rooms of %s", (name) => {
  const { imports, lines } = sourcesOf(name)

  it("import what the table says, no more and no less", () => {
    const arrows = new Map(Object.keys(rooms[name]).map((room) => [room, new Set<string>()]))
    for (const [file, found] of imports) {
      const from = roomOf(name, file)
      for (const path of found) {
        const to = roomOf(name, path)
        if (from !== to) arrows.get(from)?.add(to)
      }
    }
    const order = Object.keys(rooms[name])
    const sorted = (list: Iterable<string>) => [...list].toSorted((a, b) => order.indexOf(a) - order.indexOf(b))
    const seen = Object.fromEntries([...arrows].map(([room, to]) => [room, sorted(to)]))
    const told = Object.fromEntries(Object.entries(rooms[name]).map(([room, to]) => [room, sorted(to)]))
    assert.deepStrictEqual(seen, told)
  })

  it("stand in an order: nothing imports what stands below it", () => {
    const order = Object.keys(rooms[name])
    for (const [room, below] of Object.entries(rooms[name])) {
      for (const other of below) assert.isBelow(order.indexOf(other), order.indexOf(room), `${room} imports ${other}`)
    }
  })

  it("hold no circle of files, types included", () => {
    assert.isUndefined(circleIn(imports))
  })

  it("hold no file of more than 400 lines, but for what is generated", () => {
    const long = [...lines].filter(([file, count]) => !file.startsWith("api/") && count > 400)
    assert.deepStrictEqual(long, [])
  })

  it("are drawn in docs/architecture.md", () => {
    assert.include(readFileSync(join(root, "docs/architecture.md"), "utf8"), tableOf(name))
  })
})

it("a circle is seen", () => {
  const imports = new Map([
    ["a.ts", ["b.ts"]],
    ["b.ts", ["c.ts"]],
    ["c.ts", ["b.ts"]]
  ])
  assert.deepStrictEqual(circleIn(imports), ["b.ts", "c.ts", "b.ts"])
})
