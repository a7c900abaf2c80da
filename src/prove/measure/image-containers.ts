/** Makes the containers by which an image is measured: on their own, with what the image says and the settings of a trial. */
import type { Engine } from '../../engine/engine.ts'
import { createSingle, type ImageConfig } from '../../engine/run/single.ts'
import type { Bounds, Measured } from './bench.ts'

/** How a container is started, beyond what the image says. */
export interface Subject {
  readonly image: string
  /** `NAME=value`; the values are not repeated anywhere. */
  readonly environment: readonly string[]
  readonly command?: readonly string[]
  readonly entrypoint?: readonly string[]
  /** Paths that are volumes, besides those the image declares. */
  readonly volumes?: readonly string[]
  /** In Docker's form; instead of the image's own. */
  readonly healthcheck?: readonly string[]
  /** Capabilities that it is given besides Docker's usual ones. */
  readonly capabilities?: readonly string[]
}

/** The image as a bench measures it; `labels` are on each container, `network` is the name of one that was made for it. */
export function imageContainers(
  engine: Engine,
  subject: Subject,
  config: ImageConfig,
  bounds: Bounds,
  labels: Readonly<Record<string, string>>,
  network: string,
): Measured {
  const healthcheck = subject.healthcheck ?? config.healthcheck
  const paths = [...config.volumes, ...(subject.volumes ?? [])].map((path) => path.replace(/(?<=.)\/+$/, ''))
  const volumes = [...new Set(paths)].sort()
  return {
    environment: subject.environment,
    exposed: config.exposed,
    volumes,
    mounted: volumes,
    network,
    create: (settings, mounts) =>
      createSingle(engine, {
        image: config.id,
        labels,
        network,
        memory: settings.memory ?? bounds.memory,
        processes: settings.processes ?? bounds.processes,
        environment: subject.environment,
        ...(subject.command ? { command: subject.command } : {}),
        ...(subject.entrypoint ? { entrypoint: subject.entrypoint } : {}),
        ...(healthcheck ? { healthcheck } : {}),
        ...(settings.user === undefined ? {} : { user: settings.user }),
        dropAll: settings.capabilities !== undefined,
        capabilities: settings.capabilities ?? subject.capabilities ?? [],
        noNewPrivileges: settings.noNewPrivileges ?? false,
        readOnly: settings.readOnly ?? false,
        tmpfs: settings.tmpfs ?? {},
        volumes: mounts,
      }),
  }
}
