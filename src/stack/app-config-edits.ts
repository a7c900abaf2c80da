/** Repairs of credentials in an application's own configuration, where its framework takes them from the environment. */
import { type FileEdits, isFix, type Repair } from '../core/fix.ts'
import type { SpanOrigin } from '../core/origin.ts'
import { nameOf } from '../core/tree.ts'
import { environmentEntry } from './account-edits.ts'
import { literalCredentials, worstOf } from './credentials.ts'
import type { ConfigFile } from './model.ts'
import { askedEffect, namedInExample, required } from './secret-edits.ts'
import { asVariable } from './secret-variables.ts'
import { serviceFix } from './service-edits.ts'
import type { Service } from './service-model.ts'

/** How a framework names what it takes from the environment, and what its file says in place of the value. */
interface Framework {
  readonly file: RegExp
  readonly variable: (key: string) => string
  /** `rest` is what is left of the value without the credential in it; empty where it was all of it. */
  readonly inPlace: (variable: string, rest: string) => string
}

const frameworks: readonly Framework[] = [
  // Configuration of .NET: variables win over the file, `__` stands for a level.
  {
    file: /^appsettings(?:\.\w+)?\.json$/i,
    variable: (key) => key.replace(/[:.]/g, '__'),
    inPlace: (_, rest) => JSON.stringify(rest),
  },
  // Spring resolves placeholders; dashes fall away in the names of variables.
  {
    file: /^application(?:-\w+)?\.(?:ya?ml|properties)$/,
    variable: (key) => key.replace(/-/g, '').replace(/[.:]/g, '_').toUpperCase(),
    inPlace: (variable) => `\${${variable}}`,
  },
]

/** Takes a value out of the file; every service that carries the file gets it from a variable that must be set. */
export function fromEnvironment(config: ConfigFile, key: string, origin: SpanOrigin): Repair {
  const { file, services, development } = config
  const framework = frameworks.find((one) => one.file.test(nameOf(file)))
  const value = config.values.find((one) => one.origin === origin)?.value
  if (framework === undefined || value === undefined) {
    return {
      refused: `how ${file} reads its environment is not known`,
      supply: 'the variable that the code reads in its place',
    }
  }
  if (development) {
    return {
      refused: `${file} is for the machines of developers`,
      supply: 'a secret of their own, kept outside the project',
    }
  }
  if (services.length === 0) return { refused: `no compose file runs ${file}`, supply: 'what hands the value over' }
  const placeholder = /^\$\{([\w.-]+):[^{}]*\}$/.exec(value)?.[1]
  if (placeholder !== undefined) return withoutDefault(config, key, placeholder, origin)
  const variable = framework.variable(key)
  const asked = askedBy(key, value)
  const unset = [...new Map(services.map((one) => [one.name, one])).values()].filter(
    ({ environment }) => !environment.some(({ name }) => name.toLowerCase() === variable.toLowerCase()),
  )
  const given = unset.map((service) => givenTo(service, variable, asked.value))
  const refusal = given.find((one) => !isFix(one))
  if (refusal) return refusal
  const edits = given.flatMap((one) => (isFix(one) ? one.edits : []))
  const own: FileEdits = {
    file,
    spans: [{ do: 'replace', start: origin.start, end: origin.end, text: framework.inPlace(variable, asked.rest) }],
  }
  const [first] = edits
  return {
    title: `Take ${key} out of ${file}, and hand ${variable} over with compose`,
    safety: 'guarded',
    effect: first
      ? askedEffect([asked.variable])
      : `the service gets what compose has for ${variable}, and a start without compose nothing`,
    edits: [
      own,
      ...edits,
      ...(first && unset[0] ? namedInExample(unset[0].project, first.file, [asked.variable]) : []),
    ],
  }
}

/** A placeholder with the credential as its default loses the default. */
const withoutDefault = ({ file }: ConfigFile, key: string, variable: string, { start, end }: SpanOrigin): Repair => ({
  title: `Take the default of ${key} out of ${file}`,
  safety: 'guarded',
  effect: `the program does not start until something sets ${variable}`,
  edits: [{ file, spans: [{ do: 'replace', start, end, text: `\${${variable}}` }] }],
})

interface Asked {
  readonly variable: string
  /** What compose sets: the whole value, of which a connection string asks for the password only. */
  readonly value: string
  /** A connection string without its password: developers start from it too. */
  readonly rest: string
}

function askedBy(key: string, value: string): Asked {
  const found = worstOf(literalCredentials(key, value))
  const levels = key.split(/[:.]/)
  if (found === undefined || found.kind === 'value') {
    const variable = asVariable(levels.join('_'))
    return { variable, value: required(variable), rest: '' }
  }
  const name = asVariable(levels.at(-1) ?? '').replace(/_?(?:CONNECTION|DEFAULT|URL)/g, '')
  const variable = `${name === '' ? 'DB' : name}_PASSWORD`
  const escaped = (text: string): string => text.replaceAll('$', '$$$$')
  return {
    variable,
    value: escaped(value.slice(0, found.start)) + required(variable) + escaped(value.slice(found.end)),
    rest: value.slice(0, found.start) + value.slice(found.end),
  }
}

const givenTo = (service: Service, variable: string, value: string): Repair =>
  serviceFix(service, { title: variable, safety: 'guarded' }, (at) => [
    environmentEntry(service, at('environment'), variable, value),
  ])
