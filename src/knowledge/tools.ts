/** Which package brings which command, per package manager: was the health check's tool installed? */
import { lazy } from '../core/lazy.ts'

export type PackageManager = 'apt' | 'apk' | 'dnf' | 'zypper' | 'pip' | 'npm' | 'gem' | 'cargo' | 'go'

/** The names a package manager's command goes by. */
const MANAGERS: Readonly<Record<string, PackageManager>> = {
  apt: 'apt',
  'apt-get': 'apt',
  aptitude: 'apt',
  apk: 'apk',
  dnf: 'dnf',
  dnf5: 'dnf',
  microdnf: 'dnf',
  yum: 'dnf',
  tdnf: 'dnf',
  zypper: 'zypper',
  pip: 'pip',
  pip3: 'pip',
  npm: 'npm',
  yarn: 'npm',
  pnpm: 'npm',
  gem: 'gem',
  cargo: 'cargo',
  go: 'go',
}

/** The family a package manager's command belongs to. */
export const packageManager = (command: string): PackageManager | undefined =>
  Object.hasOwn(MANAGERS, command) ? MANAGERS[command] : undefined

/**
 * `command package…`, where a package brings a command of another name: packages.debian.org (bookworm, trixie),
 * pkgs.alpinelinux.org (3.22) and packages.fedoraproject.org, read 2026-11-22. A package of the command's own name always counts.
 */
const PROVIDERS: Readonly<Partial<Record<PackageManager, string>>> = {
  apt:
    'nc netcat-openbsd netcat-traditional netcat ncat; ncat ncat nmap; netcat netcat-openbsd netcat-traditional; ps procps; pgrep procps; pkill procps; top procps; ' +
    'pg_isready postgresql-client postgresql libpq5 postgresql-client-14 postgresql-client-15 postgresql-client-16 postgresql-client-17 postgresql-client-18; ' +
    'psql postgresql-client postgresql postgresql-client-14 postgresql-client-15 postgresql-client-16 postgresql-client-17 postgresql-client-18; ' +
    'mysql default-mysql-client mysql-client mariadb-client; mysqladmin default-mysql-client mysql-client mariadb-client; mariadb-admin mariadb-client; ' +
    'redis-cli redis-tools redis redis-server; mongosh mongodb-mongosh; mongo mongodb-org-shell mongodb-clients; ' +
    'ping iputils-ping inetutils-ping; ss iproute2; ip iproute2; netstat net-tools; ifconfig net-tools; dig dnsutils bind9-dnsutils; nslookup dnsutils bind9-dnsutils; host bind9-host; ' +
    'telnet telnet inetutils-telnet; python3 python3 python3-minimal python3-pip; python python-is-python3; node nodejs; npm npm nodejs; ' +
    'gosu gosu; tini tini; dumb-init dumb-init; openssl openssl; java default-jre default-jre-headless openjdk-17-jre openjdk-17-jre-headless openjdk-21-jre-headless; ' +
    'gcc build-essential gcc; g++ build-essential g++; make build-essential make; pidof sysvinit-utils; grpcurl grpcurl; bash bash',
  apk:
    'nc netcat-openbsd; ps procps procps-ng; pgrep procps procps-ng; bash bash; pg_isready postgresql-client postgresql16-client postgresql17-client postgresql15-client; psql postgresql-client postgresql15-client postgresql16-client postgresql17-client; ' +
    'mysql mysql-client mariadb-client; mysqladmin mysql-client mariadb-client; redis-cli redis; mongosh mongosh; ' +
    'ss iproute2; ip iproute2; dig bind-tools; nslookup bind-tools; host bind-tools; telnet busybox-extras inetutils-telnet; ncat nmap-ncat; ' +
    'python3 python3; python python3; node nodejs nodejs-current; npm npm; java openjdk8-jre openjdk11-jre openjdk17-jre openjdk21-jre openjdk17-jre-headless openjdk21-jre-headless; ' +
    'gcc build-base gcc; g++ build-base g++; make build-base make; su-exec su-exec; openssl openssl; netstat net-tools',
  dnf:
    'curl curl curl-minimal; nc nmap-ncat nc; ncat nmap-ncat; ps procps-ng procps; pgrep procps-ng procps; pg_isready postgresql; psql postgresql; ' +
    'mysql mysql community-mysql mariadb; mysqladmin mysql community-mysql mariadb; redis-cli redis; ping iputils; ss iproute; ip iproute; netstat net-tools; ' +
    'dig bind-utils; nslookup bind-utils; host bind-utils; node nodejs; npm nodejs npm; gcc gcc; make make; java java-17-openjdk-headless java-17-openjdk java-21-openjdk-headless',
  pip: 'flask flask; gunicorn gunicorn; uvicorn uvicorn; celery celery; http httpie; aws awscli; ansible ansible',
  npm: 'wait-on wait-on; http-server http-server; serve serve; pm2 pm2',
}

const table = lazy(
  (): ReadonlyMap<string, ReadonlySet<string>> =>
    new Map(
      Object.entries(PROVIDERS).flatMap(([manager, list]) =>
        list.split('; ').map((entry): [string, ReadonlySet<string>] => {
          const [command = '', ...packages] = entry.split(' ')
          return [`${manager} ${command}`, new Set(packages)]
        }),
      ),
    ),
)

/** Whether installing `packageName` (a version such as `=1.2` or `@1` is ignored) brings `command`. */
export function packageBrings(manager: PackageManager, packageName: string, command: string): boolean {
  const name = packageName.replace(/(?<=.)(?:[=<>~!]|@).*$/, '')
  return name === command || (table().get(`${manager} ${command}`)?.has(name) ?? false)
}

/** Packages that bring `command`, the usual one first; the command's own name where nothing else is known. */
export const packagesFor = (manager: PackageManager, command: string): readonly string[] => {
  const packages = table().get(`${manager} ${command}`)
  return packages === undefined ? [command] : [...packages]
}
