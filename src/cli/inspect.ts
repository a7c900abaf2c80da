/** `drydock inspect [path]`: the effective model, each value with the place it comes from. */
import { inspect } from '../index.ts'
import type { Arguments } from './arguments.ts'
import { auditOptions } from './audit-options.ts'
import { printTo, screen } from './output.ts'
import type { Style } from './style.ts'
import { styleFor } from './style.ts'
import { targetOf } from './target.ts'

/** What the model is made of, as far as printing it needs to know. */
interface Plain {
  readonly name?: unknown
  readonly id?: unknown
  readonly value?: unknown
  readonly written?: unknown
  readonly because?: unknown
  readonly from?: unknown
  readonly items?: unknown
  readonly source?: unknown
}

const isPlain = (value: unknown): value is Plain => typeof value === 'object' && value !== null && !Array.isArray(value)

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === '' || value === null || (Array.isArray(value) && value.length === 0)

/** A value on one line; an object that is more than its written form as `key=value`. */
function inWords(value: unknown): string {
  if (value === undefined || value === null) return 'none'
  if (typeof value === 'string') return value
  if (!isPlain(value)) return JSON.stringify(value)
  if (typeof value.written === 'string') return value.written
  return Object.entries(value)
    .map(([key, item]) => `${key}=${inWords(item)}`)
    .join(' ')
}

/** A model as indented text: one line per value with its origin behind it, what is empty left out. */
function outline(model: unknown, indent: string, style: Style): readonly string[] {
  const list = Array.isArray(model)
  const entries: readonly (readonly [string, unknown])[] = list
    ? model.map((item: unknown) => ['-', item])
    : Object.entries(model as Plain)
  return entries.flatMap(([key, item]) => {
    const label = list ? '-' : style.cyan(`${key}:`)
    if (isEmpty(item)) return []
    if (Array.isArray(item)) return [`${indent}${label}`, ...outline(item, `${indent}  `, style)]
    if (!isPlain(item)) return [`${indent}${label} ${inWords(item)}`]
    // Who talks to whom has a `from` too, and says its place in `at`.
    if ('at' in item) return [`${indent}${label}`, ...outline({ ...item }, `${indent}  `, style)]
    const { name, id = name, value, because, from, items, source, ...more } = item
    const rest = 'value' in item || 'because' in item ? more : { source, ...more }
    const at = typeof from === 'string' && from !== '' ? `  ${style.dim(`# ${from}`)}` : ''
    if (Array.isArray(items)) {
      const none = items.length === 0 ? ' none' : ''
      return [`${indent}${label}${none}${at}`, ...outline(items, `${indent}  `, style)]
    }
    const below = outline(rest, `${indent}  `, style)
    const isValue = at !== '' && ('value' in item || 'because' in item || below.length === 0)
    const shown = typeof because === 'string' ? style.yellow(`unknown: ${because}`) : inWords(value)
    if (isValue) return [`${indent}${label} ${id === undefined ? '' : `${inWords(id)} = `}${shown}${at}`, ...below]
    return [`${indent}${label}${id === undefined ? '' : ` ${style.bold(inWords(id))}`}${at}`, ...below]
  })
}

/** Prints the model; `--format compose` as `docker compose config --format json` would. */
export async function runInspect(given: Arguments): Promise<number> {
  const { directory, paths } = targetOf(given.operands)
  const model = await inspect(directory, {
    ...auditOptions(given, directory),
    ...(paths.length === 0 ? {} : { paths }),
    as: given.format === 'compose' ? 'compose' : 'model',
    showSecrets: given.on('show-secrets'),
  })
  const out = given.value('out')
  const style = styleFor(out === undefined && screen(given.on('no-color')).color)
  const text = given.format === 'terminal' ? outline(model, '', style).join('\n') : JSON.stringify(model, null, 2)
  printTo(out, [`${text}\n`])
  return 0
}
