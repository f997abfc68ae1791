/** The disk of the simulated machine: it outlives the processes, and nothing on it takes time. */
import { Context, Effect, FileSystem, PlatformError, Stream } from "effect"
import type { DirectoryEntry, LocalEntry } from "../../packages/node/src/file/internal/localEntry.ts"
import { LocalView } from "../../packages/node/src/file/internal/localEntry.ts"
import { makeMemoryFileSystem } from "../../packages/node/src/file/internal/memoryFileSystem.ts"

export class Disk {
  readonly fs: FileSystem.FileSystem
  /** The files of the trees, by path. */
  readonly #trees = new Map<string, Uint8Array>()

  private constructor(fs: FileSystem.FileSystem) {
    this.fs = fs
  }

  static readonly make: Effect.Effect<Disk> = Effect.map(makeMemoryFileSystem({}), (fs) => new Disk(fs))

  /** Puts a file where a tree is to be found. */
  readonly plant = (path: string, bytes: Uint8Array): Effect.Effect<void> => {
    this.#trees.set(path, bytes)
    // Memory has room.
    return Effect.catch(this.fs.writeFile(path, bytes), Effect.die)
  }

  /** What is under a path, or `undefined`. */
  readonly read = (path: string): Effect.Effect<Uint8Array | undefined> =>
    Effect.orElseSucceed(this.fs.readFile(path), () => undefined)

  /** What the programs see of it. */
  get context(): Context.Context<FileSystem.FileSystem> {
    const look = (path: string) => Effect.sync(() => this.#look(path))
    return Context.make(FileSystem.FileSystem, this.fs).pipe(
      Context.add(LocalView, {
        look,
        follow: (path) =>
          Effect.flatMap(look(path), (entry) =>
            entry === undefined
              ? Effect.fail(
                  PlatformError.systemError({
                    module: "FileSystem",
                    method: "stat",
                    _tag: "NotFound",
                    pathOrDescriptor: path
                  })
                )
              : Effect.succeed(entry)
          ),
        entriesOf: (path) => Stream.suspend(() => Stream.fromArray(this.#list(path)))
      })
    )
  }

  #look(path: string): LocalEntry | undefined {
    const bytes = this.#trees.get(path)
    const kind = bytes === undefined ? "directory" : "file"
    if (bytes === undefined && this.#list(path).length === 0) return undefined
    return { kind, size: bytes?.length ?? 0, modified: 0, identity: path }
  }

  #list(path: string): Array<DirectoryEntry> {
    const listed = new Map<string, DirectoryEntry>()
    for (const file of this.#trees.keys()) {
      if (!file.startsWith(`${path}/`)) continue
      const [name = "", ...below] = file.slice(path.length + 1).split("/")
      listed.set(name, { name, kind: below.length === 0 ? "file" : "directory" })
    }
    return [...listed.values()]
  }
}
