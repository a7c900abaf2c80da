/** What `drydock fix` says below the diff: what was repaired and what that may break, what is left to a person, the score. */
import type { RepairProof } from '../core/proof.ts'
import type { Report } from '../core/report.ts'
import type { FixResult } from '../index.ts'
import { oneLine, wrap } from '../report/plain-text.ts'
import { proofText } from '../report/proof-text.ts'
import type { Style } from './style.ts'

export interface Shown {
  readonly style: Style
  /** Columns a line may take. */
  readonly width: number
  /** Whether what touches a secret was left out. */
  readonly patched: boolean
  readonly guarded: boolean
}

/** Lines of a text below each other, indented. */
const below = (indent: string, text: string, width: number): readonly string[] =>
  wrap(text, Math.max(40, width - indent.length)).map((line) => indent + line)

/** Words in which texts may differ that say the same of several things. */
const mostDifferences = 4

const ending = (word: string): string => /[,:;.]$/.exec(word)?.[0] ?? ''

/** One text for two that say the same of two things: an ellipsis where they differ; undefined where they say something else. */
function joint(one: string, other: string): string | undefined {
  if (one === other) return one
  const [words, others] = [one.split(' '), other.split(' ')]
  const differing = words.filter((word, index) => word !== others[index] && !word.startsWith('…')).length
  if (words.length !== others.length || differing > mostDifferences || differing * 2 > words.length) return undefined
  return words.map((word, index) => (word === others[index] ? word : `…${ending(word)}`)).join(' ')
}

interface Group {
  readonly rule: string
  readonly lines: string[]
  /** What is true of all of them. */
  note: string
}

/** Puts a line to those of the same rule that have the same to say of themselves. */
function addTo(groups: Group[], rule: string, line: string, note: string): void {
  for (const group of groups) {
    const common = group.rule === rule ? joint(group.note, note) : undefined
    if (common === undefined) continue
    group.note = common
    if (!group.lines.includes(line)) group.lines.push(line)
    return
  }
  groups.push({ rule, lines: [line], note })
}

const noteOf = (note: string): string => note.replace(/…(?: …)+/g, '…')

/** Every fix once, by rule; with what it may break. */
function deeds({ applied, mask }: FixResult, { style, width }: Shown): readonly string[] {
  const [safe, proved, unproven]: readonly [Group[], Group[], Group[]] = [[], [], []]
  for (const { rule, fix: made } of applied) {
    const placement = made.placement === undefined ? '' : ` (${mask(made.placement)})`
    const isGuarded = made.safety === 'guarded'
    const effect = isGuarded ? mask(made.effect ?? 'it may change what the service does') : ''
    const guarded = made.proof?.status === 'proved' ? proved : unproven
    addTo(isGuarded ? guarded : safe, rule, `${mask(made.title)}${placement}`, effect)
  }
  const shown = (mark: string, groups: readonly Group[]): readonly string[] =>
    groups.flatMap(({ rule, lines, note }) => [
      `  ${mark} ${rule}`,
      ...lines.flatMap((line) => below('      ', line, width)),
      ...below('        ', noteOf(note), width).map((line) => style.dim(line)),
    ])
  return [...shown(style.green('✓'), safe), ...shown(style.green('✔'), proved), ...shown(style.yellow('⚠'), unproven)]
}

/** What the marks of the repairs mean: by which proof they are proved, and why others are not. */
function certainty({ applied, mask }: FixResult, { style, width }: Shown): readonly string[] {
  const guarded = applied.flatMap(({ fix: { safety, proof } }) => (safety === 'guarded' ? [proof] : []))
  const said = (status: RepairProof['status']): readonly string[] => [
    ...new Set(guarded.flatMap((proof) => (proof?.status === status ? (proofText({ proof }) ?? []) : [])).map(mask)),
  ]
  const legend = (mark: string, word: string, texts: readonly string[]): readonly string[] =>
    texts.flatMap((text) => {
      const [first = '', ...more] = below('    ', `${word}: ${text}`, width)
      return [`  ${mark} ${first.trimStart()}`, ...more]
    })
  return [
    ...legend(style.green('✔'), 'proved', said('proved')),
    ...legend(style.yellow('⚠'), 'unproven', [
      ...(guarded.includes(undefined) ? ['nobody has started the stack with it yet'] : []),
      ...said('stale'),
    ]),
  ]
}

/** What is left to a person, and what it takes, by rule. */
function refusals({ findings }: Report, { style, width }: Shown): readonly string[] {
  const groups: Group[] = []
  for (const { rule, places } of findings) {
    for (const { fix: offer, message, accepted, location } of places) {
      if (offer?.status !== 'refused' || accepted) continue
      const line = `${oneLine(message)}\n${location.file}:${location.startLine}`
      addTo(groups, rule, line, `${offer.because}; it takes ${offer.needs}`)
    }
  }
  return groups.flatMap(({ rule, lines, note }) => {
    const more = lines.length - 3
    return [
      `  ${rule}`,
      ...lines.slice(0, 3).flatMap((line) => {
        const [message = '', place = ''] = line.split('\n')
        const written = below('      ', message, width)
        const last = written.at(-1) ?? ''
        const fits = last.length + place.length + 2 <= width
        return fits
          ? [...written.slice(0, -1), `${last}  ${style.dim(place)}`]
          : [...written, `      ${style.dim(place)}`]
      }),
      ...(more > 0 ? [`      … and ${more} more ${more === 1 ? 'place' : 'places'}`] : []),
      ...below('        ', noteOf(note), width).map((line) => style.dim(line)),
    ]
  })
}

/** Repairs that a patch must not show; `--apply` makes them. */
const withheld = ({ findings }: Report, { guarded, style }: Shown): readonly string[] =>
  findings.flatMap(({ rule, places }) =>
    places.flatMap(({ fix: offer, accepted, location }) =>
      offer?.status === 'withheld' && !accepted && (guarded || offer.safety === 'safe')
        ? [`  ${offer.title} ${style.dim(`${location.file}:${location.startLine} ${rule}`)}`]
        : [],
    ),
  )

/** How many repairs were not asked for. */
const leftOut = ({ findings }: Report): number =>
  findings
    .flatMap(({ places }) => places)
    .filter(({ fix: offer, accepted }) => !accepted && offer?.safety === 'guarded' && offer.status !== 'refused').length

/** Follow-ups of one rule that are listed; the next audit has them all. */
const mostFollowUps = 3

/** All that is said below the diff. */
export function summary(result: FixResult, shown: Shown): string {
  const { before, after, reverted, followUps } = result
  const { style, width, patched, guarded } = shown
  const score = ({ score: one }: Report): string => (one ? `${one.overall.toFixed(1)} ${one.grade}` : 'none')
  const section = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : ['', style.bold(title), ...lines]
  const legend = certainty(result, shown)
  const more = guarded ? 0 : leftOut(after)
  return [
    ...section('Repairs', deeds(result, shown)),
    ...(legend.length > 0 ? ['', ...legend] : []),
    ...section(
      'Undone, because it did not hold',
      reverted.flatMap(({ title, because, rule }) => [
        `  ${oneLine(title)} ${style.dim(rule)}`,
        ...below('      ', because, width),
      ]),
    ),
    ...section(
      'For you to look at',
      [...Map.groupBy(followUps, ({ rule }) => rule)].flatMap(([rule, places]) => [
        ...places.slice(0, mostFollowUps).map(({ message }) => `  ${oneLine(message)} ${style.dim(rule)}`),
        ...(places.length > mostFollowUps ? [`  … and ${places.length - mostFollowUps} more ${style.dim(rule)}`] : []),
      ]),
    ),
    ...section('Withheld from the patch, because it would show a secret', patched ? withheld(after, shown) : []),
    ...section('Left to you', refusals(after, shown)),
    ...(more > 0
      ? [
          '',
          `${more} more ${more === 1 ? 'repair' : 'repairs'} that a program may notice: --guarded shows ${more === 1 ? 'it' : 'them'}.`,
        ]
      : []),
    '',
    `Score: ${score(before)} → ${style.bold(score(after))}`,
    '',
  ].join('\n')
}
