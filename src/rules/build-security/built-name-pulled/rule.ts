/** An image that is built here under a name that Compose first asks a public registry for. */
import { nodeAt } from '../../../core/node.ts'
import { absent } from '../../../core/origin.ts'
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { neverPulled } from '../../../stack/pull-policy-edits.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'built-name-pulled',
  scope: 'service',
  kind: 'breakage',
  category: 'build-security',
  title: 'Compose pulls a name that is built here',
  threat: { from: 'supply', gains: 'code', needs: ['somebody else who registers the name first'] },
  since: '0.1.0',
  why: 'Where the image is not there yet, `docker compose up` tries to pull its name before it builds: whoever owns the name on Docker Hub decides what runs.',
  remedy: 'Set `pull_policy: build`, or name the image with a registry of your own.',
  strength: 'Images that are built here are never pulled from somewhere else',
  effort: 2,
  references: [
    'https://docs.docker.com/reference/compose-file/services/#pull_policy',
    'https://docs.docker.com/reference/compose-file/build/#using-build-and-image',
  ],
  peers: [],
  check(service): readonly Judgement[] {
    const { image, node, pullPolicy } = service
    // On swarm and ECS nothing is built where it runs.
    if (!image || nodeAt(node, 'build') === undefined || service.platform !== 'compose') return []
    if (!image.reference.known || !pullPolicy.known) return []
    const policy = pullPolicy.value
    if (policy === 'build' || policy === 'never') return [pass(pullPolicy.origin)]
    const { registry, familiarName } = image.reference.value
    if (registry !== 'docker.io') return [pass(image.origin)]
    return [
      fail(policy === undefined ? absent('pull_policy', ...service.definitions) : pullPolicy.origin, {
        message: `${service.name} is built here as ${familiarName}, which Compose looks for on Docker Hub first`,
        severity: familiarName.includes('/') ? 'low' : 'medium',
        related: [{ origin: image.origin, message: 'the name that is asked for' }],
      }),
    ]
  },
  fix: (_, service) => neverPulled(service),
})
