/** An image that still holds what built it: an SDK, compilers, the bundler and everything it needs. */
import { fail, type Judgement, pass, unknown } from '../../../core/verdict.ts'
import type { Stage } from '../../../stack/build-model.ts'
import { buildsForProduction } from '../../../stack/production.ts'
import { type ToolchainPart, toolchainOf } from '../../../stack/toolchain.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'single-stage-ships-toolchain',
  scope: 'stage',
  kind: 'exposure',
  category: 'multi-stage-builds',
  title: 'The image ships the tools that built it',
  threat: { from: 'container', gains: 'reach' },
  since: '0.1.0',
  why: 'Compilers, package caches, sources and their known vulnerabilities come along with the program: an intruder can build tools in place, and every scan and pull pays for hundreds of megabytes that nothing runs.',
  remedy: 'Build in a stage of its own, and let the last stage start from a runtime image and copy only the result.',
  strength: 'Images hold what runs, not what built it',
  effort: 45,
  references: [
    'CIS Docker Benchmark 4.3',
    'NIST SP 800-190 4.1.2',
    'https://docs.docker.com/build/building/multi-stage/',
  ],
  peers: ['cis:4.3'],
  check(stage): readonly Judgement[] {
    if (!buildsForProduction(stage)) return []
    const { rootImage, subject } = stage
    const parts = toolchainOf(stage)
    const [first, ...more] = parts
    if (first === undefined) {
      if (rootImage?.profile) return [pass(stage.fromWord, { subject })]
      return [unknown(stage.fromWord, `what ${rootImage?.written ?? 'its base'} holds is not known`, subject)]
    }
    return [
      fail(first.origin, {
        subject,
        severity: parts.every(isSlight) ? 'low' : 'medium',
        message: messageOf(first, stage),
        related: more.slice(0, 5).map(({ name, origin }) => ({ origin, message: `${name} is in the image too` })),
      }),
    ]
  },
  fix: () => ({
    refused: 'nothing here says what the program needs when it runs',
    supply: 'the base image to run on, and what is to be copied into it',
  }),
})

/** A JDK that only runs a program, or headers alone, are weight rather than tools. */
const isSlight = ({ kind, name }: ToolchainPart): boolean =>
  kind === 'headers' || (kind === 'base' && /(?:temurin|openjdk|corretto|zulu|semeru|liberica)/i.test(name))

function messageOf({ kind, name }: ToolchainPart, stage: Stage): string {
  const { target } = stage.build
  const result = `the image of ${stage.dockerfile.file}${target ? ` (target ${target})` : ''}`
  if (kind === 'base') return `${result} is made of ${name}, which is there to build software, not to run it`
  if (kind === 'build') return `${name} runs in the stage that ships, so ${result} keeps the sources and build tools`
  return `${result} keeps ${name}, which only a build needs`
}
