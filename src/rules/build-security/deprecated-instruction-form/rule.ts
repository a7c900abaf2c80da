/** Forms that Docker still reads and advises against: MAINTAINER, `ENV key value`. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { formRenewed } from '../../../stack/form-edits.ts'
import type { Instruction, Word } from '../../../stack/instructions.ts'
import { defineRule } from '../../define-rule.ts'

const maintainer = [
  ...['hadolint:DL4000', 'trivy:DS-0022', 'checkov:CKV_DOCKER_6', 'kics:99614418-f82b-4852-a9ae-5051402b741c'],
  ...['semgrep:maintainer-is-deprecated', 'buildkit:MaintainerDeprecated', 'nord:dfs013'],
  'dockerfilelint:deprecated_in_1.13',
]
const keyValue = 'buildkit:LegacyKeyValueFormat'

export default defineRule({
  id: 'deprecated-instruction-form',
  scope: 'dockerfile',
  kind: 'hygiene',
  category: 'build-security',
  title: 'An instruction is written in a form that is deprecated',
  threat: { from: 'nobody', gains: 'upkeep' },
  persona: 'pedantic',
  since: '0.1.0',
  why: 'The old forms are read differently: `ENV a b c` sets one variable to `b c`, and MAINTAINER sets a field that no tool asks for.',
  remedy:
    'Write `ENV key=value` and `LABEL key=value`; for MAINTAINER write the label `org.opencontainers.image.authors`.',
  strength: 'No instruction is written in a deprecated form',
  effort: 2,
  references: [
    'https://docs.docker.com/reference/build-checks/maintainer-deprecated/',
    'https://docs.docker.com/reference/build-checks/legacy-key-value-format/',
  ],
  peers: [
    ...maintainer,
    ...['dockerfilelint:missing_args', 'dockerfilelint:extra_args', 'dockerfilelint:label_invalid', keyValue],
  ],
  check: ({ document }): readonly Judgement[] =>
    document.instructions
      .map((instruction) => instruction.onbuild ?? instruction)
      .flatMap((instruction): readonly Judgement[] => {
        const found = faultOf(instruction, document.source.text)
        if (found === undefined) return []
        return [found === 'none' ? pass(instruction.origin) : fail(instruction.origin, found)]
      }),
  fix: formRenewed,
})

function faultOf(
  { keyword, args }: Instruction,
  text: string,
): 'none' | undefined | { readonly message: string; readonly peers: readonly string[] } {
  const [name, second, sign] = args
  const upper = keyword.toUpperCase()
  if (keyword === 'maintainer') {
    const addresses = name?.text.split('@').length ?? 1
    const odd = addresses === 1 ? ['dockerfilelint:missing_args'] : addresses > 2 ? ['dockerfilelint:extra_args'] : []
    return { message: 'MAINTAINER is deprecated: a label says who made the image', peers: [...maintainer, ...odd] }
  }
  if (keyword === 'env' || keyword === 'label') {
    if (sign?.text !== '') return name ? 'none' : undefined
    const peers = keyword === 'label' ? [keyValue, 'dockerfilelint:label_invalid'] : [keyValue]
    return { message: `${upper} has a blank between ${name?.text} and its value where a = belongs`, peers }
  }
  if (keyword !== 'arg') return undefined
  // `ARG name value` declares two arguments; one that nothing reads was meant as the value.
  if (args.length !== 2 || !second || isArgument(second, text) || name?.text.includes('=')) return 'none'
  return { message: `ARG ${name?.text} ${second.text} declares two arguments and sets neither`, peers: [keyValue] }
}

const isArgument = ({ text: name }: Word, text: string): boolean =>
  !/^[A-Za-z_]\w*$/.test(name) || /^[A-Z\d_]+$/.test(name) || new RegExp(`\\$\\{?${name}\\b`).test(text)
