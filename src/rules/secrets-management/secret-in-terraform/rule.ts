/** A credential that is written out in Terraform. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { gradeWords } from '../../../stack/credentials.ts'
import { literalSecrets } from '../../../stack/infrastructure/literal-secrets.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'secret-in-terraform',
  scope: 'project',
  kind: 'exposure',
  category: 'secrets-management',
  title: 'Secret is written in Terraform',
  threat: { from: 'repository', gains: 'credential', needs: ['a value that is in use'] },
  since: '0.1.0',
  why: 'Whoever reads the repository has the credential, and so has whoever reads the state, where Terraform writes it once more.',
  remedy:
    'Make it with `random_password` (or an ephemeral one and a write-only argument), let RDS manage it, or look it up in Secrets Manager; then change the one that was written here.',
  strength: 'Terraform holds no secret',
  effort: 30,
  references: [
    'NIST SP 800-190 4.1.4',
    'https://developer.hashicorp.com/terraform/language/manage-sensitive-data',
    'https://cwe.mitre.org/data/definitions/798.html',
  ],
  peers: [],
  check({ infrastructure }): readonly Judgement[] {
    const found = literalSecrets(infrastructure)
    const [first] = infrastructure.resources
    if (found.length === 0) return first === undefined ? [] : [pass(first.origin)]
    return found.map(({ grade, inside, name, of, origin }) =>
      fail(origin, {
        subject: { kind: 'cloud-resource', name: of },
        message: `${of} ${saying(name, of, inside)}, ${gradeWords[grade]}`,
      }),
    )
  },
  fix: () => ({
    refused: 'the state and the history keep the value',
    supply: 'a new value, and the variable or the secret of the account that it is read from',
  }),
})

const saying = (name: string, of: string, inside: boolean): string => {
  if (of === `var.${name}`) return 'has a secret as its default'
  return inside ? `holds a secret in ${name}` : `holds the secret ${name}`
}
