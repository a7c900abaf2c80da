/** A service that takes its environment from a file. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { runsInProduction } from '../../../stack/production.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'environment-from-env-file',
  scope: 'service',
  kind: 'hygiene',
  category: 'secrets-management',
  title: 'Environment is read from a file',
  threat: { from: 'nobody', gains: 'upkeep' },
  persona: 'pedantic',
  since: '0.1.0',
  why: 'An env file gives a container everything that is in it, whether the program needs it or not, and secrets tend to be in it.',
  remedy: 'Name the variables that the service needs under `environment:`, and give secrets with `secrets:`.',
  strength: 'No service takes a whole file as its environment',
  effort: 15,
  references: ['https://docs.docker.com/compose/how-tos/environment-variables/best-practices/'],
  peers: ['docksec:compose-env-file-secret-risk'],
  check(service): readonly Judgement[] {
    if (!runsInProduction(service)) return []
    if (service.envFiles.length === 0) return [pass(service.origin)]
    return service.envFiles.map(({ value, origin }) =>
      fail(origin, { message: `${service.name} is given all of ${value.replace(/^\.\//, '')}` }),
    )
  },
  fix: () => ({
    refused: 'which of the variables the program needs is not in the files',
    supply: 'their names, under environment',
  }),
})
