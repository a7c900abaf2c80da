/** A bind mount through which a container's own mounts appear on the host. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { grantSeverity } from '../../../stack/grants.ts'
import { setPropagation } from '../../../stack/mount-edits.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'mount-propagation-shared',
  scope: 'service',
  platforms: ['compose', 'swarm', 'kubernetes'],
  kind: 'exposure',
  category: 'runtime-hardening',
  title: 'Mounts of the container appear on the host',
  threat: { from: 'container', gains: 'reach' },
  since: '0.1.0',
  why: 'With shared propagation whatever is mounted below the directory in the container is mounted on the host as well, where it can cover the host’s own files.',
  remedy: 'Remove `shared` or `rshared`: the default is private. To see the host’s new mounts, `rslave` is enough.',
  remedies: {
    kubernetes:
      'Remove `mountPropagation: Bidirectional`; `HostToContainer` is enough to see what the host mounts later.',
  },
  strength: 'No container mounts anything on the host',
  effort: 5,
  references: [
    'CIS Docker Benchmark 5.20',
    'NIST SP 800-190 4.5.5',
    'https://docs.docker.com/engine/storage/bind-mounts/#configure-bind-propagation',
  ],
  peers: ['compose-lint:CL-0017', 'kics:baa452f0-1f21-4a25-ace5-844e7a5f410d', 'cis:5.20'],
  check: (service) =>
    service.mounts.flatMap((mount): readonly Judgement[] => {
      if (mount.type !== 'bind') return []
      if (mount.propagation !== 'shared' && mount.propagation !== 'rshared') return [pass(mount.origin)]
      return [
        fail(mount.origin, {
          severity: grantSeverity(service, 'medium'),
          message: `What ${service.name} mounts below ${mount.target.known ? mount.target.value : 'this directory'} is mounted on the host too`,
        }),
      ]
    }),
  fix({ origin }, service) {
    const mount = service.mounts.find((one) => one.origin === origin)
    const effect = `what ${service.name} mounts there no longer appears on the host`
    return mount && setPropagation(service, mount, mount.propagation === 'shared' ? 'slave' : 'rslave', effect)
  },
})
