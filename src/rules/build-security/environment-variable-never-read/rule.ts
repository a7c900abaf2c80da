/** A variable that compose or the Dockerfile sets and nothing in the service reads, such as a mis-spelt key. */
import { firstSpanOf, spansOf } from '../../../core/origin.ts'
import { fail, type Judgement, pass, unknown } from '../../../core/verdict.ts'
import type { EnvironmentVariable, Service } from '../../../stack/service-model.ts'
import { takeReadName } from '../../../stack/variable-name-edits.ts'
import { type VariableUse, variableUses } from '../../../stack/variable-use.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'environment-variable-never-read',
  scope: 'service',
  kind: 'breakage',
  category: 'build-security',
  title: 'Nothing reads this environment variable',
  threat: { from: 'nobody', gains: 'fault' },
  confidence: 'medium',
  since: '0.1.0',
  why: 'What the variable was meant to change stays as it is: a mis-spelt key leaves a default secret, address or mode in force while the compose file says otherwise.',
  remedy: 'Use the name that the code reads, or delete the variable.',
  strength: 'Every variable that is set is read',
  effort: 5,
  references: [
    'https://docs.docker.com/compose/how-tos/environment-variables/',
    'https://learn.microsoft.com/aspnet/core/fundamentals/configuration/#non-prefixed-environment-variables',
  ],
  peers: [],
  check(service): readonly Judgement[] {
    // An env file often serves several services; what one of them does not read another one may.
    const own = service.environment.filter(({ source }) => source !== 'env-file')
    const useOf = own.length === 0 ? undefined : variableUses(service)
    return useOf ? own.flatMap((variable) => judgeVariable(service, variable, useOf(variable.name))) : []
  },
  fix(judgement, service) {
    const { start, file } = firstSpanOf(judgement.origin) ?? {}
    const variable = service.environment.find(({ nameOrigin }) => {
      const place = firstSpanOf(nameOrigin)
      return place?.start === start && place?.file === file
    })
    return variable && takeReadName(service, variable)
  },
})

function judgeVariable(service: Service, variable: EnvironmentVariable, use: VariableUse): readonly Judgement[] {
  const inDockerfile = variable.source === 'dockerfile-env'
  const subject = {
    kind: 'environment-variable',
    name: inDockerfile ? variable.name : `${service.name} ${variable.name}`,
  }
  const place = spansOf(variable.nameOrigin)[0] ?? variable.origin
  if (use.is === 'used') return [pass(place, { subject })]
  if (use.is === 'unknown') return [unknown(place, use.because, subject)]
  const { nearest } = use
  return [
    fail(place, {
      subject,
      message: nearest
        ? `nothing in ${service.name} reads ${variable.name}; its code reads ${nearest.name}`
        : `nothing in ${service.name} reads ${variable.name}`,
      related: nearest ? [{ origin: nearest.origin, message: `${nearest.name} is read here` }] : [],
    }),
  ]
}
