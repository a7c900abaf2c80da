/** Starts a stack as it is written and as it is repaired, and finds out which repairs it works with. */
import { digest } from '../core/digest.ts'
import type { ProofRecord, RecordedRepair } from '../core/proof.ts'
import type { Engine } from '../engine/engine.ts'
import { removeLabelled } from '../engine/run/remove.ts'
import { at, type Json, objectOf, without } from './compose-json.ts'
import { exercisedFiles, isAbout } from './exercised.ts'
import { findGuilty } from './guilty.ts'
import { proofLabel } from './harmless-stack.ts'
import { directoryPrefix } from './leftovers.ts'
import { type Prepared, prepare, type Scene, UnreadableStack } from './prepare.ts'
import { recordedEngine, recordedStart } from './record.ts'
import { makePrivate, removeStaged } from './staged-tree.ts'
import { type CameUp, type Outcome, type Stage, tryStack } from './trial.ts'
import type { Failure } from './works.ts'

/** A repair that was made, and what a proof has to know of it. */
export interface MadeRepair extends RecordedRepair {
  readonly files: readonly string[]
  /** The service or other thing that it is about. */
  readonly subject: string | undefined
  /** Whether it is about which image is used. */
  readonly choosesImage: boolean
}

export interface Repaired {
  /** New texts by file. */
  readonly files: ReadonlyMap<string, string>
  readonly made: readonly MadeRepair[]
}

export interface ProofRequest {
  readonly scene: Scene
  readonly engine: Engine
  readonly project: string
  readonly tool: ProofRecord['tool']
  readonly createdAt: string
  /** Where the copies are made. */
  readonly temporary: string
  /** Milliseconds that a start may take. */
  readonly within: number
  /** Repairs the project: everything that can be, or only these places. */
  repair(places?: ReadonlySet<string>): Promise<Repaired>
  /** Asks whether what is planned may be done; nothing has been started yet. */
  confirm(plan: Prepared, repairs: readonly MadeRepair[]): Promise<boolean>
  progress(line: string): void
  /** Hides what is secret in a text. */
  mask(text: string): string
}

export type Proof =
  | { readonly kind: 'declined' }
  /** Something is asked of the machine that a proof does not give. */
  | { readonly kind: 'refused'; readonly refused: Prepared['stack']['refused'] }
  /** The stack does not work as it is written: nothing is said about its repairs. */
  | { readonly kind: 'broken'; readonly failure: Failure }
  | { readonly kind: 'tried'; readonly record: ProofRecord; readonly failures: ReadonlyMap<string, Failure> }

/** Starts of repaired stacks that looking for the guilty ones may take. */
const mostTries = 16

/** Proves what can be proved. Whatever happens, nothing that was started is left. */
export async function prove(request: ProofRequest): Promise<Proof> {
  const { scene, engine } = request
  const root = makePrivate(request.temporary, directoryPrefix + scene.run)
  try {
    return await proveIn(root, request)
  } finally {
    await removeLabelled(engine, `${proofLabel}=${scene.run}`)
    if (!removeStaged(root)) request.progress(`${root} holds files that a container wrote; remove it as root`)
  }
}

async function proveIn(root: string, request: ProofRequest): Promise<Proof> {
  const { scene, engine } = request
  const stage: Stage = { scene, engine, within: request.within, progress: request.progress }
  const project = `${directoryPrefix}${digest([scene.run]).slice(0, 8)}`
  let baseline: Prepared
  try {
    baseline = await prepare(scene, makePrivate(root, 'base'), `${project}-base`, new Map())
  } catch (error) {
    if (error instanceof UnreadableStack) return { kind: 'broken', failure: unread(error) }
    throw error
  }
  if (baseline.stack.refused.length > 0) return { kind: 'refused', refused: baseline.stack.refused }
  const all = await request.repair()
  const isRead = exercisedFiles(baseline, scene.variant)
  const told = all.made.filter(({ files }) => files.some(isRead))
  if (!(await request.confirm(baseline, told))) return { kind: 'declined' }
  request.progress('as written:')
  const asWritten = await tryStack(stage, baseline)
  if (!asWritten.ok) return { kind: 'broken', failure: asWritten.failure }
  const search = await searched(root, `${project}-repaired`, told, request, stage, asWritten.cameUp)
  return { kind: 'tried', ...recorded(request, all.made, asWritten.cameUp, search, startedIn(baseline)) }
}

const unread = ({ message }: UnreadableStack): Failure => ({
  step: 'read',
  service: undefined,
  because: message,
  lines: [],
})

/** What Docker and its builder say where an image is not to be had. */
const unreachable =
  /failed to do request|no such host|i\/o timeout|TLS handshake|connection refused|toomanyrequests|pull access denied|manifest unknown|failed to resolve (?:source metadata|reference)/i

const isUnreachable = ({ service, lines }: Failure): boolean =>
  service === undefined && lines.some((line) => unreachable.test(line))

/** The last set of repairs that came up, and those that nothing comes up with. */
interface Search {
  readonly last:
    | { readonly prepared: Prepared; readonly cameUp: CameUp; readonly places: ReadonlySet<string> }
    | undefined
  readonly guilty: ReadonlyMap<string, Failure>
}

async function searched(
  root: string,
  project: string,
  told: readonly MadeRepair[],
  request: ProofRequest,
  stage: Stage,
  asWritten: CameUp,
): Promise<Search> {
  let last: Search['last']
  let tries = 0
  const works = async (repairs: readonly MadeRepair[]): Promise<Failure | undefined> => {
    const places = new Set(repairs.map(({ place }) => place))
    const { files, made } = await request.repair(places)
    request.progress(`repaired (${made.length} ${made.length === 1 ? 'repair' : 'repairs'}):`)
    const side = makePrivate(root, `repaired-${++tries}`)
    const { prepared, outcome } = await triedWith(side, project, files, stage, asWritten)
    removeStaged(side)
    if (!outcome.ok) return outcome.failure
    if (prepared) last = { prepared, cameUp: outcome.cameUp, places: new Set(made.map(({ place }) => place)) }
    return undefined
  }
  if (told.length === 0) return { last, guilty: new Map() }
  let tried = told
  let failure = await works(tried)
  if (failure !== undefined && isUnreachable(failure)) {
    // That no registry answers, or asks for an account, says nothing of a repair.
    request.progress('an image cannot be fetched; repairs that choose one are left out')
    tried = told.filter(({ choosesImage }) => !choosesImage)
    failure = await works(tried)
  }
  if (failure === undefined) return { last, guilty: new Map() }
  request.progress(`${sentenceOf(failure)}; looking for the repair that it is`)
  const isSuspect = ({ safety, subject }: MadeRepair): boolean =>
    safety === 'guarded' && (failure.service === undefined || subject === failure.service)
  const guardedLast = [...tried].sort((a, b) => Number(a.safety === 'guarded') - Number(b.safety === 'guarded'))
  const { guilty } = await findGuilty(guardedLast, isSuspect, failure, works, mostTries)
  return { last, guilty: new Map(guilty.map(({ one, failure: because }) => [one.place, because])) }
}

async function triedWith(
  side: string,
  project: string,
  files: ReadonlyMap<string, string>,
  stage: Stage,
  asWritten: CameUp,
): Promise<{ readonly prepared?: Prepared; readonly outcome: Outcome }> {
  try {
    const prepared = await prepare(stage.scene, side, project, files)
    const [refused] = prepared.stack.refused
    if (refused) {
      const because = `it then asks for ${refused.what}`
      return { outcome: { ok: false, failure: { step: 'read', service: refused.service, because, lines: [] } } }
    }
    return { prepared, outcome: await tryStack(stage, prepared, asWritten) }
  } catch (error) {
    if (error instanceof UnreadableStack) return { outcome: { ok: false, failure: unread(error) } }
    throw error
  }
}

/** `web: it ended with exit code 1 (start)`. */
export const sentenceOf = ({ service, because, step }: Failure): string =>
  `${service === undefined ? '' : `${service}: `}${because} (${step})`

function recorded(
  { scene, engine, project, tool, createdAt, mask }: ProofRequest,
  made: readonly MadeRepair[],
  asWritten: CameUp,
  { last, guilty }: Search,
  startedAsWritten: readonly string[],
): { readonly record: ProofRecord; readonly failures: ReadonlyMap<string, Failure> } {
  const plain = ({ rule, place, title, safety }: MadeRepair): RecordedRepair => ({ rule, place, title, safety })
  // Behind a profile, nothing of a service was tried.
  const gone = startedAsWritten.filter((name) => last !== undefined && !startedIn(last.prepared).includes(name))
  const isProved = ({ place, subject }: MadeRepair): boolean =>
    last?.places.has(place) === true && !isAbout(subject, gone)
  const services = objectOf(at(last?.prepared.stack.model, 'services'))
  const record: ProofRecord = {
    schemaVersion: 1,
    tool,
    createdAt,
    engine: recordedEngine(engine, scene.compose.version),
    project,
    variant: scene.variant.name,
    checks: [],
    asWritten: recordedStart(asWritten),
    repaired: last ? recordedStart(last.cameUp) : null,
    services: (last?.cameUp.images ?? []).map(({ service, id, digests, hasHealthCheck }) => ({
      name: service,
      reference: null,
      image: id,
      digests,
      healthCheck: hasHealthCheck,
      asWritten: '',
      repaired: last ? settingsDigest(objectOf(services[service]), last.prepared) : null,
      needs: null,
    })),
    proved: made.filter(isProved).map((one) => ({ ...plain(one), amended: null })),
    refuted: made.flatMap((one) => {
      const failure = guilty.get(one.place)
      return failure
        ? [{ ...plain(one), service: failure.service ?? null, because: mask(`${failure.because} (${failure.step})`) }]
        : []
    }),
    unproven: made.filter((one) => !isProved(one) && !guilty.has(one.place)).map(plain),
  }
  return { record, failures: guilty }
}

const startedIn = ({ stack }: Prepared): readonly string[] =>
  stack.services.flatMap(({ name, replicas }) => (replicas > 0 ? [name] : []))

/** Of the settings without values that may be secret, and without anything that is different on another machine or in another run. */
function settingsDigest(service: Json, { staged, project }: Prepared): string {
  const variables = Object.keys(objectOf(at(service, 'environment'))).sort()
  const plain = JSON.stringify({
    ...without(service, ['environment', 'labels', 'build', 'command', 'entrypoint', 'healthcheck']),
    variables,
  })
  return digest(plain.replaceAll(staged.tree, '').replaceAll(project, ''))
}
