/** A service that shares a namespace with the host: its processes, memory, name or users. */
import type { Known } from '../../../core/known.ts'
import { fail, type Judgement, pass, type Severity, unknown } from '../../../core/verdict.ts'
import { grantSeverity } from '../../../stack/grants.ts'
import type { Service } from '../../../stack/service-model.ts'
import { defineRule } from '../../define-rule.ts'

interface Namespace {
  readonly key: string
  readonly of: (service: Service) => Known<string | undefined>
  readonly severity: Severity
  readonly gives: string
}

const namespaces: readonly Namespace[] = [
  { key: 'pid', of: ({ pid }) => pid, severity: 'high', gives: 'it sees and can signal every process of the host' },
  {
    key: 'ipc',
    of: ({ ipc }) => ipc,
    severity: 'medium',
    gives: 'it reaches the shared memory of the host’s processes',
  },
  { key: 'uts', of: ({ uts }) => uts, severity: 'low', gives: 'it can see and change the host’s name' },
  {
    key: 'userns_mode',
    of: ({ usernsMode }) => usernsMode,
    severity: 'medium',
    gives: 'its root is the host’s root even where the engine remaps users',
  },
  { key: 'cgroup', of: ({ cgroup }) => cgroup, severity: 'low', gives: 'it sees the host’s control groups' },
]

/** Who reports each of them elsewhere. */
const peersOf: Readonly<Record<string, readonly string[]>> = {
  pid: ['kics:4f31dd9f-2cc3-4751-9b53-67e4af83dac0', 'docksec:compose-host-namespace', 'cis:5.16'],
  ipc: ['kics:baa3890f-bed7-46f5-ab8f-1da8fc91c729', 'docksec:compose-host-namespace', 'cis:5.17'],
  uts: ['cis:5.21'],
  userns_mode: ['kics:8af7162d-6c98-482f-868e-0d33fb675ca8', 'cis:5.31'],
}

export default defineRule({
  id: 'host-namespace-shared',
  scope: 'service',
  platforms: ['compose', 'swarm', 'ecs-ec2', 'kubernetes'],
  kind: 'exposure',
  category: 'runtime-hardening',
  title: 'A namespace of the host is shared',
  threat: { from: 'container', gains: 'access' },
  since: '0.1.0',
  why: 'Namespaces are what makes a container one. With the host’s processes or memory in reach, an intruder reads other programs’ environments and secrets and can stop them.',
  remedy: 'Remove the setting; two containers that must see each other use `pid: service:NAME` or `ipc: service:NAME`.',
  remedies: {
    ecs: 'Remove `pidMode` or `ipcMode`; containers that must see each other share the namespace of their `task`.',
    kubernetes:
      'Remove `hostPID` or `hostIPC`; containers of a pod that must see each other use `shareProcessNamespace`.',
  },
  strength: 'No service shares a namespace of the host',
  effort: 15,
  references: [
    'CIS Docker Benchmark 5.16',
    'CIS Docker Benchmark 5.17',
    'CIS Docker Benchmark 5.21',
    'CIS Docker Benchmark 5.31',
    'NIST SP 800-190 4.4.3',
  ],
  peers: ['compose-lint:CL-0010', ...new Set(Object.values(peersOf).flat())],
  check(service): readonly Judgement[] {
    const judged = namespaces.flatMap(({ key, of, severity, gives }): readonly Judgement[] => {
      const value = of(service)
      if (!value.known) return [unknown(value.origin, value.because)]
      if (value.value !== 'host') return []
      const peers = peersOf[key] === undefined ? [] : ['compose-lint:CL-0010', ...peersOf[key]]
      const message = `${service.name} shares the host’s ${key.replace(/_.*/, '')} namespace: ${gives}`
      return [fail(value.origin, { severity: grantSeverity(service, severity), message, peers })]
    })
    return judged.length > 0 ? judged : [pass(service.origin)]
  },
  fix: (_, { name }) => ({ refused: `${name} may do its work with it`, supply: 'whether it can be left out' }),
})
