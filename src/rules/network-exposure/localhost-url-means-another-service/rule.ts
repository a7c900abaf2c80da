/** A URL to `localhost` that means another service: inside a container it is the container itself. */
import { firstSpanOf } from '../../../core/origin.ts'
import { nameOf } from '../../../core/tree.ts'
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { keepsData } from '../../../stack/authentication.ts'
import { dialogueAt, portInside, readdressed } from '../../../stack/dialogue-edits.ts'
import { isToldToOthers, meantService } from '../../../stack/loopback-addresses.ts'
import type { Dialogue, Service } from '../../../stack/service-model.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'localhost-url-means-another-service',
  scope: 'variant',
  kind: 'breakage',
  category: 'network-exposure',
  title: 'localhost is used for another service',
  threat: { from: 'nobody', gains: 'stop' },
  since: '0.1.0',
  why: 'Every container has a loopback interface of its own: the request reaches the container that sends it and fails, or is answered by the wrong program.',
  remedy: "Use the other service's name and the port it listens on inside its container, e.g. `http://auth:8080`.",
  strength: 'Services reach each other by name',
  effort: 10,
  references: ['https://docs.docker.com/compose/how-tos/networking/'],
  peers: [],
  check: (variant) => variant.dialogues.flatMap((dialogue) => judgeDialogue(dialogue, variant.services)),
  fix({ origin }, variant) {
    const dialogue = dialogueAt(variant, origin)
    const meant = dialogue && meantBy(dialogue, variant.services)
    if (!dialogue || !meant) return undefined
    if (isForBrowsers(dialogue, meant))
      return {
        refused: `${dialogue.via} may be the address of ${meant.name} for browsers on the host`,
        supply: 'who opens it: a browser, or a container',
      }
    const { file = '' } = firstSpanOf(origin) ?? {}
    if (nameOf(file).startsWith('.env'))
      return {
        refused: `programs on the host may read ${file} too, and to them ${dialogue.host} is right`,
        supply: `${dialogue.via} under \`environment:\` of ${dialogue.from.name}`,
      }
    const port = portInside(meant, dialogue.port)
    if (port === undefined && dialogue.port !== undefined)
      return { refused: `on which port ${meant.name} listens is not known`, supply: 'its port' }
    const address = { host: meant.name, ...(port === undefined ? {} : { port }) }
    return readdressed(dialogue, address, `${dialogue.from.name} connects to ${meant.name}, and no longer to itself`)
  },
})

/** Nobody speaks HTTP to a database. */
const meantBy = ({ from, port, scheme, via }: Dialogue, services: readonly Service[]): Service | undefined =>
  meantService(via, port, from, /^https?$/.test(scheme ?? '') ? services.filter((one) => !keepsData(one)) : services)

function judgeDialogue(dialogue: Dialogue, services: readonly Service[]): readonly Judgement[] {
  const { from, to, origin, via, port, host } = dialogue
  const subject = { kind: 'service', name: from.name }
  if (to.kind === 'service' && to.service !== from) return [pass(origin, { subject })]
  // With the host's network localhost is the host, where other services' published ports are.
  if (to.kind !== 'self' || (from.networkMode.known && from.networkMode.value === 'host')) return []
  if (isToldToOthers(via)) return []
  const meant = meantBy(dialogue, services)
  if (!meant) return []
  const inside = meant.listens.find((listen) => listen.known)
  const right = `${meant.name}${inside?.known ? `:${inside.value}` : ''}`
  return [
    fail(origin, {
      subject,
      message: `${via} of ${from.name} points to ${host}${port === undefined ? '' : `:${port}`}, which is ${from.name} itself; ${meant.name} is at ${right}`,
      related: [{ origin: meant.origin, message: `${meant.name} is a service of its own` }],
    }),
  ]
}

/** A page's address by a port that the host knows too, in a setting that does not say who opens it. */
const isForBrowsers = ({ via, port, scheme }: Dialogue, { ports }: Service): boolean =>
  /^https?$/.test(scheme ?? '') &&
  /(?:^|_)(?:host|url|domain|address)$/i.test(via) &&
  !/internal|api|auth/i.test(via) &&
  ports.items.some((mapping) => mapping.known && mapping.value.published === `${port}`)
