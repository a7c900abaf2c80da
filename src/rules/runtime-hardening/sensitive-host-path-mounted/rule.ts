/** A service that mounts a sensitive path of the host. */
import { fail, type Judgement, pass, unknown } from '../../../core/verdict.ts'
import { type HostPath, severityOfHostPath } from '../../../knowledge/host-paths.ts'
import { grantSeverity } from '../../../stack/grants.ts'
import { givesEngine, hostPathOf } from '../../../stack/host-mounts.ts'
import { restrictHostPath } from '../../../stack/mount-edits.ts'
import type { Mount, Service } from '../../../stack/service-model.ts'
import { defineRule } from '../../define-rule.ts'

/** Directories that hold a control socket, the whole host among them. */
const holdsSocket = /^\/(?:run\/systemd(?:\/.*)?|var)?$/
/** Directories whose owner is root’s program: writing one file is enough. */
const rootEquivalent = /^\/(?:etc|root|boot|proc|var\/lib\/(?:docker|containerd))(?:\/|$)|^\/var\/lib$/
/** What else gives the host’s secrets away. */
const sensitive = /^\/(?:sys|dev|home|var\/lib\/kubelet)(?:\/|$)/
const everybody = ['kics:1c1325ff-831d-43a1-973e-839ae57dfcc0', 'docksec:compose-sensitive-host-mount', 'cis:5.6']

export default defineRule({
  id: 'sensitive-host-path-mounted',
  scope: 'service',
  platforms: ['compose', 'swarm', 'ecs-ec2', 'kubernetes'],
  kind: 'exposure',
  category: 'runtime-hardening',
  title: 'A sensitive path of the host is mounted',
  threat: { from: 'container', gains: 'host', needs: ['a file there that leads to the host'] },
  since: '0.1.0',
  why: 'What is mounted is no longer behind the container: whoever takes it over reads the host’s keys and password hashes, or writes a cron job that runs as root on it.',
  remedy:
    'Mount the one file that is needed, read-only, or copy it into a volume of the stack; give credentials as secrets.',
  strength: 'No service mounts a sensitive path of the host',
  effort: 30,
  references: ['CIS Docker Benchmark 5.6', 'NIST SP 800-190 4.5.5'],
  peers: [...['compose-lint:CL-0001', 'compose-lint:CL-0013', 'compose-lint:CL-0025'], ...everybody],
  check(service): readonly Judgement[] {
    const judged = service.mounts.flatMap((mount): readonly Judgement[] => {
      const found = hostPathOf(service, mount)
      if (found === undefined) return []
      if (!found.known) return [unknown(mount.origin, found.because)]
      return givesEngine(found.value) ? [] : judgeMount(service, mount, found.value)
    })
    return judged.length > 0 ? judged : [pass(service.origin)]
  },
  fix: ({ origin }, service) => restrictHostPath(service, origin),
})

function judgeMount(service: Service, mount: Mount, path: HostPath): readonly Judgement[] {
  const readOnly = mount.readOnly.known && mount.readOnly.value
  if (readOnly && !path.evenReadOnly) return [pass(mount.origin)]
  // An agent that measures the host has to see it; reading is its purpose.
  const usual = readOnly && service.role === 'monitoring' ? 'low' : severityOfHostPath(path, readOnly)
  const how = readOnly ? 'can read' : 'can write'
  return [
    fail(mount.origin, {
      severity: grantSeverity(service, usual),
      message: `${service.name} ${how} ${path.path} of the host: ${path.gives}`,
      peers: [...everybody, ...peersOf(path.path, readOnly)],
    }),
  ]
}

function peersOf(path: string, readOnly: boolean): readonly string[] {
  if (holdsSocket.test(path)) return ['compose-lint:CL-0001']
  if (rootEquivalent.test(path)) return [readOnly ? 'compose-lint:CL-0013' : 'compose-lint:CL-0025']
  return sensitive.test(path) ? ['compose-lint:CL-0013'] : []
}
