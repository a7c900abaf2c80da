/** A service that production would start the way a developer does. */
import { absent, spansOf } from '../../../core/origin.ts'
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { productionValue } from '../../../stack/development-edits.ts'
import { developmentSigns } from '../../../stack/development-mode.ts'
import { runsInProduction } from '../../../stack/production.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'development-mode-in-production',
  scope: 'service',
  kind: 'exposure',
  category: 'runtime-hardening',
  title: 'Production runs in development mode',
  threat: { from: 'outside', gains: 'access', needs: ['a page of an error, or a debugger, that somebody opens'] },
  since: '0.1.0',
  why: 'Development servers show source code and variables with every error, some of them run what is typed into that page, and none is made for load.',
  remedy:
    'Start the built program with its production server and settings; keep the development command in an overlay or behind a profile.',
  strength: 'Nothing runs in development mode',
  effort: 20,
  references: [
    'NIST SP 800-190 4.4.5',
    'https://docs.djangoproject.com/en/stable/howto/deployment/checklist/',
    'https://flask.palletsprojects.com/en/stable/debugging/',
  ],
  peers: [],
  check(service): readonly Judgement[] {
    if (
      !runsInProduction(service) ||
      (service.finalStage === undefined && service.command === undefined && service.environment.length === 0)
    )
      return []
    const signs = developmentSigns(service)
    if (signs.length === 0) return [pass(absent('development mode', service.origin))]
    return signs.map(({ origin, what }) =>
      fail(origin, {
        message: `${service.name} ${what}, and nothing keeps that out of production`,
        // Where no file says that this is production, it may well be somebody's desk.
        ...(service.variant.environment === 'production' ? {} : { severity: 'low' as const }),
      }),
    )
  },
  fix({ origin }, service) {
    const [place] = spansOf(origin)
    return (
      (place && productionValue(service, place)) ?? {
        refused: `nobody here knows how ${service.name} starts in production`,
        supply: 'its command, stage or ports in production, with those of development in a file of their own',
      }
    )
  },
})
