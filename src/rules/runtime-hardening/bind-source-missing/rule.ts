/** A bind mount whose source is not in the project. */
import { fail, type Judgement, pass, unknown } from '../../../core/verdict.ts'
import { boundPath, isLeftOut, isRuntimeState, looksLikeFile } from '../../../stack/bind-sources.ts'

import { defineRule } from '../../define-rule.ts'

/** What is made or handed over on the machine that runs the stack. */
const handedOver =
  /\.(?:pem|key|crt|cer|p12|pfx|jks|env|txt)$|(?:^|\/)(?:certs?|ssl|tls|secrets?|letsencrypt|keys?)(?:\/|$)/i

export default defineRule({
  id: 'bind-source-missing',
  scope: 'service',
  kind: 'breakage',
  category: 'runtime-hardening',
  title: 'A mounted file does not exist',
  threat: { from: 'nobody', gains: 'stop' },
  since: '0.1.0',
  why: 'Docker makes an empty directory, owned by root, where the file should be and mounts that: the program finds a directory instead of its configuration, and so does whoever adds the file later.',
  remedy:
    'Correct the path (it is relative to the compose file’s directory), or commit the file. With `bind: { create_host_path: false }` Docker says so instead.',
  strength: 'Every file that is mounted from the project exists',
  effort: 5,
  references: ['https://docs.docker.com/engine/storage/bind-mounts/'],
  peers: [],
  check: (service) =>
    service.mounts.flatMap((mount): readonly Judgement[] => {
      const path = boundPath(mount)
      if (path === undefined || mount.sourceExists === 'unknown') return []
      if (mount.sourceExists) return [pass(mount.origin)]
      const { target } = mount
      const isFile = looksLikeFile(path) || (target.known && looksLikeFile(target.value))
      // A directory that is not there yet is how data directories begin.
      if ((!isFile && mount.createsHostPath) || isRuntimeState(path)) return []
      if (isLeftOut(service.project, path))
        return [
          unknown(mount.origin, `git leaves ${path} out, so nobody can tell whether it is there when the stack runs`),
        ]
      if (/(?:^|\/)(?:vendor|node_modules)\//.test(path))
        return [unknown(mount.origin, `a package manager puts ${path} there, or does not`)]
      if (handedOver.test(path))
        return [unknown(mount.origin, `${path} may be put there on the machine that runs the stack`)]
      const what = mount.createsHostPath
        ? 'Docker makes an empty directory of that name'
        : 'the container does not start'
      return [fail(mount.origin, { message: `${service.name} mounts ${path}, which does not exist: ${what}` })]
    }),
  fix: () => ({ refused: 'nobody can invent the file', supply: 'the file, or its right path' }),
})
