/** Which instruction of a Dockerfile made which layer of an image, and where the layers of the base end. */
import type { ImageStep } from '../../core/image-contents.ts'
import { keptWith } from '../../core/lazy.ts'
import type { Instruction } from '../../formats/dockerfile/document.ts'
import type { Stage } from '../build-model.ts'
import type { BuiltImage } from '../running/model.ts'
import { layersOf } from '../toolchain.ts'
import { readStep, type Step } from './steps.ts'

/** A step of the image beside the instruction that it was made by. */
export interface OwnStep {
  readonly step: ImageStep
  readonly instruction: Instruction
  readonly stage: Stage
}

export interface Making {
  /** From the last one up, as far as the two agree; in the order of the file. */
  readonly own: readonly OwnStep[]
  readonly byLayer: ReadonlyMap<number, OwnStep>
  /** How many layers the base brings; null where that cannot be told, because the two part before. */
  readonly base: number | null
  /** The last instruction that is not what the image was made by; undefined where all agree. */
  readonly parting: Instruction | undefined
}

/** Undefined where the project has no Dockerfile for the image, or nobody looked into it. */
export const makingOf: (image: BuiltImage) => Making | undefined = keptWith(compare)

function compare({ build, seen }: BuiltImage): Making | undefined {
  const stage = build?.finalStage
  const steps = seen.contents?.steps
  if (stage === undefined || steps === undefined) return undefined
  const written = layersOf(stage).flatMap((layer) =>
    // What an ONBUILD holds back is a step of the stages that start from it, and for the classic builder one of its own.
    [...(layer.parent?.instructions.flatMap(({ onbuild }) => onbuild ?? []) ?? []), ...layer.instructions]
      .filter(({ keyword }) => keyword !== 'from' && keyword !== 'onbuild')
      .map((instruction) => ({ instruction, stage: layer, script: scriptOf(layer, instruction) })),
  )
  const own: OwnStep[] = []
  let parting: Instruction | undefined
  let [at, below] = [written.length - 1, steps.length - 1]
  for (; at >= 0 && below >= 0; below--) {
    const [one, step] = [written[at], steps[below]]
    if (one === undefined || step === undefined) break
    const read = readStep(step.createdBy)
    const isExtra = read.keyword === 'onbuild' || (read.keyword === 'label' && one.instruction.keyword !== 'label')
    if (isExtra) continue
    if (read.keyword !== one.instruction.keyword) break
    if (!isSame(read, one.script)) parting ??= one.instruction
    own.push({ step, instruction: one.instruction, stage: one.stage })
    at--
  }
  const isWhole = at < 0
  return {
    own: own.reverse(),
    byLayer: new Map(own.flatMap((one) => (one.step.layer === null ? [] : [[one.step.layer, one]]))),
    base: isWhole ? steps.slice(0, below + 1).filter(({ layer }) => layer !== null).length : null,
    parting: parting ?? (isWhole ? undefined : written[at]?.instruction),
  }
}

/** The command of a RUN in shell form, of which a builder keeps every word. */
function scriptOf(stage: Stage, instruction: Instruction): string | undefined {
  if (instruction.keyword !== 'run' || instruction.exec || instruction.heredocs.length > 0) return undefined
  return stage.runs.find((run) => run.instruction === instruction)?.script
}

const words = (text: string): string => text.replace(/[\s\\]+/g, ' ').trim()

/** What other instructions say may be written otherwise: variables are put in, files become digests. */
const isSame = ({ text }: Step, script: string | undefined): boolean =>
  script === undefined || words(text).endsWith(words(script))

/** Whether a layer was made by the Dockerfile. Where that cannot be told, only by what is known to be. */
export const isOwnLayer = ({ base, byLayer }: Making, layer: number): boolean =>
  base === null ? byLayer.has(layer) : layer > base
