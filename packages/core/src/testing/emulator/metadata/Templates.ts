/** Which templates there are for a caller, and the keys that are made from names. */
import type { Call } from "../model/Call.ts"
import { globalTemplates, type Template } from "../model/Metadata.ts"
import { templates } from "../model/TemplateTable.ts"
import { administers } from "../model/World.ts"
import { badRequest, forbidden, noPermission, notFound } from "../wire/Refusal.ts"

export const enterpriseScope = (call: Call): string => `enterprise_${call.world.enterpriseId}`

/** The scope in full. `enterprise` stands for the caller's own. */
export const scopeOf = (call: Call, text: string): string => {
  if (text === "enterprise") return enterpriseScope(call)
  if (text === "global" || /^enterprise_\d+$/.test(text)) return text
  throw badRequest(`Invalid value '${text}'. 'scope' must be global or enterprise`)
}

/** Only administrators change templates and taxonomies, and only those of their own enterprise. */
export const requireSchemaAccess = (call: Call, scope: string): void => {
  if (!administers(call.world, call.user)) throw noPermission()
  if (scope !== enterpriseScope(call)) throw forbidden("forbidden", `The scope '${scope}' cannot be changed`)
}

export const lookUpTemplate = (call: Call, scope: string, key: string): Template | undefined => {
  const isIt = (template: Template) => template.scope === scope && template.key === key
  return scope === "global" ? globalTemplates.find(isIt) : [...templates.rows(call.world).values()].find(isIt)
}

export const findTemplate = (call: Call, scope: string, key: string): Template => {
  const full = scopeOf(call, scope)
  const found = lookUpTemplate(call, full, key)
  if (found === undefined) throw notFound("metadata_template", `${full}.${key}`)
  return found
}

/** `Contract Template` becomes `contractTemplate`. */
const camelCase = (name: string): string =>
  name
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== "")
    .map((word, index) => {
      const first = word.charAt(0)
      return (index === 0 ? first.toLowerCase() : first.toUpperCase()) + word.slice(1)
    })
    .join("")

/** A key that is not taken, made from a name. */
export const keyFrom = (name: string, fallback: string, isTaken: (key: string) => boolean): string => {
  const words = camelCase(name)
  const base = words === "" ? fallback : /^\d/.test(words) ? `_${words}` : words
  if (!isTaken(base)) return base
  let number = 1
  while (isTaken(`${base}${number}`)) number++
  return `${base}${number}`
}

export const checkKey = (name: string, key: string): string => {
  if (!/^[A-Za-z_][-A-Za-z0-9_]{0,255}$/.test(key)) {
    throw badRequest(
      `Invalid value '${key}'. '${name}' must begin with a letter, and have letters, digits, - and _ only`
    )
  }
  return key
}
