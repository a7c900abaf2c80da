/** How much memory a container's program is told to use, and how much of it has to be shared. */
import { byteSize } from '../core/byte-size.ts'
import { nodeAt, textOf } from '../core/node.ts'
import { absent, type Origin } from '../core/origin.ts'
import type { Service } from './service-model.ts'
import { startTexts } from './start-command.ts'

export interface MemorySetting {
  readonly bytes: number
  /** The setting as written. */
  readonly text: string
  readonly origin: Origin
}

/** Settings that promise a program that much memory, with the unit of a bare number (the programs' own manuals). */
const settings: readonly { readonly pattern: RegExp; readonly unit: string }[] = [
  { pattern: /--max[-_]old[-_]space[-_]size[= ](\d+)/g, unit: 'm' },
  { pattern: /(?<![\w-])-Xmx(\d+[kmgt]?)(?!\w)/gi, unit: '' },
  { pattern: /(?<!\w)shared_buffers\s*=\s*'?(\d+(?:kB|MB|GB))/g, unit: '' },
  { pattern: /--innodb[-_]buffer[-_]pool[-_]size[= ](\d+[kmgt]?)(?!\w)/gi, unit: '' },
  { pattern: /--maxmemory[= ](\d+(?:[kmg]b?)?)(?!\w)/gi, unit: '' },
  { pattern: /--wiredTigerCacheSizeGB[= ](\d+(?:\.\d+)?)/g, unit: 'g' },
]

/** Every setting in the command that runs and in the variables, each with the place that holds it. */
export function heapSettings(service: Service): readonly MemorySetting[] {
  return textsOf(service).flatMap(({ text, origin }) =>
    settings.flatMap(({ pattern, unit }) =>
      [...text.matchAll(pattern)].flatMap((match) => {
        const [whole, amount = ''] = match
        const bytes = byteSize(/^[\d.]+$/.test(amount) ? amount + unit : amount)
        return bytes ? [{ bytes, text: whole.trim(), origin }] : []
      }),
    ),
  )
}

const textsOf = (service: Service): readonly { readonly text: string; readonly origin: Origin }[] => [
  ...startTexts(service),
  ...service.environment.flatMap(({ value }) => (value.known ? [{ text: value.value, origin: value.origin }] : [])),
]

/** Images of browsers, which keep every page in shared memory (SeleniumHQ/docker-selenium, README, read 2026-11-22). */
const browsers = /(?:^|\/)(?:selenium\/(?:standalone|node)-(?:chrom|edge|all)|browserless\/|zenika\/alpine-chrome)/

interface SharedNeed {
  readonly bytes: number
  /** As the end of a sentence. */
  readonly why: string
  readonly origin: Origin
}

/** How much shared memory the service is known to use; `undefined` where nothing is known. */
export function sharedMemoryNeed(service: Service): SharedNeed | undefined {
  const image = service.image
  const texts = textsOf(service)
  if (image && browsers.test(image.written)) {
    if (texts.some(({ text }) => text.includes('--disable-dev-shm-usage'))) return undefined
    return { bytes: 512 * 1024 ** 2, why: 'a browser fills that with a few pages', origin: image.origin }
  }
  if (!service.profile?.repository.endsWith('/postgres')) return undefined
  const sorts = startTexts(service).flatMap(({ text, origin }) =>
    [...text.matchAll(/(?<!\w)(?:maintenance_)?work_mem\s*=\s*'?(\d+(?:kB|MB|GB))/g)].flatMap((match) => {
      const bytes = byteSize(match[1] ?? '')
      return bytes ? [{ bytes, why: `one parallel sort may use ${match[1]}`, origin }] : []
    }),
  )
  return sorts.toSorted((a, b) => b.bytes - a.bytes)[0]
}

/** The size of `/dev/shm`; `undefined` where it is the host's, mounted, or not known. */
export function sharedMemory({
  node,
  ipc,
  mounts,
  tmpfs,
  origin,
}: Service): { bytes: number; origin: Origin } | undefined {
  const mounted = [...tmpfs.items, ...mounts.map(({ target }) => target)]
  if (!ipc.known || ipc.value !== undefined) return undefined
  if (mounted.some((item) => !item.known || item.value.startsWith('/dev/shm'))) return undefined
  const written = nodeAt(node, 'shm_size')
  if (written === undefined) return { bytes: 64 * 1024 ** 2, origin: absent('shm_size', origin) }
  const bytes = byteSize(textOf(written) ?? '')
  return bytes === undefined ? undefined : { bytes, origin: written.origin }
}
