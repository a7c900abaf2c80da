/** The commands and flags there are: what help prints, what arguments are checked against, and what is loaded when. */
import { severities } from '../core/verdict.ts'
import type { Arguments } from './arguments.ts'

export interface Flag {
  /** Placeholder of its value; none for a switch. */
  readonly value?: string
  /** The only values it takes. */
  readonly choices?: readonly string[]
  /** May be given several times, or with commas. */
  readonly list?: true
  readonly short?: string
  readonly about: string
}

export interface Command {
  /** What follows the command's name. */
  readonly operands: string
  readonly about: string
  readonly flags: readonly FlagName[]
  /** Most operands it takes. */
  readonly most: number
  /** Only what is asked for is loaded. */
  load(): Promise<Run>
}

/** Runs a command and returns its exit code. */
export type Run = (given: Arguments) => Promise<number>

const shared = {
  config: { value: 'FILE', about: 'configuration instead of drydock.yaml' },
  'no-color': { about: 'plain text (also: NO_COLOR, or output that is no terminal)' },
  help: { short: 'h', about: 'this help' },
} as const satisfies Record<string, Flag>

export const flags = {
  format: { value: 'FORMAT', about: 'how it is printed' },
  out: { value: 'FILE', about: 'print into a file; for drydock report, the directory of the page' },
  report: { value: 'DIR', about: 'also write the audit into a directory: a page, every other format, a patch' },
  previous: { value: 'FILE', about: 'an earlier report.json: with --report, also say what changed since' },
  'fail-on': {
    value: 'SEVERITY',
    choices: [...severities, 'never'],
    about: 'exit with 1 from this severity on (default: high)',
  },
  'min-score': { value: 'N', about: 'exit with 1 below this overall score' },
  only: { value: 'RULE', list: true, about: 'run only these rules' },
  persona: { value: 'NAME', choices: ['default', 'pedantic'], about: 'pedantic also runs the strict rules' },
  preset: { value: 'NAME', list: true, about: 'also run the strict rules that this tool or benchmark has' },
  variant: { value: 'NAME', about: 'look only at this way of running the stack' },
  environment: { value: 'NAME', choices: ['production', 'development'], about: 'what the stack is run for' },
  claims: { value: 'FILE', about: 'a ticked checklist.md: what it calls done and is not is named' },
  filename: { value: 'PATH', about: 'what the file on standard input is called (with -)' },
  apply: { about: 'write the repairs' },
  force: { about: 'write over tracked files with changes that are not committed' },
  guarded: { about: 'also repair what a program may notice; unproven' },
  prove: { about: 'start the stack before and after, and make what it works with; see drydock prove' },
  check: {
    about: 'fix: exit with 1 where something can be repaired; prove: hold drydock.proof.json against a new proof',
  },
  lock: { value: 'FILE', about: 'tags, digests and commits that repairs may write' },
  patch: { value: 'FILE', about: 'write the repairs as a patch for git apply, without those that touch a secret' },
  fixes: { about: 'say of each place how it can be repaired' },
  allow: {
    value: 'NAME',
    list: true,
    choices: ['sockets', 'devices', 'privileged', 'host-namespaces', 'host-paths'],
    about: 'let the started stack have this of the machine',
  },
  'env-file': {
    value: 'FILE',
    list: true,
    about: 'use the values of this env file; made-up ones stand for all others',
  },
  within: { value: 'SECONDS', about: 'how long a start may take (default: 180)' },
  write: { about: 'write the record into drydock.proof.json' },
  measure: {
    about: 'also measure the least capabilities of each service, and whether it needs new privileges: minutes',
  },
  yes: { short: 'y', about: 'do not ask before anything is started' },
  engine: { about: 'also audit what runs of the stack on the Docker Engine; it is only asked' },
  images: { about: 'also look into the images that the Docker Engine has of the stack; nothing is pulled or built' },
  'image-archive': {
    value: 'FILE',
    list: true,
    about: 'look into the images of an archive (docker save, OCI layout)',
  },
  scan: { value: 'FILE', list: true, about: 'a scan of an image, as JSON of Trivy, Grype or ECR' },
  'show-secrets': { about: 'print secret values, which are masked otherwise' },
  quiet: { short: 'q', about: 'one line instead of the terminal report' },
  ...shared,
} as const satisfies Record<string, Flag>
export type FlagName = keyof typeof flags

const sharedFlags = ['config', 'no-color', 'help'] as const

export const commands = {
  audit: {
    operands: '[path…]',
    about: 'audit a stack: score, findings, plan, checklist',
    flags: [
      ...['format', 'out', 'report', 'previous', 'fail-on', 'min-score', 'only', 'persona', 'preset'],
      ...['engine', 'images', 'image-archive', 'scan', 'fixes', 'lock', 'variant', 'environment', 'filename'],
      ...['quiet', ...sharedFlags],
    ] as readonly FlagName[],
    most: Infinity,
    load: async () => (await import('./audit.ts')).runAudit,
  },
  fix: {
    operands: '[path…]',
    about: 'repair the stack: shows a diff; --apply writes it',
    flags: [
      ...['apply', 'guarded', 'prove', 'force', 'check', 'lock', 'patch', 'format', 'out', 'only', 'persona', 'preset'],
      ...['variant', 'environment', 'yes', 'allow', 'env-file', 'within', 'measure', ...sharedFlags],
    ] as readonly FlagName[],
    most: Infinity,
    load: async () => (await import('./fix.ts')).runFix,
  },
  prove: {
    operands: '[path]',
    about: 'start the stack before and after repair, on Docker, and say which repairs it works with',
    flags: [
      ...['yes', 'write', 'check', 'measure', 'allow', 'env-file', 'within', 'variant', 'environment', 'only'],
      ...['persona', 'preset'],
      ...['lock', 'format', ...sharedFlags],
    ] as readonly FlagName[],
    most: 1,
    load: async () => (await import('./prove.ts')).runProve,
  },
  explain: {
    operands: '<rule>',
    about: 'why a rule exists, what it finds, how to repair it',
    flags: ['no-color', 'help'],
    most: 1,
    load: async () => (await import('./explain.ts')).runExplain,
  },
  rules: {
    operands: '',
    about: 'list every rule',
    flags: ['format', 'no-color', 'help'],
    most: 0,
    load: async () => (await import('./rules.ts')).runRules,
  },
  inspect: {
    operands: '[path]',
    about: 'the effective model of the stack, each value with its origin',
    flags: ['format', 'out', 'variant', 'environment', 'show-secrets', ...sharedFlags],
    most: 1,
    load: async () => (await import('./inspect.ts')).runInspect,
  },
  diff: {
    operands: 'OLD.json NEW.json',
    about: 'what changed between two JSON reports: fixed, new, regressed, claimed',
    flags: ['format', 'out', 'claims', 'fail-on', 'no-color', 'help'],
    most: 2,
    load: async () => (await import('./diff.ts')).runDiff,
  },
  report: {
    operands: 'REPORT.json…',
    about: 'one page of JSON reports: of several repositories, or of one over time',
    flags: ['out', 'no-color', 'help'],
    most: Infinity,
    load: async () => (await import('./report.ts')).runReport,
  },
  init: {
    operands: '[path]',
    about: 'write a first drydock.yaml',
    flags: ['no-color', 'help'],
    most: 1,
    load: async () => (await import('./init.ts')).runInit,
  },
  config: {
    operands: '[path]',
    about: 'the configuration in force, and where it comes from',
    flags: ['format', ...sharedFlags],
    most: 1,
    load: async () => (await import('./config.ts')).runConfig,
  },
} as const satisfies Record<string, Command>
export type CommandName = keyof typeof commands

export const isCommand = (word: string): word is CommandName => Object.hasOwn(commands, word)

/** What `--format` takes for each command; the first is the default. */
export const formats: Readonly<Partial<Record<CommandName, readonly string[]>>> = {
  audit: ['terminal', 'markdown', 'json', 'sarif', 'html'],
  fix: ['terminal', 'json', 'sarif'],
  prove: ['terminal', 'json'],
  diff: ['terminal', 'markdown', 'json'],
  rules: ['terminal', 'json'],
  inspect: ['terminal', 'json', 'compose'],
  config: ['terminal', 'json'],
}
