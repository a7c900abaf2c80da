/** The controls of frameworks, each decided by the rules that name it. */
import type { Control, ScanStanding } from '../core/assurance.ts'
import { type ControlDefinition, controlDefinitions } from '../core/controls.ts'
import type { JudgedPlace } from '../core/judged.ts'
import type { ContainerCheck } from '../core/observed.ts'
import type { RuleMetadata } from '../core/rule.ts'
import { evidenceOf, type Locate } from './strengths.ts'

export interface ControlBasis {
  /** Every rule there is, and those that ran. */
  readonly known: readonly RuleMetadata[]
  readonly ran: readonly RuleMetadata[]
  /** What scans by others come to, where some were handed in. */
  readonly scans?: ScanStanding | null
  /** What running containers come to, where somebody looked. */
  readonly running?: readonly ContainerCheck[]
}

/** Controls that ask for scans of the images, which somebody else makes. */
const scanned = new Set(['CIS Docker Benchmark 4.4', 'NIST SP 800-190 4.1.1'])

/** Controls that are filled project by project, like the checklist. */
export interface ControlTally {
  /** Takes in the places of one more project; pass only those that count in production (`productionPlaces`). */
  add(judged: readonly JudgedPlace[]): void
  /**
   * Every control: it fails where a place of its rules fails (an accepted one says so), is unknown where one could not tell, passes
   * where its rules applied and passed everywhere, and is not assessed where none spoke. Running containers speak beside them.
   */
  list(basis: ControlBasis): readonly Control[]
}

const mostEvidence = 5

/** What one rule has said of one control. */
interface Tally {
  readonly rule: string
  failing: number
  passing: number
  unknown: number
}

interface Claims {
  readonly rules: Map<string, Tally>
  readonly open: Set<string>
  readonly accepted: Set<string>
  readonly passing: Set<string>
  readonly unknown: Set<string>
}

const noClaims = (): Claims => ({
  rules: new Map(),
  open: new Set(),
  accepted: new Set(),
  passing: new Set(),
  unknown: new Set(),
})

/** The controls that a rule names in its references. */
export const controlsOf = ({ references }: RuleMetadata): readonly ControlDefinition[] =>
  controlDefinitions.filter(({ reference }) => references.includes(reference))

/** A place of a rule with several rows says with its peers which of them it is; what no row names concerns them all. */
const concerns = ({ peer }: ControlDefinition, { verdict, rule, peers }: JudgedPlace): boolean =>
  verdict !== 'fail' || peer === undefined || !rule.peers.includes(peer) || peers.includes(peer)

export function openControls(locate: Locate): ControlTally {
  const claims = new Map(controlDefinitions.map((control) => [control, noClaims()]))
  const named = new Map<RuleMetadata, readonly ControlDefinition[]>()
  const of = (rule: RuleMetadata): readonly ControlDefinition[] => {
    const controls = named.get(rule) ?? controlsOf(rule)
    named.set(rule, controls)
    return controls
  }
  return {
    add: (judged) => {
      for (const place of judged) {
        for (const control of of(place.rule)) {
          const claim = claims.get(control)
          if (claim && concerns(control, place)) file(place, claim, locate)
        }
      }
    },
    list: ({ known, ran, scans, running = [] }) => {
      const missed = known.filter((rule) => !ran.some(({ id }) => id === rule.id))
      return controlDefinitions.map((control) =>
        decide(control, claims.get(control) ?? noClaims(), {
          ran: ran.filter((rule) => of(rule).includes(control)),
          missed: missed.filter((rule) => of(rule).includes(control)),
          scans: (scanned.has(control.reference) && scans) || null,
          running: runningOn(control, running, claims.get(control)),
        }),
      )
    },
  }
}

function file(place: JudgedPlace, claims: Claims, locate: Locate): void {
  const tally = claims.rules.get(place.rule.id) ?? { rule: place.rule.id, failing: 0, passing: 0, unknown: 0 }
  claims.rules.set(place.rule.id, tally)
  const at = evidenceOf(place, locate) ?? place.message
  if (place.verdict === 'unknown') {
    tally.unknown++
    claims.unknown.add(`cannot be told: ${place.message}`)
  } else if (place.verdict === 'pass') {
    tally.passing++
    claims.passing.add(at)
  } else {
    tally.failing++
    if (place.accepted) claims.accepted.add(`${at} (accepted: ${termsOf(place.accepted)})`)
    else claims.open.add(at)
  }
}

const termsOf = ({ reason, owner, until }: NonNullable<JudgedPlace['accepted']>): string =>
  [reason || 'no reason given', owner === null ? '' : `by ${owner}`, until === null ? '' : `until ${until}`]
    .filter((part) => part !== '')
    .join(', ')

interface Speakers {
  readonly ran: readonly RuleMetadata[]
  readonly missed: readonly RuleMetadata[]
  readonly scans: ScanStanding | null
  readonly running: RunningEvidence
}

/** What running containers add to what the files show. */
interface RunningEvidence {
  readonly weak: readonly string[]
  readonly sound: readonly string[]
}

/** A weakness that the files mean is in their evidence already, where a rule about them spoke. */
function runningOn(
  { peer }: ControlDefinition,
  running: readonly ContainerCheck[],
  claims: Claims | undefined,
): RunningEvidence {
  const own = running.filter(({ control }) => `cis:${control}` === peer)
  const spoken = claims !== undefined && claims.rules.size > 0
  const weak = own.flatMap(({ container, weak: what, meant }) =>
    what === null || (meant && spoken) ? [] : [`container ${container} ${what}`],
  )
  const sound = own.filter(({ weak: what }) => what === null).map(({ container }) => container)
  const all = own.length > 0 && sound.length === own.length
  return { weak, sound: all ? [`seen on ${listed(sound)}`] : [] }
}

const listed = (names: readonly string[]): string => {
  const shown = names.slice(0, 3).join(', ')
  const of = names.length === 1 ? 'container' : 'containers'
  return names.length > 3 ? `${names.length} ${of}: ${shown} and others` : `${of} ${shown}`
}

function decide(control: ControlDefinition, claims: Claims, speakers: Speakers): Control {
  const { framework, id, title, beyond } = control
  const rules = [...claims.rules.values()].sort((a, b) => (a.rule < b.rule ? -1 : 1))
  const as = (status: Control['status'], evidence: readonly string[], because: string | null = null): Control => ({
    framework,
    id,
    title,
    status,
    rules: rules.map(({ rule, failing, passing, unknown }) => ({ rule, failing, passing, unknown })),
    evidence,
    because,
  })
  const { scans, running } = speakers
  const told = scans?.evidence ?? []
  const bad = [...claims.open, ...claims.accepted, ...running.weak]
  if (bad.length > 0 || scans?.status === 'fail') {
    return as('fail', [...folded(bad), ...(scans?.status === 'fail' ? folded(told) : [])])
  }
  if (claims.unknown.size > 0) return as('unknown', folded([...claims.unknown]))
  if (scans?.status === 'pass') return as('pass', [...folded([...claims.passing]), ...folded(told)])
  if (claims.passing.size + running.sound.length > 0) {
    const from = running.sound.length > 0 ? 'the engine and the files tell' : 'files tell'
    const limits = beyond === '' ? [] : [`as far as ${from}, which is without ${beyond}`]
    return as('pass', [...running.sound, ...folded([...claims.passing]), ...limits])
  }
  return as('not-assessed', [], silence(control, speakers))
}

/** Why nothing is said of a control. */
function silence({ otherwise, inImages }: ControlDefinition, { ran, missed }: Speakers): string {
  const names = (rules: readonly RuleMetadata[]): string => {
    const shown = rules.slice(0, 3).map(({ id }) => `\`${id}\``)
    return rules.length > 3 ? `${shown.join(', ')} and ${rules.length - 3} more rules` : shown.join(', ')
  }
  if (ran.length > 0 && inImages) return otherwise
  if (ran.length > 0) return `The files hold nothing that ${names(ran)} could judge.`
  if (missed.length > 0)
    return `${names(missed)} did not run; \`--preset cis\` or \`--persona pedantic\` runs what is strict.`
  return otherwise
}

const folded = (evidence: readonly string[]): readonly string[] =>
  evidence.length <= mostEvidence
    ? evidence
    : [...evidence.slice(0, mostEvidence), `and ${evidence.length - mostEvidence} more`]
