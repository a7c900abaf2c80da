/** A scratch directory that may hold programs, setuid programs or devices again. */
import { fail, type Judgement, pass, unknown } from '../../../core/verdict.ts'
import { runsInProduction } from '../../../stack/production.ts'
import { valueFix } from '../../../stack/service-edits.ts'
import { defineRule } from '../../define-rule.ts'

/** What each option gives back that Docker’s own options (`noexec,nosuid,nodev`) take away. */
const gives: Readonly<Record<string, string>> = {
  exec: 'programs can be started from it',
  suid: 'setuid programs count in it',
  dev: 'device files work in it',
}

export default defineRule({
  id: 'tmpfs-executable',
  scope: 'service',
  kind: 'exposure',
  category: 'runtime-hardening',
  title: 'A tmpfs gives up its protection',
  threat: { from: 'container', gains: 'reach', needs: ['a process that can write there'] },
  since: '0.1.0',
  why: 'Docker mounts a tmpfs without programs, setuid and devices, so that an intruder in a read-only container has nowhere to put tools. The option takes that back.',
  remedy:
    'Remove the option. Where a program unpacks a library and loads it, give it a small directory of its own with `exec`.',
  strength: 'Scratch directories hold no programs',
  effort: 5,
  references: [
    'NIST SP 800-190 4.4.4',
    'https://docs.docker.com/engine/storage/tmpfs/',
    'https://man7.org/linux/man-pages/man8/mount.8.html',
  ],
  peers: ['compose-lint:CL-0022'],
  check: (service) =>
    runsInProduction(service)
      ? service.tmpfs.items.map((item): Judgement => {
          if (!item.known) return unknown(item.origin, item.because)
          const [path = '', ...options] = item.value.split(':')
          const taken = options
            .join(':')
            .split(',')
            .flatMap((option) => gives[option.trim().toLowerCase()] ?? [])
          if (taken.length === 0) return pass(item.origin)
          return fail(item.origin, { message: `${service.name} mounts a tmpfs at ${path}: ${taken.join(', ')}` })
        })
      : [],
  fix({ origin }, service) {
    const item = service.tmpfs.items.find((one) => one.origin === origin)
    if (!item?.known) return undefined
    const [path = '', ...options] = item.value.split(':')
    const kept = options
      .join(':')
      .split(',')
      .filter((option) => gives[option.trim().toLowerCase()] === undefined)
    const deed = {
      title: `Protect the tmpfs ${path} of ${service.name}`,
      safety: 'guarded' as const,
      effect: `no program can be started from ${path}`,
    }
    const value = kept.length > 0 ? `${path}:${kept.join(',')}` : path
    return valueFix(service, deed, origin, (at) => [{ do: 'set', path: at, value }])
  },
})
