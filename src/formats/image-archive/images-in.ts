/** Puts the parts of an archive together to images: by `manifest.json`, else by the index of an OCI layout. */
import { itemsOf, objectOf, textOf, textsOf } from '../scans/json-value.ts'
import type { Layer } from './layer.ts'
import type { Members } from './read-archive.ts'

/** One step of an image's making, as its configuration tells it. */
export interface HistoryStep {
  readonly createdBy: string
  /** Whether it made no layer. */
  readonly empty: boolean
}

/** What an image says of itself and of what runs from it. */
export interface ImageConfig {
  readonly user: string
  readonly labels: Readonly<Record<string, string>>
  /** `8080/tcp`. */
  readonly exposed: readonly string[]
  readonly volumes: readonly string[]
  /** `NAME=value`. */
  readonly environment: readonly string[]
  readonly workingDirectory: string
  readonly healthCheck: boolean
  readonly architecture: string
  readonly createdAt: string
  readonly history: readonly HistoryStep[]
  /** Digests of the layers as they are uncompressed, the lowest first. */
  readonly layers: readonly string[]
}

export interface ArchivedImage<T> {
  /** Digest of its configuration. */
  readonly id: string
  /** As they were saved: `name:tag`. */
  readonly tags: readonly string[]
  readonly config: ImageConfig
  /** The lowest first; undefined for one that the archive lacks. */
  readonly layers: readonly (Layer<T> | undefined)[]
}

/** Every image that the archive names; those whose configuration is missing or no JSON are left out. */
export function imagesIn<T>(members: Members<T>): readonly ArchivedImage<T>[] {
  const saved = itemsOf(jsonOf(members.documents.get('/manifest.json'))).flatMap((one) => {
    const { Config, Layers, RepoTags } = objectOf<'Config' | 'Layers' | 'RepoTags'>(one)
    return imageOf(members, textOf(Config) ?? '', textsOf(Layers), textsOf(RepoTags))
  })
  return saved.length > 0 ? saved : indexed(members, jsonOf(members.documents.get('/index.json')), [], 0)
}

/** The value of a text, undefined where it is no JSON. */
function jsonOf(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as unknown)
  } catch {
    return undefined
  }
}

/** How deep indexes may lie in each other. */
const deepest = 4

type Index = 'manifests' | 'layers' | 'config'
type Descriptor = 'annotations' | 'digest'
const reference = 'vnd.docker.reference.type'
const [imageName, refName] = ['io.containerd.image.name', 'org.opencontainers.image.ref.name'] as const

function indexed<T>(
  members: Members<T>,
  index: unknown,
  named: readonly string[],
  depth: number,
): readonly ArchivedImage<T>[] {
  if (depth > deepest) return []
  return itemsOf(objectOf<Index>(index).manifests).flatMap((entry): readonly ArchivedImage<T>[] => {
    const { annotations, digest } = objectOf<Descriptor>(entry)
    const said = objectOf<typeof reference | typeof imageName | typeof refName>(annotations)
    // What BuildKit attests of an image is kept beside it, in the form of one.
    if (said[reference] !== undefined) return []
    const name = textOf(said[imageName]) ?? textOf(said[refName])
    const names = name === undefined ? named : [name]
    const document = objectOf<Index>(jsonOf(members.documents.get(blob(digest))))
    if (document.manifests !== undefined) return indexed(members, document, names, depth + 1)
    const layers = itemsOf(document.layers).map((layer) => blob(objectOf<Descriptor>(layer).digest))
    return imageOf(members, blob(objectOf<Descriptor>(document.config).digest), layers, names)
  })
}

const blob = (digest: unknown): string => `/blobs/${(textOf(digest) ?? '').replace(':', '/')}`

function imageOf<T>(
  { documents, layers, links }: Members<T>,
  config: string,
  paths: readonly string[],
  tags: readonly string[],
): readonly ArchivedImage<T>[] {
  const at = (path: string): string => (path.startsWith('/') ? path : `/${path}`)
  const document = jsonOf(documents.get(at(config)))
  if (document === undefined) return []
  const found = paths.map((path) => layers.get(at(path)) ?? layers.get(links.get(at(path)) ?? ''))
  const digest = /([0-9a-f]{64})(?:\.json)?$/.exec(config)?.[1]
  return [{ id: digest === undefined ? '' : `sha256:${digest}`, tags, config: configOf(document), layers: found }]
}

const keysOf = (value: unknown): readonly string[] => Object.keys(objectOf(value)).sort()

type Document = 'config' | 'rootfs' | 'history' | 'os' | 'architecture' | 'created' | 'diff_ids'
type Config = 'Labels' | 'User' | 'ExposedPorts' | 'Volumes' | 'Env' | 'WorkingDir' | 'Healthcheck' | 'Test'
type Step = 'created_by' | 'empty_layer'

/** What the configuration says; whatever is not there or of another type is empty. */
function configOf(written: unknown): ImageConfig {
  const document = objectOf<Document>(written)
  const config = objectOf<Config>(document.config)
  const labels = Object.entries(objectOf(config.Labels) as Readonly<Record<string, unknown>>)
  const check = textsOf(objectOf<Config>(config.Healthcheck).Test)
  return {
    user: textOf(config.User) ?? '',
    labels: Object.fromEntries(labels.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : []))),
    exposed: keysOf(config.ExposedPorts),
    volumes: keysOf(config.Volumes),
    environment: textsOf(config.Env),
    workingDirectory: textOf(config.WorkingDir) ?? '',
    healthCheck: check.length > 0 && check[0] !== 'NONE',
    architecture: [textOf(document.os), textOf(document.architecture)].filter((part) => part !== undefined).join('/'),
    createdAt: textOf(document.created) ?? '',
    history: itemsOf(document.history).map((one) => {
      const step = objectOf<Step>(one)
      return { createdBy: textOf(step.created_by) ?? '', empty: step.empty_layer === true }
    }),
    layers: textsOf(objectOf<Document>(document.rootfs).diff_ids),
  }
}
