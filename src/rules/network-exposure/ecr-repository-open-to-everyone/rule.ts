/** A repository of images in Amazon ECR that every AWS account may use. */
import { fail, type Judgement, pass, unknown } from '../../../core/verdict.ts'
import { policyOf, type Statement } from '../../../stack/infrastructure/policies.ts'
import { defineRule } from '../../define-rule.ts'

const types = new Set(['aws_ecr_repository_policy', 'aws_ecr_registry_policy'])

/** What lets somebody put an image there, and not only take one. */
const writes = /^(?:\*|ecr:(?:\*|Put\w*|Upload\w*|Initiate\w*|Complete\w*|BatchDelete\w*|SetRepository\w*))$/i

export default defineRule({
  id: 'ecr-repository-open-to-everyone',
  scope: 'cloud-resource',
  kind: 'exposure',
  category: 'network-exposure',
  title: 'Every AWS account may use the repository of images',
  threat: { from: 'outside', gains: 'access' },
  since: '0.1.0',
  why: 'Anybody with an account of their own can pull the images and what is in their layers, or, if the policy lets them push, say what runs next.',
  remedy:
    'Name the accounts or roles that need it as `Principal`, or narrow it down with a condition on `aws:PrincipalOrgID`.',
  strength: 'Only named accounts may use the repositories of images',
  effort: 15,
  references: [
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html',
    'NIST SP 800-190 4.2.3',
  ],
  peers: ['checkov:CKV_AWS_32', 'trivy:AWS-0032'],
  check(resource): readonly Judgement[] {
    const document = types.has(resource.type) ? policyOf(resource, 'policy') : undefined
    if (document === undefined) return []
    const open = document.statements.filter(isOpen)
    if (open.length > 0) {
      return open.map(({ actions, origin }) => {
        const pushes = actions.some((action) => action.known && writes.test(action.value))
        const message = `${resource.address} lets every AWS account ${pushes ? 'push and pull images' : 'pull images'}`
        return fail(origin, { message })
      })
    }
    const doubtful = document.statements.flatMap(({ principals }) => principals).find(({ known }) => !known)
    if (document.unknown !== undefined) return [unknown(document.origin, document.unknown)]
    if (doubtful?.known === false && document.statements.every(({ allows }) => allows))
      return [unknown(doubtful.origin, doubtful.because)]
    return [pass(document.origin)]
  },
  fix: () => ({ refused: 'who is to pull the images is not in the files', supply: 'the accounts that do' }),
})

const isOpen = ({ allows, conditional, principals }: Statement): boolean =>
  allows && !conditional && principals.some((principal) => principal.known && principal.value === '*')
