/** A variable in a start command that Compose replaces on the host, where it has no value. */
import { spansOf } from '../../../core/origin.ts'
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { hostVariables } from '../../../stack/host-variables.ts'
import { rewrite, rewriting } from '../../../stack/written-edits.ts'
import { writtenAt } from '../../../stack/written-scalars.ts'
import { defineRule } from '../../define-rule.ts'

const shell = /^["']?(?:\/\w+)*\/?(?:ba|a|da)?sh(?:\s|$)/

export default defineRule({
  id: 'command-variable-expanded-by-compose',
  scope: 'service',
  kind: 'breakage',
  category: 'runtime-hardening',
  title: 'Compose replaces a variable of the start command',
  threat: { from: 'nobody', gains: 'fault' },
  since: '0.1.0',
  why: 'Compose puts in what the variable is on the host, usually nothing, before the shell in the container sees the text: a number of workers, an address or a password is then empty, whatever `environment:` says.',
  remedy: 'Write `$$VARIABLE`: Compose makes it one dollar sign, and the shell in the container finds its own value.',
  strength: 'Start commands take their variables from the container',
  effort: 2,
  references: ['https://docs.docker.com/reference/compose-file/interpolation/'],
  peers: [],
  check(service): readonly Judgement[] {
    const items = [...(service.entrypoint?.items ?? []), ...(service.command?.items ?? [])]
    // Without a shell nobody in the container would replace it either.
    const texts = items.map((item) => (item.known ? item.value : (writtenAt(service.project, item.origin) ?? '')))
    if (!texts.some((text) => shell.test(text))) return []
    const uses = items.flatMap((item) => hostVariables(service, item))
    return uses.map(({ variable, origin, own, differs }) => {
      const subject = { kind: 'variable', name: `${service.name} ${variable}` }
      if (differs === undefined) return pass(origin, { subject })
      const value = differs === 'unset' ? 'nothing' : 'the host’s value'
      return fail(origin, {
        subject,
        message: `Compose replaces $${variable} by ${value} in the command of ${service.name}, whose container has ${differs === 'unset' ? 'a value for it' : 'another'}`,
        related: spansOf(own).length > 0 ? [{ origin: own, message: 'the value in the container' }] : [],
      })
    })
  },
  fix(judgement, service) {
    const { name, project } = service
    return rewriting(
      {
        title: `Leave the variable in the command of ${name} to the container`,
        safety: 'guarded',
        effect: 'the value of the container is used, where the host’s was before',
      },
      rewrite(project, judgement.origin, (written) => (/^\$(?!\$)/.test(written) ? `$${written}` : undefined)),
    )
  },
})
