/** An image that has to start as root, started as somebody else. */
import { nodeAt } from '../../../core/node.ts'
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { runsImagesOwnProgram } from '../../../stack/capabilities.ts'
import { unwritablePaths } from '../../../stack/scratch-mounts.ts'
import { defineRule } from '../../define-rule.ts'

/** Directories that are root’s in the image and that the program writes (the images’ Dockerfiles, read 2026-11-22). */
const ofRoot: Readonly<Record<string, readonly string[]>> = {
  'docker.io/library/nginx': ['/var/cache/nginx', '/run'],
  'docker.io/library/httpd': ['/usr/local/apache2/logs'],
}
/** Images whose first process prepares everything as root and takes the account from variables. */
const needsRoot = /^(?:lscr\.io\/|ghcr\.io\/)?linuxserver\//

export default defineRule({
  id: 'user-breaks-image',
  scope: 'service',
  kind: 'breakage',
  category: 'runtime-hardening',
  title: 'The image has to start as root',
  threat: { from: 'nobody', gains: 'stop' },
  since: '0.1.0',
  why: 'The image’s directories belong to root, and its first process steps down by itself. Started as another account it ends with "Permission denied".',
  remedy:
    'Remove `user:` and let the image step down, mount a tmpfs at what it writes, or take an image that is made for it, such as nginxinc/nginx-unprivileged.',
  strength: 'Images start as an account that they work with',
  effort: 10,
  references: ['https://hub.docker.com/_/nginx', 'https://docs.linuxserver.io/general/understanding-puid-and-pgid/'],
  peers: [],
  check(service): readonly Judgement[] {
    const { image, name, node, profile, user } = service
    const written = nodeAt(node, 'user')
    if (!written || !image || service.build || !user.known || user.value.root) return []
    const message = `${name} starts as ${user.value.written}`
    const related = [{ origin: image.origin, message: 'made to start as root' }]
    if (needsRoot.test(image.written))
      return [fail(written, { message: `${message}, and its image prepares everything as root`, related })]
    const paths = ofRoot[profile?.repository ?? '']
    if (!paths || !runsImagesOwnProgram(service)) return []
    const closed = (unwritablePaths(service) ?? []).filter((path) => paths.includes(path))
    if (closed.length === 0) return [pass(written)]
    return [fail(written, { message: `${message}, and may not write ${closed.join(' and ')} of its image`, related })]
  },
  fix: (_, { name }) => ({
    refused: `${name} was made to start as another account on purpose`,
    supply: 'an image that is made for it, or a mount that the account may write at each of the paths',
  }),
})
