/** A volume on EFS whose traffic crosses the network in clear text. */
import { nodeAt } from '../../../core/node.ts'
import { absent } from '../../../core/origin.ts'
import { fail, type Judgement, pass, unknown } from '../../../core/verdict.ts'
import { setIn } from '../../../stack/deployed-edits.ts'
import { textField } from '../../../stack/fields.ts'
import { volumesOfTask } from '../../../stack/task-settings.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'efs-without-transit-encryption',
  scope: 'variant',
  platforms: ['ecs-ec2', 'ecs-fargate'],
  kind: 'exposure',
  category: 'network-exposure',
  title: 'Files of EFS travel in clear text',
  threat: { from: 'outside', gains: 'data', needs: ['a place in the VPC', 'a way to read other hosts’ traffic'] },
  since: '0.1.0',
  why: 'NFS sends the files as they are. Whoever can listen in the VPC reads and changes them, and an access point’s IAM authorisation cannot be used without encryption either.',
  remedy:
    'Set `"transitEncryption": "ENABLED"` in `efsVolumeConfiguration`, and an access point with `"iam": "ENABLED"`.',
  strength: 'Volumes on EFS are encrypted on their way',
  effort: 10,
  references: ['NIST SP 800-190 4.3.5', 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/efs-volumes.html'],
  peers: ['checkov:CKV_AWS_97'],
  check({ task }): readonly Judgement[] {
    if (task === undefined) return []
    return volumesOfTask(task).flatMap(({ name, node, origin }): readonly Judgement[] => {
      const efs = nodeAt(node, 'efsVolumeConfiguration')
      if (efs?.kind !== 'map') return []
      const subject = { kind: 'volume', name }
      const encryption = textField(efs, origin, 'transitEncryption')
      if (!encryption.known) return [unknown(encryption.origin, encryption.because, subject)]
      if (encryption.value === 'ENABLED') return [pass(encryption.origin, { subject })]
      const place = encryption.value === undefined ? absent('transitEncryption', origin) : encryption.origin
      return [fail(place, { subject, message: `Files of volume ${name} cross the network in clear text` })]
    })
  },
  fix({ subject }, { task }) {
    const volume = task && volumesOfTask(task).find(({ name }) => name === subject?.name)
    const title = `Encrypt the files of volume ${volume?.name} on their way`
    const deed = { title, safety: 'guarded', effect: 'reading and writing cost some processor time' } as const
    return volume && setIn(volume.node, deed, ['efsVolumeConfiguration', 'transitEncryption'], 'ENABLED')
  },
})
