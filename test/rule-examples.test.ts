/** The reader and runner of rule examples: what an author may write, and that a wrong expectation is noticed. */
import { describe, expect, it } from 'vitest'
import type { FileLocation } from '../src/core/report.ts'
import type { RuleMetadata } from '../src/core/rule.ts'
import type { ExampleReport } from './rule-examples.ts'
import { parseExamples, runExample } from './rule-examples.ts'

const page = (...lines: readonly string[]): string => lines.join('\n')

const rule: RuleMetadata = {
  id: 'some-rule',
  kind: 'exposure',
  title: 'Some rule',
  category: 'build-security',
  threat: { from: 'repository', gains: 'access' },
  severity: 'high',
  confidence: 'high',
  persona: 'default',
  since: '0.1.0',
  why: '',
  remedy: '',
  strength: '',
  effort: 1,
  references: [],
  peers: [],
}

/** A report in which the rule fails at these places, written `file:line:column-line:column`. */
function failing(...places: readonly string[]): ExampleReport {
  const locations = places.map((place): FileLocation => {
    const [, file = '', ...numbers] = /^(.+):(\d+):(\d+)-(\d+):(\d+)$/.exec(place) ?? []
    const [startLine = 0, startColumn = 0, endLine = 0, endColumn = 0] = numbers.map(Number)
    return { kind: 'file', file, startLine, startColumn, endLine, endColumn }
  })
  const { id, title, kind, severity, confidence, category, why, remedy, references, effort } = rule
  return {
    unknown: [],
    incomplete: [],
    findings: [
      {
        ...{ rule: id, title, kind, severity, confidence, category, why, remedy, references, effort },
        phase: 1,
        message: '',
        project: '',
        places: locations.map((location) => ({
          ...{
            id: '',
            subject: { kind: 'stage', name: 'final' },
            severity,
            message: 'is wrong',
            remedy: null,
            location,
          },
          ...{ excerpt: null, variants: [], related: [], fix: null, accepted: null },
        })),
      },
    ],
  }
}

describe('parseExamples', () => {
  it('reads headings, files, settings and marks', () => {
    const [bad, good] = parseExamples(
      page(
        'Prose with a block that is no example:',
        '```sh',
        'docker build .',
        '```',
        '### Bad: two files',
        '```dockerfile file=api/Dockerfile',
        'FROM node:24',
        '# ### not a heading',
        '«USER root»',
        '```',
        '````dotenv tracked=false mode=600',
        '````',
        '```dockerfile file=api/Dockerfile fixed',
        'USER 10001',
        '```',
        '### Good: near miss',
        '```workflow',
        'on: push',
        '```',
        '## When to allow it',
      ),
    )
    expect(bad).toMatchObject({
      verdict: 'bad',
      name: 'two files',
      line: 5,
      files: [
        { path: 'api/Dockerfile', text: 'FROM node:24\n# ### not a heading\nUSER root\n' },
        { path: '.env', text: '', tracked: false, mode: 0o600 },
      ],
      fixed: [{ path: 'api/Dockerfile', text: 'USER 10001\n' }],
      marks: [{ kind: 'file', file: 'api/Dockerfile', startLine: 3, startColumn: 1, endLine: 3, endColumn: 10 }],
    })
    expect(good).toMatchObject({ verdict: 'good', files: [{ path: '.github/workflows/ci.yml', text: 'on: push\n' }] })
  })

  it('reads nested and several marks, and marks over lines', () => {
    const [example] = parseExamples(page('### Bad: x', '```yaml', 'a: «b', 'c: «d»»', 'e: «f»', '```'))
    expect(example?.marks.map((m) => [m.startLine, m.startColumn, m.endLine, m.endColumn])).toEqual([
      [2, 4, 2, 5],
      [1, 4, 2, 5],
      [3, 4, 3, 5],
    ])
  })

  it.each([
    ['a block that never ends', page('### Bad: x', '```yaml', '«a»'), 'line 2: this fenced block is never closed'],
    ['a language without a usual file', page('### Bad: x', '```', '«a»', '```'), 'a nameless block needs file=PATH'],
    ['a word nobody knows', page('### Bad: x', '```yaml bad', '«a»', '```'), '"bad" says nothing'],
    ['one file twice', page('### Good: x', '```yaml', '```', '```yaml', '```'), 'two blocks are compose.yaml'],
    ['an example without a file', page('### Good: x', 'nothing'), 'needs a file'],
    ['a bad example without a mark', page('### Bad: x', '```yaml', '```'), 'marks «what is wrong»'],
    ['a good example with one', page('### Good: x', '```yaml', '«a»', '```'), 'only a bad example'],
    ['half a mark', page('### Bad: x', '```yaml', '«a', '```'), 'a « without its »'],
    ['the other half', page('### Bad: x', '```yaml', 'a»', '```'), 'a » without its «'],
  ])('refuses %s', (_, markdown, message) => {
    expect(() => parseExamples(markdown)).toThrow(message)
  })
})

describe('runExample', () => {
  const [bad] = parseExamples(page('### Bad: x', '```yaml', 'a: «b»', 'c: «d»', '```'))
  const [good] = parseExamples(page('### Good: x', '```yaml', 'a: b', '```'))
  const [unknown] = parseExamples(page('### Unknown: x', '```yaml', 'a: b', '```'))
  const both = ['compose.yaml:1:4-1:5', 'compose.yaml:2:4-2:5']
  const silent: ExampleReport = { findings: [], unknown: [], incomplete: [] }
  const subject = { kind: 'service', name: 'web' }
  const unsure: ExampleReport = {
    ...silent,
    unknown: [{ rule: rule.id, project: '', subject, because: 'TAG is not set', location: null }],
  }
  const broken: ExampleReport = {
    ...silent,
    incomplete: [{ what: 'compose.yaml', because: 'is not YAML', location: null }],
  }

  it.each([
    ['both places', bad, failing(...both), []],
    ['one place too few', bad, failing('compose.yaml:1:4-1:5'), ['expected a finding at compose.yaml:2:4-2:5']],
    [
      'one place too many',
      bad,
      failing(...both, ...both.slice(0, 1)),
      ['unexpected finding at compose.yaml:1:4-1:5: is wrong'],
    ],
    ['silence on a good example', good, silent, []],
    ['a finding on a good example', good, failing(...both), both.map((at) => `unexpected finding at ${at}: is wrong`)],
    ['an unknown on a good example', good, unsure, ['unexpected unknown for web: TAG is not set']],
    ['an unknown on an unknown example', unknown, unsure, []],
    ['silence on an unknown example', unknown, silent, ['expected an unknown judgement']],
    ['a file that does not parse', good, broken, ['the audit is incomplete: compose.yaml: is not YAML']],
  ])('judges %s', async (_, example, report, complaints) => {
    if (!example) throw new Error('no example')
    expect(await runExample(example, rule, () => report)).toEqual(complaints)
  })
})
