/** Repairs of missing limits: memory, CPU and processes in one block, written as the file writes such things. */
import { byteSize } from '../core/byte-size.ts'
import type { Data } from '../core/edit.ts'
import type { Repair } from '../core/fix.ts'
import type { Known } from '../core/known.ts'
import { type Node, nodeAt, textOf } from '../core/node.ts'
import { type Origin, spansOf } from '../core/origin.ts'
import { memoryLimit, processLimit } from '../core/proposed-limits.ts'
import { usualCpus, usualLimits } from '../knowledge/usual-limits.ts'
import { developmentServer } from './development-servers.ts'
import { heapSettings } from './memory-settings.ts'
import { runsCompose } from './platforms.ts'
import { containerFix, type EditsAt, valueFix } from './service-edits.ts'
import type { Service } from './service-model.ts'

const mebibyte = 1024 ** 2

/** Mebibytes for a server for development, which bundles or compiles the program that it serves. */
const compilerMemory = 2048

/** Compose's older keys for limits, and others that only who uses those writes. */
const older = ['mem_limit', 'cpus', 'pids_limit', 'mem_reservation', 'memswap_limit', 'cpu_quota', 'cpu_shares']

/** Sets every limit that a service lacks; undefined where it lacks none that its platform knows. */
export function limitFix(service: Service): Repair | undefined {
  const { name, limits } = service
  const compose = runsCompose(service)
  const usual = usualLimits(service.profile?.repository, service.role)
  const memory = lacks(limits.memory) ? memoryFor(service, Math.max(usual.memory, measuredMemory(service))) : undefined
  const cpus = compose && lacks(limits.cpus) ? usualCpus : undefined
  const pids =
    compose && lacks(limits.pids) && takesPids(service) ? Math.max(usual.pids, measuredPids(service)) : undefined
  const said = [
    ...(memory === undefined ? [] : [`${spoken(memory)} of memory`]),
    ...(cpus === undefined ? [] : ['one CPU']),
    ...(pids === undefined ? [] : [`${pids} processes`]),
  ]
  if (said.length === 0) return undefined
  const seen = memory === undefined ? [] : peakOf(service)
  const effect =
    memory === undefined
      ? `${name} gets no more than that, however much it needs`
      : `${name} is killed when it uses more than ${spoken(memory)}: ${[...seen, 'measure it under load'].join('; ')}`
  const deed = { title: `Limit ${name} to ${listed(said)}`, safety: 'guarded' as const, effect }
  const written = [memory === undefined ? undefined : sizeText(memory), cpus, pids] as const
  const edits = {
    compose: writesOlderKeys(service) ? olderKeys(...written) : deployKeys(service, ...written),
    ecs: edit(['memory'], memory),
    kubernetes: edit(
      ['resources', 'limits', 'memory'],
      memory && (memory % 1024 === 0 ? `${memory / 1024}Gi` : `${memory}Mi`),
    ),
  }
  return containerFix(service, deed, edits, sectionOf(service))
}

/** Bytes that it was seen to use at most, with what it wrote: on a read-only root, that is in memory too. Zero where nobody looked. */
const usedMemory = ({ measured }: Service): number =>
  measured && measured.peak.memory > 0
    ? measured.peak.memory + measured.writes.reduce((sum, { size }) => sum + size, 0)
    : 0

/** Mebibytes, several times as many as it was seen to use. */
const measuredMemory = (service: Service): number => memoryLimit(usedMemory(service)) / mebibyte

const measuredPids = ({ measured }: Service): number => processLimit(measured?.peak.processes ?? 0)

/** That a limit goes by a measurement, and what that is. */
function peakOf(service: Service): readonly string[] {
  const used = usedMemory(service)
  return used === 0 ? [] : [`at rest it was measured to use ${Math.ceil(used / mebibyte)} MiB`]
}

const lacks = (limit: Known<string | undefined>): boolean => limit.known && limit.value === undefined

const listed = (parts: readonly string[]): string =>
  parts.length === 1 ? String(parts[0]) : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`

const edit =
  (keys: readonly string[], value: Data | undefined): EditsAt =>
  (at) =>
    value === undefined ? [] : [{ do: 'set', path: at(...keys), value }]

const together =
  (...edits: readonly EditsAt[]): EditsAt =>
  (at) =>
    edits.flatMap((one) => one(at))

type Amounts = readonly [memory: string | undefined, cpus: string | undefined, pids: number | undefined]

const deployKeys = (service: Service, ...[memory, cpus, pids]: Amounts): EditsAt => {
  const limits = ['deploy', 'resources', 'limits']
  return together(
    edit([...limits, 'cpus'], asFallback(service, [...limits, 'cpus'], cpus)),
    edit([...limits, 'memory'], asFallback(service, [...limits, 'memory'], memory)),
    edit([...limits, 'pids'], pids),
  )
}

/** A value, or the variable by which people choose another one, with the value to fall back to. */
function asFallback(
  { node, project }: Service,
  keys: readonly string[],
  value: string | undefined,
): string | undefined {
  const [place] = spansOf(nodeAt(node, ...keys)?.origin ?? node.origin)
  const written = place && project.file(place.file)?.source.text.slice(place.start, place.end)
  const chosen = /^["']?\$\{(\w+):?-[^{}]*\}["']?$/.exec(written ?? '')?.[1]
  return chosen === undefined || value === undefined ? value : `\${${chosen}:-${value}}`
}

const olderKeys = (...[memory, cpus, pids]: Amounts): EditsAt =>
  together(edit(['mem_limit'], memory), edit(['cpus'], cpus && Number(cpus)), edit(['pids_limit'], pids))

const spoken = (memory: number): string => (memory % 1024 === 0 ? `${memory / 1024} GiB` : `${memory} MiB`)

const sizeText = (memory: number): string => (memory % 1024 === 0 ? `${memory / 1024}g` : `${memory}m`)

/** The section for limits that is written in some file: they belong beside each other. */
const sectionOf = ({ node }: Service): Origin | undefined =>
  (nodeAt(node, 'deploy', 'resources') ?? nodeAt(node, 'deploy'))?.origin

/** The formats that a variant's files say they are in. */
const formatsOf = ({ variant, project }: Service): readonly string[] =>
  project.composeFiles
    .filter(({ file }) => variant.files.includes(file))
    .flatMap(({ root }) => textOf(nodeAt(root, 'version')) ?? [])

/** `docker stack deploy` holds a file to its format, and refuses this limit before 3.9. */
const takesPids = (service: Service): boolean =>
  service.platform !== 'swarm' || !formatsOf(service).some((format) => /^3(?:\.[0-8])?$/.test(format))

/** Whether a service, or every other one of its files that sets limits, does it by Compose's older keys. */
function writesOlderKeys(service: Service): boolean {
  const { node, platform, variant } = service
  if (platform === 'swarm' || nodeAt(node, 'deploy', 'resources', 'limits') !== undefined) return false
  // Compose refuses limits in `deploy` that leave out what an older key sets.
  if (usesOlderKeys(node)) return true
  if (nodeAt(node, 'deploy', 'resources') !== undefined) return false
  // Format 2 knows no `deploy`.
  if (formatsOf(service).some((format) => /^2(?:\.|$)/.test(format))) return true
  const others = variant.services.map((service) => service.node)
  return others.some(usesOlderKeys) && !others.some((one) => nodeAt(one, 'deploy', 'resources') !== undefined)
}

const usesOlderKeys = (node: Node): boolean => older.some((key) => nodeAt(node, key) !== undefined)

/** Mebibytes that hold what the program is told to use, and what it is promised, with half as much again. */
function memoryFor(service: Service, usual: number): number {
  const promised = ['deploy.resources.reservations.memory', 'mem_reservation', 'resources.requests.memory']
    .flatMap((key) => textOf(nodeAt(service.node, ...key.split('.'))) ?? [])
    .map((text) => byteSize(text.replace(/i$/, '')) ?? 0)
  const most = Math.max(0, ...heapSettings(service).map(({ bytes }) => bytes), ...promised)
  const compiles = service.finalStage !== undefined && developmentServer(service.finalStage) !== undefined
  return enoughFor(most, compiles ? Math.max(usual, compilerMemory) : usual)
}

/** Mebibytes for a program that uses so many bytes by itself, in steps of 256. */
const enoughFor = (bytes: number, usual = 0): number => {
  const step = 256
  return Math.max(usual, Math.ceil((bytes * 1.5) / mebibyte / step) * step)
}

/** Raises the limit for memory to what the program is told to use, and half as much again. */
export function raiseMemory(service: Service): Repair | undefined {
  const { name, limits } = service
  const most = Math.max(0, ...heapSettings(service).map(({ bytes }) => bytes))
  if (most === 0) return undefined
  const size = sizeText(enoughFor(most))
  const effect = `${name} may use ${size} of the host’s memory`
  const deed = { title: `Raise the memory of ${name} to ${size}`, safety: 'guarded' as const, effect }
  return valueFix(service, deed, limits.memory.origin, (path) => [{ do: 'set', path, value: size }])
}
