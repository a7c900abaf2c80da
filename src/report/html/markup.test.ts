import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Html, html, idOf, join, link, sentence } from './markup.ts'

describe('a template', () => {
  it.each([
    [html`<b>${'<script>alert(1)</script>'}</b>`, '<b>&lt;script&gt;alert(1)&lt;/script&gt;</b>'],
    [html`<i title="${`" onload="x' \``}"></i>`, '<i title="&quot; onload=&quot;x&#39; &#96;"></i>'],
    [html`${['a & b', html`<br>`, 3, null, false, undefined, Number.NaN]}`, 'a &amp; b<br>3'],
    [html`<p>${'a\u202eb\u0000c\td\ne'}</p>`, '<p>a\ufffdb\u2400c\td\ne</p>'],
    [join(['a', '<', html`<hr>`], html`<br>`), 'a<br>&lt;<br><hr>'],
    [sentence('set `a<b>` & go'), 'set <code>a&lt;b&gt;</code> &amp; go'],
    [
      link('https://example.org/?a=1&b'),
      '<a href="https://example.org/?a=1&amp;b" rel="noreferrer noopener">https://example.org/?a=1&amp;b</a>',
    ],
    [link('javascript:alert(1)'), 'javascript:alert(1)'],
  ])('writes %#', (made, text) => {
    expect(made.toString()).toBe(text)
  })

  it('lets no text become markup', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const made = html`<p title="${text}">${text}</p>`
        expect(made).toBeInstanceOf(Html)
        expect(made.toString().slice(10, -4)).not.toMatch(/<(?!\/p>$)/)
        expect(made.toString().match(/["<>]/g)).toHaveLength(6)
      }),
    )
  })
})

it('makes different ids of different names', () => {
  expect(idOf('finding', 'a b')).toBe('finding-a_20_b')
  fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => {
      expect(idOf(a) === idOf(b)).toBe(a === b)
      expect(idOf(a)).toMatch(/^[A-Za-z0-9_-]*$/)
    }),
  )
})
