/** What to type so that a container becomes what the files say. */
import type { Refusal } from '../../core/fix.ts'
import type { Container } from './model.ts'

/** Names under which Compose finds its files by itself, and the overrides beside them. */
const usual = /^(?:docker-)?compose\.ya?ml$/
const usualOverride = /^(?:docker-)?compose\.override\.ya?ml$/

const isUsual = ([first, ...more]: readonly string[]): boolean =>
  first !== undefined && usual.test(first) && more.length < 2 && more.every((file) => usualOverride.test(file))

/** How Compose is called for the container's variant, from the top of the tree. */
function composeCall({ variant, seen }: Container): string {
  const files = variant?.files ?? []
  const named = isUsual(files) ? '' : files.map((file) => ` -f ${file}`).join('')
  const other = variant !== undefined && variant.stack !== '' && variant.stack !== seen.stack
  return `docker compose${other ? ` -p ${seen.stack}` : ''}${named}`
}

/** The command that makes a container anew; `forced` where Compose sees no difference by itself. */
function command(container: Container, forced: boolean): string {
  const { seen, variant, service } = container
  if (seen.oneOff) return `docker rm -f ${seen.name}`
  if (seen.startedBy === 'swarm') {
    return `docker stack deploy${(variant?.files ?? []).map((file) => ` -c ${file}`).join('')} ${seen.stack}`
  }
  const words = [composeCall(container), 'up -d', forced ? '--force-recreate' : '', service?.name ?? '']
  return words.filter((word) => word !== '').join(' ')
}

/** The sentence that says how to make a container anew from the files. */
export function recreation(container: Container, forced = false): string {
  if (container.seen.startedBy === 'ecs') return 'Register the task definition, and let the service deploy it.'
  if (container.seen.oneOff)
    return `It was started for one command: once that is done, \`${command(container, forced)}\`.`
  return `Recreate it: \`${command(container, forced)}\`.`
}

/** Why no file is edited. */
export const refusesRecreation = (container: Container): Refusal => ({
  refused: 'the files are as they should be, and what runs is not what they say',
  supply: container.seen.startedBy === 'ecs' ? 'a new deployment' : `a new container: \`${command(container, true)}\``,
})

/** The sentence that says how to be rid of a container that no file has. */
export function removal({ seen }: Container): string {
  if (seen.startedBy === 'swarm')
    return `Put it into the files, or remove it: \`docker service rm ${seen.stack}_${seen.service}\`.`
  if (seen.startedBy === 'ecs') return 'Put it into the files, or take it out of the task definition that runs.'
  return `Put it into the files, or remove it: \`docker rm -f ${seen.name}\`.`
}
