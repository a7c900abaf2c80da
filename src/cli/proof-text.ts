/** What a proof is going to do, and what it came to, in words. */
import { count } from '../core/count.ts'
import { UsageError } from '../core/errors.ts'
import type { ProofPlan, Proved } from '../index.ts'
import { plain } from '../report/plain-text.ts'
import type { Style } from './style.ts'

/** What will be started, and how it differs from the stack as it is written. */
export function planText(
  { engine, compose, project, variant, services, changes, madeUp, repairs, programs }: ProofPlan,
  style: Style,
): string {
  const service = ({ name, built, image }: ProofPlan['services'][number]): string =>
    `  ${style.bold(plain(name))}  ${built ? 'built here' : plain(image)}`
  return [
    `${style.bold('Proving')} ${plain(project)} (${plain(variant)}) with ${count(repairs, 'repair')}, on ${plain(engine)} with Compose ${compose}.`,
    ...services.map(service),
    'Each service is built and started twice as it is written, and twice as it is repaired, from copies of the files, under names of',
    'its own, with limits on memory and processes. Programs of the project run; everything that is started is removed.',
    ...changes.map((change) => `  ${plain(change)}`),
    ...programs.map((words) => `  a check runs on this machine, in the copy: ${plain(words)}`),
    ...(madeUp.length === 0 ? [] : [`  made-up values: ${madeUp.join(', ')}`]),
    '',
  ].join('\n')
}

export const refusalText = (refused: Extract<Proved, { readonly kind: 'refused' }>['refused']): UsageError => {
  const asked = refused.map(({ service, what }) => `${service} asks for ${what}`)
  const names = [...new Set(refused.flatMap(({ allowance }) => allowance ?? []))]
  const hopeless = refused.some(({ allowance }) => allowance === undefined)
  return new UsageError(
    `A proof does not give this to a stack: ${plain(asked.join('; '))}.`,
    hopeless ? undefined : `--allow ${names.join(',')} gives it all the same.`,
  )
}

type Tried = Extract<Proved, { readonly kind: 'tried' }>
type Failure = Extract<Proved, { readonly kind: 'broken' }>['failure']

/** What showed that something does not work. */
const failureText = ({ service, step, because, lines }: Failure, style: Style): readonly string[] => [
  `${service === undefined ? '' : `${plain(service)}: `}${plain(because)} (${step})`,
  ...lines.map((line) => style.dim(`    ${plain(line)}`)),
]

/** Why nothing is said of a stack's repairs. */
export function brokenText(failure: Failure, style: Style): string {
  const [first = '', ...lines] = failureText(failure, style)
  return [
    style.red('The stack does not work as it is written, so nothing can be said about its repairs.'),
    `  ${first}`,
    ...lines,
    '  Does it need values of yours? --env-file FILE hands them in. More time? --within SECONDS.',
    '',
  ].join('\n')
}

const repairLine = ({ rule, title }: Tried['record']['unproven'][number], style: Style): string =>
  `${plain(title)}  ${style.dim(rule)}`

/** How the stack came up, and what its team's own checks said. */
function startsText({ asWritten, repaired, checks }: Tried['record']): readonly string[] {
  const seconds = (start: typeof repaired): string =>
    start?.seconds.map((value) => `${value} s`).join(', then ') ?? 'never'
  return [
    `As written it came up in ${seconds(asWritten)}; repaired in ${seconds(repaired)}.`,
    ...(checks.length === 0 ? [] : [`Checks that passed each time: ${checks.map(plain).join(', ')}.`]),
  ]
}

const totals = ({ proved, refuted, unproven }: Tried['record']): string =>
  `${count(proved.length, 'repair')} proved, ${refuted.length} refuted, ${unproven.length} unproven.`

/** Repairs that the stack does not work with, each with what showed it. */
const refutedText = ({ record, failures }: Tried, style: Style): readonly string[] =>
  record.refuted.flatMap((one) => {
    const failure = failures.get(one.place)
    return [
      `${style.red('✘ breaks')}    ${repairLine(one, style)}`,
      ...(failure ? failureText(failure, style).map((text) => `            ${text}`) : []),
    ]
  })

const provedText = (proved: Tried['record']['proved'], style: Style): readonly string[] =>
  proved.flatMap((one) => [
    `${style.green('✔ proved')}    ${repairLine(one, style)}`,
    ...(one.amended === null ? [] : [style.dim(`            as measured: ${plain(one.amended)}`)]),
  ])

/** The result: what is proved, what broke the stack, what nobody knows. */
export function proofText(tried: Tried, style: Style, written: string | undefined): string {
  const { record } = tried
  return [
    ...startsText(record),
    ...provedText(record.proved, style),
    ...refutedText(tried, style),
    ...record.unproven.map((one) => `${style.yellow('⚠ unproven')}  ${repairLine(one, style)}`),
    totals(record),
    ...(written === undefined ? [] : [`Written: ${written}`]),
    '',
  ].join('\n')
}

/** The same beside a diff, which shows what was made: what it was measured by, what broke the stack, and the figures. */
export const proofBesideDiff = (tried: Tried, style: Style): string =>
  [
    ...startsText(tried.record),
    ...provedText(
      tried.record.proved.filter(({ amended }) => amended !== null),
      style,
    ),
    ...refutedText(tried, style),
    totals(tried.record),
    '',
  ].join('\n')
