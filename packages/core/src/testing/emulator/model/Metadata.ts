/**
 * Metadata templates, and their instances on items.
 *
 * @see https://developer.box.com/reference/resources/metadata-template/
 */
import type { JsonObject } from "../wire/Json.ts"

export type FieldType = "string" | "float" | "date" | "enum" | "multiSelect" | "taxonomy"

export interface FieldOption {
  readonly id: string
  readonly key: string
  /** What a classification says about itself. */
  readonly staticConfig: JsonObject | undefined
}

export interface Field {
  readonly id: string
  readonly type: FieldType
  readonly key: string
  readonly displayName: string
  readonly description: string | undefined
  readonly hidden: boolean
  readonly options: ReadonlyArray<FieldOption>
  readonly taxonomy: TaxonomyReference | undefined
}

export interface TaxonomyReference {
  readonly namespace: string
  readonly key: string
  readonly id: string
  readonly multiSelect: boolean
  readonly selectableLevels: ReadonlyArray<number>
}

export interface Template {
  readonly id: string
  /** `global`, or `enterprise_` and the id of the enterprise. */
  readonly scope: string
  readonly key: string
  displayName: string
  hidden: boolean
  copyInstanceOnItemCopy: boolean
  fields: ReadonlyArray<Field>
  /** How often it was changed. */
  version: number
}

/** The values of an instance by the keys of the fields. */
export type Values = JsonObject

export interface Instance {
  readonly id: string
  readonly template: Template
  version: number
  values: Values
  /** The policy that gives this instance of a folder to everything below. */
  cascadePolicy: string | undefined
}

/** The instances of one item by scope and key of the template. */
export type Instances = ReadonlyMap<string, Instance>

export const noInstances: Instances = new Map()

export const templateKey = ({ key, scope }: Pick<Template, "key" | "scope">): string => `${scope}.${key}`

const builtIn = (id: string, key: string, displayName: string): Template => ({
  id,
  scope: "global",
  key,
  displayName,
  hidden: false,
  copyInstanceOnItemCopy: false,
  fields: [],
  version: 0
})

/** Takes any strings, and is there without anybody having made it. */
export const properties: Template = builtIn("a6c1b7d2-0d0e-4f38-9a51-7c1b1f0a0001", "properties", "Custom Properties")

export const skillCards: Template = builtIn(
  "a6c1b7d2-0d0e-4f38-9a51-7c1b1f0a0002",
  "boxSkillsCards",
  "Box Skills Cards"
)

export const globalTemplates: ReadonlyArray<Template> = [properties, skillCards]

/** The key of the template of classifications, the same in every enterprise. */
export const classificationKey = "securityClassification-6VMVochwUWo"

export const classificationField = "Box__Security__Classification__Key"
