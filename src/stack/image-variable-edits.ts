/** Repairs of credentials in a Dockerfile's ENV: they go, and compose asks for them when a container starts. */

import type { SpanEdit } from '../core/edit.ts'
import { type FileEdits, isFix, type Repair } from '../core/fix.ts'
import type { Origin, SpanOrigin } from '../core/origin.ts'
import { environmentEntry } from './account-edits.ts'
import type { Stage } from './build-model.ts'
import { useOfImageVariable } from './image-secrets.ts'
import { askedEffect, namedInExample, required } from './secret-edits.ts'
import { serviceFix } from './service-edits.ts'
import type { EnvironmentVariable, Service } from './service-model.ts'
import { readersOf } from './variable-readers.ts'

/** Takes a variable out of a stage; every service that would start with its value gets one that must be set. */
export function outOfImage(stage: Stage, origin: Origin): Repair | undefined {
  const variable = stage.env.find((one) => one.origin === origin)
  if (variable === undefined) return undefined
  const { name } = variable
  const reader = readersOf(stage.dockerfile, name).find(({ keyword }) => keyword !== 'env')
  if (reader) {
    const supply = 'whether the value may come from a mount, or only when the container starts'
    return { refused: `${reader.keyword.toUpperCase()} reads ${name} while the image is built`, supply }
  }
  const taken = takenOut(stage, variable)
  if (taken === undefined) return undefined
  const live = startingWith(variable, stage)
  const given = live.map((service) => givenTo(service, name))
  const refusal = given.find((one) => !isFix(one))
  if (refusal) return refusal
  const edits = given.flatMap((one) => (isFix(one) ? one.edits : []))
  const [first] = edits
  const [service] = live
  return {
    title:
      service === undefined
        ? `Take ${name} out of ${stage.dockerfile.file}`
        : `Take ${name} out of ${stage.dockerfile.file}, and let ${live.map((one) => one.name).join(' and ')} ask for it`,
    safety: 'guarded',
    effect:
      service === undefined
        ? `whatever reads ${name} while the image is built goes without it`
        : `${askedEffect([name])}; steps of the build go without it`,
    edits: [taken, ...edits, ...(first && service ? namedInExample(service.project, first.file, [name]) : [])],
  }
}

/** Services that start with the image's value, each once; none where neither the code nor the base image reads it. */
function startingWith(variable: EnvironmentVariable, stage: Stage): readonly Service[] {
  const { live } = useOfImageVariable(variable, stage)
  const [first] = live
  const known = first?.profile?.authentication?.credentials.includes(variable.name) === true
  if (!known && stage.build.project.sourceOf(stage.build).reads(variable.name).is === 'no') return []
  return [...new Map(live.map((one) => [one.name, one])).values()]
}

const givenTo = (service: Service, name: string): Repair =>
  serviceFix(service, { title: name, safety: 'guarded' }, (at) => [
    environmentEntry(service, at('environment'), name, required(name)),
  ])

/** One pair of an ENV with what separates it from its neighbour, or all of the instruction. */
function takenOut(stage: Stage, { nameOrigin, origin }: EnvironmentVariable): FileEdits | undefined {
  if (nameOrigin.kind !== 'span') return undefined
  const { file } = nameOrigin
  const whole = stage.instructions.find(
    (one) => one.keyword === 'env' && one.origin.start <= nameOrigin.start && nameOrigin.start < one.origin.end,
  )
  if (whole === undefined) return undefined
  const pairs = stage.env.flatMap((variable) => {
    const [from, to] = [variable.nameOrigin, variable.origin]
    const inside = from.kind === 'span' && from.start >= whole.origin.start && from.start < whole.origin.end
    const end =
      to.kind === 'span'
        ? to.end
        : to.kind === 'derived' && to.inputs[0]?.kind === 'span'
          ? to.inputs[0].end
          : undefined
    return inside && end !== undefined ? [{ start: from.start, end, origin: to }] : []
  })
  const index = pairs.findIndex((pair) => pair.start === nameOrigin.start)
  const [before, own, after] = [pairs[index - 1], pairs[index], pairs[index + 1]]
  if (own === undefined || own.origin !== origin) return undefined
  const edit: SpanEdit = before
    ? { do: 'delete', start: before.end, end: own.end }
    : after
      ? { do: 'delete', start: own.start, end: after.start }
      : { do: 'delete', start: whole.origin.start, end: gapAfter(stage, whole.origin) }
  return { file, spans: [edit] }
}

/** The end of an instruction, or of the empty line behind it where one is before it too. */
function gapAfter({ dockerfile }: Stage, { start, end }: SpanOrigin): number {
  const { text } = dockerfile.document.source
  const gap = /^[ \t]*\r?\n[ \t]*(?=\r?\n)/.exec(text.slice(end))?.[0]
  return gap !== undefined && /\n[ \t]*\r?\n[ \t]*$/.test(text.slice(Math.max(start - 200, 0), start))
    ? end + gap.length
    : end
}
