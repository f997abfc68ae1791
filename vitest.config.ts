import { availableParallelism } from "node:os"
import { relative } from "node:path"
import { defineConfig } from "vitest/config"
import { BaseSequencer, type TestSpecification } from "vitest/node"

const shared = {
  pool: "threads",
  // Loading Effect and the library anew for each file took a quarter of the time.
  isolate: false,
  // Only against hanging: under load a bundler or a compiler may take its time.
  testTimeout: 60_000,
  hookTimeout: 60_000
} as const

/** These replace modules, which the files of one thread share otherwise. */
const replacing = ["packages/core/test/emulator/notImplemented.test.ts"]

/** These wait for processes, browsers, databases and disks. */
const waiting = ["test/*.test.ts", "test/{interop,kill,runtimes}/**/*.test.ts", "packages/node/test/**/*.test.ts"]

/** What begins first, so that nothing long is left for the end: the longest ones first. */
const early: ReadonlyArray<string> = [
  "test/kill/jobsClusterKill.test.ts",
  "test/examples.test.ts",
  "packages/node/test/jobs/directories.test.ts",
  "packages/node/test/cli/inTerminal.test.ts",
  "packages/node/test/cli/everyCommand.test.ts",
  "packages/node/test/cli/jobProcesses.test.ts",
  "test/kill/",
  "packages/node/test/cli/sync.test.ts",
  "test/runtimes/",
  "test/packaging.test.ts",
  "packages/node/test/emulator/page.test.ts",
  "packages/node/test/login/tokenProcesses.test.ts",
  "packages/node/test/file/transferFaults.test.ts",
  "test/simulation/",
  "test/demo.test.ts",
  "test/hostile/",
  "packages/node/test/jobs/",
  "packages/node/test/cli/",
  "test/interop/",
  "test/documentation.test.ts",
  "packages/node/test/directory/"
]

/** The order of a machine that has run nothing yet; the sizes of the files, or how long they took, decide the rest. */
class EarlyFirst extends BaseSequencer {
  override async sort(files: Array<TestSpecification>): Promise<Array<TestSpecification>> {
    const { root } = this.ctx.config
    const rank = ({ moduleId }: TestSpecification): number => {
      const path = relative(root, moduleId).replaceAll("\\", "/")
      const at = early.findIndex((start) => path.startsWith(start))
      return at === -1 ? early.length : at
    }
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b))
  }
}

const processors = Math.min(availableParallelism(), 4)

export default defineConfig({
  test: {
    sequence: { sequencer: EarlyFirst },
    projects: [
      {
        test: {
          ...shared,
          name: "waiting",
          include: waiting,
          // More than there are processors.
          maxWorkers: processors + 2,
          sequence: { groupOrder: 0 }
        }
      },
      {
        test: {
          ...shared,
          name: "computing",
          include: ["packages/*/test/**/*.test.ts", "test/**/*.test.ts", "examples/*/*.test.ts"],
          exclude: [...waiting, ...replacing],
          // Each thread compiles for itself what it runs.
          maxWorkers: processors,
          sequence: { groupOrder: 1 }
        }
      },
      {
        test: {
          ...shared,
          name: "replacing modules",
          include: replacing,
          isolate: true,
          maxWorkers: processors,
          sequence: { groupOrder: 1 }
        }
      }
    ]
  }
})
