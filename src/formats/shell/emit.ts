/** Turns one command of the syntax tree into a listed command: words, wrappers, redirects, fate of its failure. */
import {
  type Command,
  forEachChild,
  type Redirection,
  type SyntaxNode,
  type TestCommand,
  type Word,
  type WordPart,
} from 'unbash'
import type { PathSegment, SpanOrigin } from '../../core/origin.ts'
import type { ShellAssignment, ShellRedirect, ShellWord, Swallowing } from './command.ts'
import { wordText } from './quoted-text.ts'
import type { Context, Located, Pipe, ShellState } from './walk.ts'
import { commandString, unwrap } from './wrappers.ts'

/** Lists a command (and the command string that it runs), and lets `set` change the shell's options. */
export function emitCommand(located: Located, node: Command | TestCommand, context: Context, pipe: Pipe): void {
  const { walk, mapped } = located
  const path: readonly PathSegment[] = ['command', walk.commands.length]
  const nodes = node.type === 'Command' ? wordsOf(node) : testWords(node)
  const words = nodes.map((word, index) => shellWord(located, word, ...path, index))
  if (node.type === 'TestCommand') words.unshift(testName(located, node, path))
  const unwrapped = unwrap(words)
  const assignments = node.type === 'Command' ? assignmentsOf(located, node, path) : []
  const redirects = node.type === 'Command' ? node.redirects.map((each) => redirectOf(located, each, path)) : []
  const fate = fateOf(context)
  const [name] = unwrapped.words
  walk.commands.push({
    name: name?.literal ? name.text : undefined,
    words: unwrapped.words,
    assignments: [...assignments, ...unwrapped.assignments],
    redirects,
    origin: walk.place(mapped, node.pos, node.end, ...path),
    connector: context.connector,
    swallowed: fate.how !== undefined,
    swallowedHow: fate.how,
    swallowedBy: fate.by,
    ...pipe,
    pipefail: context.state.pipefail,
    nesting: context.nesting,
    wrappers: unwrapped.wrappers,
  })
  if (name?.text === 'set') applyOptions(context.state, unwrapped.words)
  emitCommandString(located, nodes, unwrapped.words, context)
}

function fateOf(context: Context): { readonly how: Swallowing | undefined; readonly by: SpanOrigin | undefined } {
  if (context.fallback) return { how: 'fallback', by: context.fallback }
  if (context.background) return { how: 'background', by: context.background }
  if (context.followedBy && (!context.state.errexit || context.exempt)) {
    return { how: 'sequence', by: context.followedBy }
  }
  return { how: undefined, by: undefined }
}

const wordsOf = (command: Command): readonly Word[] => {
  const words = command.name ? [command.name] : []
  for (const argument of command.args) {
    // `export A=1`: an assignment behind the name is a word to whoever reads the command.
    words.push(argument.type === 'Word' ? argument : { ...argument, type: 'Word', value: argument.text })
  }
  return words
}

function testWords(node: TestCommand): readonly Word[] {
  const words: Word[] = []
  const visit = (child: SyntaxNode): void => {
    if (child.type === 'Word') words.push(child)
    else forEachChild(child, visit)
  }
  forEachChild(node, visit)
  return words
}

const testName = ({ walk, mapped }: Located, node: TestCommand, path: readonly PathSegment[]): ShellWord => ({
  text: '[[',
  literal: true,
  origin: walk.place(mapped, node.pos, Math.min(node.pos + 2, node.end), ...path, 'name'),
})

const shellWord = ({ walk, mapped }: Located, word: Word, ...path: readonly PathSegment[]): ShellWord => ({
  text: word.value,
  literal: isLiteral(word.parts),
  origin: walk.place(mapped, word.pos, word.end, ...path),
})

const isLiteral = (parts: readonly WordPart[] | undefined): boolean =>
  parts?.every((part) => {
    if (part.type === 'DoubleQuoted' || part.type === 'LocaleString') return isLiteral(part.parts)
    return part.type === 'Literal' || part.type === 'SingleQuoted' || part.type === 'AnsiCQuoted'
  }) ?? true

function assignmentsOf(located: Located, node: Command, path: readonly PathSegment[]): ShellAssignment[] {
  const found: ShellAssignment[] = []
  for (const prefix of node.prefix) {
    if (prefix.type !== 'Assignment') continue
    const { name, value } = prefix
    found.push({
      name,
      value: value.type === 'Word' ? shellWord(located, value, ...path, name, 'value') : undefined,
      origin: located.walk.place(located.mapped, prefix.pos, prefix.end, ...path, name),
    })
  }
  return found
}

function redirectOf(located: Located, node: Redirection, path: readonly PathSegment[]): ShellRedirect {
  const { walk, mapped } = located
  const delimiter = node.type === 'HereDoc' ? node.delimiter : undefined
  const target =
    node.type !== 'HereDoc'
      ? node.target && shellWord(located, node.target, ...path, node.operator)
      : delimiter && {
          text: delimiter.value,
          literal: true,
          origin: walk.place(mapped, delimiter.pos, delimiter.end, ...path, node.operator),
        }
  return {
    operator: node.operator,
    descriptor: node.descriptor?.type === 'FileDescriptor' ? node.descriptor.value : undefined,
    target,
    body: node.type === 'HereDoc' ? node.body.text : undefined,
    origin: walk.place(mapped, node.pos, node.end, ...path, node.operator),
  }
}

/** `set -e`, `set +e`, `set -euo pipefail`, `set -o errexit`. */
function applyOptions(state: ShellState, words: readonly ShellWord[]): void {
  for (let at = 1; at < words.length; at++) {
    const text = words[at]?.text ?? ''
    const on = text.startsWith('-')
    if ((!on && !text.startsWith('+')) || text.startsWith('--')) return
    if (text.includes('e', 1)) state.errexit = on
    if (!text.endsWith('o')) continue
    const option = words[++at]?.text
    if (option === 'errexit') state.errexit = on
    if (option === 'pipefail') state.pipefail = on
  }
}

/** Lists the commands of `sh -c '…'` behind the shell that runs them. */
function emitCommandString(
  located: Located,
  nodes: readonly Word[],
  words: readonly ShellWord[],
  context: Context,
): void {
  const script = commandString(words)
  const node = script && nodes[nodes.length - words.length + script.index]
  if (script === undefined || node === undefined) return
  const { errexit, pipefail } = script
  located.walk.nested(
    wordText(node, located.mapped),
    {
      ...context,
      connector: 'start',
      exempt: false,
      nesting: [...context.nesting, 'command-string'],
      state: { errexit, pipefail },
    },
    located.depth + 1,
  )
}
