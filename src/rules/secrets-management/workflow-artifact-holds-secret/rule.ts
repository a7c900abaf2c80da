/** Finds artifacts of a pipeline that keep files with credentials. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { artifactPaths, secretOfArtifact } from '../../../stack/artifacts.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'workflow-artifact-holds-secret',
  scope: 'workflow-job',
  kind: 'exposure',
  category: 'secrets-management',
  title: 'Pipeline keeps a file with credentials as an artifact',
  threat: { from: 'repository', gains: 'credential', needs: ['a file that is filled in when the job runs'] },
  since: '0.1.0',
  why: 'Artifacts can be downloaded by everybody who may read the repository, for weeks, and nothing masks what is in them.',
  remedy: 'Keep only what the next job needs, and hand it the secret from the settings once more instead of a file.',
  strength: 'Artifacts hold no files with credentials',
  effort: 10,
  references: [
    'NIST SP 800-190 4.1.4',
    'https://docs.github.com/en/actions/tutorials/store-and-share-data',
    'https://docs.gitlab.com/ci/jobs/job_artifacts/',
  ],
  peers: ['zizmor:artipacked'],
  check: (job): readonly Judgement[] =>
    artifactPaths(job).map(({ value, origin }) => {
      const what = secretOfArtifact(value)
      if (what === undefined) return pass(origin)
      return fail(origin, {
        message: `${job.id} keeps ${value.trim()} as an artifact: ${what}, for everybody who may read the repository`,
      })
    }),
  fix: () => ({
    refused: 'a later job may read the file',
    supply: 'the files that it needs, without the secret',
  }),
})
