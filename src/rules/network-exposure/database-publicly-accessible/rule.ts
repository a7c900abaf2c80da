/** A managed data store with an address on the internet. */
import { fail, type Judgement, pass, unknown } from '../../../core/verdict.ts'
import { setAttribute } from '../../../stack/hcl-edits.ts'
import { textOfResource } from '../../../stack/infrastructure/questions.ts'
import { defineRule } from '../../define-rule.ts'

/** Instances are what has an address; a cluster gets its own from them. */
const types = new Set(['aws_db_instance', 'aws_rds_cluster_instance', 'aws_dms_replication_instance'])

export default defineRule({
  id: 'database-publicly-accessible',
  scope: 'cloud-resource',
  kind: 'exposure',
  category: 'network-exposure',
  title: 'Database has a public address',
  threat: { from: 'outside', gains: 'data', needs: ['a password that is guessed or has got out'] },
  since: '0.1.0',
  why: 'Between the internet and the data stand a password and one rule of a security group; either may be changed in passing.',
  remedy: 'Set `publicly_accessible = false`, and reach the database through the VPC, a VPN or Session Manager.',
  strength: 'No managed database has a public address',
  effort: 30,
  references: [
    'NIST SP 800-190 4.3.3',
    'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html',
  ],
  peers: ['checkov:CKV_AWS_17', 'checkov:CKV_AWS_89', 'trivy:AWS-0180'],
  check(resource): readonly Judgement[] {
    if (!types.has(resource.type)) return []
    const given = textOfResource(resource, 'publicly_accessible')
    if (!given.known) return [unknown(given.origin, given.because)]
    if (given.value !== 'true') return [pass(given.origin)]
    return [fail(given.origin, { message: `${resource.address} can be reached from the internet` })]
  },
  fix: (_, resource) =>
    setAttribute(resource, 'publicly_accessible', 'false', {
      title: `Take the public address of ${resource.address} away`,
      safety: 'guarded',
      effect: 'nothing outside the VPC can connect to the database any more',
    }),
})
