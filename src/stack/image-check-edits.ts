/** Repairs of images without a health check: the one that compose asks of them, in the image. */
import type { Repair } from '../core/fix.ts'
import type { Build } from './build-model.ts'
import { insertAfter, insertBefore } from './dockerfile-edits.ts'
import type { Healthcheck } from './service-model.ts'

const options = [
  ['interval', 'interval'],
  ['timeout', 'timeout'],
  ['startPeriod', 'start-period'],
  ['retries', 'retries'],
] as const

/** A check as an instruction; undefined where variables, or several lines, say it. */
function instructionFor(check: Healthcheck): string | undefined {
  const words = check.test.items.flatMap((word) => (word.known ? [word.value] : []))
  if (words.length === 0 || words.length < check.test.items.length || words.some((word) => /[\n\\]/.test(word)))
    return undefined
  const flags = options.flatMap(([key, flag]) => (check[key] === undefined ? [] : [`--${flag}=${check[key]} `]))
  if (flags.some((flag) => flag.includes('$'))) return undefined
  const list = `[${words.map((word) => JSON.stringify(word)).join(', ')}]`
  return `HEALTHCHECK ${flags.join('')}CMD ${check.kind === 'exec' ? list : words.join(' ')}`
}

/** Lets the image bring the check along that every service made of it has in compose. */
export function checkInImage({ finalStage: stage, usedBy }: Build): Repair | undefined {
  const checks = usedBy.flatMap((use) => (use.kind === 'service' ? [use.service.healthcheck] : []))
  const written = new Set(
    checks.map((check) => (check?.source === 'compose' && check.kind !== 'none' ? instructionFor(check) : undefined)),
  )
  const [line] = written
  const last = stage?.instructions.at(-1)
  if (!stage || !last || line === undefined || written.size > 1)
    return {
      refused: 'nothing here says how to ask the program',
      supply: 'a command that the image has, and that fails where the program does',
    }
  const starts = stage.instructions.find((one) => one.keyword === 'cmd' || one.keyword === 'entrypoint')
  return {
    title: `Let ${stage.dockerfile.file} bring along the check that compose makes`,
    safety: 'guarded',
    effect: 'whoever runs the image without a check of their own sees it unhealthy where this one fails',
    edits: [starts ? insertBefore(starts, line) : insertAfter(last, line)],
  }
}
