/** Repairs of variables that become nothing: named where people look, or required. */
import type { FileEdits, Repair } from '../core/fix.ts'
import { spansOf } from '../core/origin.ts'
import type { Variant } from './model.ts'
import { askedEffect, namedInExample, required } from './secret-edits.ts'
import { wantedVariables } from './unset-variables.ts'

/** Names a variable in the example of the env file that forgot it; what opens a service, or has no example, is required. */
export function givenOrRequired(variant: Variant, name: string, opens: boolean): Repair | undefined {
  const wanted = wantedVariables(variant).find(({ variable }) => variable.name === name)
  const list = wanted?.list
  if (wanted === undefined) return undefined
  if (!opens && list?.file.template === true) {
    return {
      title: `Name ${name} in ${list.file.file}`,
      safety: 'safe',
      edits: [{ file: list.file.file, tree: [{ do: 'set', path: [name], value: '' }] }],
    }
  }
  const { project } = variant
  const places = wanted.variable.blank.flatMap((origin) => spansOf(origin).slice(0, 1))
  const edits = places.flatMap(({ file, start, end }): readonly FileEdits[] => {
    const raw = project.file(file)?.source.text.slice(start, end) ?? ''
    const isReference = raw === `\${${name}}` || raw === `"\${${name}}"` || raw === `'\${${name}}'`
    const [from, to] = /^["']/.test(raw) ? [start + 1, end - 1] : [start, end]
    return isReference ? [{ file, spans: [{ do: 'replace', start: from, end: to, text: required(name) }] }] : []
  })
  const [first] = edits
  if (first === undefined || edits.length < places.length) {
    return { refused: `${name} is used in a way that a repair cannot tell apart`, supply: `a value for ${name}` }
  }
  return {
    title: `Require ${name}`,
    safety: 'guarded',
    effect: askedEffect([name]),
    edits: [...edits, ...namedInExample(project, first.file, [name])],
  }
}
