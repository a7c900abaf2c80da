/** A variable of a bundle that a service sets when it starts, after the bundle was built. */

import { firstSpanOf } from '../../../core/origin.ts'
import { fail, type Judgement, pass, unknown } from '../../../core/verdict.ts'
import { handToBuild } from '../../../stack/build-argument-edits.ts'
import { lateVariable } from '../../../stack/public-variables.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'public-variable-set-too-late',
  scope: 'service',
  kind: 'breakage',
  category: 'build-security',
  title: 'A variable of the bundle is set after it was built',
  threat: { from: 'nobody', gains: 'fault' },
  since: '0.1.0',
  why: 'The bundler put the value, or nothing, into the page when the image was built. What compose sets when the container starts changes nothing: the page calls the address of the build, or `undefined`.',
  remedy:
    'Declare it as `ARG` in the stage that builds and hand it over with `build.args`, or let the page fetch its settings from a file that is written when the container starts.',
  strength: 'Variables of a bundle are set when it is built',
  effort: 20,
  references: [
    'https://vite.dev/guide/env-and-mode',
    'https://nextjs.org/docs/app/guides/environment-variables#bundling-environment-variables-for-the-browser',
  ],
  peers: [],
  check: (service): readonly Judgement[] =>
    service.environment.flatMap((variable): readonly Judgement[] => {
      if (variable.source === 'dockerfile-env') return []
      const late = lateVariable(service, variable)
      if (late === undefined) return []
      const subject = { kind: 'environment-variable', name: `${service.name} ${variable.name}` }
      if (late.is === 'unknown') return [unknown(variable.nameOrigin, late.because, subject)]
      if (late.is === 'in-time') return [pass(variable.nameOrigin, { subject })]
      return [
        fail(variable.nameOrigin, {
          subject,
          message: `${service.name} gets ${variable.name} when it starts, and the page was built without it`,
          related: [
            { origin: late.builtBy, message: 'the bundle is built here' },
            { origin: late.readBy, message: 'the page reads it here' },
          ],
        }),
      ]
    }),
  fix({ origin }, service) {
    const place = firstSpanOf(origin)
    const variable = service.environment.find(({ nameOrigin }) => firstSpanOf(nameOrigin)?.start === place?.start)
    return variable && handToBuild(service, variable)
  },
})
