/** Removes what was started for a proof, found by its labels alone: nothing else is touched. */
import { type Engine, EngineError, isMissing } from '../engine.ts'

interface Removable {
  readonly Id: string
  readonly Name: string
  readonly Mounts?: readonly { readonly Type: string; readonly Name?: string }[]
}

/** A volume that nobody named carries no label: one of an image's, which Compose hands on from a container to the next. */
const unnamed = /^[0-9a-f]{64}$/

/**
 * Removes every container, network, volume and image with a label (`name` or `name=value`), running ones included. What is gone
 * already is no error; resolves to how many there were. Images stay where they are to be built upon.
 */
export async function removeLabelled(engine: Engine, label: string, keep?: 'images'): Promise<number> {
  const query = { filters: JSON.stringify({ label: [label] }) }
  const list = async (path: string, more: object = {}): Promise<unknown> =>
    engine.get(path, { query: { ...query, ...more } })
  const containers = (await list('/containers/json', { all: true })) as readonly Removable[]
  for (const { Id: id } of containers) await remove(engine, `/containers/${id}`, { force: true, v: true })
  const handedOn = containers.flatMap(({ Mounts: mounts = [] }) =>
    mounts.flatMap(({ Type: type, Name: name = '' }) => (type === 'volume' && unnamed.test(name) ? [name] : [])),
  )
  for (const name of new Set(handedOn)) await remove(engine, `/volumes/${name}`)
  const networks = (await list('/networks')) as readonly Removable[]
  for (const { Id: id } of networks) await remove(engine, `/networks/${id}`)
  const { Volumes: volumes } = (await list('/volumes')) as { readonly Volumes: readonly Removable[] | null }
  for (const { Name: name } of volumes ?? []) {
    await remove(engine, `/volumes/${encodeURIComponent(name)}`, { force: true })
  }
  const images = keep === 'images' ? [] : ((await list('/images/json')) as readonly Removable[])
  for (const { Id: id } of images) await remove(engine, `/images/${id}`, { force: true })
  return containers.length + networks.length + (volumes?.length ?? 0) + images.length
}

async function remove(engine: Engine, path: string, query: Readonly<Record<string, boolean>> = {}): Promise<void> {
  try {
    await engine.send('DELETE', path, { query, within: 60_000 })
  } catch (error) {
    // An image that another one is built on stays until that one goes: it goes with it.
    // A volume that somebody else has too is theirs.
    const isKept = error instanceof EngineError && error.status === 409 && /^\/(?:images|volumes)\//.test(path)
    if (!isMissing(error) && !isKept) throw error
  }
}
