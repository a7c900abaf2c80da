/** A variable in a health check that Compose replaces on the host, where it has no value. */
import { spansOf } from '../../../core/origin.ts'
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { hostVariables } from '../../../stack/host-variables.ts'
import { rewrite, rewriting } from '../../../stack/written-edits.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'healthcheck-variable-expanded-by-compose',
  scope: 'service',
  kind: 'breakage',
  category: 'runtime-hardening',
  title: 'Compose replaces a variable of the health check',
  threat: { from: 'nobody', gains: 'fault' },
  since: '0.1.0',
  why: 'Compose puts in what the variable is on the host, usually nothing, before the container sees the text: the check asks something else than its author meant, and a secret ends up in `docker inspect`.',
  remedy: 'Write `$$VARIABLE`: Compose makes it one dollar sign, and the shell in the container finds its own value.',
  strength: 'Health checks take their variables from the container',
  effort: 2,
  references: ['https://docs.docker.com/reference/compose-file/interpolation/'],
  peers: [],
  checklist: ['health-checks'],
  check(service): readonly Judgement[] {
    const { healthcheck: check, name } = service
    if (check?.source !== 'compose' || check.kind === 'none') return []
    const uses = check.test.items.flatMap((item) => hostVariables(service, item))
    const wrong = uses.filter(({ differs }) => differs)
    if (wrong.length === 0) return [pass(check.test.origin)]
    return wrong.map(({ variable, origin, own, differs }) =>
      fail(origin, {
        message:
          differs === 'unset'
            ? `Compose replaces $${variable} by nothing in the health check of ${name}, whose container has a value for it`
            : `Compose replaces $${variable} by the host’s value in the health check of ${name}, whose container has another`,
        related: spansOf(own).length > 0 ? [{ origin: own, message: 'the value in the container' }] : [],
      }),
    )
  },
  fix(judgement, service) {
    const { name, project, healthcheck: check } = service
    // Without a shell nobody in the container would replace it either.
    if (
      check?.kind === 'exec' &&
      !check.test.items.some((word) => word.known && /(?:^|\/)(?:ba|a|da)?sh$/.test(word.value))
    )
      return {
        refused: `the health check of ${name} has no shell that would replace it`,
        supply: 'the value, or a check in CMD-SHELL',
      }
    return rewriting(
      {
        title: `Leave the variable in the health check of ${name} to the container`,
        safety: 'guarded',
        effect: 'the value of the container is used, where the host’s was before',
      },
      rewrite(project, judgement.origin, (written) => (/^\$(?!\$)/.test(written) ? `$${written}` : undefined)),
    )
  },
})
