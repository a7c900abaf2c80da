/** Finds long-lived cloud keys in pipelines that could log in with a token of their own. */
import { fail, type Judgement, pass, unknown } from '../../../core/verdict.ts'
import { takeOverRole } from '../../../stack/cloud-login-edits.ts'
import { cloudLogins } from '../../../stack/cloud-logins.ts'
import { handlesContainers, underSubjects } from '../../../stack/pipeline.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'workflow-static-cloud-keys',
  scope: 'workflow-job',
  kind: 'exposure',
  category: 'build-security',
  title: 'Pipeline holds a long-lived cloud key',
  threat: { from: 'supply', gains: 'credential', needs: ['a step or a log that gives them away'] },
  since: '0.1.0',
  why: 'Whoever gets one job to run their code takes the key along and uses it from anywhere, until somebody notices and replaces it.',
  remedy:
    'Let the cloud trust the workflow’s own OpenID Connect token: `permissions: { id-token: write }` and `role-to-assume` (AWS), `workload_identity_provider` (Google Cloud) or `client-id` (Azure); in GitLab `id_tokens:`.',
  strength: 'Pipelines log in to the cloud with tokens made for the run',
  effort: 45,
  references: [
    'NIST SP 800-190 4.2.3',
    'https://docs.github.com/en/actions/concepts/security/openid-connect',
    'https://github.com/aws-actions/configure-aws-credentials#oidc',
  ],
  peers: ['zizmor:secrets-outside-env'],
  check(job): readonly Judgement[] {
    if (!handlesContainers(job.workflow)) return []
    return underSubjects(
      job,
      cloudLogins(job).map(({ cloud, credentials, origin }) => {
        if (credentials === 'oidc') return pass(origin)
        if (credentials === 'unknown') return unknown(origin, 'how it logs in is decided when the workflow runs')
        return fail(origin, {
          message: `${job.id} logs in to ${cloud} with a stored key that works from anywhere until it is replaced`,
        })
      }),
    )
  },
  fix: ({ origin }, job) => takeOverRole(origin, job),
})
