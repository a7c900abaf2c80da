/** Repairs of pipelines that pass secrets to builds as arguments: docker/build-push-action hands them over under `secrets:`. */
import type { SpanEdit } from '../core/edit.ts'
import type { FileEdits } from '../core/fix.ts'
import { lineEnd, lineStart, nextLine } from '../core/lines.ts'
import { firstSpanOf } from '../core/origin.ts'
import { newlineOf } from '../core/span-edits.ts'
import type { BuildStep } from '../formats/workflow/container-step.ts'
import type { Build } from './build-model.ts'

/** A block of text below a key, as its lines stand in the file. */
interface Block {
  /** The line of the key. */
  readonly start: number
  /** Behind the last line that belongs to it, before its line break. */
  readonly end: number
  readonly key: { readonly start: number; readonly end: number }
  readonly indent: string
  /** Whether its entries stand on lines of their own. */
  readonly lines: boolean
}

const indentOf = (line: string): string => /^[ \t]*/.exec(line)?.[0] ?? ''

/** The block of a key of `with:` that an offset lies in; undefined where it is written in another way. */
function blockAt(text: string, key: string, offset: number): Block | undefined {
  const head = new RegExp(`^([ \\t]*)${key}:[ \\t]*(\\|[-+]?[ \\t]*$)?`)
  for (let start = lineStart(text, offset); ; start = lineStart(text, start - 1)) {
    const found = head.exec(text.slice(start, lineEnd(text, start)))
    if (found) {
      const [, indent = '', block] = found
      const from = start + indent.length
      let end = lineEnd(text, start)
      for (let at = nextLine(text, start); block !== undefined && at < text.length; at = nextLine(text, at)) {
        const line = text.slice(at, lineEnd(text, at))
        if (line.trim() !== '' && indentOf(line).length <= indent.length) break
        if (line.trim() !== '') end = at + line.length
      }
      const inside = block === undefined ? offset <= lineEnd(text, start) : offset <= end
      return inside
        ? { start, end, key: { start: from, end: from + key.length }, indent, lines: block !== undefined }
        : undefined
    }
    if (start === 0) return undefined
  }
}

/** Takes an argument out of `build-args` and puts it under `secrets`; undefined where either is written in an unusual way. */
function movedIn(text: string, step: BuildStep, name: string, id: string): readonly SpanEdit[] | undefined {
  const [argument, ...more] = step.buildArguments.filter((one) => one.name === name)
  if (argument === undefined) return []
  const place = firstSpanOf(argument.origin)
  const written = place && text.slice(place.start, place.end)
  if (
    !place ||
    more.length > 0 ||
    written !== `${name}=${argument.value}` ||
    !/^[^\n"]*\$\{\{[^\n"]*$/.test(argument.value)
  )
    return undefined
  const args = blockAt(text, 'build-args', place.start)
  const given = step.step.with.get('secrets')
  const secretsAt = given && firstSpanOf(given.origin)?.start
  const secrets = secretsAt === undefined ? undefined : blockAt(text, 'secrets', secretsAt)
  if (!args || (given && !secrets?.lines)) return undefined
  const entry = `${id}=${argument.value}`
  const alone = step.buildArguments.length === 1
  const newline = newlineOf(text)
  if (alone && !secrets)
    return [
      { do: 'replace', ...args.key, text: 'secrets' },
      { do: 'replace', start: place.start, end: place.end, text: entry },
    ]
  if (!args.lines && !alone) return undefined
  const line = lineStart(text, place.start)
  const isLineOfOwn = text.slice(line, lineEnd(text, line)).trim() === written
  if (args.lines && !isLineOfOwn) return undefined
  const out: SpanEdit = alone
    ? { do: 'delete', start: args.key.start, end: args.end }
    : { do: 'delete', start: place.start, end: place.end }
  if (secrets) {
    const last = lineStart(text, secrets.end)
    const indent = indentOf(text.slice(last, secrets.end))
    return [out, { do: 'replace', start: secrets.end, end: secrets.end, text: newline + indent + entry }]
  }
  const rest = text.slice(args.start, line) + text.slice(nextLine(text, line), Math.max(args.end, nextLine(text, line)))
  const indent = indentOf(text.slice(line, place.start))
  const put = `${args.indent}secrets: |${newline}${indent}${entry}`
  const end = Math.max(args.end, lineEnd(text, line))
  return [{ do: 'replace', start: args.start, end, text: `${rest.trimEnd()}${newline}${put}` }]
}

/** The edits of every workflow that builds: undefined where one of them cannot hand the secret over. */
export function handedOverInWorkflows(
  name: string,
  id: string,
  builds: readonly Build[],
): readonly FileEdits[] | undefined {
  const edits: FileEdits[] = []
  const seen = new Set<BuildStep>()
  for (const { usedBy, project } of builds) {
    for (const use of usedBy) {
      if (use.kind === 'service' || use.kind === 'assumed') continue
      const jobs = project.workflows.flatMap((workflow) => workflow.jobs)
      const step = jobs
        .flatMap(({ steps }) => steps)
        .find((one) => use.kind === 'workflow' && one.origin === use.origin)
      const file = step && firstSpanOf(step.step.origin)?.file
      const text = file && project.file(file)?.source.text
      if (step?.kind !== 'build' || step.by !== 'docker/build-push-action' || !file || !text) return undefined
      if (seen.has(step)) continue
      seen.add(step)
      const spans = movedIn(text, step, name, id)
      if (spans === undefined) return undefined
      if (spans.length > 0) edits.push({ file, spans })
    }
  }
  return edits
}
