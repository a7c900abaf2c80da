/** A build step that uses a secret which no secret mount hands to it. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import type { Run } from '../../../stack/build-model.ts'
import { asBuildSecret } from '../../../stack/build-secret-edits.ts'
import { type SecretUse, secretUses } from '../../../stack/run-secrets.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'secret-used-in-run-without-mount',
  scope: 'stage',
  kind: 'exposure',
  category: 'secrets-management',
  title: 'A build step uses a secret without a secret mount',
  threat: {
    from: 'image',
    gains: 'credential',
    needs: ['a command that leaves it in the layer', 'a stage that ships, or a cache that others read'],
  },
  since: '0.1.0',
  why: 'The secret stays where it was used: in the history of the image, in a configuration file in a layer, in the build cache that a registry may hold.',
  remedy:
    'Hand it to this one RUN with `--mount=type=secret,id=…` (`env=` makes it a variable) and give it to the build with `--secret`, compose `secrets:` or the `secrets:` input of docker/build-push-action.',
  strength: 'Build steps get their secrets through secret mounts',
  effort: 30,
  references: ['https://docs.docker.com/build/building/secrets/', 'CIS Docker Benchmark 4.10', 'NIST SP 800-190 4.1.4'],
  peers: ['trivy:DS-0031', 'cis:4.10'],
  checklist: ['buildkit-enabled'],
  check: (stage): readonly Judgement[] => stage.runs.flatMap(judgeRun),
  fix: ({ origin }, { build, runs }) => {
    const use = runs.flatMap(secretUses).find((one) => one.origin === origin)
    const supply = 'the secret that the login takes, and a step that mounts it'
    return use?.kind === 'variable'
      ? asBuildSecret(build, use.name)
      : { refused: 'nothing brings the credential', supply }
  },
})

function judgeRun(run: Run): readonly Judgement[] {
  const uses = secretUses(run)
  if (uses.length === 0) {
    const mount = run.mounts.find(({ type }) => type === 'secret' || type === 'ssh')
    return mount ? [pass(mount.origin, { evidence: `${run.stage.dockerfile.file} mounts a secret for one step` })] : []
  }
  const [first] = uses
  const names = [...new Set(uses.map(({ name }) => name))]
  return first ? [failure(first, names, run)] : []
}

function failure(first: SecretUse, names: readonly string[], { stage }: Run): Judgement {
  const left = stage.ships ? 'stays readable in the image' : 'stays in the build cache and its provenance'
  const declared = stage.args.find(({ name }) => name === first.name)
  return fail(first.origin, {
    severity: stage.ships ? 'high' : 'medium',
    message:
      first.kind === 'login'
        ? `${first.name} needs a credential in this RUN, and no secret mount brings one: it has to lie in the image`
        : `this RUN uses ${names.join(' and ')} without a secret mount, so it ${left}`,
    related: declared ? [{ origin: declared.origin, message: 'it comes in through this argument' }] : [],
  })
}
