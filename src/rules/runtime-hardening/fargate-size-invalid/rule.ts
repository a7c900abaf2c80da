/** A Fargate task with a combination of CPU and memory that Fargate does not offer. */
import { nodeAt, textOf } from '../../../core/node.ts'
import { absent } from '../../../core/origin.ts'
import { fail, type Judgement, pass, unknown } from '../../../core/verdict.ts'
import { cpuUnits, fitsFargate, largestCpu, leastMemory, memoryFor, memoryMiB } from '../../../knowledge/fargate.ts'
import { setIn } from '../../../stack/deployed-edits.ts'
import { taskPlace, taskText } from '../../../stack/task-settings.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'fargate-size-invalid',
  scope: 'variant',
  platforms: ['ecs-fargate'],
  kind: 'breakage',
  category: 'runtime-hardening',
  title: 'Fargate offers no such combination of CPU and memory',
  threat: { from: 'nobody', gains: 'stop' },
  since: '0.1.0',
  why: 'Fargate sells fixed sizes. A task definition with any other is refused when it is registered, and the release ends there.',
  remedy: 'Choose memory that goes with the CPU units: 256 with 512, 1024 or 2048 MiB; 1024 with 2048 to 8192 MiB.',
  strength: 'Tasks have sizes that Fargate offers',
  effort: 5,
  references: ['https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html'],
  peers: [],
  check({ task, name }): readonly Judgement[] {
    if (task === undefined) return []
    const subject = { kind: 'task-definition', name }
    const [cpu, memory] = [taskText(task, 'cpu'), taskText(task, 'memory')]
    if (!cpu.known || !memory.known) {
      const [open] = [cpu, memory].flatMap((one) => (one.known ? [] : [one]))
      return open ? [unknown(open.origin, open.because, subject)] : []
    }
    const missing = [...(cpu.value ? [] : ['cpu']), ...(memory.value ? [] : ['memory'])]
    if (missing.length > 0) {
      const message = `${name} is for Fargate and sets no ${missing.join(' and no ')} of the task, which Fargate asks for`
      return [fail(absent(missing.join(', '), taskPlace(task)), { subject, message })]
    }
    const [units, size] = [cpuUnits(cpu.value ?? ''), memoryMiB(memory.value ?? '')]
    if (units === undefined || size === undefined || units > largestCpu) return []
    if (fitsFargate(units, size)) return [pass(memory.origin, { subject })]
    const fitting = memoryFor(units)
    return [
      fail(fitting === undefined ? cpu.origin : memory.origin, {
        subject,
        message: fitting
          ? `${name} asks for ${size} MiB with ${units} CPU units, which go with ${fitting}`
          : `${name} asks for ${units} CPU units, which Fargate does not offer`,
        related: [
          { origin: fitting === undefined ? memory.origin : cpu.origin, message: 'the other half of the size' },
        ],
      }),
    ]
  },
  fix(_, { task, name }) {
    const written = nodeAt(task, 'memory')
    const [units, size] = [cpuUnits(textOf(nodeAt(task, 'cpu')) ?? ''), memoryMiB(textOf(written) ?? '')]
    const next = units && size && leastMemory(units, size)
    if (task === undefined || written?.kind !== 'scalar' || !next)
      return {
        refused: 'no size is nearest to what is asked for',
        supply: 'the CPU units and the memory that the task needs',
      }
    const text = /gb/i.test(String(written.value)) ? `${next / 1024} GB` : String(next)
    const deed = { title: `Give ${name} ${next} MiB`, safety: 'guarded', effect: 'more memory is paid for' } as const
    return setIn(task, deed, ['memory'], typeof written.value === 'number' ? next : text)
  },
})
