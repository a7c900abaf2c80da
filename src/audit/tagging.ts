/** A tagging strategy computed from the repository's state, with snippets that work as they are. */
import type { TaggingStrategy } from '../core/report.ts'
import type { Repository } from '../core/tree.ts'

/** A service whose image the project builds. */
export interface BuiltService {
  readonly name: string
  /** Directory in the tree, `''` at the top. */
  readonly context: string
  readonly file: string
}

const release = /^v?(\d+)\.(\d+)\.(\d+)(?:-rc\.?(\d+))?$/

interface Version {
  readonly tag: string
  readonly numbers: readonly [number, number, number]
  readonly candidate: number | undefined
}

function versionsOf(repository: Repository): readonly Version[] {
  return repository.tags.flatMap(({ name }): readonly Version[] => {
    const match = release.exec(name)
    if (!match) return []
    const [, major, minor, patch, candidate] = match
    return [
      {
        tag: name,
        numbers: [Number(major), Number(minor), Number(patch)],
        candidate: candidate === undefined ? undefined : Number(candidate),
      },
    ]
  })
}

/** Later releases first; a candidate comes before its release. */
function byVersion(a: Version, b: Version): number {
  for (const index of [0, 1, 2] as const) {
    const difference = b.numbers[index] - a.numbers[index]
    if (difference !== 0) return difference
  }
  return (b.candidate ?? Number.POSITIVE_INFINITY) - (a.candidate ?? Number.POSITIVE_INFINITY)
}

/**
 * The tags that the commit at hand deserves: its own release tag, else the next release candidate after the newest
 * release; then one with the run of the pipeline, and the commit's short hash. `null` outside a repository or where nothing is built.
 */
export function taggingStrategy(
  built: readonly BuiltService[],
  repository: Repository | undefined,
): TaggingStrategy | null {
  const services = [...new Map(built.map((service) => [service.name, service])).values()]
  if (!repository?.commit || services.length === 0) return null
  const versions = [...versionsOf(repository)].sort(byVersion)
  const here = repository.tags.filter(({ commit }) => commit === repository.commit).map(({ name }) => name)
  const own = versions.find(({ tag }) => here.includes(tag))
  const version = own ? own.tag.replace(/^v?/, 'v') : nextCandidate(versions)
  const short = repository.commit.slice(0, 12)
  return {
    tags: [
      {
        tag: version,
        purpose: own ? 'the release that this commit is tagged as' : 'the release candidate that this commit would be',
      },
      {
        tag: `${version}-build.<run>`,
        purpose: 'which build of it this is; the pipeline fills in the number of its run',
      },
      { tag: `sha-${short}`, purpose: 'the exact commit; never moved, what a deployment and a rollback name' },
    ],
    compose: composeSnippet(services, version),
    workflow: workflowSnippet(services, repository.branch),
  }
}

/** The next patch release's first candidate, or the next candidate of one that is under way. */
function nextCandidate([newest]: readonly Version[]): string {
  if (!newest) return 'v0.1.0-rc.1'
  const [major, minor, patch] = newest.numbers
  return newest.candidate === undefined
    ? `v${major}.${minor}.${patch + 1}-rc.1`
    : `v${major}.${minor}.${patch}-rc.${newest.candidate + 1}`
}

/** An overlay for the compose files of the project: it names what is built and keeps Compose from pulling it. */
const composeSnippet = (services: readonly BuiltService[], version: string): string =>
  [
    `# docker compose -f <your compose file> -f compose.images.yaml build, with e.g. VERSION=${version}`,
    'services:',
    ...services.flatMap(({ name }) => [
      `  ${name}:`,
      `    image: \${REGISTRY:?set REGISTRY}/${name.toLowerCase()}:\${VERSION:?set VERSION}`,
      '    pull_policy: build',
    ]),
    '',
  ].join('\n')

/** A whole workflow: every service's image under its release, its build and its commit, and nothing under `latest`. */
const workflowSnippet = (services: readonly BuiltService[], branch: string | undefined): string =>
  [
    "# Replace each action's tag by the full commit hash of that release before use.",
    'name: images',
    'on:',
    '  push:',
    `    branches: [${branch ?? 'main'}]`,
    '    tags: ["v*.*.*"]',
    'permissions:',
    '  contents: read',
    '  packages: write',
    'jobs:',
    '  images:',
    '    runs-on: ubuntu-24.04',
    '    strategy:',
    '      matrix:',
    '        include:',
    ...services.flatMap(({ name, context, file }) => [
      `          - service: ${name}`,
      `            context: ${JSON.stringify(context || '.')}`,
      `            file: ${JSON.stringify(file)}`,
    ]),
    '    env:',
    '      DOCKER_METADATA_SHORT_SHA_LENGTH: "12"',
    '    steps:',
    '      - uses: actions/checkout@v4',
    '      - uses: docker/setup-buildx-action@v3',
    '      - uses: docker/login-action@v3',
    '        with:',
    '          registry: ghcr.io',
    '          username: ${{ github.actor }}',
    '          password: ${{ secrets.GITHUB_TOKEN }}',
    '      - uses: docker/metadata-action@v5',
    '        id: meta',
    '        with:',
    '          images: ghcr.io/${{ github.repository }}/${{ matrix.service }}',
    '          flavor: latest=false',
    '          tags: |',
    '            type=semver,pattern=v{{version}}',
    '            type=semver,pattern=v{{version}}-build.${{ github.run_number }}',
    '            type=sha,prefix=sha-,format=short',
    '      - uses: docker/build-push-action@v6',
    '        with:',
    '          context: ${{ matrix.context }}',
    '          file: ${{ matrix.file }}',
    '          push: true',
    '          sbom: true',
    '          tags: ${{ steps.meta.outputs.tags }}',
    '          labels: ${{ steps.meta.outputs.labels }}',
    '',
  ].join('\n')
