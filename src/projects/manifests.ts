/** Finds Kubernetes manifests, gathered by the directory they are applied from. */
import { nodeAt, textOf } from '../core/node.ts'
import { directoryOf, nameOf, within } from '../core/tree.ts'
import { isPatch, looksLikeManifest, type Workload, workloadsIn } from '../formats/kubernetes/manifest.ts'
import { parseYamlStream } from '../formats/yaml/parse-yaml.ts'
import { type Deployment, shortNameOf } from './deployment.ts'
import { environmentOfFile } from './environment-words.ts'
import { environmentOfFiles } from './model.ts'
import type { Survey } from './survey.ts'
import type { Skipped } from './workspace.ts'

export interface Manifests {
  readonly deployments: readonly Deployment[]
  readonly skipped: readonly Skipped[]
}

/** Every directory of manifests that run something; templates and patches are left out, and said so. */
export function findManifests(survey: Survey): Manifests {
  const candidates = survey.found.yaml.filter((file) => looksLikeManifest(survey.text(file)?.text ?? ''))
  if (candidates.length === 0) return { deployments: [], skipped: [] }
  const skipped: Skipped[] = []
  const patches = kustomizations(survey, skipped)
  const groups = new Map<string, Map<string, readonly Workload[]>>()
  for (const file of candidates) {
    const source = survey.text(file)
    const chart = chartOf(survey, file)
    if (source === undefined) continue
    const { roots, problems } = parseYamlStream(source)
    if (source.text.includes('{{') && (chart !== undefined || problems.length > 0)) {
      const what = chart ?? file
      if (!skipped.some((one) => one.what === what))
        skipped.push({ what, reason: 'templates of Kubernetes manifests, which are not rendered here' })
      continue
    }
    const workloads = workloadsIn(roots)
    if (workloads.length > 0 && (patches.has(file) || workloads.every(isPatch))) {
      skipped.push({ what: file, reason: 'changes Kubernetes manifests by Kustomize, which is not resolved here' })
      continue
    }
    const directory = applied(file)
    groups.set(directory, (groups.get(directory) ?? new Map()).set(file, workloads))
  }
  const deployments = [...groups].flatMap(([directory, files]) => deploymentOf(survey, directory, files) ?? [])
  return { deployments, skipped }
}

/** The chart whose template the file is. */
function chartOf(survey: Survey, file: string): string | undefined {
  const parts = file.split('/')
  const at = parts.lastIndexOf('templates', parts.length - 2)
  if (at === -1) return undefined
  const chart = parts.slice(0, at)
  return survey.isFile([...chart, 'Chart.yaml'].join('/')) ? [...chart, 'templates'].join('/') : undefined
}

/** The files that kustomizations use as patches. */
function kustomizations(survey: Survey, skipped: Skipped[]): ReadonlySet<string> {
  const patches = new Set<string>()
  const unresolved: string[] = []
  for (const file of survey.found.yaml) {
    if (!/^kustomization\.ya?ml$/i.test(nameOf(file))) continue
    const root = survey.document(file)?.root
    const lists = ['patches', 'patchesStrategicMerge', 'patchesJson6902', 'components'].map((key) => nodeAt(root, key))
    const items = lists.flatMap((list) => (list?.kind === 'list' ? list.items : []))
    if (items.length > 0) unresolved.push(file)
    for (const item of items) {
      const path = within(directoryOf(file), textOf(nodeAt(item, 'path')) ?? textOf(item) ?? '')
      if (path !== undefined) patches.add(path)
    }
  }
  const [first] = unresolved
  if (first !== undefined) {
    const what = unresolved.length === 1 ? first : `${first} and ${unresolved.length - 1} more kustomizations`
    skipped.push({ what, reason: 'Kustomize is not resolved here: manifests are judged as they are written' })
  }
  return patches
}

const manifestFolder = /^(?:k8s|kube|kubernetes|kubernetes[-_]manifests|manifests?)$/i

/** The directory that is applied as a whole: the folder of manifests and, where it tells environments apart, one of those. */
function applied(file: string): string {
  const parts = directoryOf(file).split('/')
  const top = parts.findIndex((part) => manifestFolder.test(part))
  if (top === -1) return directoryOf(file)
  const apart = parts.findIndex((part, at) => at > top && (part === 'base' || environmentOfFile(part) !== 'unknown'))
  return parts.slice(0, (apart === -1 ? top : apart) + 1).join('/')
}

function deploymentOf(
  survey: Survey,
  directory: string,
  files: ReadonlyMap<string, readonly Workload[]>,
): Deployment | undefined {
  const workloads = [...files.values()].flat()
  if (workloads.length === 0) return undefined
  const containers = workloads.flatMap((workload) => workload.containers)
  const names = [...files.keys()].sort()
  const named = environmentOfFiles([`${directory}/x.yaml`])
  return {
    model: {
      name: directory === '' ? survey.tree.folder || 'kubernetes' : nameOf(directory),
      files: names,
      envFiles: [],
      projectDirectory: directory,
      profiles: [],
      platform: 'kubernetes',
      environment: named.environment,
      context: 'unknown',
      isDefault: false,
      evidence: [
        { text: `${names.length === 1 ? 'the file holds' : 'the files hold'} Kubernetes manifests` },
        ...(named.because === undefined ? [] : [{ text: `the name of ${directory} says ${named.environment}` }]),
      ],
      runBy: [],
    },
    images: containers.flatMap(({ node }) => shortNameOf(textOf(nodeAt(node, 'image')) ?? '') ?? []),
    containers: [
      ...workloads.map(({ name }) => name),
      ...containers.flatMap(({ node }) => textOf(nodeAt(node, 'name')) ?? []),
    ],
  }
}
