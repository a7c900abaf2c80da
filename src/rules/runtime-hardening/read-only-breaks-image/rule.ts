/** A read-only root filesystem under an image that must write somewhere. */
import { fail, type Judgement, pass, unknown } from '../../../core/verdict.ts'
import { runsImagesOwnProgram } from '../../../stack/capabilities.ts'
import { runsCompose } from '../../../stack/platforms.ts'
import { makeRoom } from '../../../stack/read-only-edits.ts'
import { unwritablePaths } from '../../../stack/scratch-mounts.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'read-only-breaks-image',
  scope: 'service',
  platforms: ['compose', 'swarm', 'ecs-ec2', 'ecs-fargate', 'kubernetes'],
  kind: 'breakage',
  category: 'runtime-hardening',
  title: 'Read-only root filesystem without room to write',
  threat: { from: 'nobody', gains: 'stop' },
  confidence: 'medium',
  since: '0.1.0',
  why: 'The program cannot write its socket, its process id or its scratch files, and ends at the start with "Read-only file system".',
  remedy: 'Mount a `tmpfs` at each directory that the image writes.',
  remedies: {
    ecs: 'Mount a volume with an empty `host` at each directory that the image writes; on EC2 `linuxParameters.tmpfs` does it too.',
    kubernetes: 'Mount an `emptyDir` at each directory that the image writes.',
  },
  strength: 'Read-only services have room for what they write',
  effort: 5,
  references: ['https://docs.docker.com/reference/compose-file/services/#read_only'],
  peers: [],
  check(service): readonly Judgement[] {
    const { readOnly, name, profile } = service
    if (!readOnly.known || !readOnly.value || !runsImagesOwnProgram(service)) return []
    const missing = unwritablePaths(service)
    if (missing === undefined)
      return profile === undefined
        ? []
        : [unknown(readOnly.origin, `nobody here knows which directories ${name} writes`)]
    if (missing.length === 0) return [pass(readOnly.origin)]
    return [
      fail(readOnly.origin, {
        message: `${name} has a read-only root filesystem, and its image writes to ${missing.join(', ')}`,
        ...(runsCompose(service) ? { remedy: `Add \`tmpfs: [${missing.join(', ')}]\`.` } : {}),
      }),
    ]
  },
  fix: (_, service) => makeRoom(service),
})
