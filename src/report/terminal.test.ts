import { describe, expect, it } from 'vitest'
import { MASK } from '../core/mask.ts'
import { frameOf } from './code-frame.ts'
import { hostileReport, largeReport } from './extreme.fixture.ts'
import { emptyReport, sampleFinding, samplePlace } from './parts.fixture.ts'
import { cut, oneLine, plain, widthOf, wrap } from './plain-text.ts'
import { sampleReport } from './sample.fixture.ts'
import { terminal } from './terminal.ts'

const reports = {
  empty: emptyReport(),
  sample: sampleReport(),
  large: largeReport(),
  hostile: hostileReport(),
}

describe('the terminal report', () => {
  it.each(Object.entries(reports))('%s: keeps to the width, and lets no control character through', (_, report) => {
    for (const columns of [48, 72, 100, 160]) {
      const printed = terminal(report, { columns })
      expect(printed.endsWith('\n')).toBe(true)
      for (const line of printed.slice(0, -1).split('\n')) {
        expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/)
        // A single word, such as a path or a link, is never broken; it may follow a sign such as `·`.
        if (line.trim().includes(' ', 3)) expect(widthOf(line), line).toBeLessThanOrEqual(columns)
      }
    }
  })

  it('colours only when told to, and the text is the same', () => {
    const coloured = terminal(sampleReport(), { colour: true })
    expect(coloured).toContain('\u001b[1;31mNO-GO\u001b[0m')
    expect(coloured.replace(/\u001b\[[\d;]*m/g, '')).toBe(terminal(sampleReport()))
  })

  it('says the verdict with its reasons, the scores, and each section', () => {
    const printed = terminal(sampleReport())
    for (const text of [
      'NO-GO for production, because\n  ✗ 1 finding blocks production: secret-in-dockerfile-env',
      'Score (variant production)',
      '  Secrets management  ██████████░░░░░░░░░░░░░░  4.0  F   −6.00 secret-in-dockerfile-env\n',
      '  Overall             █████████████░░░░░░░░░░░  5.3  F\n',
      'With accepted risks closed: 5.6',
      '── Exposures: 2 critical, 1 high ',
      'CRITICAL Secret in a Dockerfile ',
      '── Will not work as written: 1 medium ',
      '── Good order: 1 info ',
      '  · published-on-every-interface at compose.yaml:3:3: the public entrance (by ops, until 2027-01-01)',
      '  ✓ Every service drops all capabilities (compose.yaml:5)',
      '  1  Blocks production     1 task       30 min  score after: 8.3',
      '  In all 1 h 1 min, over 1 week.',
      '  · floating-tag, image ${BASE} (auth/Dockerfile:1:6): the value of ${BASE} is not set',
      '  · node_modules: vendored',
      '  · broken.yaml:2:1: a mapping is not closed',
      '9 files; 47 judgements: 40 pass, 6 fail, 1 unknown. The audit is incomplete.',
    ]) {
      expect(printed).toContain(text)
    }
    expect(printed.indexOf('CRITICAL')).toBeLessThan(printed.indexOf('HIGH'))
  })

  it('underlines the place and shows what is related', () => {
    expect(terminal(sampleReport())).toContain(
      [
        '  auth/Dockerfile:12:5  stage auth runtime',
        '  11 │ USER app',
        `  12 │ ENV JWT_SECRET_KEY="${MASK}"`,
        '     │     ^^^^^^^^^^^^^^^^^^^^^^^',
        '  13 │ EXPOSE 8080',
        '  JWT_SECRET_KEY is written into the image of auth',
        '  → compose.yaml:20:7: Compose overrides it here; it stays in the layer',
      ].join('\n'),
    )
  })

  it('folds long lists', () => {
    const printed = terminal(largeReport(400))
    expect(printed).toContain('… and 392 more places')
    expect(printed.split('\n').length).toBeLessThan(90)
  })

  it('says that there is nothing to score', () => {
    const printed = terminal(emptyReport())
    expect(printed).toContain('GO for production\n')
    expect(printed).toContain('Nothing to score')
    expect(printed).not.toContain('──')
  })

  it('names other projects, and the project of a finding, in a workspace', () => {
    const [project] = sampleReport().projects
    if (!project) throw new Error('the sample has a project')
    const printed = terminal(
      sampleReport({ projects: [project, { ...project, id: 'docs', path: 'docs/sample', score: null }] }),
    )
    expect(printed).toContain('Score (project shop, variant production)')
    expect(printed).toContain('     –      docs/sample')
    expect(printed).toContain('shop · 1 place · 20 min')
  })

  it('tells how the stack is run, and why that is believed', () => {
    const [project] = sampleReport().projects
    const [variant] = project?.variants ?? []
    expect(terminal(sampleReport())).toContain(`── How it is run ─`)
    expect(terminal(sampleReport())).toContain(
      `  ${variant?.name}: ${variant?.environment}, ${variant?.files.join(' + ')}`,
    )
  })

  it('says why and what to do once for each rule', () => {
    const finding = sampleFinding({ why: 'Because of this.', remedy: 'Do that.' })
    const printed = terminal(sampleReport({ findings: [finding, { ...finding, project: 'other' }] }))
    expect(printed.split('Do: Do that.')).toHaveLength(2)
    expect(printed.split('Why: Because of this.')).toHaveLength(2)
  })

  it('shows a line that several services share once', () => {
    const shared = samplePlace()
    const other = { ...shared, subject: { kind: 'service', name: 'other' } as const }
    const printed = terminal(sampleReport({ findings: [sampleFinding({ places: [shared, other, other] })] }))
    expect(printed).toContain('and 2 others from the same line')
    expect(printed).toContain('3 places')
  })

  it('says all that is wrong with one subject, at one line and at several', () => {
    const first = samplePlace({ message: 'It runs privileged.' })
    const same = samplePlace({ message: 'It mounts the socket.' })
    const below = samplePlace({
      message: 'It has no limit.',
      location: { ...first.location, startLine: 40, endLine: 40 },
    })
    const printed = terminal(
      sampleReport({ findings: [sampleFinding({ severity: 'medium', places: [first, same, below] })] }),
    )
    for (const { message } of [first, same, below]) expect(printed).toContain(message)
    expect(printed).not.toContain('from the same line')
  })

  it('leaves findings out whose every place is accepted', () => {
    const accepted = { reason: 'r', owner: null, until: null }
    const finding = sampleFinding({ places: [samplePlace({ accepted })] })
    expect(terminal(sampleReport({ findings: [finding] }))).not.toContain('HIGH')
  })
})

describe('code frames', () => {
  const frame = (line: string, startColumn: number, endColumn: number, width = 80) => {
    const location = { kind: 'file', file: 'f', startLine: 1, startColumn, endLine: 1, endColumn } as const
    const [shown] = frameOf({ startLine: 1, lines: [line] }, location, width)
    if (!shown?.mark) throw new Error('the line has a mark')
    return { text: shown.text, mark: shown.mark, marked: shown.text.slice(shown.mark.from, shown.mark.to) }
  }

  it.each([
    ['    image: nginx', 12, 17, 'nginx'],
    ['\timage: nginx', 9, 14, 'nginx'],
    ['a\tb\tc', 3, 4, 'b'],
    ['ENV A="x\u0007y"', 7, 12, '"x\u2407y"'],
    ['empty', 3, 3, 'p'],
    ['past the end', 6, 99, 'the end'],
    [`${'x'.repeat(300)}needle${'y'.repeat(300)}`, 301, 307, 'needle'],
    [`PASSWORD=${MASK} and more`, 10, 20, `${MASK} and more`],
    [`A=${MASK} B=2`, 20, 23, `A=${MASK} B=2`],
  ])('marks %j from %i to %i', (line, from, to, marked) => {
    expect(frame(line, from, to).marked).toBe(marked)
  })

  it('counts wide characters twice', () => {
    expect(frame('# 日本 x', 6, 7).mark).toEqual({ from: 7, to: 8 })
    expect(frame('🐳 x', 4, 5).mark).toEqual({ from: 3, to: 4 })
  })

  it('keeps to the width wherever the mark is', () => {
    for (let column = 1; column < 300; column += 7) {
      const { text, mark } = frame('abc日\t'.repeat(60), column, column + 30, 40)
      expect(widthOf(text)).toBeLessThanOrEqual(40)
      expect(mark.from).toBeGreaterThanOrEqual(0)
      expect(mark.from).toBeLessThan(mark.to)
      expect(mark.to).toBeLessThanOrEqual(40)
    }
  })

  it('marks every line of a place that has several', () => {
    const location = { kind: 'file', file: 'f', startLine: 2, startColumn: 3, endLine: 3, endColumn: 6 } as const
    const lines = frameOf({ startLine: 1, lines: ['one', '  two', '  three', 'four'] }, location, 80)
    expect(lines.map(({ mark }) => mark)).toEqual([undefined, { from: 2, to: 5 }, { from: 2, to: 5 }, undefined])
  })
})

describe('plain text', () => {
  it('shows what would steer the terminal', () => {
    expect(plain('\u001b[31m\r\n\u007f\u0085\u202e')).toBe('␛[31m␍␊␡\ufffd\ufffd')
    expect(oneLine('a\r\n\tb')).toBe('a b')
  })

  it('cuts and wraps by width', () => {
    expect(cut('abcdef', 4)).toBe('abc…')
    expect(cut('日本語日本', 6)).toBe('日本…')
    expect(wrap('one two  three', 7)).toEqual(['one two', 'three'])
    expect(wrap('', 7)).toEqual([])
  })
})
