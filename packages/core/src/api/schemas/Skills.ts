// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Skills: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe, type Open, otherThan, resolve } from "../../internal/schema.ts"
import type * as Operation from "../../operation/Operation.ts"

/** @see https://developer.box.com/reference/resources/keyword-skill-card/ */
export interface KeywordSkillCard {
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly created_at?: string | null
  readonly type: "skill_card"
  readonly skill_card_type: "keyword"
  readonly skill_card_title?: {
    readonly code?: string | null
    readonly message?: string | null
  } | null
  readonly skill?: {
    readonly type: "service"
    readonly id: string
  } | null
  readonly invocation?: {
    readonly type: "skill_invocation"
    readonly id: string
  } | null
  readonly entries?: ReadonlyArray<{
    readonly text?: string | null
  }> | null
}

export type SkillCard = KeywordSkillCard | TimelineSkillCard | TranscriptSkillCard | StatusSkillCard

/** @see https://developer.box.com/reference/resources/skill-cards-metadata/ */
export interface SkillCardsMetadata {
  readonly $canEdit?: boolean | null
  /** A UUID. Up to 36 characters. */
  readonly $id?: string | null
  readonly $parent?: string | null
  readonly $scope?: string | null
  readonly $template?: string | null
  readonly $type?: string | null
  readonly $typeVersion?: number | null
  readonly $version?: number | null
  readonly cards?: ReadonlyArray<SkillCard> | null
}

/** @see https://developer.box.com/reference/resources/status-skill-card/ */
export interface StatusSkillCard {
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly created_at?: string | null
  readonly type: "skill_card"
  readonly skill_card_type: "status"
  readonly skill_card_title?: {
    readonly code?: string | null
    readonly message?: string | null
  } | null
  readonly status?: {
    readonly code?: Open<"invoked" | "processing" | "success" | "transient_failure" | "permanent_failure"> | null
    readonly message?: string | null
  } | null
  readonly skill?: {
    readonly type: "service"
    readonly id: string
  } | null
  readonly invocation?: {
    readonly type: "skill_invocation"
    readonly id: string
  } | null
}

/** @see https://developer.box.com/reference/resources/timeline-skill-card/ */
export interface TimelineSkillCard {
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly created_at?: string | null
  readonly type: "skill_card"
  readonly skill_card_type: "timeline"
  readonly skill_card_title?: {
    readonly code?: string | null
    readonly message?: string | null
  } | null
  readonly skill?: {
    readonly type: "service"
    readonly id: string
  } | null
  readonly invocation?: {
    readonly type: "skill_invocation"
    readonly id: string
  } | null
  readonly duration?: number | null
  readonly entries?: ReadonlyArray<{
    readonly text?: string | null
    readonly appears?: ReadonlyArray<{
      readonly start?: number | null
      readonly end?: number | null
    }> | null
    readonly image_url?: string | null
  }> | null
}

/** @see https://developer.box.com/reference/resources/transcript-skill-card/ */
export interface TranscriptSkillCard {
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly created_at?: string | null
  readonly type: "skill_card"
  readonly skill_card_type: "transcript"
  readonly skill_card_title?: {
    readonly code?: string | null
    readonly message?: string | null
  } | null
  readonly skill?: {
    readonly type: "service"
    readonly id: string
  } | null
  readonly invocation?: {
    readonly type: "skill_invocation"
    readonly id: string
  } | null
  readonly duration?: number | null
  readonly entries?: ReadonlyArray<{
    readonly text?: string | null
    readonly appears?: ReadonlyArray<{
      readonly start?: number | null
    }> | null
  }> | null
}

/** @see https://developer.box.com/reference/resources/keyword-skill-card/ */
export interface KeywordSkillCardInput {
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly created_at?: Operation.Time | undefined
  readonly type: "skill_card"
  readonly skill_card_type: "keyword"
  readonly skill_card_title?:
    | {
        readonly code?: string | undefined
        readonly message: string
      }
    | undefined
  readonly skill: {
    readonly type: "service"
    readonly id: string
  }
  readonly invocation: {
    readonly type: "skill_invocation"
    readonly id: string
  }
  readonly entries: ReadonlyArray<{
    readonly text?: string | undefined
  }>
}

export type SkillCardInput =
  | KeywordSkillCardInput
  | TimelineSkillCardInput
  | TranscriptSkillCardInput
  | StatusSkillCardInput

/** @see https://developer.box.com/reference/resources/status-skill-card/ */
export interface StatusSkillCardInput {
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly created_at?: Operation.Time | undefined
  readonly type: "skill_card"
  readonly skill_card_type: "status"
  readonly skill_card_title?:
    | {
        readonly code?: string | undefined
        readonly message: string
      }
    | undefined
  readonly status: {
    readonly code: "invoked" | "processing" | "success" | "transient_failure" | "permanent_failure"
    readonly message?: string | undefined
  }
  readonly skill: {
    readonly type: "service"
    readonly id: string
  }
  readonly invocation: {
    readonly type: "skill_invocation"
    readonly id: string
  }
}

/** @see https://developer.box.com/reference/resources/timeline-skill-card/ */
export interface TimelineSkillCardInput {
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly created_at?: Operation.Time | undefined
  readonly type: "skill_card"
  readonly skill_card_type: "timeline"
  readonly skill_card_title?:
    | {
        readonly code?: string | undefined
        readonly message: string
      }
    | undefined
  readonly skill: {
    readonly type: "service"
    readonly id: string
  }
  readonly invocation: {
    readonly type: "skill_invocation"
    readonly id: string
  }
  readonly duration?: number | undefined
  readonly entries: ReadonlyArray<{
    readonly text?: string | undefined
    readonly appears?:
      | ReadonlyArray<{
          readonly start?: number | undefined
          readonly end?: number | undefined
        }>
      | undefined
    readonly image_url?: string | undefined
  }>
}

/** @see https://developer.box.com/reference/resources/transcript-skill-card/ */
export interface TranscriptSkillCardInput {
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly created_at?: Operation.Time | undefined
  readonly type: "skill_card"
  readonly skill_card_type: "transcript"
  readonly skill_card_title?:
    | {
        readonly code?: string | undefined
        readonly message: string
      }
    | undefined
  readonly skill: {
    readonly type: "service"
    readonly id: string
  }
  readonly invocation: {
    readonly type: "skill_invocation"
    readonly id: string
  }
  readonly duration?: number | undefined
  readonly entries: ReadonlyArray<{
    readonly text?: string | undefined
    readonly appears?:
      | ReadonlyArray<{
          readonly start?: number | undefined
        }>
      | undefined
  }>
}

export const KeywordSkillCard: Lazy<KeywordSkillCard> = /*#__PURE__*/ lazy<KeywordSkillCard>(() =>
  Schema.Struct({
    created_at: maybe(Schema.String),
    type: Schema.Literal("skill_card"),
    skill_card_type: Schema.Literal("keyword"),
    skill_card_title: maybe(Schema.Struct({ code: maybe(Schema.String), message: maybe(Schema.String) })),
    skill: maybe(Schema.Struct({ type: Schema.Literal("service"), id: Schema.String })),
    invocation: maybe(Schema.Struct({ type: Schema.Literal("skill_invocation"), id: Schema.String })),
    entries: maybe(Schema.Array(Schema.Struct({ text: maybe(Schema.String) })))
  })
)

export const SkillCard: Lazy<SkillCard> = /*#__PURE__*/ lazy<SkillCard>(() =>
  Schema.Union([
    resolve(KeywordSkillCard),
    resolve(TimelineSkillCard),
    resolve(TranscriptSkillCard),
    resolve(StatusSkillCard),
    otherThan("skill_card_type", "keyword", "timeline", "transcript", "status")
  ])
)

export const SkillCardsMetadata: Lazy<SkillCardsMetadata> = /*#__PURE__*/ lazy<SkillCardsMetadata>(() =>
  Schema.Struct({
    $canEdit: maybe(Schema.Boolean),
    $id: maybe(Schema.String),
    $parent: maybe(Schema.String),
    $scope: maybe(Schema.String),
    $template: maybe(Schema.String),
    $type: maybe(Schema.String),
    $typeVersion: maybe(Schema.Number),
    $version: maybe(Schema.Number),
    cards: maybe(Schema.Array(resolve(SkillCard)))
  })
)

export const StatusSkillCard: Lazy<StatusSkillCard> = /*#__PURE__*/ lazy<StatusSkillCard>(() =>
  Schema.Struct({
    created_at: maybe(Schema.String),
    type: Schema.Literal("skill_card"),
    skill_card_type: Schema.Literal("status"),
    skill_card_title: maybe(Schema.Struct({ code: maybe(Schema.String), message: maybe(Schema.String) })),
    status: maybe(Schema.Struct({ code: maybe(Schema.String), message: maybe(Schema.String) })),
    skill: maybe(Schema.Struct({ type: Schema.Literal("service"), id: Schema.String })),
    invocation: maybe(Schema.Struct({ type: Schema.Literal("skill_invocation"), id: Schema.String }))
  })
)

export const TimelineSkillCard: Lazy<TimelineSkillCard> = /*#__PURE__*/ lazy<TimelineSkillCard>(() =>
  Schema.Struct({
    created_at: maybe(Schema.String),
    type: Schema.Literal("skill_card"),
    skill_card_type: Schema.Literal("timeline"),
    skill_card_title: maybe(Schema.Struct({ code: maybe(Schema.String), message: maybe(Schema.String) })),
    skill: maybe(Schema.Struct({ type: Schema.Literal("service"), id: Schema.String })),
    invocation: maybe(Schema.Struct({ type: Schema.Literal("skill_invocation"), id: Schema.String })),
    duration: maybe(Schema.Number),
    entries: maybe(
      Schema.Array(
        Schema.Struct({
          text: maybe(Schema.String),
          appears: maybe(Schema.Array(Schema.Struct({ start: maybe(Schema.Number), end: maybe(Schema.Number) }))),
          image_url: maybe(Schema.String)
        })
      )
    )
  })
)

export const TranscriptSkillCard: Lazy<TranscriptSkillCard> = /*#__PURE__*/ lazy<TranscriptSkillCard>(() =>
  Schema.Struct({
    created_at: maybe(Schema.String),
    type: Schema.Literal("skill_card"),
    skill_card_type: Schema.Literal("transcript"),
    skill_card_title: maybe(Schema.Struct({ code: maybe(Schema.String), message: maybe(Schema.String) })),
    skill: maybe(Schema.Struct({ type: Schema.Literal("service"), id: Schema.String })),
    invocation: maybe(Schema.Struct({ type: Schema.Literal("skill_invocation"), id: Schema.String })),
    duration: maybe(Schema.Number),
    entries: maybe(
      Schema.Array(
        Schema.Struct({
          text: maybe(Schema.String),
          appears: maybe(Schema.Array(Schema.Struct({ start: maybe(Schema.Number) })))
        })
      )
    )
  })
)
