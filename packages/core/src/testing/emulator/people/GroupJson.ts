/** The short form of a group. */
import type { Group } from "../model/Item.ts"
import type { JsonObject } from "../wire/Json.ts"

export const miniGroup = ({ id, name }: Group): JsonObject => ({ type: "group", id, name, group_type: "managed_group" })
