/** What `npm test` prints: progress, what failed or was skipped and why, the slowest tests, and the sums. It fits a screen. */
import { DefaultReporter, type TestCase, type TestModule, type TestSpecification } from "vitest/node"

const slowest = 10

export default class ScreenReporter extends DefaultReporter {
  #files = 0
  #ended = 0
  #said = 0
  readonly #tests: Array<TestCase> = []

  constructor() {
    super({ summary: false })
  }

  override onTestRunStart(specifications: ReadonlyArray<TestSpecification>): void {
    super.onTestRunStart(specifications)
    this.#files = specifications.length
  }

  override onTestCaseResult(test: TestCase): void {
    super.onTestCaseResult(test)
    this.#tests.push(test)
  }

  override printTestModule(testModule: TestModule): void {
    this.#ended++
    if (testModule.state() === "failed") super.printTestModule(testModule)
    const tenth = Math.floor((10 * this.#ended) / this.#files)
    if (tenth === this.#said) return
    this.#said = tenth
    const seconds = Math.round((performance.now() - this.start) / 1000)
    this.log(` ${this.#ended} of ${this.#files} files, ${this.#tests.length} tests, ${seconds} s`)
  }

  override onTestRunEnd(...ended: Parameters<DefaultReporter["onTestRunEnd"]>): void {
    const line = (test: TestCase, text: string) =>
      this.log(` ${text} ${test.module.relativeModuleId}: ${test.fullName}`)
    const taken = (test: TestCase) => test.diagnostic()?.duration ?? 0
    const skipped = this.#tests.filter((test) => test.result().state === "skipped")
    if (skipped.length > 0) this.log("\n Skipped, because something is not on this machine:")
    for (const test of skipped) line(test, "-")
    this.log("\n The slowest:")
    for (const test of this.#tests.toSorted((a, b) => taken(b) - taken(a)).slice(0, slowest)) {
      line(test, `${(taken(test) / 1000).toFixed(1).padStart(5)} s`)
    }
    super.onTestRunEnd(...ended)
  }
}
