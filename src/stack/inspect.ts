/** The effective model as plain data, each value with its origin, for people and programs that want to see what is judged. */
import type { Known, KnownList } from '../core/known.ts'
import { type Origin, spansOf } from '../core/origin.ts'
import { positionAt } from '../core/text.ts'
import type { Build, Stage } from './build-model.ts'
import type { Project, Variant } from './model.ts'
import type { EnvironmentVariable, Service } from './service-model.ts'
import type { Sources } from './sources.ts'

/** A value with where it comes from; `because` instead of a value where it cannot be known. */
export interface Inspected {
  readonly value?: unknown
  readonly because?: string
  readonly from: string
}

/** The model of one project, without the cycles. Secrets are in it: mask before printing. */
export function inspectProject(project: Project, sources: Sources) {
  const from = (origin: Origin): string => describe(origin, sources)
  const known = <T>(value: Known<T>): Inspected =>
    value.known
      ? { value: value.value, from: from(value.origin) }
      : { because: value.because, from: from(value.origin) }
  const list = <T>(values: KnownList<T>) => ({ items: values.items.map(known), from: from(values.origin) })
  const variable = (one: EnvironmentVariable): unknown => ({
    name: one.name,
    ...known(one.value),
    source: one.source,
    ...(one.overrides.length > 0 ? { overrides: one.overrides.map(variable) } : {}),
  })
  const service = (one: Service) => ({
    name: one.name,
    profiles: one.profiles,
    image: one.image && known({ ...one.image.reference, value: one.image.written } as Known<unknown>),
    build: one.build && {
      dockerfile: one.build.dockerfile.file,
      context: one.build.context?.path,
      target: one.finalStage?.name,
    },
    role: one.role,
    user: known(one.user),
    privileged: known(one.privileged),
    readOnly: known(one.readOnly),
    capAdd: list(one.capAdd),
    capDrop: list(one.capDrop),
    securityOptions: list(one.securityOptions),
    limits: { memory: known(one.limits.memory), cpus: known(one.limits.cpus), pids: known(one.limits.pids) },
    ports: list(one.ports),
    networks: one.networks.map(({ name }) => name),
    environment: one.environment.map(variable),
    mounts: one.mounts.map((mount) => ({
      type: mount.type,
      source: known(mount.source),
      target: known(mount.target),
      readOnly: known(mount.readOnly),
      from: from(mount.origin),
    })),
    tmpfs: list(one.tmpfs),
    healthcheck: one.healthcheck && {
      kind: one.healthcheck.kind,
      source: one.healthcheck.source,
      test: list(one.healthcheck.test),
      from: from(one.healthcheck.origin),
    },
    dependsOn: one.dependsOn.map((dependency) => ({ ...dependency, origin: undefined, from: from(dependency.origin) })),
    restart: known(one.restart),
  })
  const stage = (one: Stage) => ({
    name: one.name,
    image: one.image?.written,
    parent: one.parent?.name,
    final: one.isFinal,
    user: known(one.user),
    workdir: known(one.workdir),
    environment: one.env.map(variable),
    exposes: one.exposes.map(({ port }) => known(port)),
  })
  const build = (one: Build) => ({
    dockerfile: one.dockerfile.file,
    context: one.context && {
      path: one.context.path,
      ignoreFile: one.context.ignoreFile?.file,
      files: one.context.files().length,
      secretsThatReach: one.context.secretsThatReach(),
    },
    stages: one.stages.map(stage),
    usedBy: one.usedBy.map((use) =>
      use.kind === 'service'
        ? `service ${use.service.name}`
        : use.kind === 'workflow'
          ? `${use.file} ${use.job}`
          : use.kind === 'bake'
            ? `${use.target.file} ${use.target.name}`
            : use.because,
    ),
  })
  const variant = (one: Variant) => ({
    name: one.name,
    platform: one.platform,
    environment: one.environment,
    files: one.files,
    evidence: one.evidence.map(({ text, origin }) => (origin ? `${text} (${from(origin)})` : text)),
    networks: one.networks.map((network) => ({
      name: network.name,
      internal: known(network.internal),
      services: network.services.map(({ name }) => name),
    })),
    services: one.services.map(service),
    dialogues: one.dialogues.map((dialogue) => ({
      from: dialogue.from.name,
      to: dialogue.to.kind === 'service' ? dialogue.to.service.name : dialogue.host,
      port: dialogue.port,
      via: dialogue.via,
      at: from(dialogue.origin),
    })),
    unsetVariables: one.unsetVariables.map(({ name }) => name),
  })
  return {
    id: project.id,
    directory: project.directory,
    variants: project.variants.map(variant),
    builds: project.builds.map(build),
    workflows: project.workflows.map(({ file, jobs }) => ({
      file,
      jobs: jobs.map(({ id, steps }) => ({ id, steps: steps.map(({ kind, by }) => ({ kind, by })) })),
    })),
    configFiles: project.configFiles.map(({ file, values }) => ({ file, keys: values.map(({ key }) => key) })),
    envFiles: project.envFiles.map(({ file, tracked, ignored, variables }) => ({
      file,
      tracked,
      ignored,
      variables: variables.map(({ name }) => name),
    })),
    problems: project.problems.map(({ message, origin }) => `${from(origin)}: ${message}`),
  }
}

/** `file:line`, or in words where nothing is written. */
export function describe(origin: Origin, sources: Sources): string {
  const [place] = spansOf(origin)
  const source = place && sources.text(place.file)
  const at = place ? `${place.file}${source ? `:${positionAt(source, place.start).line}` : ''}` : ''
  switch (origin.kind) {
    case 'span':
      return at
    case 'absent':
      return `not set in ${at}`
    case 'default':
      return at === '' ? `default of ${origin.of}` : `default of ${origin.of} (${at})`
    case 'derived':
      return `${origin.step} of ${at}`
  }
}
