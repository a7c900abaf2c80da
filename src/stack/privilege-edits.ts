/** Repairs that keep the processes of a container from gaining privileges. */
import type { Repair } from '../core/fix.ts'
import { privilegeGains } from './privilege-gains.ts'
import { containerFix } from './service-edits.ts'
import type { Service } from './service-model.ts'

/** Images of mail servers, whose parts get their accounts by setuid. */
const mailServers = /smtp|postfix|exim|sendmail|mailserver|mailu|mailcow/i

/** Forbids new privileges; refuses where a program of the container is made to gain some. */
export function forbidPrivileges(service: Service): Repair {
  const { name, user, platform, capAdd, measured } = service
  // The API refuses a pod that says both.
  if (
    platform === 'kubernetes' &&
    capAdd.items.some((one) => one.known && /^(?:CAP_)?(?:SYS_ADMIN|ALL)$/.test(one.value))
  )
    return { refused: `${name} adds SYS_ADMIN, which is never without new privileges`, supply: 'a start without it' }
  if (measured?.noNewPrivileges === false)
    return { refused: `${name} was tried without new privileges, and does not work so`, supply: 'a start without it' }
  const [gain] = user.known && user.value.root ? [] : privilegeGains(service)
  if (gain) return { refused: `${name} would lose something: ${gain.how}`, supply: 'a start without it' }
  const title = `Forbid ${name} new privileges`
  const isMailServer = service.image?.reference.known && mailServers.test(service.image.reference.value.familiarName)
  return containerFix(
    service,
    isMailServer
      ? {
          title,
          safety: 'guarded',
          effect: 'a mail server that delivers by setuid programs of its own delivers nothing',
        }
      : { title, safety: 'safe' },
    {
      compose: (at) => [{ do: 'append', path: at('security_opt'), values: ['no-new-privileges:true'] }],
      ecs: (at) => [{ do: 'append', path: at('dockerSecurityOptions'), values: ['no-new-privileges'] }],
      kubernetes: (at) => [{ do: 'set', path: at('securityContext', 'allowPrivilegeEscalation'), value: false }],
    },
    service.securityOptions.origin,
  )
}
