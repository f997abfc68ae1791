/** The JSON of metadata: templates, instances, and the instances that `fields` names. */
import { may } from "../model/Access.ts"
import type { Call } from "../model/Call.ts"
import type { Item } from "../model/Item.ts"
import type { Field, Instance, Template } from "../model/Metadata.ts"
import type { JsonObject } from "../wire/Json.ts"

const fieldJson = (field: Field): JsonObject => ({
  id: field.id,
  type: field.type,
  key: field.key,
  displayName: field.displayName,
  ...(field.description === undefined ? {} : { description: field.description }),
  hidden: field.hidden,
  ...(field.type === "enum" || field.type === "multiSelect"
    ? {
        options: field.options.map(({ id, key, staticConfig }) => ({
          id,
          key,
          ...(staticConfig === undefined ? {} : { staticConfig })
        }))
      }
    : {}),
  ...(field.taxonomy === undefined
    ? {}
    : {
        taxonomyKey: field.taxonomy.key,
        taxonomyId: field.taxonomy.id,
        namespace: field.taxonomy.namespace,
        optionsRules: {
          multiSelect: field.taxonomy.multiSelect,
          selectableLevels: field.taxonomy.selectableLevels
        }
      })
})

export const templateJson = (template: Template): JsonObject => ({
  type: "metadata_template",
  id: template.id,
  scope: template.scope,
  templateKey: template.key,
  displayName: template.displayName,
  hidden: template.hidden,
  copyInstanceOnItemCopy: template.copyInstanceOnItemCopy,
  fields: template.fields.map(fieldJson)
})

const baseJson = (call: Call, item: Item, { id, template, version }: Instance): JsonObject => ({
  $id: id,
  $type: `${template.key}-${template.id}`,
  $parent: `${item.type}_${item.id}`,
  $template: template.key,
  $scope: template.scope,
  $version: version,
  $typeVersion: template.version,
  $canEdit: may(call, item, "editMetadata")
})

export const instanceJson = (call: Call, item: Item, instance: Instance): JsonObject => ({
  ...baseJson(call, item, instance),
  ...instance.values
})

/** `enterprise` stands for the caller's own, which is the only one here. */
export const findInstance = (item: Item, scope: string, key: string): Instance | undefined => {
  for (const instance of item.metadata.values()) {
    const { template } = instance
    const sameScope = template.scope === scope || (scope === "enterprise" && template.scope !== "global")
    if (sameScope && template.key === key) return instance
  }
  return undefined
}

/** By scope and template: whole instances, and with `metadata.scope.template.field` single values. */
export const namedInstances = (call: Call, item: Item, names: ReadonlyArray<string>): JsonObject | undefined => {
  // Most items have none, and long lists ask for it with each of them.
  if (item.metadata.size === 0) return undefined
  const out: Record<string, Record<string, JsonObject>> = {}
  let found = false
  for (const name of names) {
    const [first, scope, key, field] = name.split(".")
    if (first !== "metadata" || scope === undefined || key === undefined) continue
    const instance = findInstance(item, scope, key)
    if (instance === undefined) continue
    found = true
    const { template, values } = instance
    const before = out[template.scope] ?? {}
    const wanted = field === undefined ? values : field in values ? { [field]: values[field] } : {}
    out[template.scope] = {
      ...before,
      [key]: { ...(before[key] ?? baseJson(call, item, instance)), ...wanted }
    }
  }
  return found ? out : undefined
}
