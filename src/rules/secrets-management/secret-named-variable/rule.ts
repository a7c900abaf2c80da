/** An ARG or ENV whose name says that it holds a credential, whatever its value is. */
import type { SpanOrigin } from '../../../core/origin.ts'
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { namedLikeSecret } from '../../../knowledge/secrets/broad-name.ts'
import type { Build } from '../../../stack/build-model.ts'
import { holdsCredential, literalCredentials, literalsOf } from '../../../stack/credentials.ts'
import { defineRule } from '../../define-rule.ts'

const byName = ['hadolint:DL3064', 'trivy:DS-0031', 'buildkit:SecretsUsedInArgOrEnv', 'nord:dfs009']
const argOnly = ['semgrep:secret-in-build-arg']
const envOnly = ['dockle:CIS-DI-0010']

export default defineRule({
  id: 'secret-named-variable',
  scope: 'build',
  kind: 'hygiene',
  category: 'secrets-management',
  title: 'A variable of the image is named like a secret',
  threat: {
    from: 'image',
    gains: 'credential',
    needs: ['a value that is a secret', 'a name that means what it says', 'somebody who passes it'],
  },
  confidence: 'low',
  persona: 'pedantic',
  since: '0.1.0',
  why: 'ARG and ENV are no place for secrets, and a variable with such a name invites one sooner or later.',
  remedy:
    'Give secrets to a build with `--mount=type=secret`, and to a container when it starts; name everything else differently.',
  strength: 'No variable of the image is named like a secret',
  effort: 10,
  references: [
    'CIS Docker Benchmark 4.10',
    'NIST SP 800-190 4.1.4',
    'https://docs.docker.com/reference/build-checks/secrets-used-in-arg-or-env/',
  ],
  peers: [...byName, ...argOnly, ...envOnly],
  check: (build): readonly Judgement[] => {
    const found = variables(build).map(({ name, origin, peers }) =>
      namedLikeSecret(name)
        ? fail(origin, { subject: { kind: 'variable', name }, message: `${name} is named like a secret`, peers })
        : pass(origin),
    )
    return found
  },
  fix: () => ({
    refused: 'only its name is known',
    supply: 'whether it holds a secret: then a mount, else another name',
  }),
})

interface Named {
  readonly name: string
  readonly origin: SpanOrigin
  readonly peers: readonly string[]
}

/** Variables of which no other rule says more: those with a literal credential, and those that take one as argument. */
function variables({ dockerfile, stages }: Build): readonly Named[] {
  const args = [...dockerfile.globalArgs, ...stages.flatMap((stage) => stage.args)]
    .filter(({ name, defaultValue }) =>
      defaultValue ? literalCredentials(name, defaultValue.value).length === 0 : !holdsCredential(name),
    )
    .map(({ name, origin }) => ({ name, origin, peers: [...byName, ...argOnly] }))
  const env = stages
    .flatMap((stage) => stage.env)
    .filter((variable) => literalsOf(variable).length === 0)
    .flatMap(({ name, nameOrigin }) =>
      nameOrigin.kind === 'span' ? [{ name, origin: nameOrigin, peers: [...byName, ...envOnly] }] : [],
    )
  return [...args, ...env]
}
