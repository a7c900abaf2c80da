/** What package managers leave in a layer beside the packages: downloads, and lists of what there is. */

import type { Run, Stage } from './build-model.ts'
import { type CallInRun, callsOf, isResult, lastRemoval, outsideLayer, saidBy } from './package-calls.ts'
import type { EnvironmentVariable } from './service-model.ts'

/** Which cache it is; yum, dnf and microdnf are told apart because their commands are. */
export type PackageCache = 'apt' | 'apk' | 'yum' | 'dnf' | 'microdnf' | 'zypper' | 'pip' | 'yarn'

export interface CacheInLayer extends CallInRun {
  readonly cache: PackageCache
  readonly kept: boolean
  /** Whether the stage ships, or may only be asked for by name. */
  readonly result: 'ships' | 'may-be-asked-for'
  /** Whether the RUN calls the manager's own `clean`, which for apt leaves the lists where they are. */
  readonly cleaned: boolean
}

/** What each leaves, and how to be rid of it. */
export const cacheWords: Readonly<Record<PackageCache, { readonly what: string; readonly remedy: string }>> = {
  apt: { what: "apt's package lists", remedy: 'End the RUN with `rm -rf /var/lib/apt/lists/*`.' },
  apk: { what: "apk's index files", remedy: 'Install with `apk add --no-cache`.' },
  yum: { what: "yum's downloads and metadata", remedy: 'End the RUN with `yum clean all`.' },
  dnf: { what: "dnf's downloads and metadata", remedy: 'End the RUN with `dnf clean all`.' },
  microdnf: { what: "microdnf's downloads and metadata", remedy: 'End the RUN with `microdnf clean all`.' },
  zypper: { what: "zypper's downloads and metadata", remedy: 'End the RUN with `zypper clean --all`.' },
  pip: {
    what: "pip's downloads",
    remedy: 'Install with `pip install --no-cache-dir`, or set `ENV PIP_NO_CACHE_DIR=1`.',
  },
  yarn: { what: "yarn's downloads", remedy: 'End the RUN with `yarn cache clean`.' },
}

interface Form {
  readonly cache: (call: CallInRun['call']) => PackageCache | undefined
  /** Whether the call puts something into the cache. */
  readonly fills: (one: CallInRun, run: Run) => boolean
  /** Whether the call empties it. */
  readonly empties: (call: CallInRun['call']) => boolean
  /** Where it lies: what is mounted over it, or deleted from it, is not in the layer. */
  readonly directory: RegExp
}

const changes = ({ call }: CallInRun): boolean =>
  call.does === 'install' || call.does === 'upgrade' || call.does === 'index'

const rpmPrograms: Readonly<Record<string, PackageCache>> = {
  yum: 'yum',
  dnf: 'dnf',
  tdnf: 'dnf',
  microdnf: 'microdnf',
}

const forms: readonly Form[] = [
  {
    cache: ({ manager }) => (manager === 'apt' ? 'apt' : undefined),
    fills: ({ call }) => call.does === 'index',
    empties: ({ verb }) => verb === 'distclean' || verb === 'dist-clean',
    directory: /^\/var\/lib\/?(?:apt\/?(?:lists\/?.*)?|\*)?$/,
  },
  {
    cache: ({ manager }) => (manager === 'apk' ? 'apk' : undefined),
    fills: (one) => changes(one) && !one.call.options.some(({ text }) => text === '--no-cache'),
    empties: ({ does }) => does === 'clean',
    directory: /^\/(?:var\/cache|etc)\/?(?:apk\/?.*|\*)?$/,
  },
  {
    cache: ({ manager, program }) => (manager === 'dnf' ? (rpmPrograms[program] ?? 'dnf') : undefined),
    fills: changes,
    empties: ({ does, packages }) => does === 'clean' && packages.some(({ text }) => text === 'all'),
    directory: /^\/var\/cache\/?(?:(?:dnf|yum|libdnf5|tdnf)\b.*|\*)?$/,
  },
  {
    cache: ({ manager }) => (manager === 'zypper' ? 'zypper' : undefined),
    fills: (one) => changes(one) || one.call.does === 'remove',
    empties: ({ does }) => does === 'clean',
    directory: /^\/var\/cache\/?(?:zypp\b.*|\*)?$/,
  },
  {
    cache: ({ manager }) => (manager === 'pip' ? 'pip' : undefined),
    fills: (one, run) => one.call.does === 'install' && !pipKeepsNothing(one, run),
    empties: ({ does, packages }) => does === 'clean' && packages.some(({ text }) => text === 'purge'),
    directory: /(?:^|\/)\.cache(?:\/?\*|\/pip.*|\/uv.*|\/?)$|pip|uv[-_]?cache/i,
  },
  {
    cache: ({ program }) => (program === 'yarn' ? 'yarn' : undefined),
    fills: ({ call }) => call.does === 'install',
    empties: ({ does, packages }) => does === 'clean' && packages.some(({ text }) => text === 'clean'),
    directory: /(?:^|\/)\.cache(?:\/?\*|\/yarn.*|\/?)$|yarn/,
  },
]

/** One judgement of every cache that a RUN fills in a stage that is a build's result. */
export function cachesInLayers(stage: Stage): readonly CacheInLayer[] {
  const result = isResult(stage)
  if (result === 'no') return []
  const keepsDownloads = saidBy(stage, /\brm\b[^\n]{0,300}docker-clean|Keep-Downloaded-Packages[\s=]+["']?(?:true|1)/)
  return stage.runs.flatMap((run) => {
    const calls = callsOf(run)
    if (calls.length === 0) return []
    return forms.flatMap((form) => inRun(form, run, calls, keepsDownloads(run)).map((one) => ({ ...one, result })))
  })
}

function inRun(
  form: Form,
  run: Run,
  calls: readonly CallInRun[],
  keepsDownloads: boolean,
): readonly Omit<CacheInLayer, 'result'>[] {
  const own = calls.flatMap((one) => {
    const cache = form.cache(one.call)
    return cache === undefined ? [] : [{ ...one, cache }]
  })
  const user = own.find(changes)
  if (user === undefined) return []
  const emptied = Math.max(
    lastRemoval(run, form.directory),
    own.findLast(({ call }) => form.empties(call))?.at ?? -1,
    scriptThatCleans(run),
  )
  const cleaned = own.some(({ call }) => call.does === 'clean')
  const fill = outsideLayer(run, form.directory)
    ? undefined
    : own.find((one) => one.at > emptied && form.fills(one, run))
  if (user.cache !== 'apt') return [{ ...(fill ?? user), kept: fill !== undefined, cleaned }]
  const archives = /^\/var\/cache(?:\/apt)?(?:\/|$)/
  const downloads = keepsDownloads && !cleaned && !outsideLayer(run, archives) && lastRemoval(run, archives) < 0
  const place = fill ?? (downloads ? user : undefined)
  // An install by the index of an earlier layer adds nothing that could be deleted here.
  if (place === undefined && !own.some(({ call }) => call.does === 'index')) return []
  return [{ ...(place ?? user), kept: place !== undefined, cleaned }]
}

/** Position of a script that by its name tidies up. */
const scriptThatCleans = ({ commands }: Run): number =>
  commands.findLastIndex(({ command }) => /\/[\w-]*clean[\w-]*(?:\.sh)?$/.test(command.name ?? ''))

const off = /^(?:0|false|no|off|n|f)?$/i

/** pip is told by an option, or by a variable of the image, of the RUN or of the command itself. */
function pipKeepsNothing({ call, command }: CallInRun, run: Run): boolean {
  if (call.options.some(({ text }) => text === '--no-cache-dir' || text === '--no-cache' || text === '-n')) return true
  const name = /^(?:PIP_NO_CACHE_DIR|UV_NO_CACHE)$/
  const own = command.command.assignments.find((assignment) => name.test(assignment.name))
  if (own !== undefined) return !off.test(own.value?.text ?? '')
  const said = /\bexport\s+(?:PIP_NO_CACHE_DIR|UV_NO_CACHE)=["']?(\w*)/.exec(run.script)?.[1]
  if (said !== undefined) return !off.test(said)
  const variable = run.stage.effectiveEnv.findLast((one: EnvironmentVariable) => name.test(one.name))
  return variable !== undefined && !(variable.value.known && off.test(variable.value.value))
}
