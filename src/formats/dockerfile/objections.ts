/** What the builder refuses in an instruction that it could parse: wrong numbers of arguments, unknown flags, order. */
import type { Problem } from '../../core/node.ts'
import type { SpanOrigin } from '../../core/origin.ts'
import type { Instruction } from './document.ts'
import { heredocWord } from './heredoc-words.ts'

/** Flags per keyword, as of BuildKit 0.34 (frontend/dockerfile/instructions). */
const flags: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    add: ['chown', 'chmod', 'link', 'keep-git-dir', 'checksum', 'unpack', 'exclude'],
    copy: ['chown', 'chmod', 'from', 'link', 'exclude', 'parents'],
    from: ['platform'],
    healthcheck: ['interval', 'timeout', 'start-period', 'start-interval', 'retries'],
    run: ['mount', 'network', 'security', 'device'],
  }).map(([keyword, names]) => [keyword, new Set(names)]),
)
/** Keywords that do not look at flags. */
const flagless: ReadonlySet<string> = new Set(['stopsignal', 'arg'])

const exactlyOne: ReadonlySet<string> = new Set(['user', 'workdir', 'stopsignal', 'maintainer'])
const atLeastOne: ReadonlySet<string> = new Set(['env', 'label', 'arg', 'expose', 'volume', 'healthcheck', 'shell'])

/** What the builder refuses in an instruction. A custom frontend (`# syntax=`) may know more flags than we do. */
export function objectionsTo(instruction: Instruction, customSyntax: boolean): readonly Problem[] {
  const found: Problem[] = []
  const object = (message: string, origin: SpanOrigin = instruction.origin, code?: string): void => {
    found.push(code === undefined ? { message, origin } : { message, origin, code })
  }
  const { keyword, args, exec, onbuild } = instruction
  const name = keyword.toUpperCase()
  const lacking = args.length === 0 ? 'no-arguments' : undefined
  if (exactlyOne.has(keyword) && args.length !== 1)
    object(`${name} requires exactly one argument`, instruction.origin, lacking)
  if (atLeastOne.has(keyword) && args.length === 0)
    object(`${name} requires at least one argument`, instruction.origin, lacking)
  if (keyword === 'shell' && args.length > 0 && !exec)
    object('SHELL requires the arguments to be in JSON form', instruction.origin, 'malformed-shell')
  if (keyword === 'from') objectToFrom(instruction, object)
  if (keyword === 'healthcheck') objectToHealthcheck(instruction, object)
  if (keyword === 'copy' || keyword === 'add') {
    const destination = args.at(-1)
    if (args.length < 2 || destination === undefined)
      object(`${name} requires at least two arguments`, instruction.origin, lacking ?? 'too-few-arguments')
    else if (!exec && typeof heredocWord(destination.text) === 'object') {
      object(`${name} cannot accept a heredoc as a destination`, destination.origin)
    }
  }
  if (keyword === 'onbuild') {
    if (onbuild === undefined) object('ONBUILD requires at least one argument', instruction.origin, lacking)
    else if (['onbuild', 'from', 'maintainer'].includes(onbuild.keyword)) {
      object(`${onbuild.keyword.toUpperCase()} isn't allowed as an ONBUILD trigger`, onbuild.origin, 'onbuild-trigger')
    } else found.push(...objectionsTo(onbuild, customSyntax))
  }
  if (!customSyntax && !flagless.has(keyword)) {
    for (const flag of instruction.flags) {
      if (!flags.get(keyword)?.has(flag.name)) object(`unknown flag: --${flag.name}`, flag.origin)
    }
  }
  return found
}

type Objecting = (message: string, origin?: SpanOrigin, code?: string) => void

function objectToFrom({ args, origin }: Instruction, object: Objecting): void {
  const [, as, alias] = args
  const named = args.length === 3 && as?.text.toLowerCase() === 'as'
  if (!named && args.length !== 1) {
    object('FROM requires either one or three arguments', origin, args.length === 0 ? 'no-arguments' : undefined)
  } else if (alias && !/^[a-z][a-z0-9_.-]*$/.test(alias.text.toLowerCase())) {
    object(`invalid name for build stage: ${alias.text}`, alias.origin)
  }
}

function objectToHealthcheck({ args }: Instruction, object: Objecting): void {
  const [type, ...command] = args
  const kind = type?.text.toUpperCase()
  if (kind === 'NONE' && command.length > 0) object('HEALTHCHECK NONE takes no arguments')
  else if (kind === 'CMD' && command.length === 0) object('HEALTHCHECK CMD has no command')
  else if (type && kind !== 'NONE' && kind !== 'CMD') object(`unknown type ${type.text} in HEALTHCHECK`, type.origin)
}
