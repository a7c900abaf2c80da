/** Finds pipelines that open a bare connection to an address, as a shell that calls home does. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { calledFrom, commandsOfJob, underSubjects } from '../../../stack/pipeline.ts'
import { defineRule } from '../../define-rule.ts'

const address = /^(?:\d{1,3}\.){3}\d{1,3}$/
/** Addresses of the runner itself and of private networks. */
const near = /^(?:127\.|10\.|0\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)/
const device = /^\/dev\/(?:tcp|udp)\/((?:\d{1,3}\.){3}\d{1,3})\//

export default defineRule({
  id: 'workflow-opens-raw-connection',
  scope: 'workflow-job',
  kind: 'exposure',
  category: 'build-security',
  title: 'Pipeline opens a bare connection to an address',
  threat: { from: 'supply', gains: 'code', needs: ['a line that nobody has looked at'] },
  confidence: 'medium',
  since: '0.1.0',
  why: 'Netcat to a bare address is how a job is turned into somebody’s shell, or its secrets are carried out; builds hardly ever need it.',
  remedy:
    'Remove the line, replace every secret that the job had if it was not yours, or name the host and use a protocol that checks it.',
  strength: 'Pipelines open no bare connections',
  effort: 10,
  references: ['NIST SP 800-190 4.2.3', 'https://attack.mitre.org/techniques/T1059/004/'],
  peers: ['checkov:CKV_GHA_4'],
  check: (job): readonly Judgement[] =>
    underSubjects(
      job,
      commandsOfJob(job).flatMap(({ command, step }): readonly Judgement[] => {
        const netcat = /^(?:nc|ncat|netcat)(?:\.\w+)?$/.test(command.name ?? '')
        const words = netcat ? command.words.map(({ text }) => text) : []
        const scans = words.some((word) => /^-\w*z/.test(word))
        const files = command.redirects.flatMap(({ target }) => device.exec(target?.text ?? '')?.[1] ?? [])
        const to = [...(scans ? [] : words.filter((word) => address.test(word))), ...files].find(
          (host) => !near.test(host),
        )
        if (to === undefined) return netcat || files.length > 0 ? [pass(command.origin)] : []
        const message = `${job.id} opens a bare connection to ${to}`
        return [fail(command.origin, { message, related: calledFrom(step.caller) })]
      }),
    ),
  fix: () => ({
    refused: 'what the other side is, is not in the files',
    supply: 'whether the line is yours; if it is not, replace every secret that the job had',
  }),
})
