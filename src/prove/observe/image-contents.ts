/** Looks into the images of a stack, each by a container that is made of it and never started. */
import type { Engine } from '../../engine/engine.ts'
import { createUnstarted, removeSingle, statOf } from '../../engine/run/single.ts'
import { proofLabel } from '../harmless-stack.ts'
import { accountNames, type ImageReads, topOf } from '../measure/contents.ts'

export interface ImageContents {
  /** What is in an image; each path is asked for once. */
  of(image: string): ImageReads
  /** The names of an image's accounts by their number. */
  accounts(image: string): Promise<ReadonlyMap<number, string>>
  /** Removes what was made for it. */
  close(): Promise<void>
}

/** Asks once for each key. */
function once<Value>(ask: (key: string) => Promise<Value>): (key: string) => Promise<Value> {
  const asked = new Map<string, Promise<Value>>()
  return (key) => {
    const answer = asked.get(key) ?? ask(key)
    asked.set(key, answer)
    return answer
  }
}

/** `run` is the one that what is made for it belongs to. */
export function imageContents(engine: Engine, run: string): ImageContents {
  const made: Promise<string>[] = []
  const unstarted = once((image) => {
    // An image that Compose built says that it is of the project, and so would the container.
    const notOfProject = { 'com.docker.compose.project': '', 'com.docker.compose.service': '' }
    const id = createUnstarted(engine, image, { [proofLabel]: run, ...notOfProject })
    made.push(id)
    return id
  })
  const tops = once(async (key) => {
    const [image = '', path = ''] = key.split('\0')
    return topOf(engine, await unstarted(image), path)
  })
  const stats = once(async (key) => {
    const [image = '', path = ''] = key.split('\0')
    return statOf(engine, await unstarted(image), path)
  })
  return {
    of: (image) => ({ top: (path) => tops(`${image}\0${path}`), stat: (path) => stats(`${image}\0${path}`) }),
    accounts: once(async (image) => accountNames(engine, await unstarted(image))),
    close: async () => {
      const ids = await Promise.allSettled(made)
      for (const id of ids) if (id.status === 'fulfilled') await removeSingle(engine, id.value)
    },
  }
}
