/** A VOLUME or a build mount on what belongs to the kernel or to Docker. */

import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { withoutQuotes } from '../../../stack/instructions.ts'
import { defineRule } from '../../define-rule.ts'

const kernelPeers = ['dockle:DKL-DI-0002']
const socketPeers = ['semgrep:dockerfile-dockerd-socket-mount']

export default defineRule({
  id: 'volume-on-system-path',
  scope: 'stage',
  kind: 'exposure',
  category: 'runtime-hardening',
  title: 'A volume lies on a system path',
  threat: { from: 'container', gains: 'reach' },
  since: '0.1.0',
  why: 'A volume over `/proc`, `/sys` or `/dev` hides what the kernel and the runtime put there, protections included; a place for `docker.sock` asks whoever starts the image to hand over the host.',
  remedy: 'Give volumes paths of the application, such as `/var/lib/app`.',
  strength: 'Volumes lie on the application’s own paths',
  effort: 10,
  references: [
    'CIS Docker Benchmark 5.32',
    'NIST SP 800-190 4.4.3',
    'https://docs.docker.com/reference/dockerfile/#volume',
  ],
  peers: [...kernelPeers, ...socketPeers],
  check: (stage): readonly Judgement[] => [
    ...stage.volumes.map(({ value, origin }) => {
      const path = withoutQuotes(value)
      const kernel = /^\/(?:proc|sys|dev)(?:\/|$)/.test(path)
      if (!kernel && !isSocket(path)) return pass(origin)
      const message = kernel
        ? `${path} belongs to the kernel`
        : `${path} commands the Docker daemon: it is root on the host`
      return fail(origin, { message, peers: kernel ? kernelPeers : socketPeers })
    }),
    ...stage.runs
      .flatMap(({ mounts }) => mounts)
      .filter(({ target, source }) => isSocket(target) || isSocket(source))
      .map(({ origin }) =>
        fail(origin, { message: 'the build is handed the Docker daemon’s socket', peers: socketPeers }),
      ),
  ],
  fix: () => ({
    refused: 'what the program keeps there is not in the files',
    supply: 'a directory of its own for the volume',
  }),
})

const isSocket = (path: string | undefined): boolean =>
  /(?:^|\/)(?:docker|containerd|podman|crio)\.sock$/.test(path ?? '')
