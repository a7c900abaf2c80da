/**
 * Reads the examples of a `rule.md` and runs them: every fenced block under a `Bad:`, `Good:` or `Unknown:` heading is a file.
 *
 *     ### Bad: a fallback that is a working password
 *
 *     ```yaml file=deploy/compose.yaml
 *     services: { db: { environment: { POSTGRES_PASSWORD: «"${PW:-hunter2}"» } } }
 *     ```
 *
 * The heading starts an example and its name; the next heading ends it. A block's info string is its language, then any of
 * `file=PATH` (each language has a usual one), `tracked`, `tracked=false`, `mode=755`, and `fixed` for the text after the
 * repair; what git ignores is said by a `.gitignore` among the files, which versions exist by a `versions.lock.json`. In a
 * bad example each «mark» is exactly one place that the rule must report, and the rule may report no other. A good example
 * must give no finding; an unknown one must give no finding and at least one `unknown`. A » alone on the last line of a block
 * is the end of the file. An `observed` block is no file of the project, but what an engine runs and has of it (`observed-example.ts`).
 */
import type { FileLocation, Report } from '../src/core/report.ts'
import type { RuleMetadata } from '../src/core/rule.ts'
import { positionAt } from '../src/core/text.ts'

export interface ExampleFile {
  readonly path: string
  /** Marks removed. */
  readonly text: string
  readonly mode?: number
  readonly tracked?: boolean
}

export type ExpectedVerdict = 'bad' | 'good' | 'unknown'

export interface Example {
  readonly verdict: ExpectedVerdict
  readonly name: string
  /** 1-based line of the heading in the `rule.md`. */
  readonly line: number
  readonly files: readonly ExampleFile[]
  /** What the files look like after the repair; no other file may change. */
  readonly fixed: readonly ExampleFile[]
  readonly marks: readonly FileLocation[]
}

/** What a block's file is called where its info string does not say. */
const usualFiles: Readonly<Record<string, string>> = {
  dockerfile: 'Dockerfile',
  yaml: 'compose.yaml',
  dotenv: '.env',
  dockerignore: '.dockerignore',
  gitignore: '.gitignore',
  workflow: '.github/workflows/ci.yml',
  json: 'appsettings.json',
  nginx: 'nginx.conf',
  hcl: 'main.tf',
  observed: 'observed.json',
}

/** Removes the marks of a text and says where they were; marks may nest. */
function unmark(file: string, marked: string): { readonly text: string; readonly marks: readonly FileLocation[] } {
  const open: number[] = []
  const spans: { readonly start: number; readonly end: number }[] = []
  let text = ''
  for (const piece of marked.split(/([«»])/)) {
    if (piece === '«') open.push(text.length)
    else if (piece !== '»') text += piece
    else {
      const start = open.pop()
      if (start === undefined) throw new Error(`${file}: a » without its «`)
      spans.push({ start, end: text.length })
    }
  }
  if (open.length > 0) throw new Error(`${file}: a « without its »`)
  return { text, marks: spans.map(({ start, end }) => locate({ file, text, utf8: true }, start, end)) }
}

function locate(source: Parameters<typeof positionAt>[0], start: number, end: number): FileLocation {
  const first = positionAt(source, start)
  const last = positionAt(source, end)
  return {
    kind: 'file',
    file: source.file,
    startLine: first.line,
    startColumn: first.column,
    endLine: last.line,
    endColumn: last.column,
  }
}

interface Block {
  readonly info: string
  readonly text: string
  readonly line: number
}

interface Section {
  readonly heading: string
  readonly line: number
  readonly blocks: readonly Block[]
}

/** Splits Markdown at its headings and collects the fenced blocks under each. */
function sectionsOf(markdown: string): readonly Section[] {
  const sections: { readonly heading: string; readonly line: number; readonly blocks: Block[] }[] = []
  const lines = markdown.split('\n')
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? ''
    const heading = /^#{1,6}\s+(.*?)\s*$/.exec(line)?.[1]
    if (heading !== undefined) sections.push({ heading, line: at + 1, blocks: [] })
    const fence = /^(`{3,})(.*)$/.exec(line)
    if (!fence?.[1]) continue
    const end = lines.indexOf(fence[1], at + 1)
    if (end === -1) throw new Error(`line ${at + 1}: this fenced block is never closed`)
    const text = lines.slice(at + 1, end).map((content) => `${content}\n`)
    sections.at(-1)?.blocks.push({ info: fence[2] ?? '', text: text.join(''), line: at + 1 })
    at = end
  }
  return sections
}

function readBlock(block: Block): {
  readonly file: ExampleFile
  readonly fixed: boolean
  readonly marks: readonly FileLocation[]
} {
  const [language = '', ...words] = block.info.trim().split(/\s+/)
  const settings = new Map(words.map((word) => [word.replace(/=.*/, ''), word.replace(/^[^=]*=?/, '')]))
  const odd = [...settings.keys()].find((name) => !['file', 'tracked', 'mode', 'fixed'].includes(name))
  if (odd !== undefined) throw new Error(`line ${block.line}: "${odd}" says nothing about a file of an example`)
  const path = settings.get('file') ?? usualFiles[language]
  if (path === undefined) throw new Error(`line ${block.line}: a ${language || 'nameless'} block needs file=PATH`)
  // A » alone on the last line marks up to the very end of the file.
  const { text, marks } = unmark(path, block.text.replace(/\n»\n$/, '\n»'))
  const mode = settings.get('mode')
  const file: ExampleFile = {
    path,
    text,
    ...(mode === undefined ? {} : { mode: Number.parseInt(mode, 8) }),
    ...(settings.has('tracked') ? { tracked: settings.get('tracked') !== 'false' } : {}),
  }
  return { file, fixed: settings.has('fixed'), marks }
}

function readExample(section: Section, verdict: ExpectedVerdict, name: string): Example {
  const blocks = section.blocks.map(readBlock)
  const before = blocks.filter((block) => !block.fixed)
  const files = before.map((block) => block.file)
  const marks = before.flatMap((block) => block.marks)
  const where = `line ${section.line}, "${section.heading}"`
  if (files.length === 0) throw new Error(`${where}: an example needs a file`)
  const paths = files.map((file) => file.path)
  const twice = paths.find((path, at) => paths.indexOf(path) !== at)
  if (twice !== undefined) throw new Error(`${where}: two blocks are ${twice}; name one of them with file=PATH`)
  if (verdict === 'bad' && marks.length === 0) throw new Error(`${where}: a bad example marks «what is wrong»`)
  if (verdict !== 'bad' && marks.length > 0) throw new Error(`${where}: only a bad example has «marks»`)
  return { verdict, name, line: section.line, files, marks, fixed: blocks.filter((b) => b.fixed).map((b) => b.file) }
}

/** The examples of a `rule.md`, in order; throws one sentence with a line where its author made a mistake. */
export function parseExamples(markdown: string): readonly Example[] {
  return sectionsOf(markdown.replace(/\r\n/g, '\n')).flatMap((section) => {
    const heading = /^(Bad|Good|Unknown):\s*(.+)$/.exec(section.heading)
    if (!heading) return []
    const verdict = heading[1]?.toLowerCase() as ExpectedVerdict
    return [readExample(section, verdict, heading[2] ?? '')]
  })
}

/** What of a report an example is compared with. */
export type ExampleReport = Pick<Report, 'findings' | 'unknown' | 'incomplete'>

/** Audits files with one rule, in memory, on `exampleDay`. */
export type AuditExample<R extends RuleMetadata> = (
  files: readonly ExampleFile[],
  rule: R,
) => Promise<ExampleReport> | ExampleReport

/** The day every example is audited on, so that a rule about dates reads the same forever. */
export const exampleDay = '2026-06-01'

const written = (at: FileLocation): string =>
  `${at.file}:${at.startLine}:${at.startColumn}-${at.endLine}:${at.endColumn}`

/** The places of one list that the other lacks, each as often as it is lacking. */
function without(places: readonly string[], others: readonly string[]): readonly string[] {
  const left = [...others]
  return places.filter((place) => {
    const at = left.indexOf(place)
    if (at !== -1) left.splice(at, 1)
    return at === -1
  })
}

/** Repairs files by one rule, in memory: the new texts of those that change. */
export type RepairExample<R extends RuleMetadata> = (
  files: readonly ExampleFile[],
  rule: R,
) => Promise<ReadonlyMap<string, string>>

/** What of a repair is not as the example's `fixed` blocks say. */
async function wrongRepairs<R extends RuleMetadata>(
  { files, fixed }: Example,
  rule: R,
  repair: RepairExample<R>,
): Promise<readonly string[]> {
  if (fixed.length === 0) return []
  const changed = await repair(files, rule)
  const expected = new Map(fixed.map(({ path, text }) => [path, text]))
  return [
    ...[...expected].flatMap(([path, text]) =>
      changed.get(path) === text
        ? []
        : [`the repair of ${path} is not as shown, but:\n${changed.get(path) ?? 'as it was'}`],
    ),
    ...[...changed.keys()].filter((path) => !expected.has(path)).map((path) => `the repair changes ${path} too`),
  ]
}

/** Runs one example of a rule; every sentence of the result is one thing that is not as the example says. */
export async function runExample<R extends RuleMetadata>(
  example: Example,
  rule: R,
  audit: AuditExample<R>,
  repair?: RepairExample<R>,
): Promise<readonly string[]> {
  const report = await audit(example.files, rule)
  const found = report.findings
    .filter((finding) => finding.rule === rule.id)
    .flatMap((finding) => finding.places.map((place) => ({ at: written(place.location), message: place.message })))
  const expected = example.marks.map(written)
  const places = found.map((place) => place.at)
  const unknown = report.unknown.filter((judgement) => judgement.rule === rule.id)
  return [
    ...without(expected, places).map((at) => `expected a finding at ${at}`),
    ...without(places, expected).map((at) => `unexpected finding at ${at}: ${found.find((f) => f.at === at)?.message}`),
    ...(example.verdict === 'unknown' && unknown.length === 0 ? ['expected an unknown judgement'] : []),
    ...(example.verdict === 'unknown'
      ? []
      : unknown.map((u) => `unexpected unknown for ${u.subject.name}: ${u.because}`)),
    ...report.incomplete
      .filter((gap) => !example.marks.some((mark) => mark.file === gap.what))
      .map((gap) => `the audit is incomplete: ${gap.what}: ${gap.because}`),
    ...(repair ? await wrongRepairs(example, rule, repair) : []),
  ]
}
