/** Which containers the engine has, and each in full, as far as they are somebody's whom the asker knows. */
import { EngineError, isMissing, type Reader } from '../engine.ts'
import { answerOf } from './answer.ts'
import { type ContainerLabels, labelsOf, stackLabels } from './container-labels.ts'
import { type ContainerSettings, type PathName, settingsOf } from './container-settings.ts'

export interface FoundContainer {
  readonly id: string
  readonly name: string
  readonly status: string
  readonly labels: ContainerLabels
}

/** A network that Compose made: for which of its projects, and how the files call it. */
export interface FoundNetwork {
  readonly id: string
  readonly name: string
  readonly stack: string
  readonly called: string
}

const listOf = async (engine: Reader, path: string, filters: object): Promise<ReturnType<typeof answerOf>['items']> => {
  const found = await engine.get(path, { query: { filters: JSON.stringify(filters), all: true } })
  if (!Array.isArray(found)) throw new EngineError(0, 'its answer is no list')
  return answerOf(found).items
}

async function containersBy(engine: Reader, filters: object): Promise<readonly FoundContainer[]> {
  const found = await listOf(engine, '/containers/json', filters)
  return found.flatMap((one) => {
    const id = one.at('Id').text
    const name = (one.at('Names').items[0]?.text ?? '').replace(/^\//, '') || id.slice(0, 12)
    return id === '' ? [] : [{ id, name, status: one.at('State').text, labels: labelsOf(one.at('Labels')) }]
  })
}

/** Every container that Compose, a swarm or ECS started, whoever's it is. */
export async function startedContainers(engine: Reader): Promise<readonly FoundContainer[]> {
  const lists: FoundContainer[] = []
  for (const label of Object.values(stackLabels)) lists.push(...(await containersBy(engine, { label: [label] })))
  return [...new Map(lists.map((one) => [one.id, one])).values()]
}

/** The networks that Compose made. */
export async function composeNetworks(engine: Reader): Promise<readonly FoundNetwork[]> {
  const found = await listOf(engine, '/networks', { label: [stackLabels.compose] })
  return found.map((one) => ({
    id: one.at('Id').text,
    name: one.at('Name').text,
    stack: one.at('Labels', stackLabels.compose).text,
    called: one.at('Labels', 'com.docker.compose.network').text,
  }))
}

/** The containers in a network that somebody started by hand. */
export const strangersIn = async (engine: Reader, network: string): Promise<readonly FoundContainer[]> =>
  (await containersBy(engine, { network: [network] })).filter(({ labels }) => labels.startedBy === 'hand')

/** A container in full; undefined where it is gone by now, throws an `EngineError` for an answer that is none. */
export async function inspected(engine: Reader, id: string, nameOf: PathName): Promise<ContainerSettings | undefined> {
  try {
    const settings = settingsOf(answerOf(await engine.get(`/containers/${encodeURIComponent(id)}/json`)), nameOf)
    if (settings) return settings
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
  throw new EngineError(0, 'its answer is no container')
}

/** What the engine confines containers with, such as `apparmor`. */
export async function confinementOf(engine: Reader): Promise<readonly string[]> {
  const options = answerOf(await engine.get('/info')).at('SecurityOptions').items
  return options.flatMap(({ text }) => /(?:^|,)name=([a-z]+)/.exec(text)?.[1] ?? [])
}
