/** A service that controls the container engine through its socket. */
import { fail, type Judgement, pass, unknown } from '../../../core/verdict.ts'
import { grantSeverity } from '../../../stack/grants.ts'
import { givesEngine, hostPathOf } from '../../../stack/host-mounts.ts'
import type { Service } from '../../../stack/service-model.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'docker-socket-mounted',
  scope: 'service',
  platforms: ['compose', 'swarm', 'ecs-ec2', 'kubernetes'],
  kind: 'exposure',
  category: 'runtime-hardening',
  title: 'Container controls the Docker engine',
  threat: { from: 'container', gains: 'host' },
  since: '0.1.0',
  why: 'Whoever may talk to the engine starts a privileged container and is root on the host. Mounting the socket read-only does not help: it protects the file, not what is asked through it.',
  remedy:
    'Remove the mount. Where a tool only has to read, put a filtering proxy between (allow GET on containers, deny POST) on an internal network, and give the socket to that alone.',
  strength: 'No service can control the container engine',
  effort: 60,
  references: [
    'CIS Docker Benchmark 5.32',
    'NIST SP 800-190 4.4.3',
    'NIST SP 800-190 4.5.5',
    'https://docs.docker.com/engine/security/#docker-daemon-attack-surface',
  ],
  peers: [
    'compose-lint:CL-0001',
    'kics:d6355c88-1e8d-49e9-b2f2-f8a1ca12c75b',
    'semgrep:exposing-docker-socket-volume',
    'docksec:compose-docker-socket-mount',
    'cis:5.32',
  ],
  check(service): readonly Judgement[] {
    const judged = service.mounts.flatMap((mount): readonly Judgement[] => {
      const found = hostPathOf(service, mount)
      if (found === undefined) return []
      if (!found.known) return [unknown(mount.origin, found.because)]
      if (!givesEngine(found.value)) return []
      const readOnly = mount.readOnly.known && mount.readOnly.value
      return [
        fail(mount.origin, {
          severity: grantSeverity(service, isFilter(service) ? 'low' : 'critical'),
          message: `${service.name} mounts ${found.value.path}, which gives ${found.value.gives}${readOnly ? '; read-only changes nothing about it' : ''}`,
        }),
      ]
    })
    return judged.length > 0 ? judged : [pass(service.origin)]
  },
  fix: (_, { name }) => ({
    refused: `what ${name} asks the engine for is not in the files`,
    supply: 'a socket proxy that lets just those requests pass, or a way without the engine',
  }),
})

/** A proxy that lets few requests pass is the remedy, as long as the stack alone reaches it. */
const isFilter = ({ image, ports }: Service): boolean =>
  /(?:^|\/)(?:docker-)?socket-proxy(?:[:@]|$)/.test(image?.written ?? '') && ports.items.length === 0
