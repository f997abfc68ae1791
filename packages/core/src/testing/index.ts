/**
 * A Box to test against, and fake answers for single operations. `import { BoxEmulator } from
 * "@effect-box/core/testing"`.
 */
export * as BoxEmulator from "./BoxEmulator.ts"
export * as Fake from "./Fake.ts"
export * as Seed from "./Seed.ts"
