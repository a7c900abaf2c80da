/** Writes a measurement down as the profile of an image, so that a later run on the same image says the same. */

import { FACTORS, roundedUp, sizeLimit } from '../../core/proposed-limits.ts'
import type { Answer } from '../../engine/inspect/answering.ts'
import type { Owned, WrittenDirectory } from './contents.ts'
import type { Listening } from './listening.ts'
import type { Holds, Measurement } from './measurement.ts'

interface Account {
  readonly name: string
  readonly uid?: number
}

/** The facts of a profile that can be measured, in the shape in which profiles that were read have them. */
export interface MeasuredFacts {
  readonly user: Account
  readonly dropsTo?: Account
  readonly ports?: readonly number[]
  readonly volumes: readonly string[]
  readonly writes: readonly string[]
  readonly capabilities?: { readonly add: readonly string[]; readonly basis: 'run' }
  readonly healthcheck: boolean
  readonly evidence: { readonly '*': { readonly source: string; readonly date: string } }
}

interface Limit {
  /** The highest sample, rounded up. */
  readonly peak: number
  /** At least `factor` times the peak. */
  readonly limit: number
  readonly factor: number
}

/** A directory with its owner, its mode in octal digits, and bytes. */
interface Directory extends Omit<Owned, 'mode'> {
  readonly mode: string
  readonly size: number
}

/** Why something does not hold is only told where it does not. */
type Outcome = { readonly holds: boolean; readonly because?: string }

export interface MeasuredProfile {
  readonly image: string
  readonly provenance: {
    readonly kind: 'measured'
    /** Of the registry, or the image's own id where it came from none. */
    readonly digest: string
    readonly engine: string
    readonly date: string
  }
  readonly facts: MeasuredFacts
  readonly needs: {
    /** Names of the variables that it was given. */
    readonly environment: readonly string[]
    /** Whether taking away any one of the capabilities was tried and failed. */
    readonly capabilitiesAreMinimal: boolean
    readonly noNewPrivileges: Outcome
    /** `tmpfs` with the size each is proposed to have; `copies` begin with what the image has there. */
    readonly readOnly: Outcome & { readonly tmpfs: readonly Directory[]; readonly copies: readonly string[] }
    /** As an account without any capability, from the start; `ownDirectories` where each directory it writes to was its own tmpfs. */
    readonly startsAs?: Outcome & { readonly user: string; readonly ownDirectories: boolean }
    /** Bytes. */
    readonly memory: Limit
    /** Processes and threads. */
    readonly processes: Limit
    readonly listening?: readonly (Listening & { readonly answer?: Answer })[]
    /** Ports that others can reach and EXPOSE does not name, and the other way round. */
    readonly unexposed?: readonly string[]
    readonly unused?: readonly string[]
    readonly volumes: readonly Directory[]
    readonly stopsInTime: boolean
    /** All that holds at once, with the limits. */
    readonly together: Outcome
  }
}

/** When a line was printed is another time in each run. */
const times = /(\d{4}[-/]\d\d[-/]\d\d|\d\d? [A-Z][a-z]{2} \d{4})[T ]\d\d:\d\d:\d\d([.,]\d+)?( ?UTC|Z)? ?/g

function outcome(one: Holds): Outcome {
  return one.holds ? { holds: true } : { holds: false, because: one.because.replace(times, '') }
}

const octal = (mode: number): string => mode.toString(8).padStart(4, '0')
const inOrder = (ports: readonly number[], exposed: readonly string[]): readonly number[] => {
  const isExposed = (port: number): boolean => exposed.some((one) => Number.parseInt(one, 10) === port)
  return [...ports.filter(isExposed), ...ports.filter((port) => !isExposed(port))]
}

function accountOf(user: string, names: ReadonlyMap<number, string>): Account {
  const [first = ''] = user.split(':')
  if (first === '') return { name: 'root', uid: 0 }
  if (/^\d+$/.test(first)) return { name: names.get(Number(first)) ?? first, uid: Number(first) }
  const uid = [...names].find(([, name]) => name === first)?.[0]
  return uid === undefined ? { name: first } : { name: first, uid }
}

function factsOf(measured: Measurement, digest: string, date: string): MeasuredFacts {
  const { accounts, capabilities, lesser, listening, exposed } = measured
  const user = accountOf(measured.user, accounts)
  const open = listening?.filter(({ reach }) => reach === 'anyone').map(({ port }) => port)
  return {
    user,
    ...(user.uid === 0 && lesser ? { dropsTo: accountOf(String(lesser.uid), accounts) } : {}),
    ...(open ? { ports: inOrder([...new Set(open)], exposed) } : {}),
    volumes: measured.declaredVolumes,
    writes: measured.written.map(({ path }) => path),
    ...(capabilities.least ? { capabilities: { add: capabilities.least, basis: 'run' } } : {}),
    healthcheck: measured.hasHealthcheck,
    evidence: { '*': { source: `measured: ${digest} on Docker Engine ${measured.engine}`, date } },
  }
}

/** The profile of a measured image; `date` is the day, `environment` the names of the variables that it was given. */
export function profileOf(measured: Measurement, date: string, environment: readonly string[]): MeasuredProfile {
  const { image, engine, exposed, readOnly, startsAs, peak, limits, capabilities, answers } = measured
  const digest = measured.digests[0]?.split('@')[1] ?? measured.id
  const listening = measured.listening?.map((one) => {
    const answer = one.protocol === 'tcp' ? answers[one.port] : undefined
    return answer === undefined ? one : { ...one, answer }
  })
  const open = listening?.filter(({ reach }) => reach === 'anyone').map(({ port, protocol }) => `${port}/${protocol}`)
  const directory = ({ path, uid, gid, mode }: Owned, size: number): Directory => ({
    path,
    uid,
    gid,
    mode: octal(mode),
    size,
  })
  const isTmpfs = ({ path }: WrittenDirectory): boolean => path in readOnly.tmpfs
  return {
    image,
    provenance: { kind: 'measured', digest, engine, date },
    facts: factsOf(measured, digest, date),
    needs: {
      environment: [...environment].sort(),
      capabilitiesAreMinimal: capabilities.minimal,
      noNewPrivileges: outcome(measured.noNewPrivileges),
      readOnly: {
        ...outcome(readOnly),
        tmpfs: measured.written.filter(isTmpfs).map((one) => directory(one, sizeLimit(one.size))),
        copies: readOnly.copies,
      },
      ...(startsAs
        ? {
            startsAs: {
              user: `${startsAs.uid}:${startsAs.gid}`,
              ...outcome(startsAs),
              ownDirectories: startsAs.ownDirectories,
            },
          }
        : {}),
      memory: { peak: roundedUp(peak.memory, 1024 ** 2), limit: limits.memory, factor: FACTORS.memory },
      processes: { peak: roundedUp(peak.processes, 1), limit: limits.processes, factor: FACTORS.processes },
      ...(listening ? { listening } : {}),
      ...(open ? { unexposed: open.filter((port) => !exposed.includes(port)) } : {}),
      ...(open ? { unused: exposed.filter((port) => !open.includes(port)) } : {}),
      volumes: measured.volumes.map((one) => directory(one, roundedUp(one.size, 64 * 1024))),
      stopsInTime: measured.stops,
      together: outcome(measured.together),
    },
  }
}

/** Figures that vary from run to run, and how much they may: a step of the rounding. */
const FIGURES = ['peak', 'limit', 'size']
const tolerance = 1.5

/**
 * The newer of two profiles of one image, with the figures of the earlier one where they differ by no more than measuring twice
 * does; and with its words where the same thing does not hold.
 */
export function settled(earlier: MeasuredProfile, now: MeasuredProfile): MeasuredProfile {
  if (earlier.provenance?.digest !== now.provenance.digest) return now
  return { ...now, needs: kept(earlier.needs, now.needs, '') as MeasuredProfile['needs'] }
}

function kept(earlier: unknown, now: unknown, name: string): unknown {
  if (typeof now === 'number' && typeof earlier === 'number' && FIGURES.includes(name)) {
    return Math.max(now, earlier) <= tolerance * Math.min(now, earlier) ? earlier : now
  }
  if (typeof now === 'string' && typeof earlier === 'string' && name === 'because') return earlier
  if (typeof now !== 'object' || now === null || typeof earlier !== 'object' || earlier === null) return now
  if (Array.isArray(now)) return Array.isArray(earlier) ? now.map((one, at) => kept(earlier[at], one, name)) : now
  const before = earlier as Readonly<Record<string, unknown>>
  return Object.fromEntries(Object.entries(now).map(([key, value]) => [key, kept(before[key], value, key)]))
}
