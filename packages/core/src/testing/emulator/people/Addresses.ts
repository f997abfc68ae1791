/** The addresses of users: logins and aliases. No two users have one address. */
import type { User } from "../model/Item.ts"
import { makeTable, type Table } from "../model/Table.ts"
import type { World } from "../model/World.ts"

export interface EmailAlias {
  readonly id: string
  readonly user: User
  readonly email: string
}

export const emailAliases: Table<EmailAlias> = makeTable("email_alias", 150_001)

export const isAddress = (text: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)

export const userWithAddress = (world: World, address: string): User | undefined => {
  const wanted = address.toLowerCase()
  for (const user of world.users.values()) if (user.login.toLowerCase() === wanted) return user
  for (const { email, user } of emailAliases.rows(world).values()) if (email.toLowerCase() === wanted) return user
  return undefined
}

export const domainOf = (address: string): string => address.slice(address.lastIndexOf("@") + 1).toLowerCase()
