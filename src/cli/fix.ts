/** `drydock fix`: shows what it would repair as a diff, or repairs it. */
import { UsageError } from '../core/errors.ts'
import { maskLine } from '../core/mask-line.ts'
import type { Report } from '../core/report.ts'
import { type FixResult, fix, render, writeRepairs } from '../index.ts'
import type { Arguments } from './arguments.ts'
import { auditOptions } from './audit-options.ts'
import { print, printTo, screen, writeOut } from './output.ts'
import { type Style, styleFor } from './style.ts'
import { targetOf } from './target.ts'

/** A unified diff with secrets hidden, in colour. */
const shownPatch = (patch: string, { mask }: FixResult, style: Style): readonly string[] =>
  patch.split('\n').map((line) => {
    const hidden = mask(maskLine(line))
    if (/^(?:diff|---|\+\+\+|new file)/.test(line)) return style.bold(hidden)
    if (line.startsWith('@@')) return style.cyan(hidden)
    return line.startsWith('+') ? style.green(hidden) : line.startsWith('-') ? style.red(hidden) : hidden
  })

/** Every fix once, with how many places it closes. */
function deeds({ applied, mask }: FixResult, style: Style): readonly string[] {
  const counted = new Map<string, { readonly line: string; places: number }>()
  for (const { rule, fix: made } of applied) {
    const guarded = made.safety === 'guarded'
    const mark = guarded ? style.yellow('⚠') : style.green('✓')
    const effect = guarded
      ? ` ${style.dim(`unproven: ${mask(made.effect ?? 'it may change what the service does')}`)}`
      : ''
    const placement = made.placement === undefined ? '' : style.dim(` (${made.placement})`)
    const line = `  ${mark} ${mask(made.title)}${placement} ${style.dim(rule)}${effect}`
    const same = counted.get(line)
    if (same) same.places++
    else counted.set(line, { line, places: 1 })
  }
  return [...counted.values()].map(({ line, places }) => (places > 1 ? `${line} ×${places}` : line))
}

/** What is left to a person, and what it takes: what is refused for one reason in several places is one entry. */
function refusals({ findings }: Report, style: Style): readonly string[] {
  const entries = new Map<string, string[]>()
  for (const { rule, places } of findings) {
    for (const { fix: offer, message, accepted, location } of places) {
      if (offer?.status !== 'refused' || accepted) continue
      const why = `      ${offer.because}; it takes ${offer.needs}`
      const key = `${rule}\n${why}`
      const shown = `  ${message} ${style.dim(`${location.file}:${location.startLine} ${rule}`)}`
      entries.set(key, [...(entries.get(key) ?? [why]), shown])
    }
  }
  return [...entries.values()].flatMap(([why = '', ...places]) => [
    ...places.slice(0, 3),
    ...(places.length > 3 ? [`  … and ${places.length - 3} more places`] : []),
    why,
  ])
}

/** Repairs that a patch must not show; `--apply` makes them. */
const withheld = ({ findings }: Report, guarded: boolean, style: Style): readonly string[] =>
  findings.flatMap(({ rule, places }) =>
    places.flatMap(({ fix: offer, accepted, location }) =>
      offer?.status === 'withheld' && !accepted && (guarded || offer.safety === 'safe')
        ? [`  ${offer.title} ${style.dim(`${location.file}:${location.startLine} ${rule}`)}`]
        : [],
    ),
  )

interface Shown {
  readonly style: Style
  /** Whether what touches a secret was left out. */
  readonly patched: boolean
  readonly guarded: boolean
}

function summary(result: FixResult, { style, patched, guarded }: Shown): string {
  const { before, after, reverted, followUps } = result
  const score = ({ score: one }: Report): string => (one ? `${one.overall.toFixed(1)} ${one.grade}` : 'none')
  const left = refusals(after, style)
  const section = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : ['', style.bold(title), ...lines]
  return [
    ...section('Repairs', deeds(result, style)),
    ...section(
      'Undone, because it did not hold',
      reverted.map(({ title, because, rule }) => `  ${title} ${style.dim(rule)}\n      ${because}`),
    ),
    ...section(
      'For you to look at',
      followUps.map(({ rule, message }) => `  ${message} ${style.dim(rule)}`),
    ),
    ...section(
      'Withheld from the patch, because it would show a secret',
      patched ? withheld(after, guarded, style) : [],
    ),
    ...section('Left to you', left),
    '',
    `Score: ${score(before)} → ${style.bold(score(after))}`,
    '',
  ].join('\n')
}

/** Exit code 0; with `--check` 1 where something can be repaired, with `--apply` 1 where a repair had to be undone. */
export async function runFix(given: Arguments): Promise<number> {
  const { directory, paths } = targetOf(given.operands)
  const patchFile = given.value('patch')
  if (given.on('apply') && (given.on('check') || patchFile !== undefined)) {
    throw new UsageError('--apply writes the files; leave --check and --patch out.')
  }
  const result = await fix(directory, {
    ...auditOptions(given, directory),
    ...(paths.length === 0 ? {} : { paths }),
    guarded: given.on('guarded'),
    withoutSecrets: patchFile !== undefined,
  })
  const { patch } = result
  if (patchFile !== undefined) writeOut(patchFile, [patch])
  if (given.on('apply')) await writeRepairs(directory, result, given.on('force'))
  if (given.format === 'terminal') {
    const { color } = screen(given.on('no-color'))
    const style = styleFor(color)
    const diff = given.on('apply') || patchFile !== undefined ? [] : shownPatch(patch, result, style)
    const shown = { style, patched: patchFile !== undefined, guarded: given.on('guarded') }
    print([...diff, summary(result, shown)].join('\n'))
    if (result.files.size === 0) print('Nothing to repair.\n')
    else if (given.on('apply')) print(`${result.files.size} files written.\n`)
    else if (patchFile !== undefined) print(`${result.files.size} files in ${patchFile}.\n`)
    else {
      const words = ['drydock fix', ...given.operands, '--apply', ...(given.on('guarded') ? ['--guarded'] : [])]
      print(`Nothing is written yet: ${words.join(' ')}\n`)
    }
  } else printTo(given.value('out'), [await render(result.before, given.format as 'json' | 'sarif')])
  if (given.on('check')) return result.files.size > 0 ? 1 : 0
  return given.on('apply') && result.reverted.length > 0 ? 1 : 0
}
