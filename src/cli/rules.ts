/** `drydock rules`: every rule with its severity, category, title and how many other tools have the check. */
import type { RuleMetadata } from '../core/rule.ts'
import { categories } from '../core/rule.ts'
import type { Severity } from '../core/verdict.ts'
import { rules } from '../index.ts'
import type { Arguments } from './arguments.ts'
import { print, screen } from './output.ts'
import type { Style } from './style.ts'
import { styleFor } from './style.ts'

const paint = (severity: Severity, style: Style, text: string): string =>
  severity === 'critical' || severity === 'high' ? style.red(text) : severity === 'medium' ? style.yellow(text) : text

/** The rules as a table, one section per category. */
function listing(all: readonly RuleMetadata[], style: Style): string {
  const idWidth = Math.max(0, ...all.map((rule) => rule.id.length))
  const sections = Object.entries(categories).flatMap(([category, title]) => {
    const own = all.filter((rule) => rule.category === category)
    const rows = own.map((rule) => {
      const severity = paint(rule.severity, style, rule.severity.padEnd(8))
      const notes = [
        ...(rule.kind === 'exposure' ? [] : [rule.kind]),
        ...(rule.persona === 'pedantic' ? ['pedantic'] : []),
        ...(rule.peers.length === 0 ? [] : [`${rule.peers.length} peer${rule.peers.length === 1 ? '' : 's'}`]),
      ]
      const note = notes.length === 0 ? '' : style.dim(`  (${notes.join(', ')})`)
      return `  ${rule.id.padEnd(idWidth)}  ${severity}  ${rule.title}${note}`
    })
    return own.length === 0 ? [] : [style.bold(title), ...rows, '']
  })
  return [...sections, `${all.length} rules. drydock explain <rule> prints one.`, ''].join('\n')
}

/** Prints every rule; as JSON, what the library's `rules()` returns. */
export async function runRules(given: Arguments): Promise<number> {
  const all = rules()
  print(
    given.format === 'json'
      ? `${JSON.stringify(all, null, 2)}\n`
      : listing(all, styleFor(screen(given.on('no-color')).color)),
  )
  return 0
}
