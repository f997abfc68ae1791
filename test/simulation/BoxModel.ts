/** What Box must hold at the end, by what the operations have reported. */
import { createHash } from "node:crypto"
import type { Follower } from "./EventWork.ts"
import type { JobGround, JobRecord } from "./JobWork.ts"
import type { Watch } from "./Watch.ts"

/** How an operation ended: `unknown` when its process died or it was interrupted. */
export type Reported = "done" | "failed" | "unknown"

interface Content {
  readonly operation: string
  readonly bytes: Uint8Array
  readonly sha1: string
  reported: Reported
}

/** A file that was there before the run; operations add versions to it. */
export interface BaseFile {
  readonly id: string
  readonly name: string
  readonly contents: Array<Content>
}

interface NewFile extends Content {
  readonly name: string
  id: string | undefined
}

/** What is found on Box at the end. */
export interface FoundFile {
  readonly id: string
  /** With the folder's, for a file that is not at the top. */
  readonly name: string
  /** Grows with each version. */
  readonly etag: string
  readonly size: number
  readonly sha1: string
}

export const sha1Of = (bytes: Uint8Array): string => createHash("sha1").update(bytes).digest("hex")

export class BoxModel {
  readonly bases: Array<BaseFile> = []
  /** Files to be deleted, by name. */
  readonly doomed = new Map<string, { readonly id: string; reported: Reported | undefined }>()
  readonly folders = new Map<string, Reported>()
  /** Names in the folder that is listed, none of which ever changes. */
  readonly listed: Array<string> = []
  readonly followers: Array<Follower> = []
  listedFolder = ""
  /** What jobs work on, in the worlds that have some. */
  ground: JobGround | undefined
  readonly jobs: Array<JobRecord> = []
  readonly #newFiles = new Map<string, NewFile>()
  readonly #watch: Watch

  constructor(watch: Watch) {
    this.#watch = watch
  }

  addBase(id: string, name: string, bytes: Uint8Array): void {
    this.bases.push({ id, name, contents: [{ operation: "setup", bytes, sha1: sha1Of(bytes), reported: "done" }] })
  }

  expectFile(operation: string, name: string, bytes: Uint8Array): (reported: Reported, id?: string) => void {
    const file: NewFile = { operation, name, bytes, sha1: sha1Of(bytes), reported: "unknown", id: undefined }
    this.#newFiles.set(name, file)
    return (reported, id) => {
      file.reported = reported
      file.id = id
    }
  }

  expectVersion(operation: string, base: BaseFile, bytes: Uint8Array): (reported: Reported) => void {
    const content: Content = { operation, bytes, sha1: sha1Of(bytes), reported: "unknown" }
    base.contents.push(content)
    return (reported) => {
      content.reported = reported
    }
  }

  auditFiles(found: ReadonlyArray<FoundFile>): void {
    const known = new Set([...this.bases.map(({ name }) => name), ...this.doomed.keys(), ...this.#newFiles.keys()])
    for (const { name } of found) {
      if (!known.has(name)) this.#watch.violated("nothing unasked for", `a file ${name} is on Box`)
    }
    for (const [name, file] of this.#newFiles) {
      const stored = found.find((candidate) => candidate.name === name)
      if (stored === undefined) {
        if (file.reported === "done") this.#watch.violated("uploaded means stored", `${name} is missing`)
      } else if (stored.sha1 !== file.sha1 || stored.size !== file.bytes.length) {
        const invariant = file.reported === "done" ? "uploaded means stored" : "failed means absent or whole"
        this.#watch.violated(invariant, `${name} has ${stored.size} bytes instead of the ${file.bytes.length} sent`)
      } else if (stored.etag !== "0") {
        this.#watch.violated("stored once", `${name} has more than one version`)
      } else if (file.reported === "done" && file.id !== stored.id) {
        this.#watch.violated("uploaded means stored", `${name} was reported with the id ${file.id}, not ${stored.id}`)
      }
    }
    for (const [name, { reported }] of this.doomed) {
      const there = found.some((file) => file.name === name)
      if (there && reported === "done") this.#watch.violated("deleted means gone", name)
      if (!there && reported === undefined) this.#watch.violated("nothing unasked for", `${name} is gone`)
    }
  }

  auditVersions(base: BaseFile, sha1s: ReadonlyArray<string>): void {
    for (const { operation, sha1, reported } of base.contents) {
      const times = sha1s.filter((stored) => stored === sha1).length
      if (times > 1) this.#watch.violated("stored once", `${base.name} has ${times} versions of ${operation}`)
      if (times === 0 && reported === "done") {
        this.#watch.violated("uploaded means stored", `${base.name} has no version of ${operation}`)
      }
    }
    const strange = sha1s.find((sha1) => !base.contents.some((content) => content.sha1 === sha1))
    if (strange !== undefined) {
      this.#watch.violated("failed means absent or whole", `${base.name} has a version that nobody uploaded`)
    }
  }

  auditFolders(names: ReadonlyArray<string>): void {
    for (const [name, reported] of this.folders) {
      if (reported === "done" && !names.includes(name)) this.#watch.violated("created means there", name)
    }
    const strange = names.find((name) => !this.folders.has(name) && name !== "listed")
    if (strange !== undefined) this.#watch.violated("nothing unasked for", `a folder ${strange} is on Box`)
  }
}
