/** An interface for administrators that is switched on without a login. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { adminSwitches } from '../../../knowledge/admin-switches.ts'
import { runsInProduction } from '../../../stack/production.ts'
import { closeConsole } from '../../../stack/role-edits.ts'
import type { Service } from '../../../stack/service-model.ts'
import { type StartText, startTexts } from '../../../stack/start-command.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'admin-interface-open',
  scope: 'service',
  kind: 'exposure',
  category: 'network-exposure',
  title: 'An admin interface asks for no login',
  threat: { from: 'container', gains: 'access' },
  since: '0.1.0',
  why: 'Everything that reaches the port, any hole in a neighbour included, uses the interface like its administrator.',
  remedy:
    'Switch the login on, or the interface off: for Traefik a router to `api@internal` with a middleware that authenticates.',
  strength: 'Admin interfaces ask who is there',
  effort: 20,
  references: [
    'NIST SP 800-190 4.4.4',
    'https://doc.traefik.io/traefik/operations/api/',
    'https://jupyter-server.readthedocs.io/en/latest/operators/security.html',
  ],
  peers: [],
  check(service): readonly Judgement[] {
    const image = service.image?.written ?? service.finalStage?.rootImage?.written ?? ''
    const concerned = adminSwitches.filter((one) => one.image.test(image))
    if (concerned.length === 0 || !runsInProduction(service)) return []
    const variables = service.environment.flatMap(({ name, value }) =>
      value.known ? [{ text: `${name}=${value.value}`, origin: value.origin }] : [],
    )
    const open = [...startTexts(service), ...variables].flatMap(({ text, origin }) =>
      concerned.flatMap(({ option, opens }) =>
        option.test(text) ? [{ origin: wordOf(service, option) ?? origin, opens }] : [],
      ),
    )
    if (open.length === 0) return [pass(service.origin)]
    return open.map(({ origin, opens }) => fail(origin, { message: `${service.name} asks for no login: ${opens}` }))
  },
  fix({ origin }, service) {
    const image = service.image?.written ?? service.finalStage?.rootImage?.written ?? ''
    const found = adminSwitches.find((one) => one.image.test(image))
    return found && closeConsole(service, origin, found.option)
  },
})

/** The one word of a list that says it: a proxy's options fill a page. */
const wordOf = ({ command, entrypoint }: Service, option: RegExp): StartText['origin'] | undefined =>
  [...(entrypoint?.items ?? []), ...(command?.items ?? [])].find((item) => item.known && option.test(item.value))
    ?.origin
