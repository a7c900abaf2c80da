/** A RUN that puts another shell in the place of /bin/sh, or calls one for what SHELL would say. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import type { ShellCommand } from '../../../stack/instructions.ts'
import { shellNamed } from '../../../stack/needless-command-edits.ts'
import { defineRule } from '../../define-rule.ts'

const kics = 'kics:8a301064-c291-4b20-adcb-403fe7fd95fd'
const replacePeers = ['hadolint:DL4005', kics, 'semgrep:use-shell-instruction']
const shell = /^\/(?:usr\/)?bin\/(?:ba|da|z|k|c|tc|fi|a)?sh$/

export default defineRule({
  id: 'shell-replaced-in-build',
  scope: 'command',
  kind: 'hygiene',
  category: 'build-security',
  title: 'The shell is exchanged where SHELL would name it',
  threat: { from: 'nobody', gains: 'upkeep' },
  persona: 'pedantic',
  since: '0.1.0',
  why: 'A link over `/bin/sh` changes every script of the image, the packages’ own included, for the sake of the RUN lines below it.',
  remedy: 'Write `SHELL ["/bin/bash", "-o", "pipefail", "-c"]`.',
  strength: 'The shell of the build is named with SHELL',
  effort: 5,
  references: ['https://docs.docker.com/reference/dockerfile/#shell'],
  peers: replacePeers,
  check: ({ command }): readonly Judgement[] => {
    const found = exchange(command)
    if (found === undefined) return []
    return [found === 'none' ? pass(command.origin) : fail(command.origin, found)]
  },
  fix: (_, command) => shellNamed(command),
})

function exchange({
  name,
  words,
}: ShellCommand): 'none' | undefined | { readonly message: string; readonly peers: readonly string[] } {
  const paths = words.slice(1).filter(({ text }) => !text.startsWith('-'))
  const [from, to] = [paths.at(-2)?.text ?? '', paths.at(-1)?.text ?? '']
  if (name === 'ln' || name === 'mv' || name === 'cp') {
    const replaces = shell.test(to) && (shell.test(from) || /^(?:ba|z|da)sh$/.test(from))
    return replaces ? { message: `${to} becomes ${from} for the whole image`, peers: replacePeers } : 'none'
  }
  if (name === 'chsh' || name === 'usermod') {
    const sets = words.some(({ text }) => shell.test(text.replace(/^--shell=/, '')))
    return sets ? { message: `${name} sets a login shell, which no instruction uses`, peers: [kics] } : undefined
  }
  if (name !== undefined && /^(?:powershell|pwsh)(?:\.exe)?$/.test(name))
    return { message: `${name} is called for one line: SHELL would say it for all`, peers: [kics] }
  return undefined
}
