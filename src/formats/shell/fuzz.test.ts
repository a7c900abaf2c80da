import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plainText } from './mapped-text.ts'
import { parseShell } from './parse.ts'

const parse = (text: string) => parseShell(plainText(text, 0), { file: 'script.sh', path: ['run'] })

describe('hostile text', () => {
  const piece = fc.constantFrom(
    ...[
      'a',
      ' ',
      '\n',
      ';',
      '&&',
      '||',
      '|',
      '&',
      '(',
      ')',
      '{ ',
      ' }',
      '$(',
      '`',
      '"',
      "'",
      '\\',
      '$',
      '${',
      '}',
      '<<E\n',
      'E\n',
      '<',
      '>',
      '#',
    ],
    ...[
      'if ',
      'then ',
      'fi',
      'for ',
      'do ',
      'done',
      'case ',
      'esac',
      'in ',
      '[[ ',
      ' ]]',
      '((',
      '))',
      'sh -c ',
      'sudo ',
      'env A=1 ',
      '!',
      '=',
      '*',
      'é😀',
      '\ud800',
    ],
  )

  it('never makes it throw, and places stay in the text', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (parts) => {
        const text = parts.join('')
        const { commands, errors } = parse(text)
        const places = [
          ...errors.map(({ origin }) => origin),
          ...commands.flatMap(({ origin, words, redirects, assignments }) => [
            origin,
            ...[...words, ...redirects, ...assignments].map((each) => each.origin),
          ]),
        ]
        for (const { start, end } of places) {
          expect(start).toBeGreaterThanOrEqual(0)
          expect(end).toBeGreaterThanOrEqual(start)
          expect(end).toBeLessThanOrEqual(text.length)
        }
      }),
      { numRuns: 3000 },
    )
  })

  it('has no place behind a text that breaks off in an escape', () => {
    const text = '${\n\\'
    expect(parse(text).commands.map(({ origin }) => origin.end)).toEqual([text.length, text.length])
  })

  it.each([
    ['substitutions', '$('.repeat(20_000)],
    ['subshells', '('.repeat(20_000)],
    ['backquotes', '`\\'.repeat(10_000)],
    ['quotes', '"$('.repeat(10_000)],
    ['chains', 'a && '.repeat(50_000)],
    ['alternatives', 'a || true || '.repeat(20_000)],
    ['wrappers', 'sudo '.repeat(50_000)],
    ['heredocs', 'a <<E\n'.repeat(5000)],
    ['braces', '{ '.repeat(20_000)],
    ['parameters', '${a:-'.repeat(20_000)],
  ])('ends for nested %s', (_, text) => {
    expect(Array.isArray(parse(text).commands)).toBe(true)
  })
})
