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

/** What showed that something does not work. */
const failureText = (
  { service, step, because, lines }: Extract<Proved, { readonly kind: 'broken' }>['failure'],
  style: Style,
): readonly string[] => [
  `${service === undefined ? '' : `${plain(service)}: `}${plain(because)} (${step})`,
  ...lines.map((line) => style.dim(`    ${plain(line)}`)),
]

/** The result: what is proved, what broke the stack, what nobody knows. */
export function proofText(
  proved: Extract<Proved, { readonly kind: 'tried' | 'broken' }>,
  style: Style,
  written: string | undefined,
): string {
  if (proved.kind === 'broken') {
    const [first = '', ...lines] = failureText(proved.failure, style)
    return [
      style.red('The stack does not work as it is written, so nothing can be said about its repairs.'),
      `  ${first}`,
      ...lines,
      '  Does it need values of yours? --env-file FILE hands them in. More time? --within SECONDS.',
      '',
    ].join('\n')
  }
  const { record, failures } = proved
  const seconds = (start: typeof record.asWritten | null): string =>
    start?.seconds.map((value) => `${value} s`).join(', then ') ?? 'never'
  const line = ({ rule, title }: Pick<(typeof record.proved)[number], 'rule' | 'title'>): string =>
    `${plain(title)}  ${style.dim(rule)}`
  return [
    `As written it came up in ${seconds(record.asWritten)}; repaired in ${seconds(record.repaired)}.`,
    ...(record.checks.length === 0 ? [] : [`Checks that passed each time: ${record.checks.map(plain).join(', ')}.`]),
    ...record.proved.flatMap((one) => [
      `${style.green('✔ proved')}    ${line(one)}`,
      ...(one.amended === null ? [] : [style.dim(`            as measured: ${plain(one.amended)}`)]),
    ]),
    ...record.refuted.flatMap((one) => {
      const failure = failures.get(one.place)
      return [
        `${style.red('✘ breaks')}    ${line(one)}`,
        ...(failure ? failureText(failure, style).map((text) => `            ${text}`) : []),
      ]
    }),
    ...record.unproven.map((one) => `${style.yellow('⚠ unproven')}  ${line(one)}`),
    `${count(record.proved.length, 'repair')} proved, ${record.refuted.length} refuted, ${record.unproven.length} unproven.`,
    ...(written === undefined ? [] : [`Written: ${written}`]),
    '',
  ].join('\n')
}
