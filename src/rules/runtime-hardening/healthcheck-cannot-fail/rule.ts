/** A health check that succeeds whatever state the service is in. */

import { firstSpanOf } from '../../../core/origin.ts'
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { asksNothing, isExit, succeeds, takesEveryAnswer } from '../../../stack/harmless-commands.ts'
import { judgeProbes, type Probe, type ProbeCommand, probeFor } from '../../../stack/probe.ts'
import { letFail } from '../../../stack/probe-edits.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'healthcheck-cannot-fail',
  scope: 'project',
  kind: 'exposure',
  category: 'runtime-hardening',
  title: 'Health check cannot fail',
  threat: { from: 'nobody', gains: 'outage', needs: ['a service that hangs without ending'] },
  since: '0.1.0',
  why: 'The container is always healthy, so nobody hears of an outage, and services that wait for it wait for nothing.',
  remedy: 'Let the failure through: end with `|| exit 1` instead of `|| true`, and ask the service itself.',
  strength: 'Every health check can fail',
  effort: 5,
  references: ['NIST SP 800-190 4.1.2', 'https://docs.docker.com/reference/dockerfile/#healthcheck'],
  peers: [],
  checklist: ['health-checks'],
  check: (project) => judgeProbes(project, judge),
  fix(judgement, project) {
    const probe = probeFor(project, judgement)
    const place = firstSpanOf(judgement.origin)
    return probe && place && letFail(probe, project, place)
  },
})

function judge(probe: Probe): readonly Judgement[] {
  const { check, subject, unread, commands } = probe
  const place = check.source === 'compose' ? check.test.origin : check.origin
  if (unread !== undefined || commands.length === 0) return []
  const harmless = commands.findLast(({ command }) => succeeds(command))
  const exits = harmless !== undefined && isExit(harmless.command)
  const last = commands.at(-1)
  // `test || true`, `test; exit 0`, or nothing but an echo.
  const ends = harmless !== undefined && harmless === last && decides(harmless, commands)
  const lost = commands.every(({ command }) => succeeds(command) || command.swallowedHow === 'fallback')
  const talks = commands.every(({ command }) => asksNothing(command))
  if (talks)
    return [
      fail(last?.origin ?? place, {
        message: `The health check of ${subject.name} starts ${last?.command.name ?? 'a program'} anew and never asks the one that runs`,
      }),
    ]
  const deaf = commands.find(({ command }) => takesEveryAnswer(command))
  if (!ends && !lost && deaf !== undefined)
    return [
      fail(deaf.origin, {
        severity: 'low',
        message: `The health check of ${subject.name} takes every answer for a good one, an HTTP 500 too: curl only minds it with --fail`,
      }),
    ]
  if (!ends && !lost) return [pass(place)]
  const how = exits ? 'ends with exit 0' : commands.length === 1 ? 'tests nothing' : 'turns every failure into success'
  return [fail(last?.origin ?? place, { message: `The health check of ${subject.name} ${how}` })]
}

/** What follows `;` or `||` is the result; after `&&` it is only reached when the test before it passed. */
const decides = ({ command }: ProbeCommand, all: readonly ProbeCommand[]): boolean =>
  command.nesting.length === 0 && (command.connector === ';' || command.connector === '||' || all.length === 1)
