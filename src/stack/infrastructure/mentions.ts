/** Which resources an expression refers to, followed through whatever stands between. */
import type { Scope } from '../../formats/hcl/evaluate.ts'
import type { Expression, Step } from '../../formats/hcl/syntax.ts'

/** The parts of an expression, steps' indexes included. */
function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'template':
      return expression.parts.flatMap((part) => (part.kind === 'value' ? [part.value] : []))
    case 'list':
      return expression.items
    case 'object':
      return expression.entries.flatMap(({ computed, value }) => (computed ? [computed, value] : [value]))
    case 'reference':
      return indexesOf(expression.steps)
    case 'part':
      return [expression.of, ...indexesOf(expression.steps)]
    case 'call':
      return expression.arguments
    case 'conditional':
      return [expression.test, expression.yes, expression.no]
    case 'operation':
      return expression.operands
    case 'for':
      return expression.parts
    default:
      return []
  }
}

const indexesOf = (steps: readonly Step[]): readonly Expression[] =>
  steps.flatMap((step) => (step.kind === 'index' ? [step.index] : []))

/** References that are followed for one question; a configuration with more between two resources is none. */
const mostReferences = 2_000

/** Hears of every reference, in the scope it is written in; one that means something else is followed. */
export function eachReference(
  expression: Expression,
  scope: Scope,
  hear: (reference: Extract<Expression, { kind: 'reference' }>, scope: Scope) => void,
): void {
  const seen = new Set<Expression>()
  const open: { readonly expression: Expression; readonly scope: Scope }[] = [{ expression, scope }]
  for (let next = open.pop(); next !== undefined && seen.size < mostReferences; next = open.pop()) {
    if (seen.has(next.expression)) continue
    seen.add(next.expression)
    for (const part of partsOf(next.expression)) open.push({ expression: part, scope: next.scope })
    if (next.expression.kind !== 'reference') continue
    hear(next.expression, next.scope)
    const { root, steps } = next.expression
    const meaning = next.scope.meaning(root, steps)
    // A resource that is named is the answer; what its attributes refer to is another question.
    if (meaning?.kind === 'expression' && ['var', 'local', 'module', 'each'].includes(root)) open.push(meaning)
  }
}
