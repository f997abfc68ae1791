/**
 * The language of metadata queries: comparisons of fields with parameters, between AND, OR and NOT. Values stand in
 * parameters only.
 *
 * @see https://developer.box.com/guides/metadata/queries/syntax/
 */
import { badRequest, type Refusal } from "../wire/Refusal.ts"

export const comparisons = ["=", "!=", "<>", "<=", ">=", "<", ">", "LIKE", "ILIKE", "HASANCESTOR"] as const
export const listComparisons = ["IN", "HASANY", "HASALL"] as const

export type Comparison = (typeof comparisons)[number]
export type ListComparison = (typeof listComparisons)[number]

export type Expression =
  | { readonly kind: "and" | "or"; readonly parts: ReadonlyArray<Expression> }
  | { readonly kind: "not"; readonly part: Expression }
  | { readonly kind: "null"; readonly field: string }
  | { readonly kind: "compare"; readonly field: string; readonly operator: Comparison; readonly parameter: string }
  | {
      readonly kind: "list"
      readonly field: string
      readonly operator: ListComparison
      /** One parameter can have a list as its value. */
      readonly parameters: ReadonlyArray<string>
    }

export const invalidQuery = (message: string): Refusal => badRequest(message, "invalid_query")

interface Token {
  readonly kind: "word" | "parameter" | "sign" | "end"
  readonly text: string
  readonly at: number
}

const tokenPattern = /\s*(?:(?<parameter>:[A-Za-z_]\w*)|(?<word>[A-Za-z_][-\w]*)|(?<sign>!=|<>|<=|>=|[=<>(),]))/y

const tokensOf = (query: string): ReadonlyArray<Token> => {
  const tokens: Array<Token> = []
  let at = 0
  while (query.slice(at).trim() !== "") {
    tokenPattern.lastIndex = at
    const found = tokenPattern.exec(query)
    if (found === null) {
      const rest = query.slice(at).trim()
      const isValue = /^['"\d-]/.test(rest)
      throw invalidQuery(isValue ? `'${rest}': values must be in 'query_params'` : `'${rest}' is not understood`)
    }
    const { parameter, sign, word } = found.groups ?? {}
    const start = tokenPattern.lastIndex - (parameter ?? word ?? sign ?? "").length
    if (parameter !== undefined) tokens.push({ kind: "parameter", text: parameter.slice(1), at: start })
    else if (word !== undefined) tokens.push({ kind: "word", text: word, at: start })
    else tokens.push({ kind: "sign", text: sign ?? "", at: start })
    at = tokenPattern.lastIndex
  }
  return tokens
}

const keywords = new Set(["AND", "OR", "NOT", "IS", "NULL", ...comparisons, ...listComparisons])

class Parser {
  private index = 0
  private readonly tokens: ReadonlyArray<Token>
  private readonly end: Token

  constructor(query: string) {
    this.tokens = tokensOf(query)
    this.end = { kind: "end", text: "the end", at: query.length }
  }

  private get next(): Token {
    return this.tokens[this.index] ?? this.end
  }

  private wrong(expected: string): Refusal {
    return invalidQuery(`${expected} was expected at position ${this.next.at}, not '${this.next.text}'`)
  }

  private take(kind: Token["kind"], expected: string): string {
    const { kind: found, text } = this.next
    if (found !== kind) throw this.wrong(expected)
    this.index++
    return text
  }

  /** Takes the first of these words or signs that stands here. */
  private accept<A extends string>(...texts: ReadonlyArray<A>): A | undefined {
    const { kind, text } = this.next
    const found = kind === "parameter" ? undefined : texts.find((one) => one === text.toUpperCase())
    if (found !== undefined) this.index++
    return found
  }

  private expect(text: string): void {
    if (this.accept(text) === undefined) throw this.wrong(`'${text}'`)
  }

  whole(): Expression {
    const expression = this.or()
    if (this.next !== this.end) throw this.wrong("AND or OR")
    return expression
  }

  private or(): Expression {
    const parts = [this.and()]
    while (this.accept("OR") !== undefined) parts.push(this.and())
    return { kind: "or", parts }
  }

  private and(): Expression {
    const parts = [this.not()]
    while (this.accept("AND") !== undefined) parts.push(this.not())
    return { kind: "and", parts }
  }

  private not(): Expression {
    return this.accept("NOT") === undefined ? this.primary() : { kind: "not", part: this.not() }
  }

  private primary(): Expression {
    if (this.accept("(") === undefined) return this.condition()
    const inner = this.or()
    this.expect(")")
    return inner
  }

  private condition(): Expression {
    if (keywords.has(this.next.text.toUpperCase())) throw this.wrong("A field")
    const field = this.take("word", "A field")
    if (this.accept("IS") !== undefined) {
      const negated = this.accept("NOT") !== undefined
      this.expect("NULL")
      return negated ? { kind: "not", part: { kind: "null", field } } : { kind: "null", field }
    }
    const negated = this.accept("NOT") !== undefined
    const part = this.comparison(field, negated)
    return negated ? { kind: "not", part } : part
  }

  private comparison(field: string, negated: boolean): Expression {
    const list = this.accept(...listComparisons)
    if (list !== undefined) return { kind: "list", field, operator: list, parameters: this.parameters() }
    const operator = negated ? this.accept("LIKE", "ILIKE") : this.accept(...comparisons)
    if (operator === undefined) throw this.wrong(negated ? "LIKE, ILIKE or IN" : "An operator")
    return { kind: "compare", field, operator, parameter: this.take("parameter", "A parameter") }
  }

  private parameters(): ReadonlyArray<string> {
    if (this.accept("(") === undefined) return [this.take("parameter", "A parameter")]
    const found = [this.take("parameter", "A parameter")]
    while (this.accept(",") !== undefined) found.push(this.take("parameter", "A parameter"))
    this.expect(")")
    return found
  }
}

/** 400 with the place of the fault. */
export const parseQuery = (query: string): Expression => new Parser(query).whole()
