/** How metadata gets from item to item: by copies, and down from folders with cascade policies. */
import type * as Random from "effect/Random"
import { uuid } from "../wire/Identifiers.ts"
import type { Item } from "./Item.ts"
import { type Instance, templateKey, type Template, type Values } from "./Metadata.ts"

export const attachInstance = (random: Random.Random, item: Item, template: Template, values: Values): Instance => {
  const instance: Instance = { id: uuid(random), template, version: 0, values, cascadePolicy: undefined }
  item.metadata = new Map(item.metadata).set(templateKey(template), instance)
  return instance
}

export const detachInstance = (item: Item, key: string): void => {
  if (item.metadata.has(key)) item.metadata = new Map([...item.metadata].filter(([other]) => other !== key))
}

/** Gives an item what the folders above it cascade, the nearest first. What the item has stays as it is. */
const inherit = (random: Random.Random, item: Item): void => {
  if (item.type === "web_link") return
  for (let folder = item.parent; folder !== null; folder = folder.parent) {
    for (const [key, { cascadePolicy, template, values }] of folder.metadata) {
      if (cascadePolicy !== undefined && !item.metadata.has(key)) attachInstance(random, item, template, values)
    }
  }
}

/** The same for everything below, after the item came to another place. */
export const inheritAll = (random: Random.Random, item: Item): void => {
  inherit(random, item)
  if (item.type === "folder") for (const child of item.children.values()) inheritAll(random, child)
}

/** Gives everything below a folder its instance. `overwrite` also replaces the values of those that are there. */
export const cascade = (random: Random.Random, item: Item, source: Instance, overwrite: boolean): void => {
  if (item.type !== "folder") return
  for (const child of item.children.values()) {
    if (child.type === "web_link") continue
    const present = child.metadata.get(templateKey(source.template))
    if (present === undefined) attachInstance(random, child, source.template, source.values)
    else if (overwrite) {
      present.values = source.values
      present.version++
    }
    cascade(random, child, source, overwrite)
  }
}

/** Templates say whether their instances are copied with an item. */
export const copyInstances = (random: Random.Random, from: Item, to: Item): void => {
  for (const { template, values } of from.metadata.values()) {
    if (template.copyInstanceOnItemCopy) attachInstance(random, to, template, values)
  }
}
