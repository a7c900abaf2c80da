/** Why a start script cannot run in its image: its mode, its line ends, its first line, its interpreter, its place. */
import { type Origin, span } from '../core/origin.ts'
import { commandInImage } from './image-commands.ts'
import type { ProjectFile } from './model.ts'
import type { StartScript } from './start-scripts.ts'
import { layersOf } from './toolchain.ts'

export interface StartFault {
  readonly kind: 'not-executable' | 'crlf' | 'no-interpreter-line' | 'interpreter-missing' | 'missing'
  /** The end of a sentence that begins with the script's name. */
  readonly text: string
  readonly remedy: string
  /** The line of the script that explains it. */
  readonly at: Origin | undefined
}

/** Bases of which all commands are known that could bring a script of their own. */
const plainBases = new Set(['runtime', 'toolchain', 'os', 'web-server'])

/** Every fault of the script; empty where it runs as far as anybody can tell. */
export function startFaults(script: StartScript): readonly StartFault[] {
  const { file, copied } = script
  if (file === undefined) return isMissing(script) ? [missing(script)] : []
  // A file without a text's beginning is a program; so is what Git keeps elsewhere, with a pointer in its place.
  if (file.source.text.startsWith('version https://git-lfs.')) return []
  if (!/^(?:#!|#|\s*$|\s*[\w:[."$]+[ =\n\r])/.test(file.source.text.slice(0, 200)) || file.source.text.includes('\0'))
    return []
  const { source } = file
  const end = source.text.indexOf('\n') === -1 ? source.text.length : source.text.indexOf('\n')
  const first = span(source.file, [], 0, end)
  const found: StartFault[] = []
  const name = copied?.path.slice(copied.path.lastIndexOf('/') + 1) ?? ''
  if (
    script.direct &&
    (file.mode & 0o111) === 0 &&
    copied?.copy.chmod === undefined &&
    !touched(script, name, /^chmod$|^install$/)
  )
    found.push({
      kind: 'not-executable',
      text: 'is not executable, and nothing in the Dockerfile makes it so',
      remedy: 'Commit it with its mode (`git update-index --chmod=+x`), or copy it with `COPY --chmod=755`.',
      at: undefined,
    })
  if (source.text.slice(0, end).endsWith('\r') && !touched(script, name, /^(?:dos2unix|sed|tr|perl|awk)$/))
    found.push({
      kind: 'crlf',
      text: 'has the line ends of Windows, so the system looks for an interpreter whose name ends with a carriage return',
      remedy: 'Save it with LF, and keep it so with a line `*.sh text eol=lf` in .gitattributes.',
      at: first,
    })
  return [...found, ...interpreterFaults(script, file, first)]
}

function interpreterFaults(script: StartScript, { source }: ProjectFile, first: Origin): readonly StartFault[] {
  const { start } = script
  const line = /^#!\s*(\S+)(?:\s+(?:-S\s+)?(\S+))?/.exec(source.text)
  if (line === null)
    return script.direct && start.exec
      ? [
          {
            kind: 'no-interpreter-line',
            text: 'does not begin with `#!`, so it cannot be executed without a shell in front of it',
            remedy: 'Begin it with a line such as `#!/bin/sh`.',
            at: first,
          },
        ]
      : []
  if (!script.direct) return []
  const [, path = '', argument] = line
  const interpreter = /\/env$/.test(path) && argument !== undefined ? argument : path
  const { stage, image } = start
  const presence = commandInImage({ stage, image, profile: image?.profile }, interpreter)
  if (presence.is !== 'absent') return []
  return [
    {
      kind: 'interpreter-missing',
      text: `asks for ${interpreter}, which ${presence.image} does not have`,
      remedy: `Begin it with \`#!/bin/sh\` and use nothing that only ${interpreter} knows, or install ${interpreter}.`,
      at: first,
    },
  ]
}

/** Whether a RUN of the image's layers does something to the script: by name, by its directory, or by a pattern. */
function touched({ start, path, copied }: StartScript, name: string, program: RegExp): boolean {
  // What is mounted comes as it lies in the project.
  if (start.stage === undefined || copied === undefined) return false
  const directory = path.slice(0, path.lastIndexOf('/'))
  return layersOf(start.stage).some(({ runs }) =>
    runs.some(({ script, commands }) => {
      const names =
        script.includes(name) ||
        script.includes(directory === '' ? ' /' : directory) ||
        /\*|\bxargs\b|\s\.(?:\s|\/|$)/.test(script)
      return (
        names &&
        (commands.length === 0 ||
          commands.some(({ command }) =>
            command.words.some(({ text }) => program.test(text.slice(text.lastIndexOf('/') + 1))),
          ))
      )
    }),
  )
}

const missing = ({ path, copied }: StartScript): StartFault => ({
  kind: 'missing',
  text: copied
    ? `is not there: ${copied.path} does not reach the builder`
    : `is not there: no instruction brings ${path}`,
  remedy: 'Correct the path, or copy the script there.',
  at: copied?.copy.instruction.origin,
})

/** Only what the project's own sources would bring can be missing for certain. */
function isMissing({ copied, start, path }: StartScript): boolean {
  const { stage } = start
  if (stage === undefined) return false
  const { context, project } = stage.build
  if (
    copied === undefined ||
    !context ||
    !/\.(?:sh|bash)$/.test(path) ||
    !plainBases.has(stage.rootImage?.profile?.role ?? '')
  )
    return false
  if (copied.copy.stage !== stage && !stage.ships) return false
  // A Dockerfile further down that names its own directory is built from the top, though no build of the project says so.
  if (context.path !== '' && copied.path.startsWith(`${context.path}/`)) return false
  const name = path.slice(path.lastIndexOf('/') + 1)
  const mentioned = layersOf(stage).some(({ runs }) => runs.some(({ script }) => script.includes(name)))
  const elsewhere = layersOf(stage).some(({ copies }) =>
    copies.some((copy) => copy !== copied.copy && copy.from.kind !== 'context'),
  )
  const inTree = context.path === '' ? copied.path : `${context.path}/${copied.path}`
  // Git leaves out what a build makes before this one.
  return !mentioned && !elsewhere && !project.ignored(inTree) && copied.copy.from.kind === 'context'
}
