/** A policy that lets a role read every secret of the account. */
import { fail, type Judgement, pass, unknown } from '../../../core/verdict.ts'
import type { CloudResource } from '../../../stack/infrastructure/model.ts'
import { identityPolicies, type Statement } from '../../../stack/infrastructure/policies.ts'
import { textOfResource } from '../../../stack/infrastructure/questions.ts'
import { defineRule } from '../../define-rule.ts'

const attachments = new Set([
  'aws_iam_role_policy_attachment',
  'aws_iam_policy_attachment',
  'aws_iam_user_policy_attachment',
])

/** Actions that give the value of a secret, wildcards included. */
const reads =
  /^(?:\*|secretsmanager:(?:\*|Get\*|GetSecretValue|BatchGet\w*|BatchGetSecretValue)|ssm:(?:\*|Get\*|GetParameters?\w*\*?))$/i
/** Policies of AWS that hold such an action on everything. */
const managed =
  /\/(?:AdministratorAccess|PowerUserAccess|SecretsManagerReadWrite|AmazonSSM(?:FullAccess|ReadOnlyAccess))$/

export default defineRule({
  id: 'role-reads-all-secrets',
  scope: 'cloud-resource',
  kind: 'exposure',
  category: 'secrets-management',
  title: 'Role may read every secret',
  threat: { from: 'container', gains: 'access' },
  since: '0.1.0',
  why: 'Whoever breaks into one task can ask for the secrets of every other service, production and staging alike.',
  remedy: 'Name the secrets that the service needs as `Resource`, by their ARN or by a prefix of their names.',
  strength: 'Roles may read only the secrets their service needs',
  effort: 15,
  references: [
    'NIST SP 800-190 4.1.4',
    'https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-iam-roles.html',
  ],
  peers: ['checkov:CKV_AWS_62', 'checkov:CKV_AWS_63'],
  checklist: ['least-privilege-roles'],
  check(resource): readonly Judgement[] {
    if (attachments.has(resource.type)) return judgeAttachment(resource)
    return identityPolicies(resource).flatMap((document): readonly Judgement[] => {
      const open = document.statements.filter(readsAll)
      const message = `${resource.address} may read every secret of the account`
      if (open.length > 0) return open.map(({ origin }) => fail(origin, { message }))
      if (document.unknown !== undefined) return [unknown(document.origin, document.unknown)]
      return document.statements.some(readsSome) ? [pass(document.origin)] : []
    })
  },
  fix: () => ({
    refused: 'what the role needs is not in these files',
    supply: 'the ARNs of the secrets that it reads',
  }),
})

const readsSome = ({ actions, allows }: Statement): boolean =>
  allows && actions.some((action) => action.known && reads.test(action.value))

/** A resource that names no secret: `*`, or the ARN of a service with nothing but wildcards. */
const isEverything = (resource: string): boolean =>
  resource === '*' || /^arn:[^:]*:(?:secretsmanager|ssm):[^:]*:[^:]*:(?:secret:|parameter\/?)?\*$/.test(resource)

const readsAll = (statement: Statement): boolean =>
  readsSome(statement) &&
  !statement.conditional &&
  statement.resources.some((resource) => resource.known && isEverything(resource.value))

function judgeAttachment(resource: CloudResource): readonly Judgement[] {
  const arn = textOfResource(resource, 'policy_arn')
  if (!arn.known || arn.value === undefined || !managed.test(arn.value)) return []
  const name = arn.value.replace(/^.*\//, '')
  const what = name.includes('SSM') ? 'every parameter, the encrypted ones included,' : 'every secret of the account'
  return [fail(arn.origin, { message: `${resource.address} attaches ${name}, with which ${what} can be read` })]
}
