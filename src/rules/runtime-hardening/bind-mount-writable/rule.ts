/** A configuration file of the project that a container may change on the host. */
import { holds } from '../../../core/known.ts'
import { type Judgement, judge } from '../../../core/verdict.ts'
import { boundPath, isConfigurationFile } from '../../../stack/bind-sources.ts'
import { mountReadOnly } from '../../../stack/mount-edits.ts'
import { runsInProduction } from '../../../stack/production.ts'
import { defineRule } from '../../define-rule.ts'

/** Directories of an image that it only reads at its start. */
const readAtStart = /^\/docker-entrypoint(?:-initdb)?\.d(?:\/|$)|^\/etc\/nginx\/(?:conf\.d|templates)(?:\/|$)/

export default defineRule({
  id: 'bind-mount-writable',
  scope: 'service',
  kind: 'exposure',
  category: 'runtime-hardening',
  title: 'Configuration is mounted writable',
  threat: { from: 'container', gains: 'reach', needs: ['somebody on the host who uses the files'] },
  since: '0.1.0',
  why: 'Whoever takes over the container changes the file on the host: it is in force at the next start, for every service that shares it, and in the next commit of whoever works there.',
  remedy: 'Add `:ro` to the mount, or `read_only: true` in its long form.',
  strength: 'Configuration files are mounted read-only',
  effort: 2,
  references: [
    'NIST SP 800-190 4.4.4',
    'NIST SP 800-190 4.5.5',
    'https://docs.docker.com/engine/storage/bind-mounts/#use-a-read-only-bind-mount',
  ],
  peers: [],
  check: (service) =>
    service.mounts.flatMap((mount): readonly Judgement[] => {
      const path = boundPath(mount)
      if (path === undefined || mount.sourceExists === false || !runsInProduction(service)) return []
      const reads = mount.target.known && readAtStart.test(mount.target.value)
      if (!reads && !isConfigurationFile(path)) return []
      return [
        judge(
          holds(mount.readOnly, (on) => on),
          mount.origin,
          { message: `${service.name} may change ${path} on the host` },
        ),
      ]
    }),
  fix({ origin }, service) {
    const mount = service.mounts.find((one) => one.origin === origin)
    return mount && mountReadOnly(service, mount)
  },
})
