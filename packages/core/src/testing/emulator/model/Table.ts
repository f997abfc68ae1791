/**
 * Tables for what is no item: comments, groups, policies. A table is declared beside its resource. Every world has rows
 * of its own, which exist from the first time that somebody asks for them.
 */
import type { Item } from "./Item.ts"
import type { TableRows, World } from "./World.ts"

export interface Row {
  readonly id: string
}

export interface Table<A extends Row> {
  readonly name: string
  /** In the order in which they were inserted. */
  readonly rows: (world: World) => ReadonlyMap<string, A>
  readonly insert: (world: World, row: A) => A
  readonly remove: (world: World, row: A) => void
  /** A new decimal id. Resources whose ids look different make them themselves. */
  readonly freshId: (world: World) => string
  /** The place of a row in the order, which it keeps after its deletion. */
  readonly place: (world: World, id: string) => number | undefined
}

export interface TableOptions<A extends Row> {
  /** What is there from the beginning, for what Box has no operation to create. */
  readonly initial?: (world: World, freshId: () => string) => ReadonlyArray<A>
  /** The item that a row belongs to. The row goes when the item is deleted for good. */
  readonly itemOf?: (row: A) => Item
}

/** Declares a table. Its name is unique, and so is the range of ids that begins with `firstId`. */
export const makeTable = <A extends Row>(
  name: string,
  firstId: number,
  { initial, itemOf }: TableOptions<A> = {}
): Table<A> => {
  const of = (world: World): TableRows => {
    const known = world.tables.get(name)
    if (known !== undefined) return known
    const rows = new Map<string, A>()
    const forget: TableRows["forget"] = (gone) => {
      if (itemOf !== undefined) for (const [id, row] of rows) if (gone.has(itemOf(row))) rows.delete(id)
    }
    const made: TableRows = { rows, sequence: new Map(), nextId: firstId, forget }
    world.tables.set(name, made)
    for (const row of initial?.(world, () => String(made.nextId++)) ?? []) {
      made.sequence.set(row.id, made.sequence.size)
      made.rows.set(row.id, row)
    }
    return made
  }
  return {
    name,
    // Only `insert` below puts rows into this map.
    rows: (world) => of(world).rows as ReadonlyMap<string, A>,
    insert: (world, row) => {
      const { rows, sequence } = of(world)
      sequence.set(row.id, sequence.size)
      rows.set(row.id, row)
      return row
    },
    remove: (world, { id }) => {
      of(world).rows.delete(id)
    },
    freshId: (world) => String(of(world).nextId++),
    place: (world, id) => of(world).sequence.get(id)
  }
}

/** Removes what belongs to something that is gone. */
export const removeRows = <A extends Row>(world: World, table: Table<A>, isWanted: (row: A) => boolean): void => {
  for (const row of table.rows(world).values()) if (isWanted(row)) table.remove(world, row)
}
