/** Edits of env files: the one line that counts, everything else as it was. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyTextEdits, type TreeEdit } from '../../core/edit.ts'
import { editEnv } from './edit-env.ts'
import { parseEnvFile } from './parse-env-file.ts'

const set = (name: string, value: string): TreeEdit => ({ do: 'set', path: [name], value })
const remove = (name: string): TreeEdit => ({ do: 'remove', path: [name] })

function edited(text: string, ...edits: readonly TreeEdit[]): string {
  const compiled = editEnv(text, edits)
  return compiled.ok ? applyTextEdits(text, compiled.edits) : compiled.because
}

describe('an edit of an env file', () => {
  const cases: readonly (readonly [string, string, TreeEdit, string])[] = [
    ['changes the value alone', '# db\nA=1 # one\nB=2\n', set('A', '5'), '# db\nA=5 # one\nB=2\n'],
    ['changes the last of several lines with one name', 'A=1\nA=2\n', set('A', '3'), 'A=1\nA=3\n'],
    ['adds a line at the end', 'A=1\n', set('B', 'x'), 'A=1\nB=x\n'],
    ['keeps a missing final line break missing', 'A=1', set('B', 'x'), 'A=1\nB=x'],
    ['begins an empty file', '', set('B', 'x'), 'B=x\n'],
    ['keeps line breaks of Windows', 'A=1\r\nB=2\r\n', set('C', '3'), 'A=1\r\nB=2\r\nC=3\r\n'],
    ['quotes what would be expanded', 'A=1\n', set('A', 'a $b'), "A='a $b'\n"],
    ['overrules a bare name', 'A\nB=2\n', set('A', '1'), 'A\nB=2\nA=1\n'],
    ['takes a line out', 'A=1\nB=2\nC=3\n', remove('B'), 'A=1\nC=3\n'],
    ['takes the last line out of a file without a final line break', 'A=1\nB=2', remove('B'), 'A=1'],
    ['has nothing to do where all is as it should be', 'A="1"\n', set('A', '1'), 'A="1"\n'],
    ['refuses what has no place on a line', 'A=1\n', set('A', "it's"), 'the value cannot be written on one line'],
  ]
  for (const [what, text, edit, want] of cases) it(what, () => expect(edited(text, edit)).toBe(want))

  it('sets what it says, whatever the file holds', () => {
    const name = fc.constantFrom('A', 'B', 'C_D')
    const value = fc.constantFrom('', 'x', 'a b', '$X', '#c', '"q"', '${Y:-z}', 'ü=1')
    const line = fc.tuple(name, value, fc.constantFrom('', '"', "'"), fc.constantFrom('', ' # why', '  '))
    const file = fc.tuple(fc.array(line, { maxLength: 4 }), fc.constantFrom('\n', '\r\n'), fc.boolean())
    fc.assert(
      fc.property(file, name, value, ([lines, newline, final], wanted, put) => {
        const text =
          lines.map(([key, own, quote, behind]) => `${key}=${quote}${own}${quote}${behind}`).join(newline) +
          (final ? newline : '')
        const before = parseEnvFile({ file: '', text, utf8: true })
        fc.pre(before.problems.length === 0)
        const next = edited(text, set(wanted, put))
        const { variables, problems } = parseEnvFile({ file: '', text: next, utf8: true })
        expect(problems).toEqual([])
        expect(variables.findLast((one) => one.name === wanted)?.value).toBe(put)
        const others = (file: typeof before) =>
          file.variables.filter((one) => one.name !== wanted).map((one) => one.raw)
        expect(others({ variables, problems })).toEqual(others(before))
        expect(edited(next, set(wanted, put))).toBe(next)
      }),
    )
  })
})
