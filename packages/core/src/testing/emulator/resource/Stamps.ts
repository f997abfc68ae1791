/** Who created a row and who changed it last, and when. */
import type { Call } from "../model/Call.ts"
import type { User } from "../model/Item.ts"
import { miniUser } from "../views/ItemJson.ts"
import type { JsonObject } from "../wire/Json.ts"
import { timestamp } from "../wire/Timestamps.ts"

export interface Stamps {
  readonly createdAt: number
  readonly createdBy: User
  updatedAt: number
  updatedBy: User
}

export const freshStamps = ({ now, user }: Call): Stamps => ({
  createdAt: now,
  createdBy: user,
  updatedAt: now,
  updatedBy: user
})

export const restamp = ({ now, user }: Call, row: Stamps): void => {
  row.updatedAt = now
  row.updatedBy = user
}

export const stampsJson = ({ createdAt, createdBy, updatedAt, updatedBy }: Stamps): JsonObject => ({
  created_at: timestamp(createdAt),
  created_by: miniUser(createdBy),
  updated_at: timestamp(updatedAt),
  updated_by: miniUser(updatedBy)
})
