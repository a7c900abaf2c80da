/**
 * Reads what an example says that an engine runs and has: JSON in the words of `core/observed.ts`, everything left out being as
 * Compose starts the plainest of services.
 *
 *     { "containers": [{ "service": "web", "privileged": true }], "images": [{ "references": ["nginx:1.29.3"], "user": "www-data" }] }
 *
 * An image that was looked into says its `contents`: `steps` as its builder wrote them down, of which those that change files make
 * layers, and `files` of which everything left out is that of an ordinary file of root.
 */
import type { Ballast, ImageContents, InstalledPackage, NotedFile } from '../src/core/image-contents.ts'
import type { Observed, ObservedContainer, ObservedImage } from '../src/core/observed.ts'

export const observedFile = 'observed.json'

interface WrittenContents {
  readonly steps: readonly string[]
  readonly files?: readonly (Partial<NotedFile> & Pick<NotedFile, 'path' | 'layer'>)[]
  readonly ballast?: readonly Ballast[]
  readonly packages?: readonly InstalledPackage[]
  readonly labels?: Record<string, string>
  readonly problems?: readonly string[]
}
type WrittenImage = Partial<Omit<ObservedImage, 'environment' | 'contents'>> & {
  readonly environment?: Record<string, string>
  readonly contents?: WrittenContents
}
type WrittenContainer = Partial<
  Omit<ObservedContainer, 'environment' | 'state' | 'image' | 'limits' | 'namespaces'>
> & {
  readonly state?: Partial<ObservedContainer['state']>
  readonly image?: Partial<ObservedContainer['image']>
  readonly limits?: Partial<ObservedContainer['limits']>
  readonly namespaces?: Partial<ObservedContainer['namespaces']>
  readonly environment?: Record<string, string>
}

const variables = (written: Record<string, string> = {}): ReadonlyMap<string, string> =>
  new Map(Object.entries(written))

const makesLayer = /^(?:ADD|COPY|RUN|WORKDIR)\b/

function contentsOf({ steps, files = [], labels = {}, ...written }: WrittenContents): ImageContents {
  const made = steps.filter((step) => makesLayer.test(step))
  return {
    ...{ platform: 'linux/amd64', labels, exposed: [], healthCheck: false, workingDirectory: '/', size: 40_000_000 },
    steps: steps.map((createdBy) => ({
      createdBy,
      layer: makesLayer.test(createdBy) ? made.indexOf(createdBy) + 1 : null,
    })),
    layers: made.map((_, index) => ({ digest: `sha256:${index}`, size: 1_000_000, added: 10, removed: 0 })),
    files: files.map((file) => ({
      ...{ gone: null, directory: false, size: 100, uid: 0, gid: 0, mode: '0644', named: null, holds: null },
      ...{ raises: null, worldWritable: false, tool: null },
      ...file,
    })),
    ...{ ballast: [], packages: [], system: null, problems: [], unread: [], secrets: new Set<string>() },
    ...written,
  }
}

function imageOf({ environment, contents, ...written }: WrittenImage, at: number): ObservedImage {
  return {
    ...{ id: `sha256:${String(at).repeat(64)}`, references: [], digests: [], createdAt: '2026-05-01T00:00:00Z' },
    ...{ user: '', volumes: [] },
    ...written,
    environment: variables(environment),
    ...(contents ? { contents: contentsOf(contents) } : {}),
  }
}

function containerOf(written: WrittenContainer): ObservedContainer {
  const service = written.service ?? null
  const { environment, state, image, limits, namespaces, ...more } = written
  return {
    ...{ id: '1'.repeat(64), name: `shop-${service ?? 'something'}-1`, project: '.', variant: null },
    ...{ startedBy: service === null ? 'hand' : 'compose', stack: 'shop', service, oneOff: false },
    ...{ user: '', groups: [], privileged: false, readOnly: false, capAdd: [], capDrop: [], securityOptions: [] },
    ...{ appArmor: 'docker-default', mounts: [], devices: [], ports: [], networks: ['default'], ulimits: [] },
    ...{ cgroupParent: '', outOfMemoryKiller: true, restart: { policy: 'no', most: 0 } },
    ...{ log: { driver: 'json-file', bounded: false }, healthcheck: false },
    ...more,
    state: {
      ...{ status: 'running', health: null, exitCode: 0, restarts: 0, outOfMemory: false },
      ...{ startedAt: '2026-05-31T12:00:00Z', createdAt: '2026-05-31T12:00:00Z' },
      ...state,
    },
    image: { id: '', reference: '', ...image },
    limits: { memory: 0, cpus: 0, processes: 0, ...limits },
    namespaces: {
      network: 'shop_default',
      pid: '',
      ipc: 'private',
      uts: '',
      user: '',
      cgroup: 'private',
      ...namespaces,
    },
    environment: variables(environment),
  }
}

/** Throws for what is no JSON. */
export function readObserved(text: string): Observed {
  const { containers = [], images = [] } = JSON.parse(text) as {
    readonly containers?: readonly WrittenContainer[]
    readonly images?: readonly WrittenImage[]
  }
  return {
    engine: { version: '27.3.1', confinement: ['apparmor', 'seccomp'] },
    containers: containers.map(containerOf),
    images: images.map(imageOf),
    missed: [],
    skipped: [],
  }
}
