/** An EXPOSE that names no port a container can have. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { portNamed } from '../../../stack/form-edits.ts'
import { exposeOf, withoutQuotes } from '../../../stack/instructions.ts'
import { defineRule } from '../../define-rule.ts'

/** What may be wrong with a port, and who reports it. */
const faults = {
  range: [
    ...['hadolint:DL3011', 'trivy:DS-0008', 'kics:71bf8cf8-f0a1-42fa-b9d2-d10525e0a38e', 'semgrep:invalid-port'],
    ...['nord:dfs010'],
  ],
  mapping: ['buildkit:ExposeInvalidFormat', 'dockerfilelint:expose_host_port'],
  number: ['dockerfilelint:invalid_port', 'semgrep:invalid-port'],
} as const

export default defineRule({
  id: 'expose-malformed',
  scope: 'stage',
  kind: 'breakage',
  category: 'build-security',
  title: 'EXPOSE names no port',
  threat: { from: 'nobody', gains: 'fault' },
  since: '0.1.0',
  why: 'EXPOSE takes a port of the container from 1 to 65535 and a protocol. What else is there is refused, or dropped without a word.',
  remedy: 'Write the container’s port alone, e.g. `EXPOSE 8080`; publish it with `-p` or `ports:`.',
  strength: 'Every EXPOSE names a port',
  effort: 2,
  references: [
    'https://docs.docker.com/reference/build-checks/expose-invalid-format/',
    'https://docs.docker.com/reference/dockerfile/#expose',
  ],
  peers: [...new Set(Object.values(faults).flat())],
  check: (stage): readonly Judgement[] =>
    stage.instructions
      .filter(({ keyword }) => keyword === 'expose')
      .flatMap((instruction) => {
        const words = exposeOf(instruction)
        const comment = words.findIndex(({ text }) => text.startsWith('#'))
        return comment < 0 ? words : words.slice(0, comment + 1)
      })
      .flatMap((word): readonly Judgement[] => {
        const text = withoutQuotes(word.text)
        if (text.includes('$')) return []
        const fault = faultOf(text)
        if (!fault) return [pass(word.origin)]
        return [fail(word.origin, { message: `${text} ${fault.says}`, peers: fault.peers })]
      }),
  fix: (judgement, { dockerfile }) => portNamed(judgement, dockerfile),
})

function faultOf(text: string): { readonly says: string; readonly peers: readonly string[] } | undefined {
  if (text.startsWith('#')) return { says: 'begins no comment: one stands on a line of its own', peers: faults.number }
  const [ports = '', protocol = 'tcp'] = text.split('/')
  if (ports.includes(':'))
    return { says: 'has more than the container’s port: EXPOSE publishes nothing', peers: faults.mapping }
  if (!/^\d+(?:-\d+)?$/.test(ports) || !/^(?:tcp|udp|sctp)$/i.test(protocol))
    return { says: 'is no port', peers: faults.number }
  const bounds = ports.split('-').map(Number)
  if (bounds.some((port) => port > 65_535))
    return { says: 'is beyond 65535, the last port there is', peers: faults.range }
  const [first = 0, last = first] = bounds
  return last < first ? { says: 'ends before it begins', peers: faults.number } : undefined
}
