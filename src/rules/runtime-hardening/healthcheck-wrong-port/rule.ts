/** A health check that asks a port on which its container does not answer. */
import { fail, type Judgement, pass, unknown } from '../../../core/verdict.ts'
import { answeringPorts, ownAddresses } from '../../../stack/answering.ts'
import { judgeProbes, type Probe, probeFor } from '../../../stack/probe.ts'
import { rewrite, rewriting } from '../../../stack/written-edits.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'healthcheck-wrong-port',
  scope: 'project',
  kind: 'breakage',
  category: 'runtime-hardening',
  title: 'Health check asks another port than the service has',
  threat: { from: 'nobody', gains: 'stop' },
  confidence: 'medium',
  since: '0.1.0',
  why: 'Nothing answers there, so the container never becomes healthy, and whatever waits for it does not start.',
  remedy:
    'Ask the port that the program listens on inside the container, which is the right-hand number of `ports:`; or correct EXPOSE.',
  strength: 'Health checks ask the port that their service listens on',
  effort: 5,
  references: ['https://docs.docker.com/reference/dockerfile/#healthcheck'],
  peers: [],
  checklist: ['health-checks'],
  check: (project) => judgeProbes(project, judge),
  fix(judgement, project) {
    const probe = probeFor(project, judgement)
    const ports = new Set(probe === undefined ? [] : answeringPorts(probe).said.map(({ port }) => port))
    const [port] = ports
    const name = judgement.subject?.name ?? 'the image'
    if (port === undefined || ports.size > 1)
      return { refused: `the files name several ports of ${name}`, supply: 'the port that answers the health check' }
    return rewriting(
      {
        title: `Ask port ${port} in the health check of ${name}`,
        safety: 'guarded',
        effect: 'what was never healthy becomes so, and whatever waits for it starts',
      },
      rewrite(project, judgement.origin, (written) =>
        /\d$/.test(written) && /[: ]\d{2,5}$/.test(written)
          ? written.replace(/\d+$/, String(port))
          : `${written}:${port}`,
      ),
    )
  },
})

function judge(probe: Probe): readonly Judgement[] {
  const { subject, service, unread } = probe
  if (unread !== undefined) return []
  const { names, said } = answeringPorts(probe)
  return ownAddresses(probe).map(({ port, origin }) => {
    if (names(port)) return pass(origin)
    const [first] = said
    if (!first) return unknown(origin, `no file tells on which port ${subject.name} listens`)
    const ports = [...new Set(said.map((each) => each.port))].join(', ')
    const mapping = service?.ports.items.find((item) => item.known && item.value.published === String(port))
    const related = [{ origin: first.origin, message: `says port ${ports}` }]
    if (mapping) related.push({ origin: mapping.origin, message: `${port} is the port on the host` })
    return fail(origin, {
      message: `The health check of ${subject.name} asks port ${port}, and ${subject.name} listens on ${ports}`,
      related,
    })
  })
}
