import { assert, describe, it } from "@effect/vitest"
import { Option, Redacted } from "effect"
import * as LoginState from "../../src/auth/internal/loginState.ts"

const minute = 60_000

const pair = (name: string, expiresAt = 60 * minute) => ({
  accessToken: Redacted.make(`access-${name}`),
  refreshToken: Redacted.make(`refresh-${name}`),
  expiresAt
})

const [first, second, third] = [pair("1"), pair("2", 120 * minute), pair("3", 180 * minute)]

const issued = (over: LoginState.Seen, given = second): LoginState.Issued => ({
  _tag: "Issued",
  pair: given,
  issuedAt: 0,
  over
})

/** A state in words: what is used, what is stored or replaced, what is to be saved. */
const told = (state: LoginState.LoginState): string => {
  const name = (given: Option.Option<{ readonly accessToken: Redacted.Redacted<string> }>) =>
    Option.isSome(given) ? Redacted.value(given.value.accessToken).slice("access-".length) : "none"
  const used = name(Option.map(state.inUse, (inUse) => inUse.pair))
  const seen = state.seen.map(name).join("+") || "unread"
  return state._tag === "Kept"
    ? `uses ${used}, stored ${seen}`
    : `uses ${used}, unsaved ${name(Option.some(state.pair))} over ${seen}, failed ${state.failedSaves}${state.byLogin ? ", login" : ""}`
}

const stored = Option.some
const kept = LoginState.adopt(LoginState.initial, first)
const empty = LoginState.read(LoginState.initial, Option.none())
const failed = LoginState.failToSave(kept, issued([stored(first)]), "Renewed")
const failedLogin = LoginState.failToSave(LoginState.initial, issued([]), "LoggedIn")
const used = (state: LoginState.LoginState) => LoginState.use(state, second, Option.some(0))

describe("what a login knows", () => {
  it.each<[string, LoginState.LoginState, string]>([
    ["nobody has looked", LoginState.initial, "uses none, stored unread"],
    ["nothing is stored", empty, "uses none, stored none"],
    ["a pair is found", LoginState.read(LoginState.initial, stored(first)), "uses none, stored 1"],
    ["a pair is adopted", kept, "uses 1, stored 1"],
    ["an issued pair is saved", LoginState.keep(kept, stored(second)), "uses 1, stored 2"],
    ["and used", used(LoginState.keep(kept, stored(second))), "uses 2, stored 2"],
    ["saving it fails", failed, "uses 1, unsaved 2 over 1, failed 1"],
    ["it is used all the same", used(failed), "uses 2, unsaved 2 over 1, failed 1"],
    ["saving fails again", LoginState.failAgain(failed), "uses 1, unsaved 2 over 1, failed 2"],
    ["a failure when there is nothing to save", LoginState.failAgain(kept), "uses 1, stored 1"],
    [
      "the next renewal cannot be saved either",
      LoginState.failToSave(failed, issued([stored(first), stored(second)], third), "Renewed"),
      "uses 1, unsaved 3 over 1+2, failed 2"
    ],
    ["a login that cannot be saved", failedLogin, "uses none, unsaved 2 over unread, failed 1, login"],
    [
      "a renewal of that login",
      LoginState.failToSave(failedLogin, issued([], third), "Renewed"),
      "uses none, unsaved 3 over unread, failed 2, login"
    ],
    [
      "what the unsaved pair replaces is still stored",
      LoginState.read(failed, stored(first)),
      "uses 1, unsaved 2 over 1, failed 1"
    ],
    ["another process has stored a pair", LoginState.read(failed, stored(third)), "uses 1, stored 3"],
    ["it is saved at last", LoginState.settle(used(failed), second, stored(second)), "uses 2, stored 2"],
    ["it gives way to a newer one", LoginState.settle(used(failed), second, stored(third)), "uses none, stored 3"],
    ["it gives way, while another pair is used", LoginState.settle(failed, second, stored(third)), "uses 1, stored 3"],
    [
      "a newer one was issued while it was saved",
      LoginState.settle(
        LoginState.failToSave(failed, issued([stored(first)], third), "Renewed"),
        second,
        stored(second)
      ),
      "uses 1, unsaved 3 over 2, failed 2"
    ],
    [
      "and the save found something else",
      LoginState.settle(
        LoginState.failToSave(failed, issued([stored(first)], third), "Renewed"),
        second,
        stored(first)
      ),
      "uses 1, unsaved 3 over 1, failed 2"
    ],
    ["someone logs out", LoginState.loggedOut, "uses none, stored none"]
  ])("%s", (_, state, expected) => {
    assert.strictEqual(told(state), expected)
  })
})

describe("the pair that a renewal starts from", () => {
  const given = pair("given")
  it.each<[string, LoginState.LoginState, Option.Option<ReturnType<typeof pair>>, string]>([
    ["is the one that is to be saved", failed, stored(first), "access-2"],
    ["is the stored one", LoginState.read(failed, stored(third)), stored(third), "access-3"],
    ["is the one in use, where nothing is stored", LoginState.read(kept, Option.none()), Option.none(), "access-1"],
    ["is the given one, where there is none at all", empty, Option.none(), "access-given"]
  ])("%s", (_, state, found, expected) => {
    const known = LoginState.known(state, found, given)
    assert.strictEqual(known === undefined ? undefined : Redacted.value(known.accessToken), expected)
  })
})

describe("two pairs", () => {
  const { refreshToken: _, ...without } = first
  it.each<[string, boolean, boolean]>([
    ["are the same with the same tokens", LoginState.samePair(first, { ...pair("1"), expiresAt: 0 }), true],
    ["differ by one token", LoginState.samePair(first, { ...first, refreshToken: second.refreshToken }), false],
    ["differ where one has no refresh token", LoginState.samePair(first, without), false],
    ["and the other way round", LoginState.samePair(without, first), false],
    ["are the same where neither has one", LoginState.samePair(without, { ...without }), true]
  ])("%s", (_, same, expected) => {
    assert.strictEqual(same, expected)
  })
})

describe("how good the pair in use is", () => {
  const state = LoginState.use(LoginState.initial, first, Option.some(0))
  it.each<[number, string]>([
    [0, "Good"],
    [57 * minute - 1, "Good"],
    [57 * minute, "RenewSoon"],
    [59.5 * minute - 1, "RenewSoon"],
    [59.5 * minute, "RenewFirst"],
    [60 * minute - 1, "RenewFirst"],
    [60 * minute, "None"]
  ])("after %d ms: %s", (now, expected) => {
    assert.strictEqual(LoginState.judge(state, now), expected)
  })

  it("a short one is renewed at half its life, one that was found three minutes before its end", () => {
    const short = pair("short", 4 * minute)
    assert.strictEqual(LoginState.judge(LoginState.use(kept, short, Option.some(0)), 2 * minute - 1), "Good")
    assert.strictEqual(LoginState.judge(LoginState.use(kept, short, Option.some(0)), 2 * minute), "RenewSoon")
    assert.strictEqual(LoginState.judge(LoginState.adopt(kept, short), minute), "RenewSoon")
    assert.strictEqual(LoginState.judge(LoginState.initial, 0), "None")
  })
})

describe("whether what is stored is older than the unsaved pair", () => {
  const login = (seen: LoginState.Seen) => LoginState.failToSave(kept, issued(seen), "LoggedIn")
  const renewed = (seen: LoginState.Seen) => LoginState.failToSave(kept, issued(seen), "Renewed")
  it.each<[string, Option.Option<ReturnType<typeof pair>>, LoginState.Unsaved, boolean]>([
    ["what it replaces", stored(first), renewed([stored(first)]), true],
    ["something unknown, even with an earlier end", stored(pair("x", 1)), renewed([stored(first)]), false],
    ["something unknown with an earlier end, for a login", stored(pair("x", 1)), login([stored(first)]), true],
    ["something unknown with a later end, for a login", stored(third), login([stored(first)]), false],
    ["the pair itself", stored(second), login([stored(first)]), false],
    ["nothing, where a pair was seen", Option.none(), renewed([stored(first)]), false],
    ["nothing, where nothing was seen", Option.none(), renewed([Option.none()]), true],
    ["nothing, where nobody has looked", Option.none(), renewed([]), true],
    ["an earlier end, where nobody has looked", stored(first), renewed([]), true],
    ["a later end, where nobody has looked", stored(third), renewed([]), false]
  ])("%s", (_, found, state, expected) => {
    assert.strictEqual(LoginState.isOlder(found, state), expected)
  })
})
