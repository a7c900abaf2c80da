import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hostile, hostileReport, largeReport } from './extreme.fixture.ts'
import { markdown } from './markdown.ts'
import { code, escaped, fence, sentence, table } from './markdown-text.ts'
import { emptyReport, sampleFinding, samplePlace } from './parts.fixture.ts'
import { sampleReport } from './sample.fixture.ts'

const headings = (text: string): readonly string[] => withoutFences(text).filter((line) => /^#{1,6} /.test(line))

/** Lines outside of fenced blocks; fails where a fence is left open. */
function withoutFences(text: string): readonly string[] {
  const kept: string[] = []
  let open = ''
  for (const line of text.split('\n')) {
    const ticks = /^\s*(`{3,})/.exec(line)?.[1]
    if (open !== '') {
      if (line.trim() === open) open = ''
    } else if (ticks !== undefined) open = ticks
    else kept.push(line)
  }
  expect(open).toBe('')
  return kept
}

/** A line without code spans and escaped characters: what is left is read as markup. */
function markupOf(line: string): string {
  let rest = ''
  for (let at = 0; at < line.length; ) {
    if (line[at] === '\\') at += 2
    else if (line[at] === '`') {
      const ticks = /^`+/.exec(line.slice(at))?.[0] ?? '`'
      let close = at + ticks.length
      for (const run of line.slice(close).matchAll(/`+/g)) {
        if (run[0] !== ticks) continue
        close += run.index + ticks.length
        break
      }
      expect(close, line).toBeGreaterThan(at + ticks.length)
      at = close
    } else rest += line[at++]
  }
  return rest
}

describe('the Markdown audit', () => {
  it('has all parts, in order', () => {
    expect(headings(markdown(sampleReport()))).toEqual([
      '# Container hardening audit',
      '## Executive summary',
      '## Findings',
      '### 🔴 Critical (1 finding)',
      '#### Secret in a Dockerfile',
      '### 🟠 High (1 finding)',
      '#### Root filesystem is writable',
      '## Will not work as written',
      '#### Health check calls a program the image does not have',
      '## Good order',
      '#### Obsolete version key',
      '## Accepted risks',
      '## Details by category',
      '### Secrets management: 4.0/10 (F)',
      '### Runtime hardening: 6.5/10 (D)',
      '## Remediation checklist',
      '### Phase 1: Blocks production (30 min)',
      '### Phase 2: This week (30 min)',
      '### Phase 3: Next (1 min)',
      '## Plan',
      '### Week by week',
      '## Production checklist',
      '### Image security',
      '### Runtime security',
      '## Image tagging strategy',
      '### In compose',
      '### In the pipeline',
      '## What was audited',
      '## What runs',
      '## Images',
      '### Layers of `shop-api:latest`',
      '## What this audit does not say',
      '### Incomplete',
      '### Cannot be told from the files',
      '### Skipped',
      '## References',
    ])
  })

  it.each([
    '- **Target:** `examples/shop`',
    '- **Commit:** `0123456789abcdef0123456789abcdef01234567`',
    '- **Date:** 2026-02-02',
    '**No-go** for production:\n\n- 1 finding blocks production: secret-in-dockerfile-env',
    '| Secrets management | 🟠 Needs work | 4.0/10 | F |',
    '**Overall score (variant production):** 5.3/10 → 10.0/10 after all phases.',
    '**Place:** `auth/Dockerfile:12:5`, stage `auth runtime`',
    '```dockerfile\nUSER app\nENV JWT_SECRET_KEY="••••••"\nEXPOSE 8080\n```',
    '- `compose.yaml:20:7`: Compose overrides it here; it stays in the layer',
    '- ✅ Every service drops all capabilities (`compose.yaml:5`)',
    '**Score impact:** −6.00 points.',
    '| −6.00 | `secret-in-dockerfile-env` | 2 of 2 |',
    '| `published-on-every-interface` | `compose.yaml:3:3` | the public entrance | ops | 2027-01-01 |',
    '- [ ] **Secret in a Dockerfile** (`secret-in-dockerfile-env`): critical, 2 places, 30 min',
    '| 1: Blocks production | 1 | 30 min | 8.3 |',
    '| **In all** | 4 | 1 h 1 min |  |',
    '**Week 1** (1 h 1 min)\n\n1. Secret in a Dockerfile',
    '- [x] Images are tagged with exact versions: **✅ pass** (`compose.yaml:4`)',
    '  ```sh\n  trivy image --exit-code 1 "${IMAGE:?the image}"\n  ```',
    '- [x] Every container has limits: **➖ does not apply** (the project has no compose file)',
    '| `v1.4.2` | the release |',
    '- <https://docs.docker.com/build/building/secrets/>',
  ])('says %j', (text) => {
    expect(markdown(sampleReport())).toContain(text)
  })

  it('is short and true for an empty tree', () => {
    const text = markdown(emptyReport())
    expect(headings(text)).toEqual(['# Container hardening audit', '## Executive summary'])
    expect(text).toContain('**Go** for production.')
    expect(text).toContain('Nothing to score')
  })

  it('lists every one of very many places', () => {
    const text = markdown(largeReport(400))
    for (const line of [1, 3, 4, 399, 400]) expect(text).toContain(`\`compose.yaml:${line}:3\``)
    expect(text).toContain('And in 397 more places:')
  })

  it('lists all projects of a workspace', () => {
    const [project] = sampleReport().projects
    if (!project) throw new Error('the sample has a project')
    const text = markdown(sampleReport({ projects: [project, { ...project, id: 'b', path: 'b', score: null }] }))
    expect(text).toContain('The lowest of 2 projects is the headline:')
    expect(text).toContain('| `b` | `production` | nothing to score |  |')
  })

  it('lets no hostile name become markup', () => {
    const text = markdown(hostileReport())
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/)
    const lines = withoutFences(text)
    for (const line of lines) {
      const rest = markupOf(line)
      expect(rest.replace(/<\/?code>|<https?:[^>]*>/g, ''), line).not.toMatch(/[<>]|\]\(|[^*]\*[^*]/)
      expect(rest, line).not.toMatch(/.#+ h/)
    }
    const rows = lines.filter((line) => line.startsWith('|')).map((line) => markupOf(line).split('|').length)
    const heads = lines.filter((_, index) => lines[index + 1]?.startsWith('| ---'))
    expect(new Set(rows)).toEqual(new Set(heads.map((line) => line.split('|').length)))
    for (const heading of headings(text)) expect(heading).not.toMatch(/^# h/)
  })

  it('tells where to act in a place that differs', () => {
    const place = samplePlace({ remedy: 'Set `read_only: true` here.' })
    const text = markdown(sampleReport({ findings: [sampleFinding({ places: [place] })] }))
    expect(text).toContain('**Here:** Set `read_only: true` here.')
  })
})

describe('Markdown text', () => {
  it.each([
    ['a*b', 'a\\*b'],
    ['JWT_SECRET_KEY', 'JWT_SECRET_KEY'],
    ['_x_', '\\_x\\_'],
    ['<b>&amp;', '\\<b\\>\\&amp;'],
    ['- item', '\\- item'],
    ['1. item', '1\\. item'],
    ['# head', '\\# head'],
    ['a\nb', 'a b'],
  ])('escapes %j', (text, expected) => {
    expect(escaped(text)).toBe(expected)
  })

  it.each([
    ['a', '`a`'],
    ['a`b', '``a`b``'],
    ['`', '`` ` ``'],
    ['', ''],
    ['a|b', '`a|b`'],
  ])('quotes %j as code', (text, expected) => {
    expect(code(text)).toBe(expected)
  })

  it('keeps pipes in tables', () => {
    expect(code('a|`b', true)).toBe('<code>a&#124;&#96;b</code>')
    expect(table(['A'], [])).toBe('')
  })

  it('keeps code in sentences', () => {
    expect(sentence('Set `read_only: true` *now* in `a')).toBe('Set `read_only: true` \\*now\\* in \\`a')
  })

  it('closes code spans and fences around any text', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom('`', '\\', '|', 'a', '\n', '~', ' ') })),
        (text) => {
          expect(markupOf(code(text))).toBe('')
          expect(markupOf(sentence(text))).not.toMatch(/[<>`|]/)
          expect(withoutFences(fence('text', text))).toEqual([])
        },
      ),
    )
  })

  it('survives the hostile name in every role', () => {
    for (const part of [escaped(hostile), code(hostile), sentence(hostile)]) expect(part).not.toContain('\n')
  })
})
