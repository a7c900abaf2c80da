/** Puts values of the stack into the texts of checks, and takes them out of what is printed. */
import { maskLine } from '../../core/mask-line.ts'
import type { StackCheck } from '../../core/stack-check.ts'
import { at, objectOf } from '../compose-json.ts'
import type { Prepared } from '../prepare.ts'

/** What a name stands for; undefined where it stands for nothing. */
export type Lookup = (name: string) => string | undefined

const variable = /\$(?:\$|\{([A-Za-z_]\w*)\})/g

/** The text with its `${NAME}` filled in; `$$` is one dollar. What has no value stays as it is. */
export const filled = (text: string, lookup: Lookup): string =>
  text.replace(variable, (whole, name: string | undefined) => (name === undefined ? '$' : (lookup(name) ?? whole)))

/** The values that a check may use: what stands for variables in the files, and the environment of its service. */
export function lookupFor({ values, stack }: Pick<Prepared, 'values' | 'stack'>, service: string | undefined): Lookup {
  const environment = service === undefined ? {} : objectOf(at(stack.model, 'services', service, 'environment'))
  return (name) => {
    const own = Object.hasOwn(environment, name) ? environment[name] : undefined
    return values.get(name) ?? (own === undefined || own === null ? undefined : String(own))
  }
}

/** The texts of a check that may hold `${NAME}`. */
export const textsOf = ({ asks }: StackCheck): readonly string[] =>
  asks.kind === 'http' ? [asks.path, asks.body ?? '', ...asks.headers.values(), ...asks.contains] : []

export const namesIn = (text: string): readonly string[] =>
  [...text.matchAll(variable)].flatMap(([, name]) => name ?? [])

/** Shorter values are found in every other word. */
const shortest = 6

/** Hides the values that look secret by their names, and those that were made up, wherever they stand. */
export function hiderOf(values: ReadonlyMap<string, string>): (text: string) => string {
  const secret = [...values].flatMap(([name, value]) => {
    const line = `${name}=${value}`
    const isSecret = maskLine(line) !== line || /^d[0-9a-f]{32}$/.test(value)
    return isSecret && value.length >= shortest ? [value] : []
  })
  const longestFirst = secret.sort((a, b) => b.length - a.length)
  return (text) => longestFirst.reduce((shown, value) => shown.replaceAll(value, '***'), text)
}
