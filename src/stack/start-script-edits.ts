/** Repairs of start scripts that their image cannot execute. */
import type { FileEdits, Repair } from '../core/fix.ts'
import { type Fail, speaksOf } from '../core/verdict.ts'
import { commandInImage } from './image-commands.ts'
import type { Project } from './model.ts'
import type { StartFault } from './start-faults.ts'
import { type StartScript, scriptOf, startsOf } from './start-scripts.ts'

/** Words that only bash and its kin understand. */
const onlyBash =
  /\[\[|\(\(|<<<|[<>]\(|\bfunction\s|\bsource\s|\bdeclare\s|\bpipefail\b|\bshopt\b|\$\{[^}]*[,^/]|\$'|&>|=\(|\{\d+\.\./

/** Repairs the fault that a judgement names by its cause. */
export function makeRunnable(project: Project, judgement: Fail): Repair | undefined {
  const kind = judgement.cause?.split(' ')[0] as StartFault['kind']
  const start = startsOf(project).find((one) => speaksOf(judgement, one))
  const script = start && scriptOf(start)
  if (script === undefined) return undefined
  switch (kind) {
    case 'not-executable':
      return withMode(script)
    case 'crlf':
      return withoutCarriageReturns(script)
    case 'no-interpreter-line':
      return withFirstLine(script)
    case 'interpreter-missing':
      return inPlainShell(script)
    case 'missing':
      return { refused: `no file tells what brings ${script.path}`, supply: 'the script, or its right path' }
  }
}

/** A mode is no part of a file's text; a COPY of the script alone can give it. */
function withMode({ copied, path, file }: StartScript): Repair {
  const sources = copied?.copy.sources ?? []
  const [source] = sources
  const alone =
    sources.length === 1 && source?.path.known && copied?.path.endsWith(source.path.value.replace(/^(?:\.?\/)+/, ''))
  if (!copied || !alone || copied.copy.instruction.flags.some(({ name }) => name === 'chmod'))
    return {
      refused: 'the mode of a file is not in its text',
      supply: `git update-index --chmod=+x ${file?.source.file ?? path}`,
    }
  const { keywordOrigin, written } = copied.copy.instruction
  const { start, end } = keywordOrigin
  const keyword = written.slice(0, end - start)
  return {
    title: `Copy ${path} with the mode of a program`,
    safety: 'guarded',
    effect: 'the build needs BuildKit, which Docker has used by itself since 23.0',
    edits: [{ file: keywordOrigin.file, spans: [{ do: 'replace', start, end, text: `${keyword} --chmod=755` }] }],
  }
}

function withoutCarriageReturns({ file, path }: StartScript): Repair {
  const text = file?.source.text ?? ''
  const spans = [...text.matchAll(/\r(?=\n)/g)].map(
    ({ index }) => ({ do: 'replace', start: index, end: index + 1, text: '' }) as const,
  )
  return {
    title: `Give ${path} the line ends of Unix`,
    safety: 'safe',
    edits: [{ file: file?.source.file ?? '', spans }],
  }
}

const hasShell = ({ start: { stage, image } }: StartScript): boolean =>
  commandInImage({ stage, image, profile: image?.profile }, 'sh').is === 'present'

function withFirstLine(script: StartScript): Repair {
  const { file, path } = script
  const text = file?.source.text ?? ''
  if (file === undefined || onlyBash.test(text) || !hasShell(script))
    return { refused: `nobody here knows which shell ${path} is written for`, supply: 'its first line' }
  const first: FileEdits = {
    file: file.source.file,
    spans: [{ do: 'insert', where: 'before', start: 0, end: 0, lines: ['#!/bin/sh'] }],
  }
  return {
    title: `Let a shell execute ${path}`,
    safety: 'guarded',
    effect: 'the script is run by /bin/sh',
    edits: [first],
  }
}

function inPlainShell(script: StartScript): Repair {
  const { file, path } = script
  const text = file?.source.text ?? ''
  const line = /^#!\s*(?:\/usr\/bin\/env\s+bash|(?:\/usr)?\/bin\/bash)(?=\s)/.exec(text)
  if (file === undefined || line === null || onlyBash.test(text.slice(line[0].length)) || !hasShell(script))
    return {
      refused: `${path} needs an interpreter that its image does not have`,
      supply: 'the interpreter in the image, or a script for one it has',
    }
  return {
    title: `Run ${path} with /bin/sh`,
    safety: 'guarded',
    effect: 'the script is run by /bin/sh; it holds nothing that is known to be bash’s alone',
    edits: [{ file: file.source.file, spans: [{ do: 'replace', start: 0, end: line[0].length, text: '#!/bin/sh' }] }],
  }
}
