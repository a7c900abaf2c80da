/** Whether a service is one that production would run. */
import type { Service } from './service-model.ts'

/** Profiles that people switch on at their own desk. */
const deskProfiles =
  /^(?:dev|develop|development|local|debug|test|tests|testing|e2e|ci|tools?|admin|ui|docs|mail|observability-dev)$/i

/** Not in a development variant, and not only behind profiles that are for a desk. */
export const runsInProduction = (service: Service): boolean =>
  service.variant.productionLike &&
  (service.profiles.length === 0 || !service.profiles.every((profile) => deskProfiles.test(profile)))
