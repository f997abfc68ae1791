/** MIGRATING.md: it names every method of Box's own SDK, and its programs with that SDK compile; the others are examples. */
import { execFileSync } from "node:child_process"
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { assert, describe, it } from "vitest"
import { installPeers } from "../bench/bundles.ts"

/** `undefined` without a network, unless the SDK is required. */
const installed = (): string | undefined => {
  try {
    return installPeers()
  } catch (error) {
    if (process.env["EFFECT_BOX_REQUIRE_BOX_SDK"] !== undefined) throw error
    return undefined
  }
}

const root = fileURLToPath(new URL("../..", import.meta.url))
const page = readFileSync(join(root, "MIGRATING.md"), "utf8")

/** `manager.method` of everything that a client of the SDK has, and its own methods. */
const methodsOf = (modules: string): ReadonlyArray<string> => {
  const sdk = createRequire(join(modules, "x.js"))("box-node-sdk")
  const client = new sdk.BoxClient({ auth: new sdk.BoxDeveloperTokenAuth({ token: "t" }) })
  const ownOf = (object: object): ReadonlyArray<string> => {
    const names = [...Object.keys(object), ...Object.getOwnPropertyNames(Object.getPrototypeOf(object))]
    return names.filter((name) => name !== "constructor" && typeof Reflect.get(object, name) === "function")
  }
  const managers = Object.entries(client).filter(([name]) => name !== "auth" && name !== "networkSession")
  return [
    ...ownOf(client),
    ...managers.flatMap(([name, manager]) => ownOf(Object(manager)).map((method) => `${name}.${method}`))
  ]
}

describe("MIGRATING.md", () => {
  it("names every method of the SDK", (test) => {
    const modules = installed()
    if (modules === undefined) return test.skip("box-node-sdk cannot be installed: is there a network?")
    const methods = methodsOf(modules)
    assert.isAbove(methods.length, 340)
    assert.deepStrictEqual(
      methods.filter((method) => !page.includes(`client.${method}(`)),
      []
    )
  })

  it("its programs with the SDK compile", (test) => {
    const modules = installed()
    if (modules === undefined) return test.skip("box-node-sdk cannot be installed: is there a network?")
    const programs = [...page.matchAll(/^```js\n([\s\S]*?)^```/gm)].map(([, code]) => String(code))
    assert.strictEqual(programs.length, 3)
    const directory = join(dirname(modules), `programs-${process.pid}`)
    mkdirSync(directory)
    try {
      const files = programs.map((code, index) => {
        writeFileSync(join(directory, `program${index}.mjs`), code)
        return `program${index}.mjs`
      })
      const options = {
        module: "NodeNext",
        target: "ES2024",
        lib: ["ES2024", "DOM"],
        strict: true,
        allowJs: true,
        checkJs: true,
        noEmit: true,
        skipLibCheck: true,
        typeRoots: [join(root, "node_modules", "@types")],
        types: ["node"]
      }
      writeFileSync(join(directory, "tsconfig.json"), JSON.stringify({ compilerOptions: options, files }))
      const tsc = join(root, "node_modules", "typescript", "bin", "tsc")
      try {
        execFileSync(process.execPath, [tsc, "-p", directory], { encoding: "utf8", stdio: "pipe" })
      } catch (error) {
        assert.fail(String(Object(error).stdout))
      }
    } finally {
      rmSync(directory, { recursive: true })
    }
  })
})
