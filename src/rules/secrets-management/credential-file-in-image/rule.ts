/** A variable that names a file of credentials which a COPY takes into the image. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import type { Stage } from '../../../stack/build-model.ts'
import { placedBy } from '../../../stack/image-paths.ts'
import type { EnvironmentVariable } from '../../../stack/service-model.ts'
import { defineRule } from '../../define-rule.ts'

/** Variables by which programs find a file of credentials. */
const names = new Set([
  ...['GOOGLE_APPLICATION_CREDENTIALS', 'AWS_SHARED_CREDENTIALS_FILE', 'AWS_CONFIG_FILE', 'AZURE_AUTH_LOCATION'],
  ...['HF_TOKEN_PATH', 'KUBECONFIG', 'NETRC', 'PGPASSFILE', 'VAULT_TOKEN_FILE', 'FIREBASE_CONFIG'],
])

export default defineRule({
  id: 'credential-file-in-image',
  scope: 'stage',
  kind: 'exposure',
  category: 'secrets-management',
  title: 'The image brings its own credentials along',
  threat: { from: 'image', gains: 'credential', needs: ['a file that is there when the image is built'] },
  since: '0.1.0',
  why: 'The variable says where the credentials are, and a COPY puts them there: whoever can pull the image acts as the service.',
  remedy:
    'Leave the file out of the image (`.dockerignore`) and mount it as a secret when the container starts; replace the credentials.',
  strength: 'Files of credentials are not part of an image',
  effort: 30,
  references: [
    'CIS Docker Benchmark 4.10',
    'NIST SP 800-190 4.1.4',
    'https://docs.docker.com/compose/how-tos/use-secrets/',
  ],
  peers: ['trivy:DS-0031', 'dockle:CIS-DI-0010', 'cis:4.10'],
  check: (stage): readonly Judgement[] =>
    stage.env.filter(({ name }) => names.has(name)).flatMap((one) => judgeOne(one, stage)),
  fix: () => ({
    refused: 'the program finds the file by this variable',
    supply: 'how it gets its credentials when it starts, such as a mounted secret',
  }),
})

function judgeOne(variable: EnvironmentVariable, stage: Stage): readonly Judgement[] {
  if (!variable.value.known || variable.value.value === '') return []
  const placed = placedBy(stage, variable.value.value)
  if (!placed) return [pass(variable.origin)]
  return [
    fail(variable.origin, {
      severity: placed.exists ? 'high' : 'medium',
      message: `${variable.name} names ${variable.value.value}, which this COPY ${placed.exists ? 'takes' : 'would take'} into the image`,
      related: [{ origin: placed.copy.instruction.origin, message: 'copied here' }],
    }),
  ]
}
