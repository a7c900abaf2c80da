/** Tells jobs, which run and end, from services that are meant to stay up. */
import { keptWith } from '../core/lazy.ts'
import { nodeAt, textOf } from '../core/node.ts'
import type { Variant } from './model.ts'
import type { Dependency, Service } from './service-model.ts'

/** Words in a service's name that say what it does before it ends. */
const jobWords =
  /(?:^|[-_.])(?:migrat(?:e|es|ion|ions|or)|seed(?:er|ing)?|init(?:ializer?)?|setup|bootstrap|provision(?:er)?|createbuckets?|job|task-once|fixtures)(?:$|[-_.\d])/i

/** Services of a variant whose success others wait for; found once, because every service asks. */
const awaitedIn = keptWith((variant: Variant): ReadonlySet<string> => {
  const dependencies = variant.services.flatMap(({ dependsOn }) => dependsOn)
  const ending = dependencies.filter(({ condition }) => condition === 'service_completed_successfully')
  return new Set(ending.map(({ service }) => service))
})

/** Whether a container of the service ends by itself: others wait for its success, or it says that it is not restarted. */
export function runsOnce(service: Service): boolean {
  if (service.platform === 'kubernetes') return service.restart.known && service.restart.value === 'no'
  const deploy = nodeAt(service.node, 'deploy')
  const mode = textOf(nodeAt(deploy, 'mode')) ?? ''
  const condition = textOf(nodeAt(deploy, 'restart_policy', 'condition'))
  if (awaitedIn(service.variant).has(service.name) || mode.endsWith('-job') || condition === 'none') return true
  const { restart } = service
  const restarts = restart.known && restart.value !== undefined && !/^(?:no|on-failure.*)$/.test(restart.value)
  return !restarts && jobWords.test(service.name)
}

/** Commands that do one thing and end, from the manuals of the tools. */
const oneShot =
  /\b(?:manage\.py (?:migrate|loaddata|collectstatic)|alembic upgrade|flask db upgrade|prisma (?:migrate|db)|knex \S*migrate|typeorm \S*migration|sequelize \S*db:|rails db:|rake db:|flyway \S*migrate|liquibase \S*update|goose \S*up|migrate \S.* up|dotnet ef database update|mc (?:mb|alias set))\b/

/** The dependencies that wait until the service has completed, with the services that have them. */
export const waitersFor = ({ name, variant }: Service): readonly (Dependency & { readonly waiter: Service })[] =>
  variant.services.flatMap((waiter) =>
    waiter.dependsOn
      .filter(({ service, condition }) => service === name && condition === 'service_completed_successfully')
      .map((dependency) => ({ ...dependency, waiter })),
  )

/** Whether both the name and the command of a service say that it ends by itself. */
export function isOneShot({ name, command, entrypoint }: Service): boolean {
  const words = [...(entrypoint?.items ?? []), ...(command?.items ?? [])]
  const text = words.map((word) => (word.known ? word.value : '')).join(' ')
  return (
    (jobWords.test(name) || /(?:^|[-_.])create(?:$|[-_.])/i.test(name)) &&
    oneShot.test(text) &&
    !/while |sleep|&&\s*(?:exec|gunicorn|node|npm|uvicorn)/.test(text)
  )
}

/** Whether something says what happens when the process ends. */
export function restartsItself({ node, restart, platform }: Service): boolean {
  // Swarm, ECS and Kubernetes start a new task whatever the file says.
  if (platform !== 'compose' || nodeAt(node, 'deploy', 'restart_policy') !== undefined) return true
  return restart.known && restart.value !== undefined && restart.value !== 'no'
}
