/** A health check that asks `localhost` with BusyBox wget, while the program listens on IPv4 only. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { listensOnIpv4Only, ownAddresses } from '../../../stack/answering.ts'
import { commandFromPackage } from '../../../stack/image-commands.ts'
import { judgeProbes, type Probe } from '../../../stack/probe.ts'
import { rewrite, rewriting } from '../../../stack/written-edits.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'healthcheck-loopback-name',
  scope: 'project',
  kind: 'breakage',
  category: 'runtime-hardening',
  title: 'Health check asks localhost over IPv6',
  threat: { from: 'nobody', gains: 'fault' },
  confidence: 'medium',
  since: '0.1.0',
  why: 'In a container `localhost` is ::1 as well as 127.0.0.1. BusyBox wget tries the first alone and is refused where the program listens on IPv4 only: the container is unhealthy on hosts with IPv6.',
  remedy: 'Ask 127.0.0.1 by number, or let the program listen on `::` too.',
  strength: 'Health checks reach their program over IPv4 as over IPv6',
  effort: 2,
  references: ['https://docs.docker.com/reference/dockerfile/#healthcheck'],
  peers: [],
  checklist: ['health-checks'],
  check: (project) => judgeProbes(project, judge),
  fix: ({ origin, subject }, project) =>
    rewriting(
      { title: `Ask 127.0.0.1 in the health check of ${subject?.name ?? 'the image'}`, safety: 'safe' },
      rewrite(project, origin, (written) =>
        written.includes('localhost') ? written.replace('localhost', '127.0.0.1') : undefined,
      ),
    ),
})

const withBusybox = new Set(['alpine', 'busybox', 'wolfi'])

function judge(probe: Probe): readonly Judgement[] {
  const { subject, commands, profile } = probe
  if (!commands.some(({ command }) => command.name === 'wget') || !withBusybox.has(profile?.base ?? '')) return []
  // GNU wget tries every address of a name.
  if (profile?.tools?.includes('wget') === true || commandFromPackage(probe, 'wget')) return []
  return ownAddresses(probe).map(({ host, origin }) =>
    host === 'localhost' && listensOnIpv4Only(probe)
      ? fail(origin, {
          message: `The health check of ${subject.name} asks localhost, which BusyBox wget takes for ::1, and ${subject.name} listens on IPv4 only`,
        })
      : pass(origin),
  )
}
