/** How bad a privilege is that somebody granted on purpose, by where the service runs. */
import type { Severity } from '../core/verdict.ts'
import { runsInProduction } from './production.ts'
import type { Service } from './service-model.ts'

/** At a desk it is the developer's own machine that is at stake: still worth telling, never a reason to stop a release. */
export const grantSeverity = (service: Service, usual: Severity): Severity =>
  runsInProduction(service) ? usual : usual === 'critical' || usual === 'high' ? 'medium' : 'low'
