/** Findings in the terminal: a code frame for the first places, the rest as a list, and what to do. */
import type { Finding, Place } from '../core/report.ts'
import type { Severity } from '../core/verdict.ts'
import { frameOf } from './code-frame.ts'
import { cut, oneLine, pad, widthOf, wrap } from './plain-text.ts'
import { type Pen, severityStyle } from './terminal-style.ts'
import { count, effortText, openPlaces, placeText, severityTitles } from './words.ts'

/** How many places of a finding are shown with their code; of lesser ones the list is enough. */
const framesShown: Readonly<Record<Severity, number>> = { critical: 2, high: 2, medium: 1, low: 0, info: 0 }
/** A rule's name stands beside the title where this many columns are left for the title. */
const titleRoom = 36
const placesShown = 6
const relatedShown = 4
const indent = '  '

/** Findings without their accepted places; why and what to do are said once for each rule. */
export function findingsLines(findings: readonly Finding[], pen: Pen, withProject: boolean): readonly string[] {
  const explained = new Set<string>()
  return findings.flatMap((finding) => {
    const again = explained.has(finding.rule)
    explained.add(finding.rule)
    return findingLines(finding, pen, withProject, again)
  })
}

function findingLines(finding: Finding, pen: Pen, withProject: boolean, again: boolean): readonly string[] {
  const spots = spotsOf(openPlaces(finding))
  const framed = framesShown[finding.severity]
  return [
    ...heading(finding, pen, withProject),
    ...spots.slice(0, framed).flatMap((spot) => spotLines(spot, finding, pen)),
    ...listed(spots.slice(framed), spots, pen),
    ...(framed === 0 ? hanging(indent, spots[0]?.[0].message ?? '', pen) : []),
    ...(framed === 0 || again ? [] : paragraph('Why', finding.why, pen)),
    ...(again ? [] : paragraph('Do', finding.remedy, pen)),
    '',
  ]
}

/** Places that are written at the same spot, such as a line that a YAML anchor hands to ten services. */
type Spot = readonly [Place, ...Place[]]

function spotsOf(places: readonly Place[]): readonly Spot[] {
  const spots = new Map<string, [Place, ...Place[]]>()
  for (const [index, place] of places.entries()) {
    const where = placeText(place.location)
    const key = where === '' ? `nowhere ${index}` : where
    const spot = spots.get(key)
    if (spot) spot.push(place)
    else spots.set(key, [place])
  }
  return [...spots.values()]
}

const isSame = (a: Place, b: Place): boolean => a.subject.kind === b.subject.kind && a.subject.name === b.subject.name

/** What is wrong with the first subject of a spot; of the others it is the same. */
const messagesOf = ([first, ...others]: Spot): readonly string[] => [
  ...new Set([first, ...others.filter((other) => isSame(first, other))].map(({ message }) => message)),
]

/** The subject of a spot, and how many more there are. */
function subjectText([first, ...all]: Spot): string {
  const others = all.filter((other) => !isSame(first, other))
  const subject = oneLine(`${first.subject.kind} ${first.subject.name}`)
  return others.length === 0 ? subject : `${subject} and ${count(others.length, 'other')} from the same line`
}

function heading(finding: Finding, pen: Pen, withProject: boolean): readonly string[] {
  const { severity, title, rule, project, effort } = finding
  const label = severityTitles[severity].toUpperCase()
  const beside = pen.columns - widthOf(rule) >= titleRoom
  const facts = [
    beside ? '' : rule,
    withProject ? oneLine(project) : '',
    count(openPlaces(finding).length, 'place'),
    effortText(effort),
  ]
  const told = cut(facts.filter((fact) => fact !== '').join(' · '), pen.columns - 2)
  const line = cut(oneLine(title), pen.columns - label.length - 1 - (beside ? widthOf(rule) + 2 : 0))
  const first = `${pen.paint(label, ...severityStyle[severity])} ${pen.paint(line, 'bold')}`
  const gap = ' '.repeat(Math.max(2, pen.columns - label.length - 1 - widthOf(line) - widthOf(rule)))
  return [beside ? first + gap + pen.paint(rule, 'dim') : first, pen.paint(indent + told, 'dim')]
}

function spotLines(spot: Spot, finding: Finding, pen: Pen): readonly string[] {
  const [place] = spot
  const where = placeText(place.location)
  const subject = subjectText(spot)
  const variants = place.variants.length === 0 ? '' : ` (in ${place.variants.join(', ')})`
  const head = where === '' ? subject : `${oneLine(where)}  ${subject}`
  return [
    '',
    indent + pen.paint(cut(head + oneLine(variants), pen.columns - 2), 'cyan'),
    ...(place.excerpt ? frame(place, pen) : []),
    ...messagesOf(spot).flatMap((message) => wrap(message, pen.columns - 4).map((line) => `${indent}${line}`)),
    ...(place.remedy !== null && place.remedy !== finding.remedy ? paragraph('Here', place.remedy, pen) : []),
    ...related(place, pen),
  ]
}

function frame(place: Place, pen: Pen): readonly string[] {
  if (!place.excerpt) return []
  const digits = String(place.excerpt.startLine + place.excerpt.lines.length).length
  const room = pen.columns - digits - 5
  return frameOf(place.excerpt, place.location, room).flatMap(({ number, text, mark }) => {
    const gutter = `${indent}${String(number).padStart(digits)} │ `
    const code = pen.paint(gutter, 'dim') + (mark ? text : pen.paint(text, 'dim'))
    if (!mark) return [code]
    const under = `${indent}${' '.repeat(digits)} │ `
    const line = ' '.repeat(mark.from) + pen.paint('^'.repeat(mark.to - mark.from), ...severityStyle[place.severity])
    return [code, pen.paint(under, 'dim') + line]
  })
}

function related({ related: places }: Place, pen: Pen): readonly string[] {
  const shown = places.slice(0, relatedShown).flatMap(({ location, message }) => {
    const where = placeText(location)
    return hanging(`${indent}→ `, where === '' ? message : `${where}: ${message}`, pen)
  })
  const rest = places.length - relatedShown
  return rest > 0 ? [...shown, `${indent}  … and ${count(rest, 'more related place')}`] : shown
}

/** The places that get no frame, one line each; where all are of one subject, what is wrong there says more than its name. */
function listed(spots: readonly Spot[], all: readonly Spot[], pen: Pen): readonly string[] {
  if (spots.length === 0) return []
  const [first] = all.flat()
  const ofOne = all.flat().length > 1 && all.flat().every((place) => first && isSame(first, place))
  const rows = spots
    .slice(0, placesShown)
    .map(
      (spot) =>
        [
          oneLine(placeText(spot[0].location)),
          ofOne ? oneLine(messagesOf(spot).join('; ')) : subjectText(spot),
        ] as const,
    )
  const width = Math.min(Math.max(...rows.map(([where]) => widthOf(where))), Math.floor(pen.columns / 2))
  const lines = rows.flatMap(([where, text]) => {
    const line = `${indent}${pad(cut(where, width), width)}  `
    return ofOne ? hanging(line, text, pen) : [pen.paint(line, 'cyan') + cut(text, pen.columns - widthOf(line))]
  })
  const rest = spots.slice(placesShown).flat().length
  return ['', ...lines, ...(rest > 0 ? [`${indent}… and ${count(rest, 'more place')}`] : [])]
}

const paragraph = (label: string, text: string, pen: Pen): readonly string[] =>
  text === '' ? [] : hanging(`${indent}${label}: `, text, pen)

/** A paragraph whose further lines begin below the first line's text. */
export function hanging(label: string, text: string, pen: Pen): readonly string[] {
  const width = widthOf(label)
  return wrap(text, Math.max(20, pen.columns - width)).map((line, index) =>
    index === 0 ? label + line : ' '.repeat(width) + line,
  )
}
