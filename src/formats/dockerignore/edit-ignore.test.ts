/** Edits of ignore files: patterns at the end, and by number. */
import { describe, expect, it } from 'vitest'
import { applyTextEdits, type TreeEdit } from '../../core/edit.ts'
import { editIgnore } from './edit-ignore.ts'

function edited(text: string, edit: TreeEdit): string {
  const compiled = editIgnore(text, [edit])
  return compiled.ok ? applyTextEdits(text, compiled.edits) : compiled.because
}
const append = (...values: readonly string[]): TreeEdit => ({ do: 'append', path: [], values })

describe('an edit of an ignore file', () => {
  const cases: readonly (readonly [string, string, TreeEdit, string])[] = [
    ['adds at the end', '.git\n', append('**/.env'), '.git\n**/.env\n'],
    ['adds what is missing only', '.git\n.env\n', append('.env', '*.pem'), '.git\n.env\n*.pem\n'],
    [
      'adds a pattern again behind one that lets files back in',
      '.env\n!*.env\n',
      append('.env'),
      '.env\n!*.env\n.env\n',
    ],
    [
      'leaves a block that stands there, with what it lets back in',
      '.git\n**/.env\n**/.env.*\n!web/.env\n',
      append('**/.env', '!web/.env'),
      '.git\n**/.env\n**/.env.*\n!web/.env\n',
    ],
    ['keeps a missing final line break missing', '.git', append('.env', '*.pem'), '.git\n.env\n*.pem'],
    ['begins an empty file', '', append('.git'), '.git\n'],
    ['keeps line breaks of Windows', '.git\r\n', append('.env'), '.git\r\n.env\r\n'],
    [
      'changes a pattern where it stands',
      '# c\n  .env  \n*.pem\n',
      { do: 'set', path: [0], value: '**/.env' },
      '# c\n  **/.env  \n*.pem\n',
    ],
    ['takes a line out', '.git\n.env\n*.pem\n', { do: 'remove', path: [1] }, '.git\n*.pem\n'],
    ['counts patterns, not lines', '\uFEFF# c\n\n.git\n', { do: 'set', path: [0], value: 'x' }, '\uFEFF# c\n\nx\n'],
    ['refuses a number that is not there', '.git\n', { do: 'set', path: [4], value: 'x' }, 'there is no such pattern'],
    ['refuses two lines as one pattern', '', append('a\nb'), 'a pattern is one line of text'],
  ]
  for (const [what, text, edit, want] of cases) it(what, () => expect(edited(text, edit)).toBe(want))
})
