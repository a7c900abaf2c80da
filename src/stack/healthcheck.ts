/** The health check that really applies to a container: compose's over the image's. */
import type { KnownList } from '../core/known.ts'
import { type MapNode, nodeAt } from '../core/node.ts'
import type { Origin } from '../core/origin.ts'
import { flagField, listValue, textField } from './fields.ts'
import type { Healthcheck } from './service-model.ts'

/**
 * Compose's `healthcheck:` of a service; `undefined` where it says none. A block without `test:` keeps the image's test
 * and changes only its timing (Compose Specification, `healthcheck`).
 */
export function composeHealthcheck(service: MapNode, image: Healthcheck | undefined): Healthcheck | undefined {
  const node = nodeAt(service, 'healthcheck')
  if (node?.kind !== 'map') return undefined
  const timing = (key: string): string | undefined => {
    const value = textField(node, node.origin, key)
    return value.known ? value.value : undefined
  }
  const common = {
    origin: node.origin,
    source: 'compose' as const,
    interval: timing('interval') ?? image?.interval,
    timeout: timing('timeout') ?? image?.timeout,
    retries: timing('retries') ?? image?.retries,
    startPeriod: timing('start_period') ?? image?.startPeriod,
  }
  const disabled = flagField(node, node.origin, 'disable')
  const testNode = nodeAt(node, 'test')
  const test = listValue(testNode, node.origin)
  const [first, ...rest] = test.items
  const word = first?.known ? first.value : undefined
  if ((disabled.known && disabled.value) || word === 'NONE')
    return { ...common, kind: 'none', test: { items: [], origin: test.origin } }
  if (testNode === undefined) return image === undefined ? undefined : { ...image, ...common, source: image.source }
  if (testNode.kind === 'scalar') return { ...common, kind: 'shell', test }
  const remaining: KnownList<string> = { items: rest, origin: test.origin }
  return { ...common, kind: word === 'CMD' ? 'exec' : 'shell', test: remaining }
}

/** The health check that an image is known to define itself; what it tests is not written in any file here. */
export const imageHealthcheck = (image: string, at: Origin): Healthcheck => ({
  kind: 'exec',
  test: { items: [], origin: { kind: 'default', of: `image ${image}`, at } },
  origin: { kind: 'default', of: `image ${image}`, at },
  source: 'image',
  interval: undefined,
  timeout: undefined,
  retries: undefined,
  startPeriod: undefined,
})
