/** A volume of a task that EFS serves without encrypting the way. */
import { fail, type Judgement, pass, unknown } from '../../../core/verdict.ts'
import { blocksAt, textAt } from '../../../stack/infrastructure/questions.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'efs-volume-in-plain-text',
  scope: 'cloud-resource',
  kind: 'exposure',
  category: 'runtime-hardening',
  title: 'Files of an EFS volume cross the network in plain text',
  threat: { from: 'container', gains: 'reach', needs: ['a place on the way inside the network'] },
  since: '0.1.0',
  why: 'Whoever can listen inside the network reads every file the task reads or writes, and an access point without IAM lets any client mount it.',
  remedy:
    'Set `transit_encryption = "ENABLED"` in `efs_volume_configuration`, and an access point with IAM authorisation.',
  strength: 'EFS volumes are encrypted on the way',
  effort: 5,
  references: ['https://docs.aws.amazon.com/AmazonECS/latest/developerguide/efs-volumes.html'],
  peers: ['checkov:CKV_AWS_97'],
  check(resource): readonly Judgement[] {
    if (resource.type !== 'aws_ecs_task_definition') return []
    return blocksAt(resource.body, 'volume').maps.flatMap((volume) =>
      blocksAt(volume, 'efs_volume_configuration').maps.map((efs): Judgement => {
        const given = textAt(efs, efs.origin, 'transit_encryption')
        if (!given.known) return unknown(given.origin, given.because)
        if (given.value === 'ENABLED') return pass(given.origin)
        const name = textAt(volume, volume.origin, 'name')
        const which = name.known && name.value !== undefined ? `the volume ${name.value}` : 'a volume'
        return fail(given.origin, { message: `${resource.address} mounts ${which} over the network in plain text` })
      }),
    )
  },
})
