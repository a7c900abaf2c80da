/** Keywords, stage names and protocols in letters that do not match the rest of the file. */
import type { SpanOrigin } from '../../../core/origin.ts'
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { caseAligned } from '../../../stack/form-edits.ts'
import type { Instruction } from '../../../stack/instructions.ts'
import { defineRule } from '../../define-rule.ts'

type Odd = readonly [origin: SpanOrigin, message: string, ...peers: string[]]
const isUpper = (text: string): boolean => text === text.toUpperCase()
const isLower = (text: string): boolean => text === text.toLowerCase()

export default defineRule({
  id: 'dockerfile-casing',
  scope: 'dockerfile',
  kind: 'hygiene',
  category: 'build-security',
  title: 'Upper and lower case are mixed',
  threat: { from: 'nobody', gains: 'nothing' },
  persona: 'pedantic',
  since: '0.1.0',
  why: 'Docker reads every spelling, people do not: an instruction in other letters than its neighbours is overlooked.',
  remedy: 'Write keywords in upper case, names of stages and protocols in lower case.',
  strength: 'Keywords, stage names and protocols are written alike',
  effort: 1,
  references: [
    'https://docs.docker.com/reference/build-checks/consistent-instruction-casing/',
    'https://docs.docker.com/reference/build-checks/stage-name-casing/',
    'https://docs.docker.com/reference/build-checks/expose-proto-casing/',
  ],
  peers: [
    ...['buildkit:ConsistentInstructionCasing', 'buildkit:FromAsCasing', 'buildkit:StageNameCasing'],
    ...['buildkit:ExposeProtoCasing', 'dockerfilelint:uppercase_commands'],
  ],
  check: ({ document }): readonly Judgement[] => {
    const written = document.instructions.filter(({ keyword }) => /^[a-z]+$/.test(keyword))
    const upper = written.filter((instruction) => isUpper(instruction.written)).length
    const lower = written.filter((instruction) => isLower(instruction.written)).length
    const majority = lower > upper ? 'lower' : 'upper'
    return written.flatMap((instruction): readonly Judgement[] => {
      const odd = oddities(instruction, majority)
      if (odd.length === 0) return [pass(instruction.keywordOrigin)]
      return odd.map(([origin, message, ...peers]) => fail(origin, { message, peers }))
    })
  },
  fix: caseAligned,
})

function oddities({ keyword, written, keywordOrigin, args }: Instruction, majority: 'upper' | 'lower'): readonly Odd[] {
  const found: Odd[] = []
  const style = 'dockerfilelint:uppercase_commands'
  if (!(majority === 'upper' ? isUpper(written) : isLower(written))) {
    const others = `most keywords are in ${majority} case`
    const peers = isUpper(written) ? [] : [style]
    found.push([keywordOrigin, `${written}: ${others}`, 'buildkit:ConsistentInstructionCasing', ...peers])
  } else if (!isUpper(written)) found.push([keywordOrigin, `${written}: keywords are usually in upper case`, style])
  const [, as, alias] = args
  if (keyword === 'from' && as && alias && /^as$/i.test(as.text)) {
    const alike = isUpper(written) ? isUpper(as.text) : !isLower(written) || isLower(as.text)
    if (!alike) found.push([as.origin, `${written} and ${as.text} are in different case`, 'buildkit:FromAsCasing'])
    if (!isLower(alias.text))
      found.push([alias.origin, `the stage name ${alias.text} is not in lower case`, 'buildkit:StageNameCasing'])
  }
  if (keyword === 'expose') {
    for (const { text, origin } of args)
      if (/\/[a-z]*[A-Z]/i.test(text) && !isLower(text) && !text.includes('$'))
        found.push([origin, `the protocol of ${text} is not in lower case`, 'buildkit:ExposeProtoCasing'])
  }
  return found
}
