/** Sources copied before the dependencies are fetched, so that every change fetches them all again. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { type DependencyFetch, dependencyFetches } from '../../../stack/dependency-layers.ts'
import { sourcesCopiedLater } from '../../../stack/install-edits.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'dependency-layer-not-cached',
  scope: 'stage',
  kind: 'hygiene',
  category: 'build-security',
  title: 'Every change in the sources fetches all dependencies again',
  threat: { from: 'nobody', gains: 'upkeep' },
  since: '0.1.0',
  why: 'Builds take minutes longer than they need to, and each of them depends on package registries that may be slow, down, or serving something else.',
  remedy:
    'Copy the manifest and the lock file alone, fetch the dependencies, and copy the sources after that; or keep the fetched packages in a `--mount=type=cache`.',
  strength: 'Dependencies are fetched again only when they change',
  effort: 10,
  references: ['https://docs.docker.com/build/cache/optimize/#order-your-layers'],
  peers: [],
  check: (stage): readonly Judgement[] => dependencyFetches(stage).map(judgeFetch),
  fix: sourcesCopiedLater,
})

function judgeFetch({ name, command, copiedBefore, cached }: DependencyFetch): Judgement {
  const [first] = copiedBefore
  if (first === undefined || cached) return pass(command.origin)
  return fail(first, {
    message: `the sources are copied before ${name}, so every change in them fetches all dependencies again`,
    related: [{ origin: command.origin, message: 'dependencies are fetched here' }],
  })
}
