/** A bind mount in which the host's later mounts appear. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { setPropagation } from '../../../stack/mount-edits.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'mount-propagation-from-host',
  scope: 'service',
  kind: 'exposure',
  category: 'runtime-hardening',
  title: 'Later mounts of the host appear in the container',
  threat: { from: 'container', gains: 'reach', needs: ['something that the host mounts there later'] },
  persona: 'pedantic',
  since: '0.1.0',
  why: 'With slave propagation the container sees what the host mounts below the directory afterwards: a disk of backups, another team’s share.',
  remedy: 'Remove `slave` or `rslave`: the default is private.',
  strength: 'Containers see only the mounts of the host that were there when they started',
  effort: 5,
  references: [
    'NIST SP 800-190 4.5.5',
    'https://docs.docker.com/engine/storage/bind-mounts/#configure-bind-propagation',
  ],
  peers: ['kics:baa452f0-1f21-4a25-ace5-844e7a5f410d'],
  check: (service) =>
    service.mounts.flatMap((mount): readonly Judgement[] => {
      if (mount.type !== 'bind') return []
      if (mount.propagation !== 'slave' && mount.propagation !== 'rslave') return [pass(mount.origin)]
      const where = mount.target.known ? mount.target.value : 'this directory'
      return [fail(mount.origin, { message: `What the host mounts later appears below ${where} of ${service.name}` })]
    }),
  fix({ origin }, service) {
    const mount = service.mounts.find((one) => one.origin === origin)
    const effect = `what the host mounts there later no longer appears in ${service.name}`
    return mount && setPropagation(service, mount, mount.propagation === 'slave' ? 'private' : 'rprivate', effect)
  },
})
