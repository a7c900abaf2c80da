/** Privileges of a running container: who it is, what it may do to the kernel, and what of the host it shares. */
import { type Answer, answer, any, holds, not, some, yes } from '../../core/known.ts'
import { nodeAt } from '../../core/node.ts'
import type { ObservedContainer } from '../../core/observed.ts'
import type { Severity } from '../../core/verdict.ts'
import { capability, capabilityName } from '../../knowledge/capabilities.ts'
import { severityOfCapability } from '../../knowledge/capability-severity.ts'
import { dropsAllCapabilities } from '../capabilities.ts'
import { listField } from '../fields.ts'
import type { Service } from '../service-model.ts'
import { keyOf, type Look, type Meaning, type Weakness, weakness, when } from './weakness.ts'

const privileged: Look = (seen) =>
  when(seen.privileged, {
    control: '5.5',
    what: 'runs privileged: whoever takes it over has the host',
    severity: 'critical',
    meaning: ({ privileged: own }) => ({
      meant: holds(own, (value) => value),
      origin: own.origin,
      instead: 'the files do not ask for that',
    }),
  })

/** `CAP_ALL` is how some engines say it. */
const dropsAll = ({ capDrop }: ObservedContainer): boolean => capDrop.includes('ALL')

const names = (service: Service, list: 'capAdd' | 'capDrop', name: string): Answer =>
  some(service[list], (written) => [name, 'ALL'].includes(capabilityName(written)))

const capabilities: Look = (seen) => {
  // A privileged container has them all, whatever its lists say.
  if (seen.privileged) return []
  const added = seen.capAdd.flatMap((name): readonly Weakness[] => {
    const found = capability(name)
    const byDefault = found?.byDefault === true
    if (byDefault && !dropsAll(seen)) return []
    return [
      weakness({
        control: byDefault ? undefined : '5.4',
        what: `has ${name}${found ? `: ${found.gives}` : ''}`,
        severity: (found && severityOfCapability(found)) ?? 'low',
        meaning: (service) => ({
          meant: any(names(service, 'capAdd', name), answer(byDefault && dropsAllCapabilities(service).is === 'no')),
          origin: service.capAdd.origin,
          instead: 'the files do not add it',
        }),
      }),
    ]
  })
  const kept = when(!dropsAll(seen), {
    control: '5.4',
    what: 'keeps the capabilities that Docker grants by default',
    severity: 'medium',
    meaning: (service) => ({
      meant: not(dropsAllCapabilities(service)),
      origin: service.capDrop.origin,
      instead: 'the files drop all of them',
    }),
  })
  return [...added, ...kept]
}

const option = (seen: ObservedContainer, wanted: RegExp): boolean =>
  seen.securityOptions.some((text) => wanted.test(text.trim()))

/** Docker takes `:` and `=` alike. */
const noNewPrivileges = /^no-new-privileges(?:[:=]true)?$/
const profilesOff = [
  { control: '5.22', option: /^seccomp[:=]unconfined$/, what: 'runs without a seccomp profile' },
  { control: '5.2', option: /^apparmor[:=]unconfined$/, what: 'runs without an AppArmor profile' },
  { control: '5.3', option: /^label[:=]disable$/, what: 'runs without SELinux labels' },
  { control: undefined, option: /^systempaths[:=]unconfined$/, what: 'sees and writes the kernel’s own files' },
]

/** The engine itself turns labels off where processes or memory of the host are shared. */
const sharesProcesses = ({ namespaces: { pid, ipc } }: ObservedContainer): boolean => pid === 'host' || ipc === 'host'

const confinement: Look = (seen) => {
  if (seen.privileged) return []
  const gains = when(!option(seen, noNewPrivileges), {
    control: '5.26',
    what: 'lets its processes gain new privileges',
    severity: 'medium',
    meaning: ({ securityOptions, platform }) => ({
      // Swarm takes no security options: that they are written there changes nothing.
      meant: platform === 'swarm' ? yes : not(some(securityOptions, (text) => noNewPrivileges.test(text.trim()))),
      origin: securityOptions.origin,
      instead: 'the files set no-new-privileges',
    }),
  })
  const off = profilesOff.flatMap(({ control, option: wanted, what }) =>
    when(option(seen, wanted) && !(control === '5.3' && sharesProcesses(seen)), {
      control,
      what,
      severity: 'high',
      meaning: ({ securityOptions }) => ({
        meant: some(securityOptions, (text) => wanted.test(text.trim())),
        origin: securityOptions.origin,
        instead: 'the files leave it on',
      }),
    }),
  )
  return [...gains, ...off]
}

export const isRootUser = (user: string): boolean => /^(?:|0|root)(?::|$)/.test(user)

const user: Look = (seen) => [
  ...when(isRootUser(seen.user), {
    control: undefined,
    what: 'runs as root',
    severity: 'high',
    meaning: (service, { image }): Meaning => {
      const { origin } = service.user
      // What neither compose nor a Dockerfile says, the image decides: the one that runs tells better than what is known of it.
      const left = nodeAt(service.node, 'user') === undefined && service.finalStage === undefined
      return left && image
        ? { meant: answer(isRootUser(image.user)), origin, instead: `its image starts as ${image.user}` }
        : { meant: holds(service.user, ({ root }) => root), origin, instead: 'the files give it another user' }
    },
  }),
  ...seen.groups.map((group) =>
    weakness({
      control: undefined,
      what: `is in the group ${group}`,
      severity: 'medium',
      meaning: (service) => ({
        meant: some(listField(service.node, service.origin, 'group_add'), (text) => text === group),
        origin: keyOf(service, 'group_add'),
        instead: 'the files do not add that',
      }),
    }),
  ),
]

const namespaces: readonly {
  readonly name: 'network' | 'pid' | 'ipc' | 'uts' | 'user'
  readonly of: (service: Service) => Service['pid']
  readonly control: string
  readonly severity: Severity
  readonly what: string
}[] = [
  {
    ...{ name: 'network', of: (service) => service.networkMode, control: '5.10', severity: 'high' },
    what: 'is in the host’s network: it reaches every local port there',
  },
  {
    ...{ name: 'pid', of: (service) => service.pid, control: '5.16', severity: 'high' },
    what: 'sees and can signal every process of the host',
  },
  {
    ...{ name: 'ipc', of: (service) => service.ipc, control: '5.17', severity: 'medium' },
    what: 'reaches the shared memory of the host’s processes',
  },
  {
    ...{ name: 'uts', of: (service) => service.uts, control: '5.21', severity: 'low' },
    what: 'can see and change the host’s name',
  },
  {
    ...{ name: 'user', of: (service) => service.usernsMode, control: '5.31', severity: 'medium' },
    what: 'is outside of the engine’s user namespace: its root is the host’s root',
  },
]

const shared: Look = (seen) =>
  namespaces.flatMap(({ name, of, ...row }) =>
    when(seen.namespaces[name] === 'host', {
      ...row,
      meaning: (service) => ({
        meant: holds(of(service), (value) => value === 'host'),
        origin: of(service).origin,
        instead: 'the files give it its own',
      }),
    }),
  )

const writable: Look = (seen) =>
  when(!seen.readOnly, {
    control: '5.13',
    what: 'can write to its root filesystem',
    severity: 'low',
    meaning: ({ readOnly }) => ({
      meant: not(holds(readOnly, (value) => value)),
      origin: readOnly.origin,
      instead: 'the files make it read-only',
    }),
  })

export const privilegeLooks: readonly Look[] = [privileged, capabilities, confinement, user, shared, writable]
