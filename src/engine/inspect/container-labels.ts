/** What brought a container about, as its labels say: Compose, a swarm, the agent of ECS. */
import type { StartedBy } from '../../core/observed.ts'
import type { Answer } from './answer.ts'

export interface ContainerLabels {
  readonly startedBy: StartedBy
  /** Compose's project, a stack of the swarm, the family of a task; empty for what was started by hand. */
  readonly stack: string
  readonly service: string
  readonly oneOff: boolean
  /** Absolute paths on the machine that it was started from; empty where nothing says. */
  readonly directory: string
  readonly files: readonly string[]
}

/** The label that each of them puts on all of its containers. */
export const stackLabels = {
  compose: 'com.docker.compose.project',
  swarm: 'com.docker.stack.namespace',
  ecs: 'com.amazonaws.ecs.task-definition-family',
} as const

const byHand: ContainerLabels = {
  startedBy: 'hand',
  stack: '',
  service: '',
  oneOff: false,
  directory: '',
  files: [],
}

/** Reads the labels of a container. */
export function labelsOf(labels: Answer): ContainerLabels {
  const label = (name: string): string => labels.at(name).text
  const [compose, swarm, ecs] = [label(stackLabels.compose), label(stackLabels.swarm), label(stackLabels.ecs)]
  if (compose !== '') {
    const files = label('com.docker.compose.project.config_files')
    return {
      startedBy: 'compose',
      stack: compose,
      service: label('com.docker.compose.service'),
      oneOff: /^true$/i.test(label('com.docker.compose.oneoff')),
      directory: label('com.docker.compose.project.working_dir'),
      files: files === '' || files === '-' ? [] : files.split(','),
    }
  }
  if (swarm !== '') {
    const service = label('com.docker.swarm.service.name')
    const own = service.startsWith(`${swarm}_`) ? service.slice(swarm.length + 1) : service
    return { ...byHand, startedBy: 'swarm', stack: swarm, service: own }
  }
  if (ecs !== '') {
    return { ...byHand, startedBy: 'ecs', stack: ecs, service: label('com.amazonaws.ecs.container-name') }
  }
  return byHand
}
