/** Env files and secret files whose mode lets every account of the machine read them. */
import { span } from '../../../core/origin.ts'
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { localSecretFiles } from '../../../stack/local-secrets.ts'
import type { Project } from '../../../stack/model.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'secret-file-readable-by-everyone',
  scope: 'project',
  kind: 'exposure',
  title: 'Every account of the machine can read a file of secrets',
  category: 'secrets-management',
  persona: 'pedantic',
  threat: {
    from: 'container',
    gains: 'credential',
    needs: ['an account on the host', 'a host that others use as well'],
  },
  since: '0.1.0',
  why: 'Other accounts, and every program that runs under one, read the secrets of the stack without breaking into anything.',
  remedy:
    'Take the right to read away from others: `chmod 600 .env`. Compose reads it as the account that starts the stack.',
  strength: 'Files of secrets are readable by their owner alone',
  effort: 1,
  references: [
    'NIST SP 800-190 4.1.4',
    'https://docs.docker.com/compose/how-tos/environment-variables/best-practices/',
    'https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html',
  ],
  peers: [],
  check: (project): readonly Judgement[] => localSecretFiles(project).map((path) => judgeFile(project, path)),
  fix: ({ subject }) => ({
    refused: 'the permissions of a file are no change of its lines',
    supply: `\`chmod 600 ${subject?.name ?? 'FILE'}\`, by the account that reads it`,
  }),
})

function judgeFile(project: Project, path: string): Judgement {
  const subject = { kind: 'file', name: path }
  const mode = project.file(path)?.mode ?? 0
  const origin = span(path, [], 0, 0)
  if ((mode & 0o004) === 0) return pass(origin, { subject })
  return fail(origin, {
    subject,
    message: `${path} holds secrets, and its mode ${(mode & 0o777).toString(8)} lets every account read it`,
  })
}
