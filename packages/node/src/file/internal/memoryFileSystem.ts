/** An in-memory file system with only what transfers need: no directories, no links, paths compared as written. */
import * as ByteSize from "effect/ByteSize"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import { badArgument, type PlatformError, systemError } from "effect/PlatformError"

/** A file. Its buffer is larger than its content, so that it need not grow with each write. */
interface Node {
  buffer: Uint8Array
  size: number
  modified: number
}

type Failure = "NotFound" | "AlreadyExists"

const failure = (_tag: Failure, method: string, path: string): PlatformError =>
  systemError({ module: "FileSystem", method, _tag, pathOrDescriptor: path })

const infoOf = (node: Node): FileSystem.File.Info => ({
  type: "File",
  mtime: Option.some(new Date(node.modified)),
  atime: Option.none(),
  birthtime: Option.none(),
  dev: 0n,
  ino: Option.none(),
  mode: 0o100644,
  nlink: Option.none(),
  uid: Option.none(),
  gid: Option.none(),
  rdev: Option.none(),
  size: ByteSize.bytes(node.size),
  blksize: Option.none(),
  blocks: Option.none()
})

const resize = (node: Node, size: number): void => {
  if (size > node.buffer.length) {
    const grown = new Uint8Array(Math.max(size, node.buffer.length * 2))
    grown.set(node.buffer.subarray(0, node.size))
    node.buffer = grown
  } else if (size > node.size) node.buffer.fill(0, node.size, size)
  node.size = size
}

const openNode = (node: Node, append: boolean): FileSystem.File => {
  let cursor = 0
  const read: FileSystem.File["read"] = (buffer, options) =>
    Effect.sync(() => {
      const from = options?.position === undefined ? cursor : Number(options.position)
      const bytes = node.buffer.subarray(from, Math.max(from, Math.min(node.size, from + buffer.length)))
      buffer.set(bytes)
      if (options?.position === undefined) cursor += bytes.length
      return bytes.length
    })
  const write: FileSystem.File["write"] = (bytes) =>
    Effect.map(Clock.currentTimeMillis, (now) => {
      const at = append ? node.size : cursor
      if (at + bytes.length > node.size) resize(node, at + bytes.length)
      node.buffer.set(bytes, at)
      node.modified = now
      cursor = at + bytes.length
      return bytes.length
    })
  return {
    [FileSystem.FileTypeId]: FileSystem.FileTypeId,
    stat: Effect.sync(() => infoOf(node)),
    sync: Effect.void,
    seek: (offset, from) =>
      Effect.suspend(() => {
        const target = Number(offset) + (from === "start" ? 0 : cursor)
        if (target < 0) return Effect.fail(badArgument({ module: "FileSystem", method: "seek" }))
        cursor = target
        return Effect.succeed(BigInt(target))
      }),
    read,
    readAlloc: (size, options) =>
      Effect.suspend(() => {
        const buffer = new Uint8Array(size)
        return Effect.map(read(buffer, options), (count) =>
          count === 0 ? Option.none() : Option.some(buffer.subarray(0, count))
        )
      }),
    truncate: (length = 0) => Effect.sync(() => resize(node, length)),
    write,
    writeAll: (bytes) => Effect.asVoid(write(bytes))
  }
}

/** Creates a file system with these files, by path. */
export const makeMemoryFileSystem = (
  files: Readonly<Record<string, string | Uint8Array>>
): Effect.Effect<FileSystem.FileSystem> =>
  Effect.map(Clock.currentTimeMillis, (now) => {
    const nodes = new Map<string, Node>()
    for (const [path, content] of Object.entries(files)) {
      const buffer = typeof content === "string" ? new TextEncoder().encode(content) : content.slice()
      nodes.set(path, { buffer, size: buffer.length, modified: now })
    }

    const find = (method: string, path: string) =>
      Effect.suspend(() => {
        const node = nodes.get(path)
        return node === undefined ? Effect.fail(failure("NotFound", method, path)) : Effect.succeed(node)
      })

    const nodeFor = Effect.fnUntraced(function* (path: string, flag: FileSystem.OpenFlag) {
      const present = nodes.get(path)
      if (flag.startsWith("r")) return yield* find("open", path)
      if (flag.includes("x") && present !== undefined) return yield* failure("AlreadyExists", "open", path)
      if (present !== undefined && flag.startsWith("a")) return present
      const fresh: Node = { buffer: new Uint8Array(0), size: 0, modified: yield* Clock.currentTimeMillis }
      nodes.set(path, fresh)
      return fresh
    })

    const open: FileSystem.FileSystem["open"] = (path, { flag = "r" } = {}) =>
      Effect.map(nodeFor(path, flag), (node) => openNode(node, flag.startsWith("a")))

    return FileSystem.make({
      ...FileSystem.makeNoop({}),
      access: (path) => Effect.asVoid(find("access", path)),
      stat: (path) => Effect.map(find("stat", path), infoOf),
      open,
      readFile: (path) => Effect.map(find("readFile", path), ({ buffer, size }) => buffer.slice(0, size)),
      writeFile: (path, data, { flag = "w" } = {}) =>
        Effect.scoped(Effect.flatMap(open(path, { flag }), (file) => file.writeAll(data))),
      // A directory is only a prefix of paths.
      makeDirectory: () => Effect.void,
      remove: (path, { force = false, recursive = false } = {}) =>
        Effect.suspend(() => {
          const below = recursive ? [...nodes.keys()].filter((each) => each.startsWith(`${path}/`)) : []
          for (const each of below) nodes.delete(each)
          const removed = nodes.delete(path) || below.length > 0
          return removed || force ? Effect.void : Effect.fail(failure("NotFound", "remove", path))
        }),
      utimes: (path, _, modified) =>
        Effect.map(find("utimes", path), (node) => {
          node.modified = typeof modified === "number" ? modified * 1000 : modified.getTime()
        }),
      rename: (from, to) =>
        Effect.map(find("rename", from), (node) => {
          nodes.delete(from)
          nodes.set(to, node)
        })
    })
  })
