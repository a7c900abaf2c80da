/** Watches the services of a stack while it is started for a proof, and tells what each was seen to need: by looking alone, without a start more. */
import { setTimeout as pause } from 'node:timers/promises'
import type { MeasuredNeeds } from '../../core/proof.ts'
import type { Engine } from '../../engine/engine.ts'
import { containersWith } from '../../engine/inspect/containers.ts'
import { subnetsWith } from '../../engine/inspect/subnets.ts'
import { proofLabel } from '../harmless-stack.ts'
import { type ImageContents, imageContents } from './image-contents.ts'
import { needsOf } from './needs.ts'
import { type WatchedContainer, watch } from './watched-container.ts'

export interface Observed {
  readonly engine: Engine
  /** The name of the compose project. */
  readonly project: string
  readonly signal: AbortSignal
}

/** What goes on beside the starts of one stack. */
export interface Observing {
  /**
   * Looks closely at every container: what it wrote, where it listens, as whom it runs. Called once after each start, when everything
   * works and before it is stopped.
   */
  look(): Promise<void>
  /** Ends the watching, and tells what it came to, by the service's name; services of which too little was seen are not in it. */
  finish(): Promise<ReadonlyMap<string, MeasuredNeeds>>
}

/** Milliseconds between two looks at connections, at which containers there are, and at memory and processes. */
const [connectionRhythm, listRhythm, usageRhythm] = [100, 300, 1000]
/** A pause is at least so many times as long as what came before it took: on a busy machine, watching is not what keeps it busy. */
const restful = 4

interface Kept {
  readonly service: string
  /** How often the stack was started before. */
  readonly start: number
  readonly container: WatchedContainer
  running: boolean
  /** Whether its files could be looked at. */
  isComplete: boolean
}

/**
 * Begins to watch a stack, before it is started; `finish` has to be called whatever comes of it. Nothing that goes wrong in watching makes
 * a start fail: what could not be seen is left out.
 */
export function startObserving({ engine, project, signal }: Observed): Observing {
  const kept = new Map<string, Kept>()
  const label = `com.docker.compose.project=${project}`
  let looks = 0
  let isOver = false
  let around: { readonly images: ImageContents; readonly isInside: (address: string) => boolean } | undefined
  let refreshing: Promise<void> = Promise.resolve()

  const refreshed = async (): Promise<void> => {
    const listed = await containersWith(engine, label)
    for (const { id, status, labels } of listed) {
      const known = kept.get(id)
      if (known) {
        known.running = status === 'running'
        continue
      }
      // The networks are there before the first container is.
      around ??= {
        isInside: await subnetsWith(engine, label),
        images: imageContents(engine, labels[proofLabel] ?? ''),
      }
      const { images, isInside } = around
      const container = await watch(engine, id, images, isInside)
      const service = labels['com.docker.compose.service'] ?? ''
      kept.set(id, { service, start: looks, container, running: status === 'running', isComplete: false })
    }
    const there = new Set(listed.map(({ id }) => id))
    for (const [id, one] of kept) if (!there.has(id)) one.running = false
  }
  // One after the other, so that nobody is begun to be watched twice.
  const refresh = (): Promise<void> => {
    refreshing = refreshing.catch(() => {}).then(refreshed)
    return refreshing
  }
  const repeat = async (work: () => Promise<unknown>, pauseAfter: (took: number) => number): Promise<void> => {
    while (!isOver && !signal.aborted) {
      const began = performance.now()
      await work().catch(() => {})
      await pause(pauseAfter(performance.now() - began), undefined, { ref: false })
    }
  }
  const sampled = (sample: (container: WatchedContainer) => Promise<void>): Promise<unknown> =>
    Promise.allSettled([...kept.values()].flatMap(({ running, container }) => (running ? [sample(container)] : [])))
  let listedAt = 0
  repeat(
    async () => {
      if (performance.now() - listedAt >= listRhythm) {
        await refresh()
        listedAt = performance.now()
      }
      await sampled((container) => container.sampleSockets())
    },
    (took) => Math.max(connectionRhythm, restful * took),
  )
  // The engine waits with its answer for its own rhythm, which is this one too.
  repeat(
    () => sampled((container) => container.sampleUsage()),
    (took) => Math.max(connectionRhythm, usageRhythm - took),
  )
  const unlessGone = (): undefined => undefined

  return {
    async look() {
      await refresh().catch(unlessGone)
      const now = [...kept.values()].filter(({ start }) => start === looks)
      // A new container has to write again what the first one wrote outside of its volumes, and rarely something else.
      const onlyOpen = looks > 0
      looks += 1
      const looked = now.map(async (one) => {
        await one.container.look(onlyOpen)
        one.isComplete = true
      })
      await Promise.allSettled(looked)
    },
    async finish() {
      isOver = true
      await around?.images.close().catch(unlessGone)
      const services = [...new Set([...kept.values()].map(({ service }) => service))].sort()
      return new Map(
        services.flatMap((service) => {
          const own = [...kept.values()].filter((one) => one.service === service && one.start < looks)
          if (own.length === 0 || own.some(({ isComplete }) => !isComplete)) return []
          const starts = Array.from({ length: looks }, (_, at) =>
            own.filter(({ start }) => start === at).map(({ container }) => container.sight()),
          )
          const needs = needsOf(starts)
          return needs ? [[service, needs] as const] : []
        }),
      )
    },
  }
}
