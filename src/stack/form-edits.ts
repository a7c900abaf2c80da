/** Repairs of how instructions are written: other words for the same, old forms, cases of letters, lines that hold nothing. */
import type { SpanEdit } from '../core/edit.ts'
import type { FileEdits, Fix, Repair } from '../core/fix.ts'
import { lineEnd } from '../core/lines.ts'
import { newlineOf } from '../core/span-edits.ts'
import type { Fail } from '../core/verdict.ts'
import type { Instruction, Word } from '../formats/dockerfile/document.ts'
import { exposeOf, flagOf, fromOf } from '../formats/dockerfile/readers.ts'
import type { Dockerfile } from './build-model.ts'
import { isWrittenAs, replaceWords } from './dockerfile-edits.ts'
import { isSamePlace } from './run-edits.ts'

const safely = (title: string, ...edits: readonly FileEdits[]): Fix => ({ title, safety: 'safe', edits })

const spansOf = ({ file }: Dockerfile, ...spans: readonly SpanEdit[]): FileEdits => ({ file, spans })

const at = (start: number, end: number, text: string): SpanEdit => ({ do: 'replace', start, end, text })

/** The instruction at a place, one that ONBUILD holds back included. */
const instructionAt = ({ document }: Dockerfile, { origin }: Fail): Instruction | undefined =>
  document.instructions.map((one) => one.onbuild ?? one).find((one) => isSamePlace(one.origin, origin))

/** The keyword in the case that the written one has. */
const inCaseOf = (written: string, keyword: string): string =>
  written === written.toLowerCase() ? keyword.toLowerCase() : keyword.toUpperCase()

/** Writes MAINTAINER as a label, and values behind a blank behind an equals sign. */
export function formRenewed(judgement: Fail, dockerfile: Dockerfile): Repair | undefined {
  const instruction = instructionAt(dockerfile, judgement)
  if (!instruction) return undefined
  if (instruction.keyword === 'maintainer') return maintainerAsLabel(instruction, dockerfile)
  const [name, value] = instruction.args
  if (!name || !value || !isWrittenAs(dockerfile, value)) return { refused: 'its value goes on over several lines' }
  const upper = instruction.keyword.toUpperCase()
  if (instruction.keyword === 'arg')
    return {
      title: `Give ARG ${name.text} its value`,
      safety: 'guarded',
      effect: `${name.text} has a value where it had none, and ${value.text} is no argument any more`,
      edits: [spansOf(dockerfile, at(name.origin.end, value.origin.start, '='))],
    }
  const quoted = quotedValue(value.text)
  if (quoted === undefined) return { refused: 'its value has quotes or escapes that would be read another way' }
  return safely(
    `Write ${upper} ${name.text} with an equals sign`,
    spansOf(dockerfile, at(name.origin.end, value.origin.end, `=${quoted}`)),
  )
}

/** A value of the old form, which runs to the end of the line, as one word. */
function quotedValue(text: string): string | undefined {
  if (/^"[^"\\`]*"$/.test(text) || /^'[^'\\`]*'$/.test(text) || /^[^\s"'\\`]+$/.test(text)) return text
  return /["'\\`]/.test(text) ? undefined : `"${text}"`
}

function maintainerAsLabel({ args, written, origin }: Instruction, dockerfile: Dockerfile): Repair {
  const [word] = args
  const text = (word?.text ?? '').trim().replace(/^(["'])(.*)\1$/s, '$2')
  if (!word || text === '' || /["\\`$\n]/.test(text) || !isWrittenAs(dockerfile, word))
    return { refused: 'the name has characters that a label reads another way', supply: 'the label' }
  const label = `${inCaseOf(written, 'label')} org.opencontainers.image.authors="${text}"`
  return safely('Name the authors in a label', spansOf(dockerfile, at(origin.start, word.origin.end, label)))
}

const keywords = new Set(
  'add arg cmd copy entrypoint env expose from healthcheck label maintainer onbuild run shell stopsignal user volume workdir'.split(
    ' ',
  ),
)

/** Writes a keyword, `AS`, a stage's name or a protocol in the case that the rest of the file has. */
export function caseAligned(judgement: Fail, dockerfile: Dockerfile): Repair | undefined {
  for (const instruction of dockerfile.document.instructions) {
    const { keyword, keywordOrigin, written, args } = instruction
    if (isSamePlace(keywordOrigin, judgement.origin)) {
      const wanted = keyword.toUpperCase()
      // A keyword that nobody knows is another finding.
      if (!keywords.has(keyword)) return undefined
      const as = keyword === 'from' && /^as$/i.test(args[1]?.text ?? '') ? args[1] : undefined
      const words = [
        replaceWords(keywordOrigin, wanted),
        ...(as ? [replaceWords(as.origin, inCaseOf(wanted, 'as'))] : []),
      ]
      return safely(`Write ${wanted}`, ...words)
    }
    const word = args.find(({ origin }) => isSamePlace(origin, judgement.origin))
    if (!word || !isWrittenAs(dockerfile, word)) continue
    if (keyword === 'from' && word === args[1]) {
      return safely(`Write ${inCaseOf(written, 'as')}`, replaceWords(word.origin, inCaseOf(written, 'as')))
    }
    if (keyword === 'from') return stageRenamed(word, word.text.toLowerCase(), dockerfile)
    return safely(`Write ${word.text.toLowerCase()}`, replaceWords(word.origin, word.text.toLowerCase()))
  }
  return undefined
}

/** Renames a stage where it is made and where it is named. */
function stageRenamed(alias: Word, name: string, dockerfile: Dockerfile): Fix {
  const uses = dockerfile.document.instructions.flatMap((one): readonly Word[] => {
    const word = one.keyword === 'from' ? fromOf(one).image : flagOf(one, 'from')
    return word && word.text === alias.text && isWrittenAs(dockerfile, word) ? [word] : []
  })
  const spans = [alias, ...uses].map(({ origin }) => at(origin.start, origin.end, name))
  return safely(`Call the stage ${name}`, spansOf(dockerfile, ...spans))
}

/** Takes empty lines out of an instruction that goes on behind them; those of its heredocs stay. */
export function gapsClosed(judgement: Fail, dockerfile: Dockerfile): Repair | undefined {
  const { text } = dockerfile.document.source
  const { origin } = judgement
  const instruction = dockerfile.document.instructions.find(
    (one) => origin.kind === 'span' && one.origin.start <= origin.start && origin.end <= one.origin.end,
  )
  if (!instruction) return undefined
  const [heredoc] = instruction.heredocs
  const written = text.slice(instruction.origin.start, heredoc ? heredoc.origin.start : instruction.origin.end)
  const spans = [...written.matchAll(/(?<=\n)(?:[ \t]*\r?\n)+(?=[\s\S]*\S)/g)].map((match) => {
    const start = instruction.origin.start + match.index
    return at(start, start + match[0].length, '')
  })
  return safely(`Close the gaps of this ${instruction.keyword.toUpperCase()}`, spansOf(dockerfile, ...spans))
}

/** Names the container's port alone, and puts a comment where it is one. */
export function portNamed(judgement: Fail, dockerfile: Dockerfile): Repair | undefined {
  const { text } = dockerfile.document.source
  for (const instruction of dockerfile.document.instructions) {
    if (instruction.keyword !== 'expose') continue
    const words = exposeOf(instruction)
    const word = words.find(({ origin }) => isSamePlace(origin, judgement.origin))
    if (!word || !isWrittenAs(dockerfile, word)) continue
    if (word.text.startsWith('#')) {
      const end = lineEnd(text, word.origin.start)
      const before = words[words.indexOf(word) - 1]
      const { start } = instruction.origin
      if (!before || end !== instruction.origin.end) return { refused: 'the instruction goes on behind the comment' }
      const comment = text.slice(word.origin.start, end).trimEnd() + newlineOf(text)
      return safely(
        'Put the comment on a line of its own',
        spansOf(dockerfile, at(start, start, comment), at(before.origin.end, end, '')),
      )
    }
    const port = /:(\d+(?:-\d+)?(?:\/\w+)?)$/.exec(word.text)?.[1]
    if (port === undefined)
      return { refused: `${word.text} names no port`, supply: 'the port that the program listens on' }
    return safely(`Expose ${port}, the port of the container`, replaceWords(word.origin, port))
  }
  return undefined
}

/** Quotes the strings of a list as JSON does. */
export function listAsJson(judgement: Fail, dockerfile: Dockerfile): Repair | undefined {
  const instruction = instructionAt(dockerfile, judgement)
  const [first] = instruction?.args ?? []
  const last = instruction?.args.at(-1)
  if (!instruction || !first || !last || instruction.heredocs.length > 0) return undefined
  const written = dockerfile.document.source.text.slice(first.origin.start, last.origin.end)
  const list = written.slice(Math.max(0, written.indexOf('[')))
  if (!/^\[\s*'[^'"\\`]*'(?:\s*,\s*'[^'"\\`]*')*\s*\]$/.test(list))
    return { refused: 'it does not say where each element begins and ends', supply: 'the list as JSON' }
  const start = last.origin.end - list.length
  return {
    title: `Write the list of ${instruction.keyword.toUpperCase()} as JSON`,
    safety: 'guarded',
    effect: 'what the list says is run for the first time',
    edits: [spansOf(dockerfile, at(start, last.origin.end, list.replaceAll("'", '"')))],
  }
}
