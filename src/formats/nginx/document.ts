/** What an nginx configuration is once it is read: directives and blocks whose every word knows its place. */
import type { Problem } from '../../core/node.ts'
import type { PathSegment, SpanOrigin } from '../../core/origin.ts'
import type { SourceText } from '../../core/text.ts'

export interface NginxWord {
  /** Without quotes and escapes; variables stay as written. */
  readonly text: string
  /** The word as written, quotes included. */
  readonly origin: SpanOrigin
}

export interface NginxDirective {
  readonly name: string
  readonly nameOrigin: SpanOrigin
  readonly args: readonly NginxWord[]
  /** The directives between the braces; `undefined` for one that ends with `;`. */
  readonly block: readonly NginxDirective[] | undefined
  /** From the name to the semicolon or the closing brace. Its path is name and ordinal of every level, e.g. `['server', 0, 'listen', 1]`. */
  readonly origin: SpanOrigin
}

export interface NginxDocument {
  readonly source: SourceText
  readonly directives: readonly NginxDirective[]
  readonly problems: readonly Problem[]
}

/** A directive with the blocks around it, outermost first. */
export interface Placed {
  readonly directive: NginxDirective
  readonly within: readonly NginxDirective[]
}

/** Every directive of one of the names, at any depth, in the order they are written. */
export function directivesNamed(document: NginxDocument, ...names: readonly string[]): readonly Placed[] {
  const found: Placed[] = []
  const visit = (directives: readonly NginxDirective[], within: readonly NginxDirective[]): void => {
    for (const directive of directives) {
      if (names.includes(directive.name)) found.push({ directive, within })
      if (directive.block !== undefined) visit(directive.block, [...within, directive])
    }
  }
  visit(document.directives, [])
  return found
}

/** The argument at a path of the reader. */
export function nginxWordAt(document: NginxDocument, path: readonly PathSegment[]): NginxWord | undefined {
  let directives: readonly NginxDirective[] | undefined = document.directives
  for (let depth = 0; depth + 1 < path.length; depth += 2) {
    const found: NginxDirective | undefined = directives?.filter(({ name }) => name === path[depth])[
      Number(path[depth + 1])
    ]
    if (depth + 3 === path.length) return found?.args[Number(path.at(-1))]
    directives = found?.block
  }
  return undefined
}
