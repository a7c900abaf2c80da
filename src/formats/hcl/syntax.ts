/** What a file of HCL says: blocks, attributes and expressions that each know their place. */
import type { Located } from '../../core/known.ts'
import type { Problem, ScalarValue } from '../../core/node.ts'
import type { SpanOrigin } from '../../core/origin.ts'
import type { SourceText } from '../../core/text.ts'

export interface HclDocument {
  readonly source: SourceText
  readonly body: HclBody
  readonly problems: readonly Problem[]
}

export interface HclBody {
  readonly attributes: readonly HclAttribute[]
  readonly blocks: readonly HclBlock[]
  readonly origin: SpanOrigin
}

export interface HclAttribute {
  readonly name: string
  readonly nameOrigin: SpanOrigin
  readonly value: Expression
  /** Name and value. */
  readonly origin: SpanOrigin
}

export interface HclBlock {
  readonly type: string
  readonly labels: readonly Located<string>[]
  /** Type and labels: what people call the block by. */
  readonly headOrigin: SpanOrigin
  readonly body: HclBody
  readonly origin: SpanOrigin
}

/** One step from a value to a part of it: `.name`, `[index]`, `[*]`. */
export type Step =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'index'; readonly index: Expression }
  | { readonly kind: 'splat' }

export interface ObjectEntry {
  /** `undefined` where the key is computed. */
  readonly key: string | undefined
  readonly computed: Expression | undefined
  readonly keyOrigin: SpanOrigin
  readonly value: Expression
}

/** A piece of a template: text as it reads, or a sequence `${…}`. */
export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string; readonly origin: SpanOrigin }
  | { readonly kind: 'value'; readonly value: Expression; readonly origin: SpanOrigin }

export type Expression = { readonly origin: SpanOrigin } & (
  | { readonly kind: 'literal'; readonly value: ScalarValue }
  /** `indented`: a heredoc that takes the indentation of its lines away (`<<-`), which is still in the parts. */
  | { readonly kind: 'template'; readonly parts: readonly TemplatePart[]; readonly indented: boolean }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'object'; readonly entries: readonly ObjectEntry[] }
  /** A name with what follows it: `var.tag`, `aws_ecr_repository.app[0].name`; bake files use lone names. */
  | { readonly kind: 'reference'; readonly root: string; readonly steps: readonly Step[] }
  /** A part of something that is not a name, e.g. of a call's result. */
  | { readonly kind: 'part'; readonly of: Expression; readonly steps: readonly Step[] }
  | {
      readonly kind: 'call'
      readonly name: string
      readonly arguments: readonly Expression[]
      /** Whether the last argument is a list of arguments (`...`). */
      readonly spread: boolean
    }
  | { readonly kind: 'conditional'; readonly test: Expression; readonly yes: Expression; readonly no: Expression }
  | { readonly kind: 'operation'; readonly operator: string; readonly operands: readonly Expression[] }
  /** A `for` expression, whose result nobody works out; what it is made of is kept for the references in it. */
  | { readonly kind: 'for'; readonly parts: readonly Expression[] }
  | { readonly kind: 'unreadable' }
)
