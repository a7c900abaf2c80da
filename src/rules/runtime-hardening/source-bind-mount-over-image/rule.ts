/** Source code of the project that is mounted over the program in the image. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { boundPath, hiddenCode, imageHasSources } from '../../../stack/bind-sources.ts'
import { moveSourceMounts } from '../../../stack/development-edits.ts'
import { runsInProduction } from '../../../stack/production.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'source-bind-mount-over-image',
  scope: 'service',
  kind: 'exposure',
  category: 'runtime-hardening',
  title: 'Source code is mounted over the image',
  threat: { from: 'container', gains: 'reach' },
  since: '0.1.0',
  why: 'What runs is the checkout on the host, not the image that was built, scanned and signed. The files that the build made are hidden, `.env` and `.git` are in the container after all, and whoever takes it over rewrites the sources.',
  remedy: 'Move the mount to `compose.override.yaml` or a development file; in production the image holds what runs.',
  strength: 'Services run the code of their images',
  effort: 10,
  references: ['NIST SP 800-190 4.4.4', 'https://docs.docker.com/compose/how-tos/production/'],
  peers: [],
  check(service): readonly Judgement[] {
    if (!runsInProduction(service)) return []
    return service.mounts.flatMap((mount): readonly Judgement[] => {
      const hidden = hiddenCode(service, mount)
      if (!service.finalStage || boundPath(mount) === undefined || !mount.target.known) return []
      if (hidden === undefined) return [pass(mount.origin)]
      const readOnly = mount.readOnly.known && mount.readOnly.value
      const source = boundPath(mount) === '' ? 'the whole project' : boundPath(mount)
      const instead = imageHasSources(service, mount)
        ? `instead of what its image has in ${mount.target.value}`
        : `at ${mount.target.value}, where its image has nothing to run`
      return [
        fail(mount.origin, {
          ...(readOnly ? { severity: 'low' as const } : {}),
          message: `${service.name} runs ${source} of the host ${instead}${readOnly ? '' : ', and may change it'}`,
          related: [{ origin: service.finalStage.origin, message: 'the image whose files are hidden' }],
        }),
      ]
    })
  },
  fix: (_, service) => moveSourceMounts(service, (mount) => hiddenCode(service, mount) !== undefined),
})
