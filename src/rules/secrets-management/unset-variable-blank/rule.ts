/** A variable that nobody sets, so that Compose puts nothing in its place. */
import type { Origin } from '../../../core/origin.ts'
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { opensWhenBlank } from '../../../stack/authentication.ts'
import { givenOrRequired } from '../../../stack/blank-variable-edits.ts'
import type { Variant } from '../../../stack/model.ts'
import { runsInProduction } from '../../../stack/production.ts'
import type { Service } from '../../../stack/service-model.ts'
import { type Wanted, wantedVariables } from '../../../stack/unset-variables.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'unset-variable-blank',
  scope: 'variant',
  kind: 'exposure',
  category: 'secrets-management',
  title: 'An unset variable becomes nothing',
  threat: { from: 'nobody', gains: 'fault', needs: ['somebody who does not read the warning'] },
  since: '0.1.0',
  why: 'Compose warns in one line and goes on with an empty value. Where the value was a password, the service may then let everybody in.',
  remedy:
    'Write `${NAME:?}`, so that nothing starts without it, or give a default with `${NAME:-value}`; name it in the sample of the env file.',
  strength: 'Every variable that is used has a value, or stops the start',
  effort: 5,
  references: ['NIST SP 800-190 4.1.4', 'https://docs.docker.com/reference/compose-file/interpolation/'],
  peers: ['compose-go:unset-variable-blank'],
  check: (variant) => wantedVariables(variant).flatMap((wanted) => judgeVariable(wanted, variant)),
  fix: ({ severity, subject }, variant) => givenOrRequired(variant, subject?.name ?? '', severity === 'high'),
})

function judgeVariable({ variable, list }: Wanted, variant: Variant): readonly Judgement[] {
  const [place] = variable.blank
  if (place === undefined) return []
  const subject = { kind: 'variable', name: variable.name }
  const open = variant.services.find((service) => runsInProduction(service) && opensWhenBlank(service, variable.name))
  if (open) {
    const message = `Without ${variable.name}, ${open.name} starts and asks for no password`
    return [fail(placeIn(open, variable.name) ?? place, { subject, severity: 'high', message })]
  }
  if (list === undefined) return []
  if (list.names) return [pass(place, { subject })]
  return [
    fail(place, {
      subject,
      message: `${variable.name} is set nowhere, and ${list.file.file} does not name it: Compose puts nothing in its place`,
      related: [{ origin: list.file.origin, message: 'names other variables' }],
    }),
  ]
}

/** The use among the service's own settings: others may be handed the same variable first. */
const placeIn = ({ environment }: Service, name: string): Origin | undefined =>
  environment
    .flatMap(({ interpolations }) => interpolations)
    .find(({ variable, set, operator }) => variable === name && !set && operator === '')?.origin
