/** Finds builds that put a secret into a layer cache which others can read. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { cachedSecrets } from '../../../stack/layer-cache.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'secret-in-layer-cache',
  scope: 'project',
  kind: 'exposure',
  category: 'secrets-management',
  title: 'Secret is exported with the build cache',
  threat: { from: 'image', gains: 'credential', needs: ['a layer of a stage that is not shipped'] },
  since: '0.1.0',
  why: '`mode=max` exports every layer of every stage: what a build stage wrote with the secret can be pulled from the cache, although the image itself never had it.',
  remedy:
    'Hand the secret over as a build secret (`secrets:`, `--secret`) and mount it in the one RUN; or export with `mode=min` until that is done.',
  strength: 'Build caches hold no secrets',
  effort: 20,
  references: [
    'NIST SP 800-190 4.1.4',
    'https://docs.docker.com/build/cache/backends/#cache-mode',
    'https://docs.docker.com/build/building/secrets/',
  ],
  peers: [],
  check: (project): readonly Judgement[] =>
    cachedSecrets(project).map(({ job: { id, subject }, cache, found }) => {
      if (found.length === 0) return pass(cache, { subject })
      const names = [...new Set(found.map(({ secret }) => secret))].join(', ')
      return fail(cache, {
        subject,
        message: `The cache keeps every layer that ${id} builds with ${names}, those of stages that are not shipped too`,
        related: found.flatMap(({ taken, secret }) =>
          taken === undefined ? [] : [{ origin: taken, message: `takes ${secret}` }],
        ),
      })
    }),
  fix: () => ({
    refused: 'the step still reads the secret',
    supply: 'a build secret in place of the argument, which no layer keeps',
  }),
})
