/** A container as a platform other than Compose describes it, joined with what its image brings: a service like any other. */
import { type Known, known, unknowable } from '../../core/known.ts'
import type { Node } from '../../core/node.ts'
import { absent, spansOf } from '../../core/origin.ts'
import type { Build, ImageUse } from '../build-model.ts'
import { type TextEntry, textValue } from '../fields.ts'
import { imageUse } from '../image-use.ts'
import type { Project, Variant } from '../model.ts'
import { imageUser, listensOf, profileOf } from '../service.ts'
import type { EnvironmentVariable, Healthcheck, Service, UserSpec } from '../service-model.ts'

type Written = Pick<
  Service,
  | ('name' | 'node' | 'origin' | 'privileged' | 'readOnly' | 'init' | 'capAdd' | 'capDrop' | 'securityOptions')
  | ('limits' | 'ports' | 'networkMode' | 'pid' | 'ipc' | 'devices' | 'mounts' | 'tmpfs' | 'command' | 'entrypoint')
  | ('dependsOn' | 'restart' | 'logging' | 'labels' | 'secrets' | 'healthcheckOrigin' | 'pod')
>

/** What the platform's file says of a container. */
export interface ContainerFacts extends Written {
  /** Who the process starts as; `known(undefined)` where the image decides. */
  readonly user: Known<UserSpec | undefined>
  /** The scalar that names the image. */
  readonly image: Node | undefined
  /** Why the image in the file is not the one that runs, where a deployment replaces it. */
  readonly replaced: string | undefined
  readonly variables: readonly TextEntry[]
  readonly source: 'task-definition' | 'manifest'
  readonly healthcheck: Healthcheck | undefined
}

interface Place {
  readonly project: Project
  readonly variant: Variant
  readonly build: Build | undefined
}

/** The service that the container is. What nothing but Compose knows is absent from it. */
export function deployedService(facts: ContainerFacts, { project, variant, build }: Place): Service {
  const { origin, name } = facts
  const none = (what: string): Known<undefined> => known(undefined, absent(what, origin))
  const finalStage = build?.finalStage
  const service: Service = {
    ...facts,
    subject: { kind: 'service', name },
    inVariants: [variant.name],
    project,
    variant,
    platform: variant.platform,
    definitions: spansOf(origin),
    profiles: [],
    get image() {
      return image
    },
    build,
    finalStage,
    get profile() {
      return profileOf(service)
    },
    get role() {
      return service.profile?.role ?? 'unknown'
    },
    measured: undefined,
    get user() {
      return userOf(facts, service)
    },
    networks: [],
    uts: none('uts'),
    usernsMode: none('userns'),
    cgroup: none('cgroup'),
    environment: environmentOf(facts, finalStage?.effectiveEnv ?? [], [variant.name], () => service),
    envFiles: [],
    healthcheck: facts.healthcheck,
    pullPolicy: none('pull policy'),
    containerName: none('container name'),
    aliases: [],
    get listens() {
      return listensOf(service)
    },
  }
  const image = imageOf(facts, service)
  return service
}

function imageOf({ image: node, replaced }: ContainerFacts, service: Service): ImageUse | undefined {
  if (node?.kind !== 'scalar' || node.value === null) return undefined
  const text = textValue(node, node.origin)
  const value = replaced !== undefined ? unknowable(replaced, node.origin) : text
  const tag = /[:@][\w.:-]+$/.exec(String(node.value))?.[0]
  const { unset } = node
  // Who fills in the whole image gives it its tag; so does who replaces it, and who builds a name without a registry.
  const local = service.build !== undefined && /^[\w.-]+$/.test(String(node.value))
  const built = replaced !== undefined || local || (unset !== undefined && tag === undefined)
  const written = unset === undefined ? String(node.value) : `\${${unset.join('-')}}${tag ?? ''}`
  const image = value.known ? known(value.value ?? '', value.origin) : value
  return imageUse(image, written, node.origin, { kind: 'service', inVariants: service.inVariants, built, service })
}

function userOf({ user, origin }: ContainerFacts, service: Service): Known<UserSpec> {
  if (!user.known) return user
  if (user.value !== undefined) return known(user.value, user.origin)
  if (service.finalStage) return service.finalStage.user
  return imageUser(
    service.profile,
    service.image?.written ?? '',
    spansOf(user.origin).length > 0 ? user.origin : origin,
  )
}

/** What is set for the container over what its image sets. */
function environmentOf(
  { variables, source }: ContainerFacts,
  inherited: readonly EnvironmentVariable[],
  inVariants: readonly string[],
  service: () => Service,
): readonly EnvironmentVariable[] {
  const own = variables.map(
    ({ name, value, origin, nameOrigin }): EnvironmentVariable => ({
      subject: { kind: 'environment-variable', name },
      origin,
      inVariants,
      name,
      value,
      partial: value.known ? value.value : '',
      source,
      written: value.known ? value.value : '',
      interpolations: [],
      nameOrigin,
      get service() {
        return service()
      },
      stage: undefined,
      overrides: inherited.filter((variable) => variable.name === name),
    }),
  )
  const set = new Set(own.map(({ name }) => name))
  return [...own, ...inherited.filter(({ name }) => !set.has(name))]
}
