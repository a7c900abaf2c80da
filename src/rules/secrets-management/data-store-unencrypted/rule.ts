/** A managed data store whose disk or connections are not encrypted. */
import { fail, type Judgement, pass, unknown } from '../../../core/verdict.ts'
import { textOfResource } from '../../../stack/infrastructure/questions.ts'
import { defineRule } from '../../define-rule.ts'

interface Row {
  readonly type: string
  readonly attribute: string
  readonly what: string
  /** Attributes with which the encryption is that of something else. */
  readonly inherits: readonly string[]
  readonly peers: readonly string[]
}

const atRest = (type: string, attribute: string, inherits: readonly string[], ...peers: readonly string[]): Row => ({
  type,
  attribute,
  what: 'keeps its data unencrypted on disk and in every snapshot',
  inherits,
  peers,
})

const rows: readonly Row[] = [
  atRest(
    'aws_db_instance',
    'storage_encrypted',
    ['replicate_source_db', 'snapshot_identifier'],
    'checkov:CKV_AWS_16',
    'trivy:AWS-0080',
  ),
  atRest(
    'aws_rds_cluster',
    'storage_encrypted',
    ['snapshot_identifier', 'replication_source_identifier'],
    'checkov:CKV_AWS_96',
  ),
  atRest('aws_efs_file_system', 'encrypted', [], 'checkov:CKV_AWS_42', 'trivy:AWS-0037'),
  atRest('aws_elasticache_replication_group', 'at_rest_encryption_enabled', [], 'checkov:CKV_AWS_29'),
  {
    type: 'aws_elasticache_replication_group',
    attribute: 'transit_encryption_enabled',
    what: 'speaks with its clients in plain text, passwords included',
    inherits: [],
    peers: ['checkov:CKV_AWS_30'],
  },
]

export default defineRule({
  id: 'data-store-unencrypted',
  scope: 'cloud-resource',
  kind: 'exposure',
  category: 'secrets-management',
  title: 'Managed data store is not encrypted',
  threat: { from: 'outside', gains: 'data', needs: ['a copy of a disk or a snapshot, or a wire', 'a way to them'] },
  since: '0.1.0',
  why: 'A snapshot that is shared or copied by mistake is readable as it is, and nobody can take the key away.',
  remedy: 'Switch the encryption on when the store is made; an existing one is copied by way of an encrypted snapshot.',
  strength: 'Managed data stores are encrypted',
  effort: 60,
  references: [
    'NIST SP 800-190 4.3.2',
    'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html',
  ],
  peers: rows.flatMap(({ peers }) => peers),
  check: (resource): readonly Judgement[] =>
    rows.flatMap(({ attribute, inherits, peers, type, what }): readonly Judgement[] => {
      if (type !== resource.type) return []
      const given = textOfResource(resource, attribute)
      if (!given.known) return [unknown(given.origin, given.because)]
      if (given.value === 'true') return [pass(given.origin)]
      const source = inherits.find((name) => textOfResource(resource, name).origin.kind !== 'absent')
      if (source !== undefined) return [unknown(given.origin, `${source} brings its own encryption, or none`)]
      return [fail(given.origin, { message: `${resource.address} ${what}`, peers })]
    }),
  fix: () => ({
    refused: 'switching encryption on replaces the store and what is in it',
    supply: 'a copy by way of an encrypted snapshot',
  }),
})
