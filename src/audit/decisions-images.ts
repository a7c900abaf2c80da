/** The decision about images: what they are based on. */
import type { Decision } from '../core/assurance.ts'
import { count } from '../core/count.ts'
import type { Origin } from '../core/origin.ts'
import type { Stage } from '../stack/build-model.ts'
import { unsupportedSince } from '../stack/image-tags.ts'
import type { Project } from '../stack/model.ts'
import { buildsForProduction } from '../stack/production.ts'
import { type Answerer, listed, placesOf } from './decision-basis.ts'

type Size = 'nothing' | 'minimal' | 'alpine' | 'slim' | 'full' | 'unknown'

/** What a system is called where its size alone would say too little. */
const systems: Readonly<Record<NonNullable<NonNullable<Stage['rootImage']>['profile']>['base'] & string, string>> = {
  alpine: 'Alpine',
  debian: 'full Debian',
  'debian-slim': 'Debian slim',
  ubuntu: 'Ubuntu',
  buildpack: 'Debian with the tools that build software',
  busybox: 'BusyBox',
  rhel: 'a full Red Hat system',
  'rhel-minimal': 'a minimal Red Hat system',
  wolfi: 'Wolfi',
  distroless: 'a system without a shell or a package manager',
  empty: 'nothing',
}

const sizes: Readonly<Record<Size, string>> = {
  nothing: 'nothing',
  minimal: 'a minimal image without a shell or a package manager',
  alpine: 'Alpine',
  slim: 'a slim image',
  full: 'a full image of its system',
  unknown: 'an image that nothing is known of',
}

/** How large a base is, by what is known of the image, else by the words of its name. */
function sizeOf({ rootImage }: Stage): Size {
  if (rootImage === undefined) return 'unknown'
  const name = rootImage.reference.known ? rootImage.reference.value.written : rootImage.written
  if (/^scratch$/i.test(name)) return 'nothing'
  switch (rootImage.profile?.base) {
    case 'empty':
      return 'nothing'
    case 'distroless':
      return 'minimal'
    case 'alpine':
      return 'alpine'
    case 'debian-slim':
    case 'rhel-minimal':
    case 'wolfi':
    case 'busybox':
      return 'slim'
    case 'debian':
    case 'ubuntu':
    case 'buildpack':
    case 'rhel':
      return 'full'
    case undefined:
      if (/distroless|chiseled/.test(name)) return 'minimal'
      return /alpine/.test(name) ? 'alpine' : /slim|minimal/.test(name) ? 'slim' : 'unknown'
  }
}

/** Packages of npm and PyPI that bring or build machine code, which glibc and musl do not share. */
const nativePackages: readonly (readonly [file: string, names: RegExp])[] = [
  [
    'package.json',
    /"(bcrypt|canvas|sqlite3|better-sqlite3|argon2|sharp|node-sass|puppeteer|playwright|@tensorflow\/tfjs-node)"\s*:/g,
  ],
  ['requirements.txt', /^(tensorflow|torch|onnxruntime|grpcio|psycopg2|confluent-kafka|opencv-python)\b/gim],
]

/** What in a build’s context is known to depend on the C library. */
function nativesOf({ build }: Stage, project: Project): readonly string[] {
  const { context } = build
  if (context === undefined) return []
  return nativePackages.flatMap(([file, names]) => {
    const text = project.file(context.path === '' ? file : `${context.path}/${file}`)?.source.text ?? ''
    return [...text.matchAll(names)].map(([, name]) => name ?? '')
  })
}

export const baseImages: Answerer = (basis): Decision | undefined => {
  const { project, today } = basis
  const stages = [
    ...new Map(project.stages.filter(buildsForProduction).map((stage) => [stage.dockerfile.file, stage])).values(),
  ]
  const told = stages.map((stage) => {
    const image = stage.rootImage
    return {
      file: stage.dockerfile.file,
      name:
        image === undefined
          ? 'its base'
          : image.reference.known
            ? image.reference.value.familiarName +
              (image.reference.value.tag === undefined ? '' : `:${image.reference.value.tag}`)
            : image.written,
      size: sizeOf(stage),
      system: image?.profile?.base === undefined ? sizes[sizeOf(stage)] : systems[image.profile.base],
      builds: image?.profile?.role === 'toolchain',
      ended: image && unsupportedSince(image, today),
      natives: sizeOf(stage) === 'full' || sizeOf(stage) === 'alpine' ? nativesOf(stage, project) : [],
      origin: stage.fromWord as Origin,
    }
  })
  if (told.length === 0) return undefined
  const full = told.filter(({ size }) => size === 'full')
  const ended = told.filter((one) => one.ended !== undefined)
  const building = told.filter(({ builds, size }) => builds && size !== 'full')
  const risky = told.filter(({ size, natives }) => size === 'alpine' && natives.length > 0)
  const unknown = told.filter(({ size }) => size === 'unknown')
  const tally = (['nothing', 'minimal', 'alpine', 'slim', 'full'] as const)
    .map((size) => ({ size, of: told.filter((one) => one.size === size).length }))
    .filter(({ of }) => of > 0)
  return {
    id: 'base-images',
    question: 'Which base images should be used?',
    answer:
      full.length + ended.length + building.length + risky.length === 0 && unknown.length < told.length
        ? 'Those in use'
        : full.length + ended.length + building.length + risky.length === 0
          ? 'Open'
          : `Other ones for ${count(new Set([...full, ...ended, ...building, ...risky].map(({ file }) => file)).size, 'Dockerfile')} of ${told.length}`,
    because: [
      ...(tally.length < 2 ? [] : [`${listed(tally.map(({ size, of }) => `${of} on ${sizes[size]}`))}`]),
      ...told.map(
        ({ file, name, system, builds }) =>
          `${file} ships on ${name}: ${system}${builds ? ', with the tools that build the program' : ''}`,
      ),
      ...ended.map(({ name, ended: since }) => `${name} has had no security fixes since ${since}`),
      ...told
        .filter(({ natives }) => natives.length > 0)
        .map(({ file, size, natives }) =>
          size === 'alpine'
            ? `${file} is on Alpine, whose C library is musl, and uses ${listed(natives)}, which bring or build machine code`
            : `${file} uses ${listed(natives)}, which bring or build machine code: Alpine’s C library (musl) may not run it`,
        ),
    ],
    evidence: placesOf(
      basis,
      told.map(({ origin }) => origin),
    ),
    next: [
      ...ended.map(({ file, name }) => `Move ${file} from ${name} to a release that is supported`),
      ...building.map(({ file }) => `End ${file} with a stage that has what runs and not what builds it`),
      ...full.map(({ file, natives }) =>
        natives.length > 0
          ? `Try ${file} on a slim variant with the same C library (Debian slim): fewer packages to patch`
          : `Try ${file} on a slim variant or Alpine: fewer packages to patch, and the tests have to pass on it`,
      ),
      ...risky.map(
        ({ file }) => `Test what ${file} ships on Alpine with its real load, or take a slim variant with glibc`,
      ),
    ],
  }
}
