/** Repairs of health checks that are there: the same question with another program, or one whose failure counts. */
import type { Fix, Refusal, Repair } from '../core/fix.ts'
import { type SpanOrigin, spansOf } from '../core/origin.ts'
import { replaceWords } from './dockerfile-edits.ts'
import { instructionOf } from './health-check-edits.ts'
import { commandInImage } from './image-commands.ts'
import { type KnownCheck, knownCheck, requestTo } from './known-checks.ts'
import type { Project } from './model.ts'
import type { Probe } from './probe.ts'

/** Puts another test in the place of one, in compose or in the Dockerfile. */
function replaceTest(probe: Probe, project: Project, { test, effect }: KnownCheck, title: string): Repair {
  const { check } = probe
  const fix = { title, safety: 'guarded', effect } as const
  const refusal: Refusal = {
    refused: 'the check is written in a way that is not changed by itself',
    supply: 'the check as it is to be',
  }
  if (check.source === 'compose') {
    if (check.test.items.some(({ origin }) => isInterpolated(project, origin))) return refusal
    const [place] = spansOf(check.test.origin)
    const at = place?.path.lastIndexOf('test') ?? -1
    if (place === undefined || at === -1) return refusal
    return {
      ...fix,
      edits: [{ file: place.file, tree: [{ do: 'set', path: place.path.slice(0, at + 1), value: test }] }],
    }
  }
  const command = check.source === 'dockerfile' ? commandOf(project, check.origin) : undefined
  return command === undefined ? refusal : { ...fix, edits: [replaceWords(command, instructionOf(test))] }
}

/** Whether compose puts a variable in there, by which people choose the check. */
const isInterpolated = (project: Project, origin: Probe['check']['origin']): boolean =>
  spansOf(origin).some(({ file, start, end }) =>
    /(?<!\$)\$\{/.test(project.file(file)?.source.text.slice(start, end).replaceAll('$$', '') ?? ''),
  )

/** What follows the flags of a HEALTHCHECK. */
function commandOf(project: Project, origin: Probe['check']['origin']): SpanOrigin | undefined {
  const [place] = spansOf(origin)
  const text = place && project.file(place.file)?.source.text.slice(place.start, place.end)
  const at = text?.search(/\bCMD\b/i) ?? -1
  return place === undefined || at === -1 ? undefined : { ...place, start: place.start + at }
}

/** Asks what a check asks with a program that the image has. */
export function askWithWhatIsThere(probe: Probe, project: Project): Repair {
  const { check, subject, service, stage, image, text } = probe
  const title = `Check the health of ${subject.name} with what its image has`
  const of = { name: subject.name, service, stage, image }
  const url = /https?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0)(?::(\d{2,5}))?(\/[^\s"'`|;&)]*)?/.exec(text)
  const plainHttp = url !== null && !url[0].startsWith('https')
  if (plainHttp && probe.commands.length <= 2) {
    const path = url[2] ?? '/'
    const found = requestTo(
      of,
      Number(url[1] ?? 80),
      path,
      `${subject.name} is asked for ${path} as before, by another program`,
    )
    if (found) return replaceTest(probe, project, found, title)
  }
  const simple = check.kind === 'shell' && !/[|&;<>$`"'\\*?(){}[\]]/.test(text)
  if (simple && commandInImage(probe, 'sh').is === 'absent') {
    const [program = '', ...words] = text.trim().split(/\s+/)
    const effect = `${program} is started without a shell, which the image does not have`
    if (commandInImage(probe, program).is !== 'absent')
      return replaceTest(
        probe,
        project,
        { test: ['CMD', program, ...words], effect },
        `Check the health of ${subject.name} without a shell`,
      )
  }
  const known = url === null ? knownCheck(of) : undefined
  if (known !== undefined && 'test' in known && stage === undefined) return replaceTest(probe, project, known, title)
  return {
    refused: `the image of ${subject.name} has nothing that is known to ask the same`,
    supply: 'a check that the program brings itself, or the client in its image',
  }
}

/** A service that waits for the health of one that is asked for its first page, which many programs do not have. */
function waitsForRoot({ subject, image, text }: Probe, project: Project): string | undefined {
  if (image?.profile?.role === 'web-server' || !/\bcurl\b.*https?:\/\/[^\s/"']+\/?(?=["'\s]|$)/.test(text))
    return undefined
  return project.variants
    .flatMap(({ services }) => services)
    .find(({ dependsOn }) =>
      dependsOn.some(({ service, condition }) => service === subject.name && condition === 'service_healthy'),
    )?.name
}

/** Lets the failure of a check count; what asks nothing is replaced where it is known what to ask. */
export function letFail(probe: Probe, project: Project, place: SpanOrigin): Repair {
  const { subject, service, stage, image } = probe
  const text = project.file(place.file)?.source.text ?? ''
  const written = text.slice(place.start, place.end)
  const deed: Omit<Fix, 'edits'> = {
    title: `Let the health check of ${subject.name} fail`,
    safety: 'guarded',
    effect: 'what always looked healthy may turn out not to be, and whatever waits for it then waits',
  }
  const replaced = (start: number, end: number, words: string): Repair => ({
    ...deed,
    edits: [{ file: place.file, spans: [{ do: 'replace', start, end, text: words }] }],
  })
  const waiting = waitsForRoot(probe, project)
  if (waiting !== undefined)
    return {
      refused: `whether ${subject.name} answers / without an error is not known, and ${waiting} does not start without it`,
      supply: 'a route for health checks, to be asked with --fail',
    }
  const curl = /^(["']?)((?:\/[\w/.-]+\/)?curl)\1(\s*,\s*|\r?\n\s*-\s+|\s+(?!,))/.exec(written)
  if (curl) {
    const [whole, quote = '', program = '', gap = ''] = curl
    return replaced(place.start, place.start + whole.length, `${quote}${program}${quote}${gap}${quote}-f${quote}${gap}`)
  }
  const before = text.slice(0, place.start)
  if (/\|\|\s*$/.test(before)) {
    if (/^(?:true|:|exit\s+0)$/.test(written)) return replaced(place.start, place.end, 'exit 1')
    if (/^echo\b[^;&|\n]*$/.test(written)) return replaced(place.start, place.end, `{ ${written}; exit 1; }`)
  }
  const joint = /\s*;\s*$/.exec(before)
  if (joint && /^(?:true|:|exit\s+0)$/.test(written)) return replaced(joint.index, place.end, ' || exit 1')
  const known = knownCheck({ name: subject.name, service, stage, image })
  if ('refused' in known) return known
  return replaceTest(probe, project, known, `Ask ${subject.name} itself whether it works`)
}
