/** Secrets that the builder wrote into the history of an image: arguments with their values, variables, commands. */
import { type Fail, fail, type Judgement, pass } from '../../../core/verdict.ts'
import { makingOf } from '../../../stack/image-contents/making.ts'
import { type ToldSecret, toldSecrets } from '../../../stack/image-contents/told-secrets.ts'
import type { BuiltImage } from '../../../stack/running/model.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'secret-in-image-history',
  scope: 'built-image',
  kind: 'exposure',
  category: 'secrets-management',
  title: 'The history of the image tells a secret',
  threat: { from: 'image', gains: 'credential', needs: ['a secret that is still valid'] },
  since: '0.1.0',
  why: 'The builder writes every step into the image with the values of its build arguments. `docker history --no-trunc` prints them to whoever can pull it.',
  remedy:
    'Replace the secret, hand it to the build with `RUN --mount=type=secret`, build the image anew, and remove the old one from every registry that has it.',
  strength: 'The history of built images tells no secret',
  effort: 30,
  references: [
    ...['CIS Docker Benchmark 4.10', 'NIST SP 800-190 4.1.4'],
    'https://docs.docker.com/build/building/variables/',
    'https://docs.docker.com/build/building/secrets/',
  ],
  peers: ['dockle:CIS-DI-0010', 'cis:4.10'],
  checklist: ['dockerfiles-without-secrets'],
  check(image): readonly Judgement[] {
    if (makingOf(image) === undefined) return []
    const told = toldSecrets(image)
    if (told.length > 0) return told.map((one) => judgeSecret(one, image))
    return [pass(image.origin, { evidence: `no step in the history of ${image.subject.name} tells a secret` })]
  },
  fix: () => ({
    refused: 'the secret is in an image that is built already',
    supply: 'a new secret, and an image that is built without it',
  }),
})

const judgeSecret = ({ name, how, origin }: ToldSecret, { subject }: BuiltImage): Fail =>
  fail(origin, {
    message: `the history of ${subject.name} tells ${how === 'command' ? 'a credential in this command' : `the value of ${name}`}`,
  })
