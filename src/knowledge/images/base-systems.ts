/** Which commands a base system brings, and which ones people expect of it in vain. */
import type { BaseSystem } from './profile.ts'

interface BaseTools {
  readonly has: ReadonlySet<string>
  /** Known to be missing; `undefined` means that everything not in `has` is missing. */
  readonly lacks: ReadonlySet<string> | undefined
}

const base = (has: string, lacks?: string): BaseTools => ({
  has: new Set(has.split(' ').filter(Boolean)),
  lacks: lacks === undefined ? undefined : new Set(lacks.split(' ')),
})

const POSIX =
  'sh cat echo printf test [ true false sleep grep sed head tail wc cut tr sort uniq ls cp mv rm mkdir chmod chown env date id tar find kill'
const BUSYBOX = `${POSIX} ash busybox awk wget nc ps pgrep pidof pkill netstat ping nslookup timeout stat xargs gzip vi ifconfig hostname`
const GNU = `${POSIX} bash perl timeout stat awk xargs gzip hostname`
/** What slim Debian images are usually asked for and have not. */
const NOT_IN_DEBIAN =
  'curl wget nc ncat netcat ps pgrep pkill top ping ss netstat telnet nslookup dig host ip jq git python python3 node busybox openssl vim vi nano sudo apk lsof'

/** Alpine, Debian, Ubuntu and Red Hat base images as published in August 2026; Debian's lists from their own manifests. */
const SYSTEMS: Readonly<Record<BaseSystem, BaseTools>> = {
  alpine: base(
    `${BUSYBOX} apk`,
    'bash curl python python3 node perl git jq openssl dig host ss telnet ncat sudo apt-get lsof',
  ),
  busybox: base(`${BUSYBOX} telnet`, 'bash curl python python3 node perl git jq openssl dig ss apk apt-get sudo'),
  debian: base(`${GNU} apt-get dpkg`, NOT_IN_DEBIAN),
  'debian-slim': base(`${GNU} apt-get dpkg`, NOT_IN_DEBIAN),
  ubuntu: base(
    `${GNU} apt-get dpkg`,
    'curl wget nc ncat netcat ping ss netstat telnet nslookup dig host ip jq git python python3 node busybox vim vi nano sudo apk lsof',
  ),
  buildpack: base(
    `${GNU} apt-get dpkg curl wget git gcc g++ make openssl ps pgrep`,
    'jq node nslookup dig sudo apk telnet',
  ),
  rhel: base(`${POSIX} bash`, 'apt-get apk busybox nc telnet jq'),
  'rhel-minimal': base('sh bash cat echo', 'apt-get apk busybox nc telnet jq python python3'),
  wolfi: base(`${BUSYBOX} apk`, 'bash curl apt-get'),
  distroless: base(''),
  empty: base(''),
}

/** Whether a base system by itself brings a command. */
export function baseHas(system: BaseSystem, command: string): 'present' | 'absent' | 'unknown' {
  const { has, lacks } = SYSTEMS[system]
  if (has.has(command)) return 'present'
  return lacks === undefined || lacks.has(command) ? 'absent' : 'unknown'
}
