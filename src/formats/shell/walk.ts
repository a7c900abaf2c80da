/** Walks a shell syntax tree in order of writing and lists its commands, with what decides about their failures. */
import {
  type AndOr,
  type CommandNode,
  type CompoundList,
  forEachChild,
  type Pipeline,
  type Script,
  type Statement,
  type SyntaxNode,
} from 'unbash'
import type { PathSegment, SpanOrigin } from '../../core/origin.ts'
import type { Connector, Nesting, ShellCommand, ShellError } from './command.ts'
import { emitCommand } from './emit.ts'
import { cannotFail } from './failure.ts'
import { type MappedText, sliceMapped } from './mapped-text.ts'
import { withoutEscapes } from './quoted-text.ts'

/** What the whole walk shares. */
export interface Walk {
  readonly place: (mapped: MappedText, start: number, end: number, ...below: readonly PathSegment[]) => SpanOrigin
  readonly commands: ShellCommand[]
  readonly errors: ShellError[]
  readonly pipelines: { count: number }
  /** Parses and walks text inside the text, such as the script of `sh -c`. */
  readonly nested: (text: MappedText, context: Context, depth: number) => void
}

/** Options of the shell that change while it runs. */
export interface ShellState {
  errexit: boolean
  pipefail: boolean
}

/** What is known of the place that a command stands in. */
export interface Context {
  readonly nesting: readonly Nesting[]
  readonly connector: Connector
  /** An alternative that cannot fail. */
  readonly fallback: SpanOrigin | undefined
  /** The command that runs next, whatever becomes of this one. */
  readonly followedBy: SpanOrigin | undefined
  readonly background: SpanOrigin | undefined
  /** `set -e` does not see its failure: it stands left of a `&&`. */
  readonly exempt: boolean
  readonly state: ShellState
}

/** A tree with the text its positions refer to. */
export interface Located {
  readonly walk: Walk
  readonly mapped: MappedText
  readonly depth: number
}

/** Walks a parsed script. */
export function walkScript(
  walk: Walk,
  script: Script & { errors?: readonly { message: string; pos: number }[] | undefined },
  mapped: MappedText,
  context: Context,
  depth: number,
): void {
  const located: Located = { walk, mapped, depth }
  for (const { message, pos } of script.errors ?? []) {
    walk.errors.push({ message, origin: walk.place(mapped, pos, Math.min(pos + 1, mapped.text.length)) })
  }
  if (script.shebang !== undefined && /\s-\w*e/.test(script.shebang)) context.state.errexit = true
  walkList(located, script.commands, context)
}

function walkList(located: Located, statements: readonly Statement[], context: Context): void {
  statements.forEach((statement, index) => {
    const next = statements[index + 1]
    const before = statements[index - 1]
    const place = (of: Statement): SpanOrigin => located.walk.place(located.mapped, of.pos, of.end)
    const connector = before === undefined ? context.connector : before.background ? '&' : ';'
    const inner: Context = {
      ...context,
      connector,
      followedBy: next ? place(next) : context.followedBy,
      ...(next && { exempt: false }),
      ...(statement.background && {
        background: place(statement),
        nesting: [...context.nesting, 'background' as const],
      }),
    }
    walkChain(located, statement.command, inner)
  })
}

function walkChain(located: Located, node: AndOr | Pipeline | CommandNode, context: Context): void {
  if (node.type !== 'AndOr') {
    walkPipeline(located, node, context)
    return
  }
  const { commands, operators } = node
  // The nearest alternative that cannot fail, looking back from the end.
  const fallbacks: (SpanOrigin | undefined)[] = []
  let nearest: SpanOrigin | undefined
  for (let index = commands.length - 1; index >= 0; index--) {
    fallbacks[index] = nearest
    const command = commands[index]
    if (command && index > 0 && operators[index - 1] === '||' && cannotFail(command)) {
      nearest = located.walk.place(located.mapped, command.pos, command.end)
    }
  }
  commands.forEach((command, index) => {
    const operator = operators[index]
    walkPipeline(located, command, {
      ...context,
      connector: operators[index - 1] ?? context.connector,
      fallback: fallbacks[index] ?? context.fallback,
      followedBy: operator === '||' ? undefined : context.followedBy,
      exempt: context.exempt || operator === '&&',
    })
  })
}

function walkPipeline(located: Located, node: Pipeline | CommandNode, context: Context): void {
  const pipeline = located.walk.pipelines.count++
  if (node.type !== 'Pipeline') {
    walkNode(located, node, context, { negated: false, pipeIndex: 0, pipeLength: 1, pipeline })
    return
  }
  const negated = node.prefixes.filter((prefix) => prefix.type === 'Negation').length % 2 === 1
  node.commands.forEach((command, pipeIndex) => {
    const operator = node.operators[pipeIndex - 1]
    const pipe = { negated, pipeIndex, pipeLength: node.commands.length, pipeline }
    walkNode(located, command, operator ? { ...context, connector: operator } : context, pipe)
  })
}

export interface Pipe {
  readonly negated: boolean
  readonly pipeIndex: number
  readonly pipeLength: number
  readonly pipeline: number
}

function walkNode(located: Located, node: CommandNode, context: Context, pipe: Pipe): void {
  if (node.type === 'Command' || node.type === 'TestCommand') {
    walkSubstitutions(located, node, context)
    emitCommand(located, node, context, pipe)
    return
  }
  if (node.type === 'Redirected') {
    for (const redirect of node.redirects) walkSubstitutions(located, redirect, context)
    walkNode(located, node.command, context, pipe)
    return
  }
  for (const word of wordsBefore(node)) walkSubstitutions(located, word, context)
  for (const part of partsOf(node)) {
    const inner: Context = {
      ...context,
      nesting: [...context.nesting, part.nesting],
      state: ownState.has(part.nesting) ? { ...context.state } : context.state,
    }
    const asked = part.nesting === 'if-condition' || part.nesting === 'loop-condition'
    if (part.body.type === 'CompoundList') walkList(located, part.body.commands, asked ? condition(inner) : inner)
    else walkNode(located, part.body, inner, pipe)
  }
}

/** What `set` changes inside these does not reach the commands behind them. */
const ownState: ReadonlySet<Nesting> = new Set(['subshell', 'function', 'coprocess'])

/** Words of a compound command that are expanded before its body runs. */
function wordsBefore(node: CommandNode): readonly SyntaxNode[] {
  if (node.type === 'For' || node.type === 'Select') return node.wordlist ?? []
  if (node.type === 'Case') return [node.word]
  return node.type === 'ArithmeticCommand' ? [node] : []
}

interface BodyPart {
  readonly nesting: Nesting
  readonly body: CommandNode | CompoundList
}

/** The lists (and, in functions, commands) that a compound command consists of. */
function partsOf(node: CommandNode): readonly BodyPart[] {
  const part = (nesting: Nesting, body: CommandNode | CompoundList): BodyPart => ({ nesting, body })
  switch (node.type) {
    case 'Subshell':
      return [part('subshell', node.body)]
    case 'BraceGroup':
      return [part('group', node.body)]
    case 'If':
      return [
        ...[node, ...node.elif].flatMap((each) => [part('if-condition', each.clause), part('if', each.then)]),
        ...(node.else ? [part('if', node.else)] : []),
      ]
    case 'While':
      return [part('loop-condition', node.clause), part('loop', node.body)]
    case 'For':
    case 'Select':
    case 'ArithmeticFor':
      return [part('loop', node.body)]
    case 'Case':
      return node.items.map((item) => part('case', item.body))
    case 'Function':
      return [part('function', node.body)]
    case 'Coproc':
      return [part('coprocess', node.body)]
    default:
      return []
  }
}

/** A condition's last command is asked for its result: nothing swallows that. */
const condition = (context: Context): Context => ({ ...context, followedBy: undefined, exempt: false })

/** Each level is read again with all that is in it, so the time grows with the depth; nobody writes more than a few. */
const substitutionLimit = 16

/** Walks the scripts inside a node's words: `$(…)`, backquotes, `<(…)`. */
function walkSubstitutions(located: Located, node: SyntaxNode, context: Context): void {
  forEachChild(node, (child) => {
    if (
      child.type !== 'CommandExpansion' &&
      child.type !== 'ProcessSubstitution' &&
      child.type !== 'ArithmeticCommandExpansion'
    ) {
      walkSubstitutions(located, child, context)
      return
    }
    const { script } = child
    if (script === undefined) return
    if (context.nesting.filter((each) => each === 'substitution').length >= substitutionLimit) {
      const origin = located.walk.place(located.mapped, child.pos, child.end)
      located.walk.errors.push({ message: 'substitutions are nested too deeply', origin })
      return
    }
    const inner: Context = {
      ...condition(context),
      connector: 'start',
      nesting: [...context.nesting, 'substitution'],
      state: { ...context.state },
    }
    walkScript(located.walk, script, textOfScript(located.mapped, child, script), inner, located.depth)
  })
}

/** Positions in backquotes with escapes refer to the text without these. */
function textOfScript(
  mapped: MappedText,
  part: { readonly pos: number; readonly end: number },
  script: Script,
): MappedText {
  if (script.source === undefined) return mapped
  const inside = withoutEscapes(sliceMapped(mapped, part.pos + 1, part.end - 1), '$`\\')
  return inside.text === script.source ? inside : { text: script.source, pieces: inside.pieces.slice(0, 1) }
}
