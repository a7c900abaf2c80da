/** A deployment that loads the override for development, because it names no files. */
import { nameOf } from '../../../core/tree.ts'
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import type { Variant } from '../../../stack/model.ts'
import { runsCompose } from '../../../stack/platforms.ts'

import { defineRule } from '../../define-rule.ts'

/** What Compose loads by itself beside the first file. */
const override = /^(?:docker-)?compose\.override\.ya?ml$/

export default defineRule({
  id: 'override-loaded-in-production',
  scope: 'project',
  kind: 'exposure',
  category: 'runtime-hardening',
  title: 'Production loads the override for development',
  threat: { from: 'outside', gains: 'access', needs: ['something that development leaves open'] },
  since: '0.1.0',
  why: 'Without `-f`, Compose adds the override file to the first one, and leaves the one for production out: ports, source code and debug switches of a desk go live.',
  remedy:
    'Name the files where it is deployed (`-f compose.yaml -f compose.prod.yaml`, or COMPOSE_FILE), or give the override another name.',
  strength: 'Deployments name the compose files they use',
  effort: 10,
  references: ['NIST SP 800-190 4.4.5', 'https://docs.docker.com/compose/how-tos/multiple-compose-files/merge/'],
  peers: [],
  check(project): readonly Judgement[] {
    const variants = project.variants.filter(runsCompose)
    const meant = variants.find((one) => one.environment === 'production' && !loadsOverride(one))
    return variants.flatMap((variant): readonly Judgement[] => {
      const run = variant.evidence.find(({ origin }) => origin !== undefined)?.origin
      if (variant.environment !== 'production' || run === undefined) return []
      const subject = { kind: 'variant', name: variant.name }
      const inVariants = [variant.name]
      const file = variant.files.find((one) => override.test(nameOf(one)))
      // Without another file for production, the override may well be meant for it.
      if (file === undefined || meant === undefined) return [pass(run, { subject, inVariants })]
      const message = `This deploys with ${file}, and without ${meant.files.at(-1) ?? meant.name}`
      return [fail(run, { subject, inVariants, message })]
    })
  },
  fix: () => ({
    refused: 'how this is deployed is decided where the command runs',
    supply: 'the files by name in the command that deploys: -f for each, or COMPOSE_FILE',
  }),
})

const loadsOverride = ({ files }: Variant): boolean => files.some((file) => override.test(nameOf(file)))
