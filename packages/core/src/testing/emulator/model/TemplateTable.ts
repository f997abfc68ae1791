/** The templates of the enterprise. Those of Box are the same everywhere, and in no table. */
import type { Template } from "./Metadata.ts"
import { makeTable, type Table } from "./Table.ts"

export const templates: Table<Template> = makeTable("metadata_template", 400_001)
