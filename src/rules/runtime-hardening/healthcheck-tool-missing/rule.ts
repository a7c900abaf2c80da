/** A health check that calls a program its container does not have. */
import type { Related } from '../../../core/verdict.ts'
import { fail, type Judgement, pass, unknown } from '../../../core/verdict.ts'
import { commandInImage, shellCommandInImage } from '../../../stack/image-commands.ts'
import { judgeProbes, type Probe, probeFor } from '../../../stack/probe.ts'
import { askWithWhatIsThere } from '../../../stack/probe-edits.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'healthcheck-tool-missing',
  scope: 'project',
  kind: 'breakage',
  category: 'runtime-hardening',
  title: 'Health check calls a program that is not in the image',
  threat: { from: 'nobody', gains: 'stop' },
  since: '0.1.0',
  why: 'Every check fails, so the container never becomes healthy: services that wait for it do not start, and an orchestrator replaces it for ever.',
  remedy:
    'Call something the image has (its own runtime, BusyBox `wget`, the database’s own client), or install the program in the final stage.',
  strength: 'Every health check finds its program',
  effort: 10,
  references: ['https://docs.docker.com/reference/dockerfile/#healthcheck'],
  peers: [],
  checklist: ['health-checks'],
  check: (project) => judgeProbes(project, judge),
  fix(judgement, project) {
    const probe = probeFor(project, judgement)
    return probe && askWithWhatIsThere(probe, project)
  },
})

function judge(probe: Probe): readonly Judgement[] {
  const { check, subject } = probe
  const place = check.source === 'compose' ? check.test.origin : check.origin
  if (probe.unread !== undefined) return [unknown(place, probe.unread)]
  let doubt: string | undefined
  const needed = check.kind === 'shell' ? [{ name: 'sh', origin: place }] : []
  const called = probe.commands.flatMap(({ command, origin }) =>
    command.name === undefined ? [] : [{ name: command.name, origin }],
  )
  for (const { name, origin } of [...needed, ...called]) {
    const inShell = check.kind === 'shell' || probe.commands.length > 1
    const presence = inShell ? shellCommandInImage(probe, name) : commandInImage(probe, name)
    // Images without a shell are few and known; whether an unknown one has a shell is no question worth asking.
    if (presence.is === 'unknown' && name !== 'sh') doubt ??= presence.because
    if (presence.is !== 'absent') continue
    const related: Related[] = []
    if (probe.image) related.push({ origin: probe.image.origin, message: `the image that runs, ${presence.image}` })
    if (presence.removed) related.push({ origin: presence.removed, message: `${name} is removed again here` })
    const what = name === 'sh' ? 'a shell' : name
    const probed = probe.profile?.probe
    return [
      fail(origin, {
        message: `The health check of ${subject.name} needs ${what}, which ${presence.removed ? 'the build removes' : `${presence.image} does not have`}`,
        related,
        ...(probed && !probe.stage
          ? { remedy: `Use a check that this image can run: \`${JSON.stringify(probed)}\`.` }
          : {}),
      }),
    ]
  }
  return [doubt === undefined ? pass(place) : unknown(place, doubt)]
}
