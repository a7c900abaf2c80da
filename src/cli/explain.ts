/** `drydock explain <rule>`: the rule's page, readable in a terminal. */
import { UsageError } from '../core/errors.ts'
import { didYouMean } from '../core/nearest.ts'
import type { RuleMetadata } from '../core/rule.ts'
import { categories } from '../core/rule.ts'
import { derivation } from '../core/threat.ts'
import { rules } from '../index.ts'
import { pages } from '../rules/pages.gen.ts'
import type { Arguments } from './arguments.ts'
import { print, screen } from './output.ts'
import type { Style } from './style.ts'
import { styleFor } from './style.ts'

/** Breaks a paragraph at spaces so that no line is wider than `width`, unless a word is. */
function wrapped(text: string, width: number, indent = ''): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/\s+/)) {
    if (line !== '' && line.length + 1 + word.length > width - indent.length) {
      lines.push(indent + line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return line === '' ? lines : [...lines, indent + line]
}

/** A fenced block: its file's name, then its lines, what the finding points at underlined. */
function block(info: string, lines: readonly string[], style: Style): readonly string[] {
  // What an engine was seen to have is in no file.
  const file = /(?:^|\s)file=(\S+)/.exec(info)?.[1] ?? (info.trim() === 'observed' ? 'on the engine' : undefined)
  let marked = false
  const shown = lines.map((line) => {
    const pieces = line.split(/([«»])/).map((piece) => {
      if (piece === '«' || piece === '»') {
        marked = piece === '«'
        return ''
      }
      return marked && piece !== '' ? style.underline(style.red(piece)) : piece
    })
    return `    ${pieces.join('')}`
  })
  return [...(file === undefined ? [] : [`    ${style.dim(file)}`]), ...shown]
}

/** The body of a `rule.md` for a terminal: headings bold, code indented, paragraphs wrapped. */
function body(markdown: string, width: number, style: Style): readonly string[] {
  const out: string[] = []
  let paragraph: string[] = []
  const flush = (): void => {
    out.push(...wrapped(paragraph.join(' '), width))
    paragraph = []
  }
  const lines = markdown.trim().split('\n')
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? ''
    const fence = /^(`{3,})(.*)$/.exec(line)
    const heading = /^#+\s+(.*)$/.exec(line)?.[1]
    if (fence?.[1] !== undefined) {
      flush()
      const end = lines.indexOf(fence[1], at + 1)
      const stop = end === -1 ? lines.length : end
      out.push(...block(fence[2] ?? '', lines.slice(at + 1, stop), style))
      at = stop
    } else if (heading !== undefined) {
      flush()
      out.push(style.bold(heading))
    } else if (/^\s*([-*]|\d+\.)\s|^\|/.test(line)) {
      flush()
      paragraph.push(line.trimEnd())
    } else if (line.trim() === '') {
      flush()
      out.push('')
    } else paragraph.push(line.trim())
  }
  flush()
  return out
}

const listed = (title: string, items: readonly string[], style: Style): readonly string[] =>
  items.length === 0 ? [] : ['', style.bold(title), ...items.map((item) => `  ${item}`)]

/** The whole page of a rule as lines of text. */
export function page(rule: RuleMetadata, markdown: string, width: number, style: Style): string {
  const facts = [
    rule.severity,
    rule.kind,
    categories[rule.category],
    `${rule.effort} min per place`,
    `since ${rule.since}`,
    ...(rule.persona === 'pedantic' ? ['pedantic'] : []),
  ]
  return [
    `${style.bold(rule.id)}  ${rule.title}`,
    style.dim(facts.join(' · ')),
    '',
    ...wrapped(rule.why, width),
    '',
    ...wrapped(`What to do: ${rule.remedy}`, width),
    '',
    ...body(markdown, width, style),
    ...listed('How severe', derivation(rule.threat), style),
    ...listed('References', rule.references, style),
    ...listed('The same check elsewhere', rule.peers, style),
    '',
    'Accept it with a comment beside or above the place:',
    `  # drydock: allow ${rule.id} - reason`,
    '',
  ].join('\n')
}

/** Prints a rule's page; a `UsageError` for a rule that does not exist. */
export async function runExplain(given: Arguments): Promise<number> {
  const [id] = given.operands
  if (id === undefined) throw new UsageError('drydock explain needs a rule.', 'drydock rules lists them.')
  const all = rules()
  const rule = all.find((one) => one.id === id)
  if (!rule) {
    const ids = all.map((one) => one.id)
    throw new UsageError(`There is no rule ${JSON.stringify(id)}.`, didYouMean(id, ids) ?? 'drydock rules lists them.')
  }
  const { color, width } = screen(given.on('no-color'))
  print(page(rule, pages[rule.id] ?? '', width, styleFor(color)))
  return 0
}
