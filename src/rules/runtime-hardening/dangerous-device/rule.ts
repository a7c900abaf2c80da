/** A service that is given a device through which the host can be taken over. */
import { fail, type Judgement, pass, type Severity, unknown } from '../../../core/verdict.ts'
import { capabilityName } from '../../../knowledge/capabilities.ts'
import { grantSeverity } from '../../../stack/grants.ts'
import type { Service } from '../../../stack/service-model.ts'
import { defineRule } from '../../define-rule.ts'

interface Device {
  readonly path: RegExp
  readonly severity: Severity
  readonly gives: string
  /** A capability without which the kernel lets nobody open it. */
  readonly capability?: string
}

/** Linux's allocated devices (kernel documentation, admin-guide/devices). */
const devices: readonly Device[] = [
  { path: /^\/dev\/?$/, severity: 'critical', gives: 'every device of the host, its disks included' },
  {
    path: /^\/dev\/(?:sd[a-z]|hd[a-z]|vd[a-z]|xvd[a-z]|nvme\d|mmcblk\d|dm-\d|md[\d/]|mapper\/|disk\/|root$)/,
    severity: 'critical',
    gives: 'a disk of the host, under every permission that its files have',
  },
  {
    path: /^\/dev\/(?:mem|kmem|port|kcore)$/,
    severity: 'critical',
    gives: 'the memory of the host',
    capability: 'SYS_RAWIO',
  },
  {
    path: /^\/dev\/(?:loop-control|loop\d|rbd\d|zfs$|sg\d|raw\/)/,
    severity: 'high',
    gives: 'block devices of the host',
  },
  { path: /^\/dev\/(?:kmsg|console|tty0)$/, severity: 'medium', gives: 'the host’s console or kernel log' },
  { path: /^\/dev\/(?:uinput|input\/|vfio\/)/, severity: 'high', gives: 'the host’s input or its bus' },
]

const namedElsewhere = /^\/dev\/(?:sd|vd|xvd|nvme|mmcblk|md|dm-|mapper|disk|loop|zfs|rbd|kmsg)/

export default defineRule({
  id: 'dangerous-device',
  scope: 'service',
  platforms: ['compose', 'swarm', 'ecs-ec2'],
  kind: 'exposure',
  category: 'runtime-hardening',
  title: 'A dangerous device of the host is given to a container',
  threat: { from: 'container', gains: 'host', needs: ['one more step from the device to the host'] },
  since: '0.1.0',
  why: 'A disk’s device file reads and writes every file on it, whatever the files’ permissions say: root in the container is then root on the host.',
  remedy: 'Remove the device. Mount the directory that is meant as a volume, or name the one harmless device.',
  strength: 'No service is given a device of the host that could take it over',
  effort: 30,
  references: ['CIS Docker Benchmark 5.18', 'NIST SP 800-190 4.4.3', 'Linux kernel: admin-guide/devices'],
  peers: ['compose-lint:CL-0016', 'cis:5.18'],
  check(service): readonly Judgement[] {
    if (service.devices.items.length === 0) return [pass(service.devices.origin)]
    return service.devices.items.map((item) => {
      if (!item.known) return unknown(item.origin, item.because)
      const source = item.value.replace(/\/(?:\.?\/)+/g, '/')
      const found = devices.find(({ path }) => path.test(source))
      if (!found) return pass(item.origin)
      const message = `${service.name} is given ${item.value}: ${found.gives}`
      const peers = ['cis:5.18', ...(namedElsewhere.test(source) ? ['compose-lint:CL-0016'] : [])]
      // Without the capability it is a door that stays shut until somebody adds one.
      if (!mayOpen(service, found.capability)) return fail(item.origin, { severity: 'low', message, peers })
      return fail(item.origin, { severity: grantSeverity(service, found.severity), message, peers })
    })
  },
  fix: (_, { name }) => ({
    refused: `what ${name} does with the device is not in the files`,
    supply: 'the one device that it needs, or a volume in its place',
  }),
})

/** Whether the container has the capability that the device asks for; unknown additions count as having it. */
const mayOpen = ({ capAdd, privileged }: Service, capability: string | undefined): boolean =>
  capability === undefined ||
  (privileged.known && privileged.value) ||
  capAdd.items.some((item) => !item.known || [capability, 'ALL'].includes(capabilityName(item.value)))
