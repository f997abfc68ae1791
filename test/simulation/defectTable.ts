/** Mistakes that a client of Box can make, as edits of the sources. An edit that no longer applies is an error. */

export interface Defect {
  readonly name: string
  readonly edits: ReadonlyArray<{
    /** Below `packages/core/src`. */
    readonly file: string
    /** Must be there exactly once. */
    readonly search: string
    readonly replace: string
  }>
}

const renewal = "auth/internal/renewal.ts"
const obtain = "auth/internal/obtainPair.ts"
const saver = "auth/internal/saver.ts"
const singleFlight = "auth/internal/singleFlight.ts"
const http = "http/internal/send.ts"
const decide = "http/internal/decide.ts"
const retry = "http/internal/retryDelay.ts"
const chunked = "files/internal/chunkedUpload.ts"
const direct = "files/internal/directUpload.ts"

export const defects: ReadonlyArray<Defect> = [
  {
    name: "a new pair is used before it is saved",
    edits: [
      {
        file: renewal,
        search: "          issued = obtained\n",
        replace:
          "          issued = obtained\n          yield* Ref.update(parts.state, (s) => LoginState.use(s, obtained.pair, Option.some(obtained.issuedAt)))\n"
      }
    ]
  },
  {
    name: "a new pair is saved later, not before it is used",
    edits: [
      {
        file: renewal,
        search: "          yield* persistence.set(obtained.pair)\n",
        replace:
          '          yield* parts.aside(Effect.ignore(Effect.delay(persistence.set(obtained.pair), "2 seconds")))\n'
      }
    ]
  },
  {
    name: "no look at what another process saved before a renewal",
    edits: [
      {
        file: renewal,
        search: "yield* ready ? adopt(parts, stored) : obtainExclusively",
        replace: "yield* obtainExclusively"
      },
      {
        file: obtain,
        search: "      const known = yield* read\n      return yield* Effect.catchTag",
        replace:
          "      const known = LoginState.inUse(yield* Ref.get(state)) ?? (yield* read)\n      return yield* Effect.catchTag"
      }
    ]
  },
  {
    name: "no look at what another process saved after invalid_grant",
    edits: [
      {
        file: obtain,
        search: "return yield* isUnchanged(known, again) ? exchangeInitial(error) : adoptOrExchange(again, stale)",
        replace: "return yield* again === undefined ? exchangeInitial(error) : exchangeInitial(error)"
      }
    ]
  },
  {
    // The exclusive section alone would still make one request of many.
    name: "each fiber renews for itself",
    edits: [
      {
        file: singleFlight,
        search: "if (inFlight !== undefined) return restore(Deferred.await(inFlight))",
        replace: ""
      },
      {
        file: renewal,
        search: "enter(persistence, restore, section)",
        replace: "Effect.uninterruptible(section)"
      }
    ]
  },
  {
    name: "no exclusive section between processes",
    edits: [
      {
        file: renewal,
        search: "enter(persistence, restore, section)",
        replace: "Effect.uninterruptible(section)"
      }
    ]
  },
  {
    name: "whoever is interrupted takes the exchange with it",
    edits: [
      {
        file: renewal,
        search: "enter(persistence, restore, section)",
        replace: "restore(persistence.exclusively(restore(section)))"
      },
      {
        file: singleFlight,
        search: "(running) => Effect.forkIn(running, scope, { startImmediately: true })",
        replace: "(running) => Effect.interruptible(running)"
      }
    ]
  },
  {
    name: "a login under way is left alone when the layer closes",
    edits: [
      {
        file: singleFlight,
        search: "Effect.forkIn(work, scope, { startImmediately: true })",
        replace: "Effect.forkDetach(work, { startImmediately: true })"
      }
    ]
  },
  {
    name: "closing the layer rolls back what a renewal has saved",
    edits: [
      {
        file: renewal,
        search: "enter(persistence, restore, section)",
        replace: "restore(persistence.exclusively(Effect.uninterruptible(section)))"
      }
    ]
  },
  {
    name: "a login does not look at what it takes the place of",
    edits: [
      {
        file: renewal,
        search: "Option.isSome(stored) ? [stored.value, ...earlier] : []",
        replace: "Option.isSome(stored) && earlier.length >= 0 ? state.seen : []"
      }
    ]
  },
  {
    name: "what was read before a login is adopted after it",
    edits: [
      {
        file: renewal,
        search: "if (state !== before) {",
        replace: "if (state === undefined) {"
      }
    ]
  },
  {
    name: "a renewal overtakes the login that came after it",
    edits: [
      {
        file: renewal,
        search: "turns.withPermit(Effect.uninterruptibleMask(work))",
        replace: "Effect.uninterruptibleMask(work)"
      }
    ]
  },
  {
    name: "a failed save is forgotten",
    edits: [
      {
        file: renewal,
        search: 'if (state._tag === "Unsaved" && state.failedSaves === 1) yield* parts.saveLater',
        replace: ""
      },
      { file: saver, search: "Effect.catch(saveRest, (error) =>", replace: "Effect.catch(Effect.void, (error) =>" }
    ]
  },
  {
    name: "an old pair is saved over a newer one",
    edits: [
      {
        file: saver,
        search:
          "if (!LoginState.isOlder(stored, current) && !LoginState.holds(stored, pair)) return { tried: pair, stored }",
        replace: ""
      }
    ]
  },
  {
    name: "a body that can be read once is sent again",
    edits: [{ file: direct, search: "    replayable: false\n", replace: "    replayable: true\n" }]
  },
  {
    name: "a POST is repeated blindly",
    edits: [
      {
        file: decide,
        search: 'mayPass(error) && (replay === "safe" || surelyNotDone(error))',
        replace: "mayPass(error)"
      }
    ]
  },
  {
    name: "Retry-After is ignored",
    edits: [
      {
        file: retry,
        search: "Math.max(own, pause ?? 0)",
        replace: "own"
      }
    ]
  },
  {
    name: "no pause between attempts, and no last one",
    edits: [
      { file: decide, search: "history.counted < policy.maxAttempts && ", replace: "" },
      { file: retry, search: "Math.round(Math.max(own", replace: "Math.round(0 * own + Math.max(0" }
    ]
  },
  {
    name: "the session of a failed upload is not deleted",
    edits: [
      {
        file: chunked,
        search: "(done || Exit.isSuccess(exit) ? Effect.void : abandon(session))",
        replace: "(done || Exit.isSuccess(exit) || true ? Effect.void : abandon(session))"
      }
    ]
  },
  {
    name: "an interruption during the creation of a session leaves it open",
    edits: [
      {
        file: chunked,
        search: 'late._tag === "Some" ? abandon(late.value) : Fiber.interrupt(creating)',
        replace: 'late._tag === "Some" ? Effect.void : Fiber.interrupt(creating)'
      }
    ]
  },
  {
    name: "a part is sent again without a look",
    edits: [{ file: chunked, search: "      if (mayBeDone) {\n", replace: "      if (mayBeDone && attempts < 0) {\n" }]
  },
  {
    name: "a version is stored again without a look",
    edits: [
      {
        file: direct,
        search: 'if (mayBeDone && (answered || target._tag === "NewVersion")) {',
        replace: 'if (mayBeDone && operation === "" && target._tag === "NewVersion") {'
      }
    ]
  },
  {
    name: "an upload does not know its own success again",
    edits: [
      {
        file: direct,
        search: "turn.mayBeDone && error instanceof BoxError.BoxItemNameInUse",
        replace: "turn.attempts < 0 && error instanceof BoxError.BoxItemNameInUse"
      }
    ]
  },
  {
    name: "a download is not pinned to a version",
    edits: [
      {
        file: "files/internal/content.ts",
        search: 'const input = { file_id, version: version_id, range, encoding: "identity" }',
        replace: 'const input = { file_id, range, encoding: "identity" }'
      }
    ]
  },
  {
    name: "a download with a wrong digest is accepted",
    edits: [{ file: "files/FileDownload.ts", search: "sha1 === pinned.sha1 ?", replace: "sha1 !== undefined ?" }]
  },
  {
    name: "a download that ends early is accepted",
    edits: [
      {
        file: "files/FileDownload.ts",
        search: "if (position === end) return Stream.empty",
        replace: "return Stream.empty"
      },
      {
        file: "files/FileDownload.ts",
        search: "sha1 === pinned.sha1 ?",
        replace: "sha1 !== undefined ?"
      },
      {
        file: "files/FileDownload.ts",
        search: "(run.position < run.end ? ([undefined, undefined] as const) : undefined)",
        replace: "(run.attempts === 0 ? ([undefined, undefined] as const) : undefined)"
      }
    ]
  },
  {
    name: "a refusal is left unread and its connection held",
    edits: [{ file: http, search: "const body = yield* explanation(answer)", replace: 'const body = ""' }]
  },
  {
    name: "a signed address shows in errors and spans",
    edits: [
      { file: "http/internal/redirect.ts", search: "  path: signedPath,\n", replace: "  path: target.pathname,\n" }
    ]
  },
  {
    name: "a resumed upload trusts its checkpoint and not Box",
    edits: [
      {
        file: "files/internal/resumableUpload.ts",
        search: "const known = there.get(part.offset)",
        replace: "const known = there.size < 0 ? there.get(part.offset) : undefined"
      }
    ]
  },
  {
    name: "a checkpoint is saved before its events are handled",
    edits: [
      {
        file: "events/EventStream.ts",
        search: "        Effect.andThen(\n          Effect.forEach(page.events,",
        replace:
          "        Effect.andThen(\n          Effect.andThen(page.commit, Effect.void).pipe(Effect.andThen(Effect.forEach(page.events,"
      },
      {
        file: "events/EventStream.ts",
        search: "{ concurrency, discard: true }),\n          page.commit",
        replace: "{ concurrency, discard: true }))),\n          Effect.void"
      }
    ]
  },
  {
    name: "a position goes through a number",
    edits: [
      {
        file: "events/internal/eventPage.ts",
        search: "position: String(position)",
        replace: "position: String(Number(position))"
      }
    ]
  },
  {
    name: "the checkpoint of a page is not saved",
    edits: [
      {
        file: "events/internal/reading.ts",
        search: "return Effect.map(save(reading, checkpoint, ids), () => {",
        replace: "return Effect.map(Effect.void, () => {"
      }
    ]
  },
  {
    name: "an item is recorded as done before it is done",
    edits: [
      {
        file: "jobs/internal/batch.ts",
        search: "Effect.flatMap(exitOf(batch.runItem(item)), (exit) => note(batch, progress, item, exit))",
        replace: "Effect.andThen(note(batch, progress, item, Exit.void), exitOf(batch.runItem(item)))"
      }
    ]
  },
  {
    name: "a failed item counts as done",
    edits: [
      {
        file: "jobs/internal/outcome.ts",
        search: "return { seq, state: failed, text",
        replace: "return { seq, state: done, text"
      }
    ]
  },
  {
    name: "what is behind a page is not planned",
    edits: [
      {
        file: "jobs/internal/frontier.ts",
        search: "at.depth + 1, page.next)",
        replace: "at.depth + 1, page.next.slice(1))"
      }
    ]
  },
  {
    name: "a delivery is remembered before it is handled",
    edits: [
      {
        file: "events/EventCheckpoints.ts",
        search: "Effect.flatMap(effect, (result) => Effect.as(add(name, [id]), Option.some(result)))",
        replace: "Effect.andThen(add(name, [id]), Effect.map(effect, Option.some))"
      }
    ]
  },
  {
    name: "a delivery that comes again is handled again",
    edits: [{ file: "events/EventCheckpoints.ts", search: "fresh.size === 0", replace: "fresh.size < 0" }]
  },
  {
    name: "the signature of a delivery is not looked at",
    edits: [
      {
        file: "webhook/WebhookSignature.ts",
        search: "if (!results.includes(true))",
        replace: "if (results.length < 0)"
      }
    ]
  }
]
