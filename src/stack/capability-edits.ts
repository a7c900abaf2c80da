/** Repairs of the capabilities that a service has: all dropped, and those given back that its program shows to need. */
import type { TreeEdit } from '../core/edit.ts'
import type { Refusal, Repair } from '../core/fix.ts'
import { type PathSegment, spansOf } from '../core/origin.ts'
import { capabilityName } from '../knowledge/capabilities.ts'
import { neededCapabilities, startsImagesProgram } from './capabilities.ts'
import { containerFix, type EditsAt } from './service-edits.ts'
import type { Service } from './service-model.ts'
import { startTexts } from './start-command.ts'
import { stepperOf } from './stepping-down.ts'

/** What a start command does with the rights of root: other owners, other accounts, packages, the network. */
const usesRoot =
  /(?:^|[\s;&|(])(?:chown|chgrp|gosu|su-exec|setpriv|runuser|su|sudo|mount|iptables|ip|ifconfig|apt|apt-get|apk|dnf|yum|useradd|adduser)(?:\s|$)|(?:npm|pnpm|yarn|pip3?|bundle|composer)\s+(?:ci|i|install|add)\b/

/** Servers that start as root and go on as somebody else, or watch over those that do. */
const stepsDown =
  /^(?:\S*\/)?(?:nginx|httpd|apache2|apache2-foreground|php-fpm\S*|haproxy|sshd|crond?|supervisord|postgres|mysqld|mariadbd|redis-server|varnishd|dnsmasq|named|squid|unbound|postfix|dovecot|exim|rsyslogd|ntpd|chronyd|openvpn|wg-quick|init|systemd|s6-svscan|runsvdir|dockerd|vsftpd)(?:\s|$)/

/** A start script, whose text decides what it needs. */
const script = /(?:^|[\s/])[\w.-]*(?:\.sh|entrypoint)(?:\s|$)/

const supply = 'the capabilities that it needs, as a run with `cap_drop: [ALL]` shows'

const staysDropped: Refusal = { refused: 'Fargate gives no capability back', supply: 'an account that needs none' }

/** Drops all capabilities of a service but those that its program needs; refuses where nobody can tell which those are. */
export function dropAll(service: Service): Repair {
  const known = toGiveBack(service)
  if ('refused' in known) return known
  const needed = [...new Set([...known, ...forLowPorts(service)])].sort()
  const { name, capAdd, capDrop } = service
  const added = new Set(capAdd.items.map((item) => (item.known ? capabilityName(item.value) : '')))
  const lacking = added.has('ALL') ? [] : needed.filter((one) => !added.has(one))
  if (service.platform === 'ecs-fargate' && lacking.length > 0) return staysDropped
  const back = needed.length === 0 ? '' : ` but ${needed.join(', ')}`
  const deed = {
    title: `Drop all capabilities of ${name}${back}`,
    safety: 'guarded' as const,
    effect: service.measured?.capabilities
      ? `what ${name} did not do while it was measured, and needs another capability for, fails`
      : `what ${name} ${service.user.known && service.user.value.root ? 'does with the rights of root' : 'starts to gain rights'} fails`,
  }
  const adding = (path: readonly PathSegment[]): readonly TreeEdit[] =>
    lacking.length > 0 ? [{ do: 'append', path, values: lacking }] : []
  const below =
    (holder: string): EditsAt =>
    (at) => [
      { do: 'set', path: at(holder, 'capabilities', 'drop'), value: ['ALL'] },
      ...adding(at(holder, 'capabilities', 'add')),
    ]
  const compose: EditsAt = (at) => [...dropsInstead(service, at('cap_drop')), ...adding(at('cap_add'))]
  const edits = { compose, ecs: below('linuxParameters'), kubernetes: below('securityContext') }
  return containerFix(service, deed, edits, capDrop.origin)
}

/**
 * Docker opens ports below 1024 to every account. A node of Kubernetes may not, and an account other than root is not helped by what
 * is added there.
 */
function forLowPorts({ platform, listens, user }: Service): readonly string[] {
  const low = listens.some((port) => port.known && port.value < 1024)
  return platform === 'kubernetes' && low && user.known && user.value.root ? ['NET_BIND_SERVICE'] : []
}

/** `ALL` in the list that is there: in place of the first of its names, without the others. */
function dropsInstead({ capDrop }: Service, list: readonly PathSegment[]): readonly TreeEdit[] {
  const [place] = spansOf(capDrop.origin)
  const written = capDrop.items.filter(({ origin }) => origin.kind === 'span' && origin.file === place?.file)
  if (capDrop.origin.kind === 'absent' || written.length === 0) return [{ do: 'append', path: list, values: ['ALL'] }]
  return [
    { do: 'set', path: [...list, 0], value: 'ALL' },
    ...written
      .slice(1)
      .map((_, index): TreeEdit => ({ do: 'remove', path: [...list, index + 1] }))
      .reverse(),
  ]
}

/** The capabilities that have to stay; sorted. */
function toGiveBack(service: Service): readonly string[] | Refusal {
  const { name, user, finalStage, build } = service
  const refuse = (refused: string): Refusal => ({ refused, supply })
  if (service.measured?.capabilities) return neededCapabilities(service) ?? []
  if (!user.known) return refuse(`nobody here knows which account ${name} starts as, nor what its program needs`)
  const carries = build?.stages.some(({ commands }) => commands.some(({ command }) => command.name === 'setcap'))
  if (carries) return refuse(`a program of ${name} is given capabilities of its own by setcap`)
  const known = neededCapabilities(service)
  if (!user.value.root) {
    if (known || finalStage || service.profile) return known ?? []
    return refuse(`nothing is known of the image of ${name}`)
  }
  const texts = startTexts(service).map(({ text }) => text)
  if (texts.some((text) => usesRoot.test(text))) return refuse(`${name} starts with commands that need rights of root`)
  if (known && known.length > 0) return known
  const ofImage = service.profile?.capabilities?.add
  if (ofImage && ofImage.length > 0 && startsImagesProgram(service)) return [...ofImage].sort()
  if (ofImage === undefined || ofImage.length > 0)
    return refuse(`nothing is known of what the program of ${name} needs as root`)
  if (texts.some((text) => script.test(text))) return refuse(`${name} starts a script as root`)
  if (texts.some((text) => stepsDown.test(text)) || (finalStage && stepperOf(finalStage)))
    return refuse(`${name} starts as root and goes on as somebody else`)
  return writesHostFiles(service) ? forHostFiles : []
}

/** Files of the host are of any account, and to root without capabilities they are a stranger’s. */
const forHostFiles = ['CHOWN', 'DAC_OVERRIDE', 'FOWNER'] as const

const writesHostFiles = ({ mounts }: Service): boolean =>
  mounts.some(
    ({ type, readOnly, target }) =>
      type === 'bind' && !(readOnly.known && readOnly.value) && !(target.known && target.value.endsWith('.sock')),
  )

/**
 * What a service has reason to be given where all else is dropped: what its image needs, and what files of the host ask of root.
 * To another account the latter is nothing.
 */
export function justifiedCapabilities(service: Service): readonly string[] {
  const { capDrop } = service
  const needed = neededCapabilities(service) ?? []
  const dropsAll = capDrop.items.some((item) => item.known && capabilityName(item.value) === 'ALL')
  return [...needed, ...(dropsAll && writesHostFiles(service) ? forHostFiles : [])]
}

/** Gives back what the image needs to start, where all capabilities are dropped. */
export function giveBack(service: Service): Repair | undefined {
  const { name, capAdd, capDrop } = service
  const added = capAdd.items.map((item) => (item.known ? capabilityName(item.value) : ''))
  const missing = neededCapabilities(service)?.filter((one) => !added.includes(one)) ?? []
  if (missing.length === 0) return undefined
  const deed = { title: `Give ${name} back ${missing.join(', ')}`, safety: 'safe' as const }
  const append =
    (...keys: readonly string[]): EditsAt =>
    (at) => [{ do: 'append', path: at(...keys), values: missing }]
  if (service.platform === 'ecs-fargate') return staysDropped
  const edits = {
    compose: append('cap_add'),
    ecs: append('linuxParameters', 'capabilities', 'add'),
    kubernetes: append('securityContext', 'capabilities', 'add'),
  }
  return containerFix(service, deed, edits, capAdd.items.length > 0 ? capAdd.origin : capDrop.origin)
}
