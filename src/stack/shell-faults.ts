/** Faults of shell scripts in RUN that can be seen for certain from the text. */
import { type SpanOrigin, span } from '../core/origin.ts'
import type { ShellCommand, ShellWord } from '../formats/shell/command.ts'
import type { Run, Stage } from './build-model.ts'
import { misspelt } from './misspelt.ts'

export interface ShellFault {
  readonly origin: SpanOrigin
  readonly says: string
}

/** Words of bash that a POSIX shell need not have. */
const bashWords = new Set([
  'source',
  '[[',
  'pushd',
  'popd',
  'dirs',
  'shopt',
  'declare',
  'typeset',
  'mapfile',
  'readarray',
])
const bashVariables = new Set([
  'RANDOM',
  'SECONDS',
  'BASH_SOURCE',
  'BASHPID',
  'EUID',
  'HOSTTYPE',
  'OSTYPE',
  'PIPESTATUS',
])
/** What BuildKit hands to every RUN, and what every shell sets. */
const given = [
  ...['HTTP_PROXY', 'HTTPS_PROXY', 'FTP_PROXY', 'NO_PROXY', 'ALL_PROXY', 'http_proxy', 'https_proxy', 'ftp_proxy'],
  ...['no_proxy', 'all_proxy', 'PATH', 'HOME', 'PWD', 'OLDPWD', 'IFS', 'HOSTNAME', 'USER', 'SHELL'],
]

/** Every fault of a RUN, in the order of the text; none where its shell is not a POSIX one. */
export function shellFaults(run: Run): readonly ShellFault[] {
  if (run.instruction.exec) return []
  const known = knownNames(run)
  const bash = usesBash(run)
  return run.commands.flatMap(({ command }) => [
    ...directoryFaults(command),
    ...(bash ? [] : bashFaults(command)),
    ...wordFaults(command, run, known, bash),
  ])
}

/** Whether the shell of the RUN is one that knows more than POSIX. */
function usesBash({ stage, instruction }: Run): boolean {
  if (instruction.heredocs.some(({ content }) => /^#!.*\b(?:bash|zsh|ksh)\b/.test(content))) return true
  for (let at: Stage | undefined = stage; at; at = at.parent) {
    const own = at.instructions.findLast(
      ({ keyword, index }) => keyword === 'shell' && (at !== stage || index < instruction.index),
    )
    if (own) return /(?:^|\/)(?:bash|zsh|ksh)(?:\.exe)?$/.test(own.args[0]?.text ?? '')
  }
  return false
}

function directoryFaults({ name, swallowedHow, origin, words }: ShellCommand): readonly ShellFault[] {
  if (name !== 'cd' || swallowedHow !== 'sequence') return []
  return [
    { origin, says: `if there is no ${words[1]?.text ?? 'such directory'}, the next command runs where this one did` },
  ]
}

function bashFaults({ name, words }: ShellCommand): readonly ShellFault[] {
  const [program] = words
  if (name === undefined || !program || !bashWords.has(name)) return []
  return [{ origin: program.origin, says: `${name} is a word of bash, and this RUN is read by sh` }]
}

/** Commands whose arguments the shell does not split, or that only print. */
const unsplit = new Set(['[[', 'export', 'local', 'readonly', 'declare', 'typeset'])

function wordFaults(command: ShellCommand, run: Run, known: ReadonlySet<string>, bash: boolean): readonly ShellFault[] {
  const faults: ShellFault[] = []
  const lost = lostArguments(run)
  for (const word of command.words.slice(command.name === undefined ? 0 : 1)) {
    if (word.literal) continue
    const text = run.stage.dockerfile.document.source.text.slice(word.origin.start, word.origin.end)
    const scan = scanWord(text)
    const splits = !unsplit.has(command.name ?? '')
    if (splits && scan.unquoted !== undefined) faults.push({ origin: word.origin, says: scan.unquoted })
    for (const { name, at, end } of scan.variables) {
      if (lost.includes(name) && !known.has(name))
        faults.push({ origin: word.origin, says: `ARG ${name} is gone when this is run` })
      else faults.push(...nameFaults(name, word, at, end, known, bash))
    }
  }
  return faults
}

function nameFaults(
  name: string,
  word: ShellWord,
  at: number,
  end: number,
  known: ReadonlySet<string>,
  bash: boolean,
): readonly ShellFault[] {
  const { file, path, start } = word.origin
  const origin = span(file, path, start + at, start + end)
  if (known.has(name)) return []
  if (bashVariables.has(name))
    return bash ? [] : [{ origin, says: `$${name} is a variable of bash, and this RUN is read by sh` }]
  const meant = misspelt(name, known)
  if (meant === undefined) return []
  return [{ origin, says: `$${name} is not set here: ${meant} is` }]
}

interface WordScan {
  /** What is wrong where something is left to be split. */
  readonly unquoted: string | undefined
  readonly variables: readonly { readonly name: string; readonly at: number; readonly end: number }[]
}

const numeric = /^(?:\?|#|\$|!|-|RANDOM|UID|EUID|PPID|SECONDS|LINENO|OPTIND)$/

/** Reads the quotes of a word as it is written; time is linear in its length. */
function scanWord(text: string): WordScan {
  const variables: { name: string; at: number; end: number }[] = []
  let unquoted: string | undefined
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (character === '\\') at++
    else if (character === '"') quoted = !quoted
    else if (character === "'" && !quoted) at = after(text, "'", at + 1)
    else if (character === '`') {
      unquoted ??= 'backticks: $(…) nests and can be read'
      at = after(text, '`', at + 1)
    } else if (character === '$' && text[at + 1] === '(') {
      const end = closing(text, at + 1)
      if (!quoted && text[at + 2] !== '(') unquoted ??= 'what this substitution prints is split into words: quote it'
      at = end
    } else if (character === '$') {
      const match = /^\$(?:\{([A-Za-z_]\w*)([^}]*)\}|([A-Za-z_]\w*|[?#$!@*\d-])|\{#[^}]*\})/.exec(
        text.slice(at, at + 300),
      )
      if (!match) continue
      const name = match[1] ?? match[3]
      const operator = match[2] ?? ''
      if (name !== undefined && /^[A-Za-z_]/.test(name) && !/^:?[-=+?]/.test(operator))
        variables.push({ name, at, end: at + match[0].length })
      if (!quoted && name !== undefined && !numeric.test(name) && !/^:?\+/.test(operator))
        unquoted ??= `$${name} is split into words where it has blanks: quote it`
      at += match[0].length - 1
    }
  }
  return { unquoted, variables }
}

const after = (text: string, character: string, from: number): number => {
  const end = text.indexOf(character, from)
  return end < 0 ? text.length : end
}

/** Where the parenthesis that opens at `from` closes, quotes aside. */
function closing(text: string, from: number): number {
  let depth = 0
  for (let at = from; at < text.length; at++) {
    if (text[at] === '(') depth++
    else if (text[at] === ')' && --depth === 0) return at
  }
  return text.length
}

/** Arguments of the stage that the build will not have for which an ONBUILD is held back. */
const lostArguments = ({ stage, instruction }: Run): readonly string[] =>
  stage.instructions.includes(instruction) ? [] : stage.args.map(({ name }) => name)

/** Names that have a value in the RUN: of the stage, of BuildKit, of the base image, and what the script sets itself. */
function knownNames({ stage, instruction, commands, script }: Run): ReadonlySet<string> {
  // Nothing of this stage but its ENV reaches the build that an ONBUILD is held back for.
  const held = !stage.instructions.includes(instruction)
  const args = held ? [] : stage.args.map(({ name }) => name)
  const loops = [...script.matchAll(/\b(?:for|read(?:\s+-\w+)*|local|select)\s+([A-Za-z_]\w*)/g)].map(
    ([, name = '']) => name,
  )
  return new Set([
    ...given,
    ...args,
    ...stage.effectiveEnv.map(({ name }) => name),
    ...Object.keys(stage.rootImage?.profile?.environment ?? {}),
    ...commands.flatMap(({ command }) => command.assignments.map(({ name }) => name)),
    ...loops,
  ])
}
