/** The library's options, from the flags that commands share. */
import type { AuditOptions } from '../index.ts'
import type { Arguments } from './arguments.ts'

export function auditOptions(given: Arguments): AuditOptions {
  const config = given.value('config')
  const variant = given.value('variant')
  const environment = given.value('environment')
  return {
    ...(given.on('only') ? { only: given.values('only') } : {}),
    ...(given.on('preset') ? { preset: given.values('preset') } : {}),
    ...(given.value('persona') === 'pedantic' ? { persona: 'pedantic' } : {}),
    ...(config === undefined ? {} : { config }),
    ...(variant === undefined ? {} : { variant }),
    ...(environment === undefined ? {} : { environment }),
  }
}
