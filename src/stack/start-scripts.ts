/** The scripts that containers start with: found from ENTRYPOINT, CMD and compose back to the file in the context. */
import { keptWith } from '../core/lazy.ts'
import { type Origin, type SpanOrigin, span, spansOf } from '../core/origin.ts'
import type { SubjectRef } from '../core/verdict.ts'
import type { Instruction } from '../formats/dockerfile/document.ts'
import { mappedWord } from '../formats/dockerfile/word-text.ts'
import type { ShellCommand } from '../formats/shell/command.ts'
import { plainText } from '../formats/shell/mapped-text.ts'
import { parseShell, shellOfWords } from '../formats/shell/parse.ts'
import { boundPath } from './bind-sources.ts'
import type { Build, ImageUse, Stage } from './build-model.ts'
import { type CopiedFile, copiedTo, imagePath } from './image-files.ts'
import type { Project, ProjectFile } from './model.ts'
import { runningStage } from './probe.ts'
import type { Service } from './service-model.ts'
import { stretchOf } from './written-scalars.ts'

/** How one container of the project starts. */
export interface Start {
  readonly subject: SubjectRef
  readonly inVariants: readonly string[]
  /** The stage whose result runs, where the project builds it. */
  readonly stage: Stage | undefined
  readonly image: ImageUse | undefined
  readonly service: Service | undefined
  readonly commands: readonly ShellCommand[]
  /** Whether the first word is executed as it is, without a shell that would help a file without `#!`. */
  readonly exec: boolean
}

/** A script that a container starts with. */
export interface StartScript {
  readonly start: Start
  /** The word that names it. */
  readonly origin: Origin
  /** Where the image has it. */
  readonly path: string
  /** Executed itself, and not handed to an interpreter that only reads it. */
  readonly direct: boolean
  /** What brings it; `undefined` where no COPY of the project does. */
  readonly copied: CopiedFile | undefined
  readonly file: ProjectFile | undefined
}

const place = (origin: Origin): SpanOrigin => spansOf(origin)[0] ?? span('', [], 0, 0)

/** Every start of a container or image that the project builds. */
export const startsOf: (project: Project) => readonly Start[] = keptWith(collect)

function collect(project: Project): readonly Start[] {
  const ofServices = project.variants.flatMap(({ services }) =>
    services.flatMap((service) => startOfService(service) ?? []),
  )
  const ofImages = project.builds.flatMap((build) => startOfBuild(build) ?? [])
  return [...ofServices, ...ofImages]
}

/** The start of a service that says itself how it starts; an image's own is told once, with its Dockerfile. */
function startOfService(service: Service): Start | undefined {
  const stage = runningStage(service)
  const { entrypoint, command, subject, inVariants } = service
  if (!entrypoint && !command) return undefined
  const words = [entrypoint, command].map((list) => wordsOf(list))
  const known = words.flatMap((list) => list ?? [])
  if (words.includes(undefined) || known.length === 0) return undefined
  // What the image's entrypoint does with a command is its own affair.
  if (!entrypoint && (!stage || stage.entrypoint)) return undefined
  const { commands } = shellOfWords(known, { file: known[0]?.origin.file ?? '', path: [] })
  return { subject, inVariants, stage, image: stage ? stage.rootImage : service.image, service, commands, exec: true }
}

interface Word {
  readonly text: string
  readonly origin: SpanOrigin
}

/** The words of a list; a command in one text is cut into words as Compose does. `undefined` where one is not known. */
function wordsOf(list: Service['command']): readonly Word[] | undefined {
  const items = list?.items ?? []
  const words = items.flatMap((item) => (item.known ? [{ text: item.value, origin: place(item.origin) }] : []))
  const [only] = words
  if (words.length < items.length) return undefined
  if (only === undefined || words.length > 1 || !/\s/.test(only.text)) return words
  const cut = parseShell(plainText(only.text, 0), { file: '', path: [] }).commands.find(
    ({ nesting }) => nesting.length === 0,
  )
  return cut?.words.map(({ text, origin }) => ({
    text,
    origin: stretchOf(only.origin, only.text, origin.start, origin.end),
  }))
}

function startOfBuild({ finalStage: stage, usedBy }: Build): Start | undefined {
  const first = stage?.entrypoint ?? stage?.cmd
  if (!stage || !first) return undefined
  const services = usedBy.flatMap((use) => (use.kind === 'service' ? [use.service] : []))
  const own = services.filter(({ entrypoint, command }) => !entrypoint && (stage.entrypoint !== undefined || !command))
  if (services.length > 0 && own.length === 0) return undefined
  const { subject, inVariants } = stage
  const commands = commandsOf(first, stage)
  return { subject, inVariants, stage, image: stage.rootImage, service: own[0], commands, exec: first.exec }
}

function commandsOf(instruction: Instruction, stage: Stage): readonly ShellCommand[] {
  const { file, path } = instruction.origin
  const [text] = instruction.args
  if (!instruction.exec) return text ? parseShell(mappedWord(text), { file, path }).commands : []
  // CMD's words are arguments of an exec-form ENTRYPOINT.
  const more = instruction === stage.entrypoint && stage.cmd?.exec ? stage.cmd.args : []
  return shellOfWords([...instruction.args, ...more], { file, path }).commands
}

const shells = /(?:^|\/)(?:sh|bash|ash|dash|zsh)$/

/** The script of a start: the first program, or what the first shell is told to read. */
export function scriptOf(start: Start): StartScript | undefined {
  const { stage, commands } = start
  const [command] = commands.filter(({ name }) => name !== undefined && name !== 'set' && name !== 'cd')
  const [program, ...rest] = command?.words ?? []
  if (program === undefined || !program.literal) return undefined
  const read = shells.test(program.text) ? rest.find(({ text }) => !text.startsWith('-')) : undefined
  if (shells.test(program.text) && (read === undefined || rest.some(({ text }) => /^-\w*c$/.test(text))))
    return undefined
  const word = read ?? program
  const workdir = stage?.workdir.known ? stage.workdir.value : undefined
  const paths = word.text.includes('/')
    ? [imagePath(word.text, workdir)].flatMap((path) => path ?? [])
    : read
      ? [imagePath(word.text, workdir)].flatMap((path) => path ?? [])
      : ['/usr/local/bin', '/usr/bin', '/bin', '/usr/local/sbin', '/usr/sbin'].map(
          (directory) => `${directory}/${word.text}`,
        )
  const mounted = paths.map((path) => ({ path, file: mountedFile(start, path) })).find(({ file }) => file !== undefined)
  const base = { start, origin: word.origin, direct: read === undefined }
  if (mounted) return { ...base, ...mounted, copied: undefined }
  const found = stage
    ? paths.flatMap((path) => copiedTo(stage, path).map((copied) => ({ path, copied, file: fileOf(copied) })))
    : []
  const there = found.find(({ file }) => file !== undefined) ?? found[0]
  const path = there?.path ?? paths[0]
  if (path === undefined) return undefined
  return { ...base, path, copied: there?.copied, file: there?.file }
}

/** The file of the project that is mounted at the path, alone or with its directory. */
function mountedFile({ service }: Start, path: string): ProjectFile | undefined {
  for (const mount of service?.mounts ?? []) {
    const source = boundPath(mount)
    const target = mount.target.known ? mount.target.value.replace(/\/+$/, '') : undefined
    if (source === undefined || target === undefined) continue
    if (target === path) return service?.project.file(source)
    if (path.startsWith(`${target}/`))
      return service?.project.file(`${source === '' ? '' : `${source}/`}${path.slice(target.length + 1)}`)
  }
  return undefined
}

/** The file in the tree, where it reaches the builder. */
function fileOf({ path, copy }: CopiedFile): ProjectFile | undefined {
  const { context, project } = copy.stage.build
  if (context?.reaches(path) !== true) return undefined
  return project.file(context.path === '' ? path : `${context.path}/${path}`)
}

/** The commands of a script, as a shell reads it. */
export const commandsOfScript = ({ source }: ProjectFile): readonly ShellCommand[] =>
  parseShell(plainText(source.text, 0), { file: source.file, path: [] }).commands
