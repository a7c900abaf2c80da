/** A WORKDIR in what the kernel shows, or in what starts the machine. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { withoutQuotes } from '../../../stack/instructions.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'workdir-on-system-path',
  scope: 'stage',
  kind: 'exposure',
  category: 'build-security',
  title: 'WORKDIR is a system directory',
  threat: { from: 'supply', gains: 'host', needs: ['a container runtime that has not been updated'] },
  since: '0.1.0',
  why: 'A working directory below `/proc/self/fd` led out of the container into the host’s file system (CVE-2024-21626); nothing that an image ships belongs below `/proc`, `/dev` or `/boot`.',
  remedy: 'Work in a directory of your own, such as `/app`.',
  strength: 'No working directory is a system’s own',
  effort: 5,
  references: [
    'NIST SP 800-190 4.1.2',
    'https://nvd.nist.gov/vuln/detail/CVE-2024-21626',
    'https://docs.docker.com/build/building/best-practices/#workdir',
  ],
  peers: ['trivy:DS-0030'],
  check: (stage): readonly Judgement[] =>
    stage.instructions.flatMap(({ keyword, args: [word] }): readonly Judgement[] => {
      if (keyword !== 'workdir' || !word) return []
      const path = withoutQuotes(word.text)
      const system = /^\/(?:proc|sys|dev|boot|initrd|lost\+found)(?=\/|$)/.exec(path)?.[0]
      if (system === undefined) return [pass(word.origin)]
      return [
        fail(word.origin, { message: `${path} is below ${system}, which belongs to the system and not to an image` }),
      ]
    }),
  fix: () => ({
    refused: 'relative paths and scripts may count on the directory',
    supply: 'a directory of the application’s own',
  }),
})
