/** A tagging strategy computed from the repository's state, with snippets that work as they are. */
import type { TaggingStrategy } from '../core/report.ts'
import type { Repository } from '../core/tree.ts'
import type { Project } from '../stack/model.ts'

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
 * release, then a build tag and the commit's short hash. `null` outside a repository or where nothing is built.
 */
export function taggingStrategy(
  projects: readonly Project[],
  repository: Repository | undefined,
): TaggingStrategy | null {
  const services = [
    ...new Set(
      projects.flatMap((project) =>
        project.variants.flatMap((variant) => variant.services.filter(({ build }) => build).map(({ name }) => name)),
      ),
    ),
  ]
  if (!repository?.commit || services.length === 0) return null
  const versions = [...versionsOf(repository)].sort(byVersion)
  const here = repository.tags.filter(({ commit }) => commit === repository.commit).map(({ name }) => name)
  const own = versions.find(({ tag }) => here.includes(tag))
  const version = own ? own.tag.replace(/^v?/, 'v') : nextCandidate(versions)
  const short = repository.commit.slice(0, 12)
  const build =
    repository.commitCount === undefined
      ? []
      : [{ tag: `${version}-build.${repository.commitCount}`, purpose: 'which build of it this is' }]
  return {
    tags: [
      {
        tag: version,
        purpose: own ? 'the release that this commit is tagged as' : 'the release candidate that this commit would be',
      },
      ...build,
      { tag: `sha-${short}`, purpose: 'the exact commit; never moved, what a deployment and a rollback name' },
    ],
    compose: composeSnippet(services, version),
    workflow: workflowSnippet(),
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

const composeSnippet = (services: readonly string[], version: string): string =>
  [
    `# VERSION and REGISTRY come from the environment or .env, e.g. VERSION=${version}`,
    'services:',
    ...services.flatMap((name) => [
      `  ${name}:`,
      `    image: \${REGISTRY:?set REGISTRY}/${name.toLowerCase()}:\${VERSION:?set VERSION}`,
      '    pull_policy: build',
    ]),
    '',
  ].join('\n')

/** A job's steps: the tags come from the release tag, the run's number and the commit; the digest is kept for deployment. */
const workflowSnippet = (): string =>
  [
    '- uses: docker/metadata-action@v5 # pin to the full commit hash',
    '  id: meta',
    '  with:',
    '    images: ${{ vars.REGISTRY }}/${{ matrix.service }}',
    '    flavor: latest=false',
    '    tags: |',
    '      type=semver,pattern=v{{version}}',
    '      type=semver,pattern=v{{version}}-build.${{ github.run_number }}',
    '      type=sha,prefix=sha-,format=short',
    '- uses: docker/build-push-action@v6 # pin to the full commit hash',
    '  with:',
    '    context: .',
    '    push: true',
    '    tags: ${{ steps.meta.outputs.tags }}',
    '    labels: ${{ steps.meta.outputs.labels }}',
    '',
  ].join('\n')
