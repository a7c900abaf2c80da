/** Repairs that let programs check certificates again. */
import type { Repair } from '../core/fix.ts'
import type { Fail } from '../core/verdict.ts'
import { assignmentsOf } from '../formats/dockerfile/readers.ts'
import { removeInstruction } from './dockerfile-edits.ts'
import type { Project } from './model.ts'
import { isSamePlace } from './run-edits.ts'
import { certificatesChecked } from './shell-call-edits.ts'

/** Takes a switch out of a build: of a command, or the ENV or ARG that sets nothing else. */
export function certificatesTrusted(judgement: Fail, project: Project): Repair {
  const command = project.commands.find((one) => isSamePlace(one.command.origin, judgement.origin))
  if (command) return certificatesChecked(command)
  for (const { document } of project.dockerfiles) {
    for (const instruction of document.instructions) {
      if (instruction.keyword !== 'env' && instruction.keyword !== 'arg') continue
      const [only, ...more] = assignmentsOf(instruction)
      const parts = [only?.origin, only?.name.origin, only?.value?.origin, instruction.origin]
      if (more.length > 0 || !parts.some((part) => part !== undefined && isSamePlace(part, judgement.origin))) continue
      return {
        title: `Leave ${only?.name.text} to its default`,
        safety: 'guarded',
        effect: 'programs stop where a server has a certificate that the image does not trust',
        edits: [removeInstruction(instruction)],
      }
    }
  }
  return {
    refused: 'the switch is set outside a build, or together with other things',
    supply: 'the authority that signs the certificate, in place of the switch',
  }
}
