/** How the configuration's values look: small words from which both the validator and the JSON schema are made. */

export type Shape =
  | { readonly kind: 'text'; readonly example?: string }
  | { readonly kind: 'number'; readonly least: number; readonly most: number; readonly whole?: true }
  | { readonly kind: 'choice'; readonly of: readonly string[] }
  /** An ISO date, the last day that something holds. */
  | { readonly kind: 'date' }
  /** A rule's id. */
  | { readonly kind: 'rule' }
  /** A list; one value alone is taken as a list of one. */
  | { readonly kind: 'list'; readonly of: Shape }
  /** A map from rule ids to values. */
  | { readonly kind: 'rules'; readonly of: Shape }
  /** A map from names that somebody chooses to texts. */
  | { readonly kind: 'texts' }
  /** A command: a list of words, or one line for the shell. */
  | { readonly kind: 'command' }
  /** With `oneOf`, all keys of exactly one of these groups are there. */
  | { readonly kind: 'object'; readonly fields: Fields; readonly oneOf?: readonly (readonly string[])[] }

export interface Field {
  readonly shape: Shape
  readonly required?: boolean
  /** One sentence for the JSON schema. */
  readonly about: string
}

export type Fields = Readonly<Record<string, Field>>

/** What a value of the shape is, in words for an error: `one of critical, high …`. */
export function expectation(shape: Shape): string {
  switch (shape.kind) {
    case 'text':
      return shape.example === undefined ? 'a text' : `a text such as ${shape.example}`
    case 'number':
      return `a ${shape.whole ? 'whole ' : ''}number from ${shape.least} to ${shape.most}`
    case 'choice':
      return `one of ${shape.of.join(', ')}`
    case 'date':
      return 'a date such as 2030-12-31'
    case 'rule':
      return "a rule's name"
    case 'list':
      return `a list, each entry ${expectation(shape.of)}`
    case 'rules':
      return `a mapping from rules' names, each value ${expectation(shape.of)}`
    case 'texts':
      return 'a mapping from names to texts'
    case 'command':
      return 'a command: a list of words, or one line for the shell'
    case 'object':
      return `a mapping with ${Object.keys(shape.fields).join(', ')}`
  }
}
