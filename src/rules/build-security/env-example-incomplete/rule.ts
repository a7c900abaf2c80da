/** An example of an env file that lacks what compose asks for. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { envExamples } from '../../../stack/env-examples.ts'

import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'env-example-incomplete',
  scope: 'project',
  kind: 'hygiene',
  category: 'build-security',
  title: 'The example of the env file lacks variables that compose asks for',
  threat: { from: 'nobody', gains: 'fault', needs: ['somebody who sets the stack up from the example'] },
  since: '0.1.0',
  why: 'Whoever copies the example gets a stack that does not start, or one that starts with an empty value where a password or an address should be.',
  remedy: 'Add the variable to the example, with an empty value or a placeholder and a word on what it is for.',
  strength: 'Examples of env files name everything that compose asks for',
  effort: 5,
  references: [
    'https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/',
    'https://12factor.net/config',
  ],
  peers: [],
  check: (project): readonly Judgement[] =>
    envExamples(project).flatMap(({ file, missing }): readonly Judgement[] => {
      if (missing.length === 0) return [pass(file.origin, { subject: file.subject })]
      return missing.map(({ name, required, origin }) =>
        fail(origin, {
          cause: file.file,
          subject: { kind: 'environment-variable', name },
          message: `${file.file} does not name ${name}, ${required ? 'without which compose refuses to start' : 'so that it is empty for whoever copies it'}`,
          related: [{ origin: file.origin, message: 'the example' }],
        }),
      )
    }),
  fix: ({ cause: file, subject }) =>
    file === undefined || subject === undefined
      ? undefined
      : {
          title: `Name ${subject.name} in ${file}`,
          safety: 'safe',
          edits: [{ file, tree: [{ do: 'set', path: [subject.name], value: '' }] }],
        },
})
