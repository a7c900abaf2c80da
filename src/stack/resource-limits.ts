/** The limits of a service for memory, CPU and processes, wherever compose lets one write them. */
import { byteSize } from '../core/byte-size.ts'
import { type Known, known, mapKnown } from '../core/known.ts'
import { type MapNode, nodeAt } from '../core/node.ts'
import { absent, type Origin, spansOf } from '../core/origin.ts'
import { textField } from './fields.ts'
import type { Platform } from './model.ts'
import type { Limits } from './service-model.ts'

/** Whether a text is a limit at all: zero is none, nor is `-1` or what is no number. */
const isLimit = {
  memory: (text: string): boolean => (byteSize(text) ?? 0) > 0,
  cpus: (text: string): boolean => Number(text) > 0,
  pids: (text: string): boolean => Number(text) > 0,
}

/**
 * Swarm and Compose v2 both honour `deploy.resources.limits`; the older service-level fields win nowhere (Compose refuses
 * both), and `docker stack deploy` leaves them out.
 */
export function limitsOf(node: MapNode, definitions: Origin, platform: Platform): Limits {
  const limit = (deploy: keyof Limits, service: string): Known<string | undefined> => {
    const limited = (text: string | undefined) => (text !== undefined && isLimit[deploy](text) ? text : undefined)
    const fromDeploy = textField(node, definitions, 'deploy', 'resources', 'limits', deploy)
    const own = platform === 'swarm' ? fromDeploy : textField(node, definitions, service)
    const written = !fromDeploy.known || fromDeploy.value !== undefined ? fromDeploy : own
    if (written.known && written.value === undefined) return known(undefined, whereToSay(node, definitions, deploy))
    return mapKnown(written, limited)
  }
  const quota = textField(node, definitions, 'cpu_quota')
  const cpus = limit('cpus', 'cpus')
  const limited = platform === 'swarm' || !cpus.known || cpus.value !== undefined
  return {
    memory: limit('memory', 'mem_limit'),
    cpus: !limited && (!quota.known || quota.value !== undefined) ? quota : cpus,
    pids: limit('pids', 'pids_limit'),
  }
}

/** The innermost section that is there for the limit, else the service. */
function whereToSay(node: MapNode, definitions: Origin, name: string): Origin {
  const sections = [['deploy', 'resources', 'limits'], ['deploy', 'resources'], ['deploy']]
  for (const path of sections) {
    const section = nodeAt(node, ...path)
    if (section && spansOf(section.origin).length > 0) return absent(`deploy.resources.limits.${name}`, section.origin)
  }
  return absent(`deploy.resources.limits.${name}`, definitions)
}
