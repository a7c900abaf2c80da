/** A running container whose environment is not the one that the files give it. */
import { absent } from '../../../core/origin.ts'
import { fail, type Judgement, pass, unknown } from '../../../core/verdict.ts'
import { calledIn, isUp } from '../../../stack/running/naming.ts'
import { recreation, refusesRecreation } from '../../../stack/running/recreate.ts'
import { isCredential, variableStandings } from '../../../stack/running/variables.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'container-variables-differ',
  scope: 'container',
  platforms: ['compose', 'swarm', 'ecs-ec2', 'ecs-fargate'],
  kind: 'hygiene',
  category: 'runtime-hardening',
  title: 'A container runs with other variables than its files give it',
  threat: { from: 'nobody', gains: 'fault', needs: ['somebody who counts on what the files say'] },
  since: '0.1.0',
  why: 'A password that was changed in a file is still the old one in the container, a switch that was turned off is still on, until the container is made anew.',
  remedy: 'Recreate the container, so that it gets what its files say.',
  strength: 'Containers run with the variables that their files give them',
  effort: 5,
  references: ['NIST SP 800-190 4.1.4', 'https://docs.docker.com/compose/how-tos/environment-variables/'],
  peers: [],
  check(container): readonly Judgement[] {
    const { service } = container
    if (!service || !isUp(container) || container.seen.oneOff) return []
    const told = calledIn(container)
    const how = { cause: service.name, remedy: recreation(container) }
    return variableStandings(container, service).map((standing) => {
      if (standing.is === 'beyond') {
        const message = `${told} runs with ${standing.name}, which no file gives it`
        return fail(absent('environment', service.origin), { ...how, message })
      }
      const { variable } = standing
      if (standing.is === 'same') return pass(variable)
      if (standing.is === 'unknown') return unknown(variable, standing.because)
      if (standing.is === 'missing')
        return fail(variable, { ...how, message: `${told} runs without ${variable.name}, which the files give it` })
      const message = `${told} runs with another ${variable.name} than the files give it`
      return isCredential(variable.name)
        ? fail(variable, { ...how, severity: 'medium', message: `${message}: the old credential is still in use` })
        : fail(variable, { ...how, message })
    })
  },
  fix: (_, container) => refusesRecreation(container),
})
