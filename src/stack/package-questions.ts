/** Whether a package manager's call stops to ask, when nobody is there to answer. */
import { lazy } from '../core/lazy.ts'
import type { Stage } from './build-model.ts'
import { type CallInRun, callsOf, saidBy } from './package-calls.ts'

interface Asking {
  /** Options that answer every question in advance. */
  readonly yes: RegExp
  /** What a configuration file says to the same end. */
  readonly configured: RegExp
}

const apt: Asking = {
  yes: /^(?:-[a-z]{0,9}y[a-z]{0,9}|--yes|--assume-yes|-[a-z]{0,9}q[a-z]{0,9}q[a-z]{0,9}|-q=[2-9]|--quiet=[2-9]|(?:-o=?|--option=)?APT::Get::Assume-Yes=(?:true|1|yes))$/i,
  configured: /APT::Get::Assume-Yes[\s=]+["']?(?:true|1|yes)/i,
}
const rpm: Asking = {
  yes: /^(?:-[a-z]{0,9}y[a-z]{0,9}|--assume-?yes|--setopt=assumeyes=(?:1|true|yes))$/i,
  configured: /assumeyes\s*=\s*(?:1|true|yes)/i,
}
const zypper: Asking = {
  yes: /^(?:-[a-zA-Z]{0,9}[yn][a-zA-Z]{0,9}|--no-confirm|--non-interactive)$/,
  configured: /(?!)/,
}

/** From the programs' manual pages; programs that never ask are not listed. */
const askers: Readonly<Record<string, Asking>> = {
  ...{ 'apt-get': apt, apt, aptitude: apt },
  ...{ yum: rpm, dnf: rpm, dnf5: rpm, microdnf: rpm, tdnf: rpm },
  zypper,
}

export interface PackageQuestion extends CallInRun {
  /** `unknown` where a configuration is copied in that may answer. */
  readonly answered: 'yes' | 'no' | 'unknown'
}

/** The calls of a stage that would ask before they change what is installed. */
export function packageQuestions(stage: Stage): readonly PackageQuestion[] {
  const configured = new Map([apt, rpm].map((asking) => [asking, saidBy(stage, asking.configured)]))
  const brought = lazy(() => bringsConfiguration(stage))
  return stage.runs.flatMap((run) => {
    const calls = callsOf(run)
    return calls.flatMap((one): readonly PackageQuestion[] => {
      const asking = Object.hasOwn(askers, one.call.program) ? askers[one.call.program] : undefined
      const changes = one.call.does === 'install' || one.call.does === 'remove' || one.call.does === 'upgrade'
      // `check` and its like only look.
      if (asking === undefined || !changes || one.call.options.some(({ text }) => onlyLooks.test(text))) return []
      // Where nothing was removed before, nothing has become needless, and there is nothing to ask.
      if (
        one.call.verb === 'autoremove' &&
        !calls.some(({ at, call }) => at < one.at && call.verb !== 'autoremove' && call.does === 'remove')
      )
        return []
      const yes =
        isAnswered(one, asking) ||
        (configured.get(asking)?.(run) ?? false) ||
        (one.call.program === 'microdnf' && assumesYes(stage))
      return [{ ...one, answered: yes ? 'yes' : brought() ? 'unknown' : 'no' }]
    })
  })
}

/** Whether a file of the context is copied to where the package managers' configuration lies. */
const bringsConfiguration = (stage: Stage): boolean =>
  stage.copies.some(
    ({ destination }) =>
      destination.known && /^\/etc\/(?:apt|dnf|yum|zypp)(?:\.conf|\/|$)/.test(destination.value.slice(0, 100)),
  )

/** The microdnf of release 8 of the Red Hat family does not ask; that of 9 does. */
const assumesYes = ({ rootImage }: Stage): boolean =>
  /(?:ubi|ol|el|rhel)-?8\b|linux(?:-slim)?:8|ubi[\w/-]*:8\b/.test(rootImage?.written ?? '')

const onlyLooks =
  /^(?:-s|--simulate|--just-print|--dry-run|--recon|--no-act|--assume-?no|--download-only|--print-uris|-h|--help)$/

function isAnswered({ call, command }: CallInRun, { yes }: Asking): boolean {
  const own = command.command.words.map(({ text }) => text)
  if (own.some((text) => yes.test(text))) return true
  if (call.manager === 'apt' && own.filter((text) => /^(?:-q|--quiet)$/.test(text)).length > 1) return true
  // `yes | apt-get install …`
  return command.command.pipeIndex > 0 || command.command.redirects.some(({ operator }) => operator.startsWith('<'))
}
