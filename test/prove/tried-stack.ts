/** Tries a small stack on the machine's engine, and says in few words what the proof came to. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type Proved, type ProveOptions, prove } from '../../src/index.ts'
import { leftOf, runsOf } from './stand-ins.ts'

export interface Stack {
  /** By path; `compose.yaml` among them. */
  readonly files: Readonly<Record<string, string>>
  /** Rules whose repairs are tried. */
  readonly only: readonly string[]
  readonly options?: ProveOptions
}

/** What a proof came to; `lines` are those that the stack printed, in one text. */
export type Outcome =
  | { readonly refused: readonly string[] }
  | { readonly broken: string; readonly lines: string }
  | {
      readonly proved: readonly string[]
      readonly amended: readonly string[]
      readonly refuted: readonly { readonly rule: string; readonly because: string; readonly lines: string }[]
      readonly unproven: readonly string[]
    }

/** Proves a stack from a directory of its own, and sees that nothing is left of it. */
export async function tried(name: string, { files, only, options = {} }: Stack): Promise<Outcome> {
  const parent = mkdtempSync(join(tmpdir(), 'drydock-'))
  const directory = join(parent, 'stack')
  // The name of the machine tells its runs from those of other tests on the same engine.
  const machine = `a machine for ${name} ${parent}`
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true })
    writeFileSync(join(directory, path), text, { mode: path.endsWith('.sh') ? 0o755 : 0o644 })
  }
  try {
    const proved = await prove(
      directory,
      { within: 60, only, ...options },
      {
        env: process.env,
        platform: process.platform,
        machine,
        temporary: parent,
        signal: new AbortController().signal,
        confirm: async () => true,
        progress: () => undefined,
      },
    )
    const left = [...leftOf(runsOf(machine)), ...readdirSync(parent).filter((entry) => entry !== 'stack')]
    if (left.length > 0) throw new Error(`left behind: ${left.join(', ')}`)
    return outcomeOf(proved)
  } finally {
    rmSync(parent, { recursive: true })
  }
}

function outcomeOf(proved: Proved): Outcome {
  if (proved.kind === 'refused') return { refused: proved.refused.map(({ service, what }) => `${service}: ${what}`) }
  if (proved.kind === 'broken') {
    const { service, because, step, lines } = proved.failure
    return { broken: `${service}: ${because} (${step})`, lines: lines.join('\n') }
  }
  if (proved.kind !== 'tried') throw new Error(`a proof that is ${proved.kind}`)
  const { record, failures } = proved
  return {
    proved: record.proved.map(({ rule }) => rule),
    amended: record.proved.flatMap(({ rule, amended }) => (amended === null ? [] : [`${rule}: ${amended}`])),
    refuted: record.refuted.map(({ rule, service, because, place }) => ({
      rule,
      because: `${service}: ${because}`,
      lines: failures.get(place)?.lines.join('\n') ?? '',
    })),
    unproven: record.unproven.map(({ rule }) => rule),
  }
}
