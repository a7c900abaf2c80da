/** Decisions about images: what they are based on, and in how many regions they are kept. */
import type { Decision } from '../core/assurance.ts'
import type { Origin } from '../core/origin.ts'
import type { Stage } from '../stack/build-model.ts'
import { unsupportedSince } from '../stack/image-tags.ts'
import { textsAt } from '../stack/infrastructure/questions.ts'
import type { Project } from '../stack/model.ts'
import { publishedImages } from '../stack/pipeline.ts'
import { buildsForProduction } from '../stack/production.ts'
import { type Answerer, counted, type DecisionBasis, listed, placesOf } from './decision-basis.ts'

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
          : `Other ones for ${counted(new Set([...full, ...ended, ...building, ...risky].map(({ file }) => file)).size, 'Dockerfile')} of ${told.length}`,
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

/** Registries whose host says a region, and for AWS an account. */
const ecrHost = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com/
const otherHost = /^([a-z]+-[a-z]+\d+)-docker\.pkg\.dev/

export const regions: Answerer = (basis): Decision | undefined => {
  const { project } = basis
  const written = [
    ...project.images.map(({ written: text, origin }) => ({ text, origin })),
    ...publishedImages(project).flatMap(({ repository, tags }) =>
      tags.slice(0, 1).map(({ origin }) => ({ text: repository, origin })),
    ),
  ]
  const found = written.flatMap(({ text, origin }) => {
    const ecr = ecrHost.exec(text)
    const other = otherHost.exec(text)
    return ecr?.[2] !== undefined
      ? [{ region: ecr[2], account: ecr[1], origin }]
      : other?.[1] !== undefined
        ? [{ region: other[1], account: undefined, origin }]
        : []
  })
  const repositories = project.infrastructure.ofType('aws_ecr_repository')
  const replication = project.infrastructure.ofType('aws_ecr_replication_configuration')
  const pushed = written.some(({ text }) => /\becr\b/i.test(text))
  if (found.length + repositories.length + replication.length === 0 && !pushed) return undefined
  const names = [...new Set(found.map(({ region }) => region))]
  const accounts = [...new Set(found.flatMap(({ account }) => account ?? []))]
  const targets = [...new Set(replication.flatMap((resource) => destinationsOf(resource.body)))]
  const moving = publishedImages(project).filter(({ tags }) => tags.every(({ promise }) => promise === 'moving'))
  return {
    id: 'regions',
    question: 'How do images get to several regions?',
    answer:
      replication.length > 0
        ? `The registry replicates them${targets.length === 0 ? '' : ` to ${listed(targets)}`}`
        : names.length > 1
          ? `Image names carry ${names.length} regions: ${listed(names)}`
          : names.length === 1
            ? `They do not: every image name carries ${names[0]}`
            : 'Open: no file names a region',
    because: [
      ...(names.length === 0
        ? []
        : [
            `${counted(found.length, 'image name carries', 'image names carry')} the region ${listed(names)}${accounts.length === 0 ? '' : ` and the account ${listed(accounts)}`} in plain text`,
          ]),
      ...(names.length > 0 || !pushed
        ? []
        : ['the registry’s host comes from where the pipeline logs in, so that image names carry no region']),
      ...replication.map(({ address }) => `${address} copies what is pushed, under the same digest`),
      ...(replication.length === 0 && repositories.length > 0
        ? [`Terraform declares ${counted(repositories.length, 'repository', 'repositories')} and no replication`]
        : []),
      ...moving.map(
        ({ repository }) =>
          `${repository || 'an image'} is pushed under moving tags only, which may mean different images in different regions`,
      ),
    ],
    evidence: placesOf(basis, [
      ...found.map(({ origin }) => origin),
      ...replication.map(({ origin }) => origin),
      ...repositories.map(({ origin }) => origin),
    ]),
    next: [
      ...(replication.length > 0
        ? []
        : [
            'If a second region is needed: replicate the registry (`aws_ecr_replication_configuration`), so that each region has the same digest',
          ]),
      ...(names.length === 0
        ? []
        : ['Take the registry’s host from a variable (`${REGISTRY:?}`), so that one file serves every region']),
      ...(moving.length === 0
        ? []
        : ['Deploy by version or digest; a tag needs no region in it, for the registry’s host says it']),
    ],
  }
}

type Body = Parameters<typeof textsAt>[0]

const destinationsOf = (body: Body): readonly string[] =>
  [0, 1, 2, 3].flatMap((rule) =>
    [0, 1, 2, 3].flatMap((at) =>
      textsAt(body, 'replication_configuration', 0, 'rule', rule, 'destination', at, 'region').flatMap((text) =>
        text.known ? [text.value] : [],
      ),
    ),
  )

/** All of this file. */
export const imageDecisions = (basis: DecisionBasis): readonly (Decision | undefined)[] => [
  baseImages(basis),
  regions(basis),
]
