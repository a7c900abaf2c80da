/** A service whose processes may change the files of their own image. */
import { holds } from '../../../core/known.ts'
import { judge } from '../../../core/verdict.ts'
import { runsCompose, runsWindows } from '../../../stack/platforms.ts'
import { runsInProduction } from '../../../stack/production.ts'
import { makeReadOnly } from '../../../stack/read-only-edits.ts'
import type { Service } from '../../../stack/service-model.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'root-filesystem-writable',
  scope: 'service',
  platforms: ['compose', 'swarm', 'ecs-ec2', 'ecs-fargate', 'kubernetes'],
  kind: 'exposure',
  category: 'runtime-hardening',
  title: 'Root filesystem is writable',
  threat: { from: 'container', gains: 'reach', needs: ['a process whose user may write there'] },
  since: '0.1.0',
  why: 'An intruder can replace the program, drop tools and change scripts that run at the next start of the container.',
  remedy:
    'Add `read_only: true`, with a volume for data and a `tmpfs` for each directory that the program writes, usually /tmp.',
  remedies: {
    ecs: 'Set `readonlyRootFilesystem` to `true`, and mount a volume with an empty `host` at each directory that the program writes, usually /tmp.',
    kubernetes:
      'Set `securityContext.readOnlyRootFilesystem: true`, and mount an `emptyDir` at each directory that the program writes, usually /tmp.',
  },
  strength: 'Every service has a read-only root filesystem',
  effort: 20,
  references: [
    'CIS Docker Benchmark 5.13',
    'NIST SP 800-190 4.4.4',
    'https://docs.docker.com/reference/compose-file/services/#read_only',
  ],
  peers: [
    ...['compose-lint:CL-0007', 'semgrep:writable-filesystem-service'],
    ...['docksec:compose-writable-root-fs', 'cis:5.13'],
  ],
  checklist: ['read-only-root'],
  check(service) {
    if (!runsInProduction(service) || runsWindows(service)) return []
    return [
      judge(
        holds(service.readOnly, (on) => on),
        service.readOnly,
        {
          message: `${service.name} can write to its root filesystem`,
          ...remedyFor(service),
        },
      ),
    ]
  },
  fix: (_, service) => makeReadOnly(service),
})

/** The directories that this image is known to write. */
function remedyFor(service: Service): { readonly remedy?: string } {
  const { profile } = service
  if (!runsCompose(service) || profile?.writes === undefined || profile.writes.length === 0) return {}
  const paths = profile.writes.join(', ')
  return { remedy: `Add \`read_only: true\` and \`tmpfs: [${paths}]\`, which its image writes besides its volumes.` }
}
