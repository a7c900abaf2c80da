/** Repairs of variables that name a secret's file and do not work. */
import type { Repair } from '../core/fix.ts'
import { nodeAt } from '../core/node.ts'
import { firstSpanOf } from '../core/origin.ts'
import { nameOf } from '../core/tree.ts'
import { fileVariables } from './file-variables.ts'
import { askedEffect, namedInExample, required } from './secret-edits.ts'
import { appendTo } from './service-edits.ts'
import type { EnvironmentVariable, Service } from './service-model.ts'

/** Makes a variable work: as one that must be set where the image reads no file, granted where the secret is declared. */
export function workingVariable(service: Service, name: string): Repair | undefined {
  const found = fileVariables(service).find(({ variable }) => `${service.name} ${variable.name}` === name)
  const image = service.image?.written ?? 'the image'
  switch (found?.fault?.is) {
    case 'refused':
      return askedFor(service, found.variable, found.base)
    case 'not-mounted':
      return granted(service, nameOf(found.fault.path))
    case 'both':
      return { refused: `${found.base} and ${found.variable.name} are both set`, supply: 'which of the two counts' }
    case 'not-read':
      return { refused: `${image} does not read ${found.variable.name}`, supply: `how ${found.base} gets its value` }
    default:
      return undefined
  }
}

function askedFor(service: Service, { nameOrigin, origin }: EnvironmentVariable, base: string): Repair {
  const [name, value] = [firstSpanOf(nameOrigin), firstSpanOf(origin)]
  if (name === undefined || value === undefined) return { refused: 'it is written nowhere in these files' }
  const { file } = name
  const isItem = name.start === value.start
  const quote = /^["']/.exec(service.project.file(file)?.source.text.slice(value.start) ?? '')?.[0] ?? ''
  const text = `${quote}${isItem ? `${base}=` : ''}${required(base)}${quote}`
  return {
    title: `Let ${service.name} ask for ${base} in place of a file that its image refuses`,
    safety: 'guarded',
    effect: askedEffect([base]),
    edits: [
      {
        file,
        spans: [
          ...(isItem ? [] : [{ do: 'replace', start: name.start, end: name.end, text: base } as const]),
          { do: 'replace', start: value.start, end: value.end, text },
        ],
      },
      ...namedInExample(service.project, file, [base]),
    ],
  }
}

function granted(service: Service, secret: string): Repair {
  const declared = service.project.composeFiles.some(({ root }) => nodeAt(root, 'secrets', secret) !== undefined)
  if (!declared)
    return { refused: `no secret is called ${secret}`, supply: 'the secret, and where its value comes from' }
  const title = `Grant ${service.name} the secret ${secret}`
  return appendTo(service, { title, safety: 'safe' }, ['secrets'], secret)
}
