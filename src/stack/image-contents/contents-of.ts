/** Boils an image that was read down to what is said of it: its steps, its layers, and the files that matter. */
import type { ImageContents, ImageStep, InstalledPackage, NotedFile } from '../../core/image-contents.ts'
import type { ArchivedImage, HistoryStep } from '../../formats/image-archive/images-in.ts'
import { type PlacedFile, placedFiles } from '../../formats/image-archive/placed-files.ts'
import { isForeignCode, toolAt } from '../../knowledge/image-directories.ts'
import { holdsCredential, literalCredentials } from '../credentials.ts'
import { ballastOf } from './ballast.ts'
import type { FileNote } from './look.ts'
import { secretNamed } from './secret-in-file.ts'
import { valuesInStep } from './steps.ts'

/** Files of one image that are remembered; one that has more of them is told by the first. */
const mostNoted = 2000

/** What is inside an image of an archive. */
export function contentsOf({ config, layers }: ArchivedImage<FileNote>): ImageContents {
  const files = placedFiles(layers)
  const shown = files.filter(({ gone }) => gone === undefined)
  const noted = files.flatMap(notedFile)
  const steps = stepsOf(config.history, layers.length)
  return {
    platform: config.architecture,
    labels: config.labels,
    exposed: config.exposed,
    healthCheck: config.healthCheck,
    workingDirectory: config.workingDirectory,
    size: layers.reduce((sum, layer) => sum + (layer?.size ?? 0), 0),
    steps,
    layers: layers.map((layer, at) => ({
      digest: config.layers[at] ?? '',
      size: layer?.size ?? 0,
      added: layer?.files.filter(({ kind }) => kind !== 'directory').length ?? 0,
      removed: (layer?.removed.length ?? 0) + (layer?.opaque.length ?? 0),
    })),
    files: noted.slice(0, mostNoted),
    ballast: ballastOf(files),
    system: shown.findLast(({ note }) => note?.system)?.note?.system ?? null,
    packages: packagesOf(shown),
    problems: [
      ...layers.flatMap((layer, at) =>
        layer === undefined
          ? [`layer ${at + 1} is not there`]
          : layer.problem === undefined
            ? []
            : [`layer ${at + 1} was not read to its end: ${layer.problem}`],
      ),
    ],
    unread: [
      ...(noted.length > mostNoted ? [`of ${noted.length} files that say something only ${mostNoted} are told`] : []),
      ...(shown.some(({ path }) => rpm.test(path)) ? ['packages of its rpm database are not listed'] : []),
    ],
    secrets: secretsOf(files, config.environment, steps),
  }
}

const rpm = /^\/(?:var\/lib\/rpm|usr\/lib\/sysimage\/rpm)\/(?:Packages|Packages\.db|rpmdb\.sqlite)$/

/** Steps in their order, with the layer that each made; more layers than steps that say so leave the last ones without. */
function stepsOf(history: readonly HistoryStep[], layers: number): readonly ImageStep[] {
  let made = 0
  return history.map(({ createdBy, empty }) => ({
    createdBy,
    layer: empty || made >= layers ? null : ++made,
  }))
}

const [setuid, setgid, sticky, othersWrite, anyExecute] = [0o4000, 0o2000, 0o1000, 0o002, 0o111]

function notedFile(file: PlacedFile<FileNote>): readonly NotedFile[] {
  const { path, layer, gone, kind, size, uid, gid, mode, note } = file
  const isFile = kind === 'file' || kind === 'hardlink'
  const raises = isFile ? raisesOf(file) : null
  const isOpen = (mode & othersWrite) !== 0 && (isFile || (kind === 'directory' && (mode & sticky) === 0))
  const isRepository = /\/\.git$/.test(path) && !isForeignCode(path)
  const named = isRepository ? 'git repository' : isFile && size > 0 ? secretNamed(path) : null
  const tool = isFile || kind === 'symlink' || kind === 'directory' ? (toolAt(path) ?? null) : null
  const holds = note?.secret?.what ?? null
  if (!(raises || isOpen || named || tool || holds)) return []
  return [
    {
      ...{ path, layer, gone: gone ?? null, directory: kind === 'directory', size, uid, gid },
      mode: mode.toString(8).padStart(4, '0'),
      ...{ named, holds, raises, worldWritable: isOpen, tool },
    },
  ]
}

/** Without a right to run it, a set-group bit stands for something else. */
function raisesOf({ mode, capable }: PlacedFile<FileNote>): NotedFile['raises'] {
  if ((mode & anyExecute) === 0) return null
  if ((mode & setuid) !== 0) return 'setuid'
  if ((mode & setgid) !== 0) return 'setgid'
  return capable ? 'capabilities' : null
}

/** Each package once, in order of type, name and version. */
function packagesOf(shown: readonly PlacedFile<FileNote>[]): readonly InstalledPackage[] {
  const packages = new Map<string, InstalledPackage>()
  for (const one of shown.flatMap(({ note }) => note?.packages ?? [])) {
    const key = `${one.type}\0${one.name}\0${one.version}\0${one.architecture}`
    if (!packages.has(key)) packages.set(key, one)
  }
  return [...packages.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one)
}

function secretsOf(
  files: readonly PlacedFile<FileNote>[],
  environment: readonly string[],
  steps: readonly ImageStep[],
): ReadonlySet<string> {
  const found = new Set(files.flatMap(({ note }) => note?.secret?.values ?? []))
  const variables = environment.map((text): readonly [string, string] => {
    const equals = text.indexOf('=')
    return [text.slice(0, equals), text.slice(equals + 1)]
  })
  for (const [name, value] of [...variables, ...steps.flatMap(({ createdBy }) => valuesInStep(createdBy))]) {
    if (value === '') continue
    if (holdsCredential(name)) found.add(value)
    for (const { start, end } of literalCredentials(name, value)) found.add(value.slice(start, end))
  }
  return found
}
