import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Instruction } from './document.ts'
import { expand } from './expand.ts'
import { parseDockerfile } from './parse.ts'
import { assignmentsOf, copyOf, fromOf, healthcheckOf } from './readers.ts'
import { runOf } from './run.ts'

const fragment = fc.constantFrom(
  ...[
    'FROM',
    'RUN',
    'COPY',
    'ENV',
    'ONBUILD',
    'HEALTHCHECK',
    'CMD',
    '--mount=',
    '--a="b',
    '["a",',
    '"b"]',
    '<<EOF',
    "<<-'E'",
    'EOF',
  ],
  ...[
    '\\',
    '`',
    '\n',
    '\r\n',
    ' ',
    '\t',
    '#',
    '# escape=`\n',
    '=',
    '"',
    "'",
    '${',
    '}',
    '$x',
    ':-',
    'x',
    'é',
    '😀',
    '\ufeff',
    '\u00a0',
    '\ud800',
  ],
)
const text = fc.oneof(
  fc.array(fragment, { maxLength: 40 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary' }),
)

function placesOf(instruction: Instruction): { start: number; end: number }[] {
  const { origin, keywordOrigin, flags, args, heredocs, onbuild } = instruction
  return [
    origin,
    keywordOrigin,
    ...flags.flatMap((flag) => [flag.origin, ...(flag.value ? [flag.value.origin] : [])]),
    ...args.map((word) => word.origin),
    ...heredocs.map((heredoc) => heredoc.origin),
    ...(onbuild ? placesOf(onbuild) : []),
  ]
}

it('never throws, and keeps every place inside the text and inside its instruction', () => {
  fc.assert(
    fc.property(text, (source) => {
      const document = parseDockerfile({ file: 'Dockerfile', text: source, utf8: true })
      const problems = document.problems.map((problem) => problem.origin)
      const comments = document.comments.map((comment) => comment.origin)
      for (const place of [...problems, ...comments]) {
        expect(place.start).toBeGreaterThanOrEqual(0)
        expect(place.end).toBeGreaterThanOrEqual(place.start)
        expect(place.end).toBeLessThanOrEqual(source.length)
      }
      let last = 0
      for (const instruction of document.instructions) {
        expect(instruction.origin.start).toBeGreaterThanOrEqual(last)
        last = instruction.origin.end
        for (const place of placesOf(instruction)) {
          expect(place.start).toBeGreaterThanOrEqual(instruction.origin.start)
          expect(place.end).toBeGreaterThanOrEqual(place.start)
          expect(place.end).toBeLessThanOrEqual(instruction.origin.end)
        }
      }
    }),
    { numRuns: 2000 },
  )
})

it('finds words of one line written as they are', () => {
  const keyword = fc.constantFrom('EXPOSE', 'FROM', 'ARG', 'USER')
  const word = fc.stringMatching(/^[a-z0-9:./=_-]{1,12}$/).filter((value) => !value.startsWith('--'))
  fc.assert(
    fc.property(keyword, fc.array(word, { minLength: 1, maxLength: 4 }), (name, words) => {
      const source = `${name}  ${words.join(' ')} `
      const [instruction] = parseDockerfile({ file: 'Dockerfile', text: source, utf8: true }).instructions
      for (const arg of instruction?.args ?? []) expect(source.slice(arg.origin.start, arg.origin.end)).toBe(arg.text)
    }),
  )
})

it('reads the meaning of anything without throwing', () => {
  fc.assert(
    fc.property(text, (source) => {
      const { instructions } = parseDockerfile({ file: 'Dockerfile', text: source, utf8: true })
      for (const instruction of instructions) {
        fromOf(instruction)
        assignmentsOf(instruction)
        copyOf(instruction)
        healthcheckOf(instruction)
        const { script } = runOf(instruction)
        for (const piece of script?.pieces ?? []) expect(piece.source).toBeLessThanOrEqual(source.length)
      }
    }),
    { numRuns: 1000 },
  )
})

const wordText = fc
  .array(
    fc.constantFrom(
      '$',
      '${',
      '}',
      'A',
      'B',
      ':-',
      '#',
      '##',
      '%%',
      '/',
      '//',
      '*',
      '?',
      '"',
      "'",
      '\\',
      'x',
      ' ',
      '<',
      '😀',
      '\ud800',
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(''))

it('expands anything to a value or an error', () => {
  fc.assert(
    fc.property(wordText, fc.string({ maxLength: 20 }), (word, value) => {
      const result = expand(word, (name) => (name === 'A' ? value : undefined))
      if (result.error !== undefined) expect(result.value).toBe('')
      for (const name of result.unset) expect(name).not.toBe('A')
    }),
    { numRuns: 2000 },
  )
})

it.each([
  ['a million nested substitutions', '${A:-'.repeat(200_000)],
  ['runs against a long value', `\${A#${'*a'.repeat(2000)}b}`],
  ['doubling', '$A'.repeat(100_000)],
  ['quotes', '"\\"'.repeat(300_000)],
])('stays within bounds for %s', (_, word) => {
  const result = expand(word, () => 'a'.repeat(5000))
  expect(result.value.length).toBeLessThan(1 << 21)
})

it.each([
  ['nested ONBUILD', 'ONBUILD '.repeat(100_000)],
  ['open heredocs', Array.from({ length: 30_000 }, (_, n) => `RUN <<E${n}`).join('\n')],
  ['deep JSON', `CMD ${'['.repeat(300_000)}`],
  ['continuations', `RUN a${' \\\n'.repeat(200_000)}`],
  ['flags', `RUN ${'--a=é '.repeat(50_000)}`],
])('reads a file of %s', (_, source) => {
  expect(parseDockerfile({ file: 'Dockerfile', text: source, utf8: true }).instructions.length).toBeGreaterThan(0)
})
