/** What a pipeline's jobs keep for others to download. */
import type { Located } from '../core/known.ts'
import { listed } from '../formats/workflow/passage.ts'
import type { WorkflowJob } from './model.ts'

/** Every path that the job keeps as an artifact; of GitHub's, hidden files only where they are asked for. */
export function artifactPaths({ job }: WorkflowJob): readonly Located<string>[] {
  const uploaded = job.steps.flatMap(({ uses, with: inputs }) => {
    if (uses?.action !== 'actions/upload-artifact') return []
    const hidden = /^v[1-3](?:\.|$)/.test(uses.ref ?? '') || inputs.get('include-hidden-files')?.value === 'true'
    return listed(inputs.get('path'), /\n/).filter(({ value }) => hidden || !/(?:^|\/)\.[^./]/.test(value))
  })
  return [...uploaded, ...(job.gitlab?.artifacts ?? [])]
}

const holders: readonly (readonly [RegExp, string])[] = [
  [/(?:^|\/)\.env(?:\.(?!example|sample|template|dist|test)[\w-]+)*$/, 'the variables of the stack'],
  [/(?:^|\/)\.docker(?:\/config\.json)?\/?$/, 'the logins of the registries'],
  [/(?:^|\/)(?:kubeconfig[\w.-]*|\.kube(?:\/config)?)\/?$/i, 'the login of the cluster'],
  [/(?:^|\/)id_(?:rsa|dsa|ecdsa|ed25519)$|(?:^|\/)\.ssh(?:\/.*)?$/, 'a private key'],
  [/(?:^|\/)\.(?:npmrc|pypirc|netrc)$/, 'the login of a package registry'],
  [/(?:^|\/)\.aws(?:\/credentials)?\/?$/, 'the keys of the cloud'],
  [/\.tfstate$/, 'the state of Terraform, secrets in plain text included'],
]

/** What a file of that name holds that nobody should download. */
export const secretOfArtifact = (path: string): string | undefined =>
  holders.find(([pattern]) => pattern.test(path.trim()))?.[1]
