/** Puts a project together: compose models, builds, services, workflows and files, each linked to the others. */

import { known } from '../core/known.ts'
import { lazy } from '../core/lazy.ts'
import { nodeAt, textOf } from '../core/node.ts'
import type { Observed } from '../core/observed.ts'
import { type Origin, span } from '../core/origin.ts'
import { type Measurements, measuredKey } from '../core/proof.ts'
import type { Tree } from '../core/tree.ts'
import { isBakeFile } from '../projects/hcl-names.ts'
import type { ProjectSource, VariantSource } from '../projects/workspace.ts'
import { isProductionLike } from '../projects/workspace.ts'
import { requestsOfBake } from './baked.ts'
import type { ImageUse } from './build-model.ts'
import { assumedRequest, type BuildRequest, buildsOf, requestOfService } from './builds.ts'
import { composeFilesOf } from './compose-files.ts'
import { configFilesOf, envFilesOf } from './config-files.ts'
import { documentsOf } from './deployed/documents.ts'
import { terraformVariants } from './deployed/terraform-variants.ts'
import { type Deployed, deployedVariant } from './deployed/variant.ts'
import { dialoguesOf } from './dialogue.ts'
import { emptyProject } from './empty-project.ts'
import { type InterpolationIndex, interpolationIndex, writtenText } from './environment.ts'
import { textValue } from './fields.ts'
import { imageUse } from './image-use.ts'
import type { ComposeModel, ComposeRequest } from './load/compose-model.ts'
import { sectionOf } from './load/compose-model.ts'
import { loadCompose } from './load/load-compose.ts'
import type { Project, Variant } from './model.ts'
import { networksOf } from './networks.ts'
import { runsCompose } from './platforms.ts'
import { problemsOf } from './problems.ts'
import { environmentOf, imagesOf } from './project-lists.ts'
import { proxyUtterances } from './proxies.ts'
import { builtImagesOf } from './running/built-images.ts'
import { containersOf } from './running/containers.ts'
import { effectiveService } from './service.ts'
import type { Service } from './service-model.ts'
import type { Sources } from './sources.ts'
import { requestsOfWorkflow, workflowModels } from './workflows.ts'

type Draft<T> = { -readonly [K in keyof T]: T[K] }

/** A variant with the model it was loaded from. */
interface Loaded {
  readonly source: VariantSource
  readonly model: ComposeModel
  readonly interpolations: InterpolationIndex
  readonly variant: Draft<Variant>
}

/**
 * Builds the effective model of one project. Everything derived from a file's content is computed when first asked for. `measured` is what
 * services were seen to need when they were started, `observed` what an engine runs and has of them.
 */
export function buildStack(
  source: ProjectSource,
  sources: Sources,
  measured: Measurements = new Map(),
  observed?: Observed,
): Project {
  const { tree } = sources
  const project = emptyProject(source, sources)
  project.workflows = workflowModels(source.workflows, project, sources)
  const loaded = source.variants.filter(runsCompose).map((variant) => loadVariant(variant, project, sources))
  const deployed = source.variants
    .filter((variant) => !runsCompose(variant))
    .map((variant) => deployedVariant(variant, project, documentsOf(variant, project, sources)))
  deployed.push(...terraformVariants(project, source))
  project.variants = [...loaded, ...deployed].map(({ variant }) => variant)

  const requests: BuildRequest[] = []
  const ofService = new Map<string, BuildRequest>()
  const services = new Map<string, Service>()
  for (const { model, variant, interpolations } of loaded) {
    for (const service of model.services) {
      const key = `${variant.name}\0${service.name}`
      const request = requestOfService(
        nodeAt(service.node, 'build'),
        sources,
        variant.name,
        () => services.get(key) as Service,
        interpolations,
      )
      if (request) {
        requests.push(request)
        ofService.set(key, request)
      }
    }
  }
  for (const workflow of project.workflows) requests.push(...requestsOfWorkflow(workflow, sources))
  requests.push(...requestsOfBake(source.otherFiles.filter(isBakeFile), sources))
  const asked = new Set(requests.map(({ dockerfile }) => dockerfile))
  for (const dockerfile of source.dockerfiles) {
    if (!asked.has(dockerfile)) requests.push(assumedRequest(dockerfile, project, sources))
  }
  requests.push(...deployedRequests(deployed, requests, ofService, loaded))
  const byRequest = buildsOf(requests, project, sources)
  for (const { link } of deployed) link(byRequest)
  project.builds = [...new Set(byRequest.values())]
  project.dockerfiles = [...new Set(project.builds.map(({ dockerfile }) => dockerfile))]

  const images = new Map<Service, ImageUse | undefined>()
  for (const { model, variant, interpolations } of loaded) {
    variant.networks = networksOf(model, variant)
    variant.services = model.services.map((compose) => {
      const key = `${variant.name}\0${compose.name}`
      const request = ofService.get(key)
      const service = effectiveService(compose, {
        tree,
        project,
        variant,
        model,
        interpolations,
        image: (of) => images.get(of),
        build: request && byRequest.get(request),
        networks: variant.networks,
        measured: measured.get(measuredKey(project.id, variant.name, compose.name)),
      })
      services.set(key, service)
      return service
    })
    const builtNames = new Set(
      variant.services.flatMap(({ node }) => (nodeAt(node, 'build') ? (textOf(nodeAt(node, 'image')) ?? []) : [])),
    )
    for (const service of variant.services) images.set(service, serviceImage(service, builtNames, model))
  }
  const composed = loaded.map(({ variant }) => variant)
  return finish(project, composed, source, sources, observed)
}

/** The builds that deployed containers run, each asked for once more on their behalf. */
function deployedRequests(
  deployed: readonly Deployed[],
  requests: readonly BuildRequest[],
  ofService: ReadonlyMap<string, BuildRequest>,
  loaded: readonly Loaded[],
): readonly BuildRequest[] {
  if (deployed.length === 0) return []
  const composed = loaded.flatMap(({ model, variant }) =>
    model.services.flatMap(({ name, node }) => {
      const request = ofService.get(`${variant.name}\0${name}`)
      return request ? [{ request, service: name, image: textOf(nodeAt(node, 'image')) }] : []
    }),
  )
  const known = new Set(composed.map(({ request }) => request))
  const others = requests.filter((request) => !known.has(request))
  const candidates = [...composed, ...others.map((request) => ({ request, service: undefined, image: undefined }))]
  return deployed.flatMap((one) => one.requests(candidates))
}

function serviceImage(service: Service, builtNames: ReadonlySet<string>, model: ComposeModel): ImageUse | undefined {
  const node = nodeAt(service.node, 'image')
  if (node?.kind !== 'scalar' || node.value === null) return undefined
  const text = textValue(node, node.origin)
  const value = text.known ? known(text.value ?? '', node.origin) : text
  const written = writtenText(model, node.origin).replace(/^(["'])(.*)\1$/s, '$2')
  // Where a variable is missing, only the text as it stands says how it is asked for.
  return imageUse(value, value.known || written === '' ? String(node.value) : written, node.origin, {
    kind: 'service',
    inVariants: service.inVariants,
    built: builtNames.has(String(node.value)),
    service,
  })
}

/** How a variant's compose files are loaded. */
export const composeRequest = (source: VariantSource, tree: Tree): ComposeRequest => ({
  tree,
  files: source.files,
  projectDirectory: source.projectDirectory,
  profiles: source.profiles,
  envFiles: source.envFiles,
})

function loadVariant(source: VariantSource, project: Project, sources: Sources): Loaded {
  const model = loadCompose(composeRequest(source, sources.tree))
  for (const [file, text] of model.sources) sources.adopt(file, text)
  const variant: Draft<Variant> = {
    subject: { kind: 'variant', name: source.name },
    origin: span(source.files[0] ?? '', [], 0, 0),
    inVariants: [source.name],
    name: source.name,
    project,
    platform: source.platform,
    stack: model.name,
    environment: source.environment,
    productionLike: isProductionLike(source),
    evidence: source.evidence,
    files: source.files,
    profiles: source.profiles,
    task: undefined,
    secretManifests: [],
    services: [],
    networks: [],
    volumes: sectionOf(model, 'volumes').map((entry) => ({
      name: entry.key,
      external: known(textOf(nodeAt(entry.value, 'external')) === 'true', entry.keyOrigin),
      device: textValue(nodeAt(entry.value, 'driver_opts', 'device'), entry.keyOrigin),
      origin: entry.keyOrigin,
    })),
    dialogues: [],
    unsetVariables: model.variables
      .filter((variable) => variable.source === 'unset')
      .map(({ name, uses }) => ({
        name,
        uses: uses.map((use): Origin => use.place),
        blank: uses.flatMap((use) => (use.outcome === 'unset' && !use.form.endsWith('+') ? [use.place] : [])),
        refused: uses.flatMap((use) => (use.outcome === 'missing' ? [use.place] : [])),
      })),
    problems: model.problems,
  }
  return { source, model, interpolations: interpolationIndex(model), variant }
}

/** Fields that only become computable once every service and build is linked. */
function finish(
  project: Draft<Project>,
  composed: readonly Draft<Variant>[],
  source: ProjectSource,
  sources: Sources,
  observed: Observed | undefined,
): Project {
  for (const variant of composed) {
    const dialogues = lazy(() => dialoguesOf(variant, proxyUtterances(variant, sources)))
    Object.defineProperty(variant, 'dialogues', { get: dialogues, enumerable: true })
  }
  const stages = lazy(() => project.builds.flatMap((build) => build.stages))
  const late: { readonly [K in keyof Project]?: () => Project[K] } = {
    stages,
    commands: () => stages().flatMap((stage) => stage.commands),
    contexts: () => project.builds.flatMap((build) => build.context ?? []),
    images: () => imagesOf(project),
    environment: () => environmentOf(project),
    composeFiles: () => composeFilesOf(project, sources),
    configFiles: () => configFilesOf(project, sources),
    envFiles: () => envFilesOf(source.otherFiles.filter(isEnvFile), project, sources),
    problems: () => problemsOf(project),
    containers: () => containersOf(project, observed),
    builtImages: () => builtImagesOf(project, observed),
  }
  for (const [name, make] of Object.entries(late)) {
    Object.defineProperty(project, name, { get: lazy<unknown>(make), enumerable: true })
  }
  return project
}

const isEnvFile = (path: string): boolean => /(?:^|\/)(?:\.env(?:\.[^/]*)?|[^/]+\.env)$/.test(path)
