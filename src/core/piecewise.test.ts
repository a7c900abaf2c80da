/** Changes made one after the other are the same changes of the first text. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { applyTextEdits } from './edit.ts'
import { changed, changesOf, piecewise } from './piecewise.ts'

const step = fc.record({ at: fc.nat(), length: fc.nat({ max: 6 }), text: fc.constantFrom('', 'x', 'yy\n', '😀') })

it('remembers any changes as changes of the first text', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 20 }), fc.array(step, { maxLength: 8 }), (text, steps) => {
      let now = piecewise(text)
      for (const { at, length, text: put } of steps) {
        const start = at % (now.text.length + 1)
        now = changed(now, { start, end: Math.min(now.text.length, start + length), text: put })
      }
      const edits = changesOf(now, text.length)
      expect(applyTextEdits(text, edits)).toBe(now.text)
      for (const [index, { start }] of edits.entries()) expect(start).toBeGreaterThan(edits[index - 1]?.end ?? -1)
    }),
  )
})
