/** Repairs of containers in task definitions and manifests, where they are defined. */
import type { Data, TreeEdit } from '../core/edit.ts'
import type { Repair } from '../core/fix.ts'
import type { MapNode } from '../core/node.ts'
import { firstSpanOf, type PathSegment } from '../core/origin.ts'
import { secondsOf } from './durations.ts'
import type { Deed } from './service-edits.ts'
import type { Healthcheck, Service } from './service-model.ts'

/** Edits of what a map holds; `edits` gets paths below it. Terraform's text is not a tree of data. */
export function deployedFix(
  node: MapNode,
  deed: Deed,
  edits: (at: (...keys: readonly PathSegment[]) => readonly PathSegment[]) => readonly TreeEdit[],
): Repair {
  const place = firstSpanOf(node.origin)
  if (place === undefined) return { refused: 'it is written nowhere in these files', supply: 'the place to change' }
  if (!/\.(?:json|ya?ml)$/i.test(place.file))
    return { refused: `${place.file} builds it when it is applied`, supply: `the same change in ${place.file}` }
  const { file, path, start } = place
  return { ...deed, edits: [{ file, tree: edits((...keys) => [...path, ...keys]), within: start }] }
}

/** Sets one value below a map. */
export const setIn = (node: MapNode, deed: Deed, keys: readonly PathSegment[], value: Data): Repair =>
  deployedFix(node, deed, (at) => [{ do: 'set', path: at(...keys), value }])

/** Takes one value below a map away. */
export const removeIn = (node: MapNode, deed: Deed, ...keys: readonly PathSegment[]): Repair =>
  deployedFix(node, deed, (at) => [{ do: 'remove', path: at(...keys) }])

/** Numbers of a check that the platform takes, each from its least to its most (Amazon ECS API reference, HealthCheck). */
const limits = { interval: [5, 300], timeout: [2, 120], retries: [1, 10], startPeriod: [0, 300] } as const

function timing(check: Healthcheck, key: keyof typeof limits): number | undefined {
  const written = check[key]
  const value = written === undefined ? undefined : key === 'retries' ? Number(written) : secondsOf(written)
  const [least, most] = limits[key]
  return value === undefined || !Number.isInteger(value) || value < least || value > most ? undefined : value
}

/** The entries that have a value. */
const given = (entries: Readonly<Record<string, Data | undefined>>): Data =>
  Object.fromEntries(Object.entries(entries).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])))

/** Writes the health check of a service's image where the platform runs it. */
export function takeOverCheck(service: Service): Repair | undefined {
  const { name, platform, node, finalStage } = service
  const check = finalStage?.healthcheck
  if (check === undefined || node.kind !== 'map') return undefined
  const words = check.test.items.flatMap((word) => (word.known ? [word.value] : []))
  if (words.length === 0 || words.length < check.test.items.length)
    return { refused: 'the check of the image is computed', supply: 'the command of the check' }
  const shell = check.kind === 'shell'
  const title = `Let ${platform === 'kubernetes' ? 'Kubernetes' : 'ECS'} check the health of ${name} as its image does`
  if (platform === 'kubernetes') {
    const effect = `${name} gets no traffic while the check fails`
    const probe = given({
      exec: { command: shell ? ['sh', '-c', ...words] : words },
      periodSeconds: timing(check, 'interval'),
      timeoutSeconds: timing(check, 'timeout') ?? 5,
      failureThreshold: timing(check, 'retries'),
    })
    return setIn(node, { title, safety: 'guarded', effect }, ['readinessProbe'], probe)
  }
  const effect = `a task whose check fails is replaced`
  const command = [shell ? 'CMD-SHELL' : 'CMD', ...words]
  const times = {
    interval: timing(check, 'interval'),
    timeout: timing(check, 'timeout'),
    retries: timing(check, 'retries'),
  }
  const healthCheck = given({ command, ...times, startPeriod: timing(check, 'startPeriod') })
  return setIn(node, { title, safety: 'guarded', effect }, ['healthCheck'], healthCheck)
}

/** Sends the logs of a container where another one of the same task sends its own. */
export function shipLogs(service: Service): Repair {
  const { name, node, variant } = service
  const beside = variant.services.find(({ logging }) => logging.driver.known && logging.driver.value === 'awslogs')
  const options = [...(beside?.logging.options ?? [])].flatMap(([key, value]): readonly [string, string][] =>
    value.known && typeof value.value === 'string' ? [[key, value.value]] : [],
  )
  if (beside === undefined || node.kind !== 'map' || options.length < beside.logging.options.size)
    return {
      refused: 'no container of the task says where logs go',
      supply: 'the log group, and the region that it is in',
    }
  const title = `Send the logs of ${name} where ${beside.name} sends its own`
  return setIn(node, { title, safety: 'guarded', effect: 'what is stored is paid for' }, ['logConfiguration'], {
    logDriver: 'awslogs',
    options: Object.fromEntries(options),
  })
}
