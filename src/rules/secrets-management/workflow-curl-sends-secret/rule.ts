/** Finds downloads and uploads of a pipeline that carry one of its secrets. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { calledFrom, commandsOfJob, underSubjects } from '../../../stack/pipeline.ts'
import { secretBehind } from '../../../stack/pipeline-secrets.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'workflow-curl-sends-secret',
  scope: 'workflow-job',
  kind: 'exposure',
  category: 'secrets-management',
  persona: 'pedantic',
  title: 'Pipeline sends a secret with curl or wget',
  threat: {
    from: 'outside',
    gains: 'credential',
    needs: ['a server or a way to it that is not theirs', 'a request that somebody reads'],
  },
  since: '0.1.0',
  why: 'A secret in an address is in the logs of every proxy on the way, and over plain HTTP in everybody’s hands; a changed line sends it anywhere.',
  remedy: 'Send it over HTTPS in a header that is read from a file (`curl -H @file`), to a host that is written out.',
  strength: 'No pipeline sends its secrets with curl or wget',
  effort: 15,
  references: ['NIST SP 800-190 4.1.4', 'https://curl.se/docs/manpage.html#-H'],
  peers: ['checkov:CKV_GHA_3', 'checkov:CKV_GITLABCI_1'],
  check: (job): readonly Judgement[] =>
    underSubjects(
      job,
      commandsOfJob(job).flatMap(({ command, step }): readonly Judgement[] => {
        if (command.name !== 'curl' && command.name !== 'wget') return []
        const words = command.words.map(({ text }) => text)
        const secret = words.map((word) => secretBehind(word, step, job)).find((one) => one !== undefined)
        if (secret === undefined) return [pass(command.origin)]
        const open = words.some((word) => /^["']?http:\/\//.test(word))
        const inAddress = words.some(
          (word) => /^["']?https?:\/\//.test(word) && secretBehind(word, step, job) !== undefined,
        )
        const how = open ? 'without encryption' : inAddress ? 'in the address' : 'with'
        return [
          fail(command.origin, {
            severity: open ? 'high' : inAddress ? 'medium' : 'low',
            message:
              how === 'with' ? `Sends the secret ${secret} with ${command.name}` : `Sends the secret ${secret} ${how}`,
            related: calledFrom(step.caller),
          }),
        ]
      }),
    ),
  fix: () => ({
    refused: 'what the other side takes is not in the files',
    supply: 'the header or file that it reads the secret from',
  }),
})
