/** A service that is given `NET_BIND_SERVICE`, which a container does not need for a low port. */
import { nodeAt } from '../../../core/node.ts'
import { fail, type Judgement, pass, unknown } from '../../../core/verdict.ts'
import { capabilityName } from '../../../knowledge/capabilities.ts'
import { neededCapabilities } from '../../../stack/capabilities.ts'
import { takeOut } from '../../../stack/service-edits.ts'
import type { Service } from '../../../stack/service-model.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'capability-net-bind-needless',
  scope: 'service',
  kind: 'hygiene',
  category: 'runtime-hardening',
  title: 'NET_BIND_SERVICE is added without need',
  threat: { from: 'nobody', gains: 'upkeep' },
  since: '0.1.0',
  why: 'Since Docker Engine 20.10 every account may listen on every port inside a container’s own network, so the capability does nothing but widen the list that a reviewer has to understand.',
  remedy: 'Remove `NET_BIND_SERVICE` from `cap_add`.',
  strength: 'No service is given NET_BIND_SERVICE in vain',
  effort: 1,
  references: ['https://github.com/moby/moby/pull/41030'],
  peers: [],
  check(service): readonly Judgement[] {
    return service.capAdd.items.flatMap((item): readonly Judgement[] => {
      if (!item.known || capabilityName(item.value) !== 'NET_BIND_SERVICE') return []
      if (isNeeded(service)) return [pass(item.origin)]
      if (mayCarryCapability(service))
        return [
          unknown(item.origin, `nobody here knows whether the program of ${service.name} carries a file capability`),
        ]
      const message = `${service.name} adds NET_BIND_SERVICE, which no port needs inside a container`
      return [fail(item.origin, { message })]
    })
  },
  fix: ({ origin }, service) => {
    const item = service.capAdd.items.find((one) => one.origin === origin)
    const deed = { title: `Take NET_BIND_SERVICE from ${service.name}`, safety: 'safe' as const }
    return item && takeOut(service, deed, service.capAdd, item)
  },
})

/** On the host's network low ports are guarded, as they are where somebody sets the guard back. */
function isNeeded(service: Service): boolean {
  const { networkMode, node, platform } = service
  const guarded = nodeAt(node, 'sysctls', 'net.ipv4.ip_unprivileged_port_start') !== undefined
  const host = networkMode.known && networkMode.value === 'host'
  return (
    guarded || host || platform.startsWith('ecs') || neededCapabilities(service)?.includes('NET_BIND_SERVICE') === true
  )
}

/** A program that was given the capability by `setcap` is refused without it. */
function mayCarryCapability({ finalStage, profile }: Service): boolean {
  const sets = finalStage?.build.stages.some(({ commands }) =>
    commands.some(({ command }) => command.name === 'setcap'),
  )
  return sets === true || profile?.capabilities === undefined
}
