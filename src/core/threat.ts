/** How severe a weakness is, worked out from where an attack starts, what it gains and what else must be wrong first. */
import { type Severity, severities } from './verdict.ts'

/** Where an attack, or a bad day, starts from; each is argued for in docs/scoring.md. */
export const startingPoints = {
  outside: 'anybody who can open a connection',
  image: 'anybody who can pull the image',
  repository: 'anybody who can read the repository',
  container: 'whoever has broken into one container',
  supply: 'whoever can change what the next build or pull brings in',
  nobody: 'nobody: a bad day is enough',
} as const
export type StartingPoint = keyof typeof startingPoints

interface Gain {
  readonly severity: Severity
  readonly text: string
}

/** What is gained when nothing else has to be wrong. Only the first three are ever critical. */
export const gains = {
  host: { severity: 'critical', text: 'the host' },
  credential: { severity: 'critical', text: 'a credential that works' },
  data: { severity: 'critical', text: 'the data of a store' },
  code: { severity: 'high', text: 'a say in what runs next' },
  access: { severity: 'high', text: 'something that belongs to another service, account or user' },
  undo: { severity: 'high', text: 'a release that nobody can name or take back' },
  stop: { severity: 'high', text: 'a stack, or a part of it, that does not come up or loses what it holds' },
  reach: { severity: 'medium', text: 'more room for somebody who is in already' },
  control: { severity: 'medium', text: 'a check or a record that is not there when it is needed' },
  outage: { severity: 'medium', text: 'a service or a host that stops' },
  fault: { severity: 'medium', text: 'something that does not do what is written' },
  trace: { severity: 'low', text: 'a question afterwards that nobody can answer' },
  upkeep: { severity: 'low', text: 'work for whoever maintains it' },
  nothing: { severity: 'info', text: 'nothing' },
} as const satisfies Record<string, Gain>
export type GainName = keyof typeof gains

/** A weakness as an attack: from where, to what, and what else has to be true; every line of `needs` takes one step off. */
export interface Threat {
  readonly from: StartingPoint
  readonly gains: GainName
  /** Each a noun phrase that follows "needs", e.g. "a fault in the kernel"; at most three. */
  readonly needs?: readonly string[]
}

const lowered = (severity: Severity): Severity => severities[severities.indexOf(severity) + 1] ?? 'info'

/** The severity that follows from a threat: what is gained, one step less for everything else that must be wrong. */
export const severityOf = ({ gains: name, needs = [] }: Threat): Severity =>
  needs.reduce<Severity>(lowered, gains[name].severity)

/** The derivation in words, one line for each step; the last one ends with the severity. */
export function derivation(threat: Threat): readonly string[] {
  const { severity, text } = gains[threat.gains]
  const lines = [`From ${startingPoints[threat.from]} to ${text}: ${severity}`]
  let now: Severity = severity
  for (const need of threat.needs ?? []) {
    now = lowered(now)
    lines.push(`Needs ${need}: ${now}`)
  }
  return lines
}
