/** A Box to test against, and single answers by hand. `import { BoxEmulator } from "@effect-box/core/testing"`. */
export * as BoxEmulator from "./BoxEmulator.ts"
export * as Fake from "./Fake.ts"
