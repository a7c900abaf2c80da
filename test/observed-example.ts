/**
 * Reads what an example says that an engine runs and has: JSON in the words of `core/observed.ts`, everything left out being as
 * Compose starts the plainest of services.
 *
 *     { "containers": [{ "service": "web", "privileged": true }], "images": [{ "references": ["nginx:1.29.3"], "user": "www-data" }] }
 */
import type { Observed, ObservedContainer, ObservedImage } from '../src/core/observed.ts'

export const observedFile = 'observed.json'

type WrittenImage = Partial<Omit<ObservedImage, 'environment'>> & { readonly environment?: Record<string, string> }
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

function imageOf({ environment, ...written }: WrittenImage, at: number): ObservedImage {
  return {
    ...{ id: `sha256:${String(at).repeat(64)}`, references: [], digests: [], createdAt: '2026-05-01T00:00:00Z' },
    ...{ user: '', volumes: [] },
    ...written,
    environment: variables(environment),
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
