/** Finds secret files that a COPY takes into the image. */
import { type Fail, fail, pass, type Related, type Severity } from '../../../core/verdict.ts'
import type { BuildContext, Copy } from '../../../stack/build-model.ts'
import { type CopiedSecret, copiedSecrets, isExpected, named } from '../../../stack/context-secrets.ts'
import { deletedSecrets } from '../../../stack/deleted-secrets.ts'
import { keepOut } from '../../../stack/ignore-edits.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'secret-file-copied-into-image',
  scope: 'build-context',
  kind: 'exposure',
  title: 'A COPY takes secret files into the image',
  category: 'secrets-management',
  threat: { from: 'image', gains: 'credential', needs: ['a file that is there when the image is built'] },
  since: '0.1.0',
  why: 'Whoever can pull the image can read the file, even if a later layer deletes it.',
  remedy:
    'Name the file in .dockerignore with a pattern that matches at every depth (`**/.env*`), or copy only what the program needs. A build step that needs the file takes it from `--mount=type=secret`.',
  strength: 'No COPY takes a secret file into an image',
  effort: 10,
  references: [
    ...['CIS Docker Benchmark 4.10', 'NIST SP 800-190 4.1.4'],
    'https://docs.docker.com/build/concepts/context/#dockerignore-files',
    'https://docs.docker.com/build/building/secrets/',
  ],
  peers: ['trivy:DS-0031', 'dockle:CIS-DI-0010', 'cis:4.10'],
  checklist: ['dockerfiles-without-secrets'],
  check: (context) => {
    const all = copiedSecrets(context)
    const copied = all.filter((found) => (isNamed(found) || !isExplained(found)) && !isDeleted(found))
    const byCopy = Map.groupBy(copied, ({ copy }) => copy)
    const failing = [...byCopy].flatMap(([copy, secrets]) => judgeCopy(copy, secrets, context))
    const [first] = context.builds.flatMap(({ stages }) => stages.flatMap(({ copies }) => copies))
    // What another rule says of the ignore file is no reason for praise here.
    return failing.length > 0 || first === undefined || all.length > 0 ? failing : [pass(first.instruction.origin)]
  },
  fix: ({ origin }, context) =>
    keepOut(
      context,
      copiedSecrets(context).flatMap(({ copy, secret }) => (copy.instruction.origin === origin ? [secret] : [])),
    ),
})

/** Whether the instruction asks for this very file. */
const isNamed = ({ copy, secret }: CopiedSecret): boolean =>
  copy.sources.some(({ path }) => path.known && path.value.replace(/^\.?\//, '') === secret.path)

/** Whether a rule about the ignore file says it: a pattern that misses, or one that lets it back in. */
const isExplained = ({ gap, secret }: CopiedSecret): boolean =>
  gap.kind === 'anchored' || gap.kind === 'reincluded' || (gap.kind !== 'not-listed' && !secret.exists)

/** Whether a later layer deletes it: a rule about such deletions says what that is worth. */
const isDeleted = ({ copy, secret }: CopiedSecret): boolean =>
  copy.stage.ships && deletedSecrets(copy.stage).some((gone) => gone.copy === copy && gone.path === secret.path)

function judgeCopy(copy: Copy, found: readonly CopiedSecret[], context: BuildContext): readonly Fail[] {
  const real = found.filter((each) => each.secret.exists || isNamed(each))
  // A canonical name alone means something for env files, which every machine has sooner or later.
  const likely = found.filter(({ secret }) => secret.what === 'environment file')
  const [first] = real.length > 0 ? real : likely
  if (first === undefined) return []
  const paths = (real.length > 0 ? real : likely).map(({ secret }) => secret.path)
  const expected = likely.some(({ secret }) => isExpected(context, secret))
  const severity: Severity = real.length > 0 ? 'high' : expected ? 'medium' : 'low'
  const verb = real.length > 0 ? 'takes' : 'would take'
  return [
    fail(copy.instruction.origin, {
      severity,
      message: `${copy.keyword.toUpperCase()} ${verb} ${named(paths)} into the image`,
      related: relatedOf(first, context),
    }),
  ]
}

function relatedOf({ via }: CopiedSecret, { ignoreFile }: BuildContext): readonly Related[] {
  const carried = via ? [{ origin: via.instruction.origin, message: 'this carries it on into the image' }] : []
  const [pattern] = ignoreFile?.ignore.patterns ?? []
  return pattern ? [...carried, { origin: pattern.origin, message: 'no pattern of this file keeps it out' }] : carried
}
