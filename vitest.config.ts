import { defineConfig } from "vitest/config"

const common = {
  pool: "threads",
  // Only against hanging: under load a bundler or a compiler may take its time.
  testTimeout: 60_000,
  hookTimeout: 60_000
} as const

/** These replace modules, which the files of one thread share otherwise. */
const replacing = ["packages/core/test/emulator/notImplemented.test.ts"]

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          ...common,
          name: "all",
          include: ["packages/*/test/**/*.test.ts", "test/**/*.test.ts", "examples/*/*.test.ts"],
          exclude: replacing,
          // Loading Effect and the library anew for each file took a quarter of the time.
          isolate: false
        }
      },
      { test: { ...common, name: "replacing modules", include: replacing } }
    ]
  }
})
