/** What is wrong with the form of a seed. */
import type * as SchemaAST from "effect/SchemaAST"
import * as SchemaIssue from "effect/SchemaIssue"

const keysOf = (ast: SchemaAST.AST): ReadonlyArray<string> =>
  ast._tag === "Objects" ? ast.propertySignatures.map(({ name }) => String(name)) : []

const format = SchemaIssue.makeFormatterStandardSchemaV1({
  leafHook: (issue) =>
    issue._tag === "UnexpectedKey"
      ? `there is no such key; there are ${keysOf(issue.ast).join(", ")}`
      : issue._tag === "MissingKey"
        ? "it is missing"
        : SchemaIssue.defaultLeafHook(issue)
})

/** The first thing that is wrong, and where. */
export const firstIssue = (
  issue: SchemaIssue.Issue
): { readonly path: ReadonlyArray<PropertyKey>; readonly reason: string } => {
  const [first] = format(issue).issues
  const path = (first?.path ?? []).map((key) => (typeof key === "object" ? key.key : key))
  return { path, reason: first?.message ?? "it is wrong" }
}
