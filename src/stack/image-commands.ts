/** Which commands the image has that a container really runs: the base's, and what the build installs or copies. */
import { lazy } from '../core/lazy.ts'
import type { Origin } from '../core/origin.ts'
import { nameOf } from '../core/tree.ts'
import type { ShellCommand } from '../formats/shell/command.ts'
import { toolInImage } from '../knowledge/images/lookup.ts'
import { packageBrings, packageManager } from '../knowledge/tools.ts'
import type { Copy, Stage } from './build-model.ts'
import type { Probe } from './probe.ts'

export type Presence =
  | { readonly is: 'present' }
  | { readonly is: 'absent'; readonly image: string; readonly removed: Origin | undefined }
  | { readonly is: 'unknown'; readonly because: string }

const binaries = /^\/(?:usr\/(?:local\/)?)?s?bin$/
/** What every shell does itself. */
const builtins = new Set(
  ': . [ alias bg break cd command continue echo eval exec exit export false fg getopts hash jobs kill local printf pwd read readonly return set shift test times trap true type ulimit umask unset wait'.split(
    ' ',
  ),
)

/** Whether `command`, a name or a path, is in the image that the probe's container runs. */
export function commandInImage(probe: Pick<Probe, 'stage' | 'image' | 'profile'>, command: string): Presence {
  const directory = command.includes('/') ? command.slice(0, command.lastIndexOf('/')) : undefined
  if (directory !== undefined && !binaries.test(directory)) return ownProgram(probe.stage, command)
  const name = nameOf(command)
  const image = probe.image?.written ?? 'its image'
  const base = probe.profile ? toolInImage(probe.profile, name) : 'unknown'
  const state = probe.stage ? afterBuild(probe.stage, name) : untouched
  if (state.brought || (base === 'present' && state.removed === undefined)) return { is: 'present' }
  if (state.unclear !== undefined) return { is: 'unknown', because: state.unclear }
  if (base === 'unknown' && state.removed === undefined)
    return { is: 'unknown', because: `nobody here knows whether ${image} has ${name}` }
  return { is: 'absent', image, removed: state.removed }
}

/** Whether a shell in the image can run it. A builtin needs the shell only, and few images are known to have none. */
export function shellCommandInImage(probe: Pick<Probe, 'stage' | 'image' | 'profile'>, command: string): Presence {
  if (!builtins.has(command)) return commandInImage(probe, command)
  const shell = commandInImage(probe, 'sh')
  return shell.is === 'absent' ? shell : { is: 'present' }
}

function ownProgram(stage: Stage | undefined, command: string): Presence {
  const copied = chainOf(stage).some(({ copies }) =>
    copies.some(
      ({ destination }) => destination.known && command.includes(destination.value.replace(/^\.?\/+|\/+$/g, '')),
    ),
  )
  return copied ? { is: 'present' } : { is: 'unknown', because: `no file tells whether ${command} is in the image` }
}

interface State {
  readonly brought: boolean
  readonly removed: Origin | undefined
  /** Why the build may well bring it, where nothing says so. */
  readonly unclear: string | undefined
}
const untouched: State = { brought: false, removed: undefined, unclear: undefined }

/** The final stage and those it starts from, the first one first. */
function chainOf(stage: Stage | undefined): readonly Stage[] {
  const chain: Stage[] = []
  for (let at = stage; at && !chain.includes(at); at = at.parent) chain.unshift(at)
  return chain
}

function afterBuild(final: Stage, name: string): State {
  let state = untouched
  for (const stage of chainOf(final)) {
    for (const copy of stage.copies) state = afterCopy(state, copy, name)
    const virtual = new Set<string>()
    for (const { command } of stage.commands) state = afterCommand(state, command, name, virtual)
  }
  return state
}

function afterCopy(state: State, copy: Copy, name: string): State {
  if (!copy.destination.known) return { ...state, unclear: 'it is not known where a COPY puts its files' }
  const destination = copy.destination.value.replace(/(?<=.)\/+$/, '')
  const brings =
    nameOf(destination) === name ||
    (binaries.test(destination) && copy.sources.some(({ path }) => path.known && nameOf(path.value) === name))
  if (brings) return { brought: true, removed: undefined, unclear: undefined }
  const many = copy.sources.some(({ path, kind }) => !path.known || kind === 'url' || !/\.\w+$/.test(path.value))
  const reaches = binaries.test(destination) || /^\/(?:usr(?:\/local)?|opt)?$/.test(destination)
  return many && reaches ? { ...state, unclear: `a COPY to ${destination} may bring ${name}` } : state
}

const installs = new Set(['install', 'add', 'i', 'localinstall', 'global'])
const removes = new Set(['remove', 'purge', 'del', 'erase', 'autoremove'])

function afterCommand(state: State, command: ShellCommand, name: string, virtual: Set<string>): State {
  const words = command.words.slice(1)
  const manager = command.name === undefined ? undefined : packageManager(nameOf(command.name))
  const verb = words.findIndex(({ text }) => installs.has(text) || removes.has(text))
  if (manager === undefined || verb === -1) return afterProgram(state, command, name)
  const packages = words.slice(verb + 1).filter(({ text }) => !text.startsWith('-'))
  const names = lazy(() => packages.some(({ text }) => packageBrings(manager, text, name)))
  if (removes.has(words[verb]?.text ?? '')) {
    const gone = names() || packages.some(({ text }) => virtual.has(text))
    return gone && state.brought ? { brought: false, removed: command.origin, unclear: state.unclear } : state
  }
  if (names()) {
    for (const [index, { text }] of words.entries())
      if (/^(?:-t|--virtual)$/.test(text)) virtual.add(words[index + 1]?.text ?? '')
      else if (text.startsWith('--virtual=')) virtual.add(text.slice('--virtual='.length))
    return { brought: true, removed: undefined, unclear: undefined }
  }
  const computed = packages.find(({ literal }) => !literal)
  return computed ? { ...state, unclear: `the build installs ${computed.text}, which is not known` } : state
}

/** Programs that write files of other names: a download, a link, a script of the project. */
function afterProgram(state: State, command: ShellCommand, name: string): State {
  const texts = command.words.map(({ text }) => text)
  const made = [...texts.slice(1), ...command.redirects.map(({ target }) => target?.text ?? '')]
  if (made.some((text) => nameOf(text) === name && binaries.test(text.slice(0, -name.length - 1)))) {
    const deletes = command.name === 'rm'
    return { brought: !deletes, removed: deletes ? command.origin : undefined, unclear: undefined }
  }
  const program = texts[0] ?? ''
  const script = /\.(?:sh|bash|py)$/.test(program) || program.startsWith('./')
  const runs = /^(?:sh|bash)$/.test(program) && texts.length > 1 && texts[1] !== '-c'
  const unpacks = program === 'tar' && /\s(?:\/|\/usr|\/usr\/local)(?:\s|$)/.test(` ${texts.join(' ')} `)
  const piped = /^(?:sh|bash)$/.test(program) && command.pipeIndex > 0
  return script || runs || unpacks || piped ? { ...state, unclear: `${program} in the build may bring ${name}` } : state
}

/** Whether the build itself brings the command, over the base's. */
export const commandFromPackage = ({ stage }: Pick<Probe, 'stage'>, name: string): boolean =>
  stage !== undefined && afterBuild(stage, name).brought
