import { defineConfig } from "vitest/config"

export default defineConfig({
  test: {
    include: ["packages/*/test/**/*.test.ts", "test/**/*.test.ts", "examples/**/*.test.ts"],
    pool: "threads",
    maxWorkers: 2,
    // Only against hanging: under load a bundler or a compiler may take its time.
    testTimeout: 60_000,
    hookTimeout: 60_000
  }
})
