import { describe, expect, it } from 'vitest'
import { capability, DEFAULT_CAPABILITIES } from './capabilities.ts'
import { sensitiveHostPath } from './host-paths.ts'
import { wellKnownPort } from './ports.ts'
import { isBuildCommand, isToolchainPackage } from './toolchains.ts'
import { packageBrings, packageManager, packagesFor } from './tools.ts'

describe('wellKnownPort', () => {
  it.each([
    [5432, 'PostgreSQL', 'data-store'],
    [6379, 'Redis', 'cache'],
    [11211, 'memcached', 'cache'],
    [22, 'SSH', 'remote-access'],
    [9229, 'Node.js inspector', 'debugger'],
    [2375, 'Docker API', 'orchestration'],
    [443, 'https', 'web'],
    [27017, 'MongoDB', 'data-store'],
  ])('%i is %s, a %s', (port, protocol, role) => expect(wellKnownPort(port)).toEqual({ port, protocol, role }))

  it.each([0, 1, 4567, 65536, Number.NaN])('%d is nothing in particular', (port) =>
    expect(wellKnownPort(port)).toBeUndefined(),
  )
})

describe('capability', () => {
  it('has Docker’s fourteen defaults', () => {
    expect(DEFAULT_CAPABILITIES).toHaveLength(14)
    for (const name of DEFAULT_CAPABILITIES) expect(capability(name)).toMatchObject({ name, byDefault: true })
  })

  it.each([
    ['SYS_ADMIN', 'host', false],
    ['CAP_SYS_ADMIN', 'host', false],
    ['all', 'host', false],
    ['sys_module', 'kernel', false],
    ['NET_ADMIN', 'network', false],
    ['cap_net_raw', 'network', true],
    ['NET_BIND_SERVICE', 'ordinary', true],
  ])('%s is %s', (written, danger, byDefault) => expect(capability(written)).toMatchObject({ danger, byDefault }))

  it.each(['', 'SUPERPOWER', 'constructor', '__proto__'])('%j is none', (written) =>
    expect(capability(written)).toBeUndefined(),
  )
})

describe('sensitiveHostPath', () => {
  it.each([
    ['/var/run/docker.sock', 'container-engine'],
    ['/run/user/1000/docker.sock', 'container-engine'],
    ['//./pipe/docker_engine', 'container-engine'],
    ['\\\\.\\pipe\\docker_engine', 'container-engine'],
    ['/var/run', 'container-engine'],
    ['/var/lib/docker/volumes', 'container-engine'],
    ['/', 'whole-host'],
    ['/etc', 'system'],
    ['/etc/', 'system'],
    ['/etc/nginx', 'system'],
    ['/etc/shadow', 'credentials'],
    ['/etc/ssh/ssh_host_rsa_key', 'credentials'],
    ['/root/.ssh', 'credentials'],
    ['~/.aws', 'credentials'],
    ['~/.aws/credentials', 'credentials'],
    ['/home/me/.kube/config', 'credentials'],
    ['${HOME}/.ssh', 'credentials'],
    ['/proc', 'kernel'],
    ['/proc/1/root', 'kernel'],
    ['/dev/sda', 'devices'],
    ['/usr/bin/docker', 'system'],
    ['/home', 'personal'],
    ['/srv/../etc', 'system'],
  ])('%s: %s', (path, danger) => expect(sensitiveHostPath(path)?.danger).toBe(danger))

  it.each([
    './data',
    'data',
    '',
    '/srv/app',
    '/home/me/project',
    '/etc/localtime',
    '/etc/timezone',
    '/etc/ssl/certs',
    '/usr/share/zoneinfo/UTC',
    '/usr/local/share/app',
    '/var/lib/app',
    '/opt/app/config',
    '/mnt/data',
    '/dev/dri',
    '/dev/net/tun',
    './etc',
    'etc',
    '../docker',
    '/data/docker.sock.d',
  ])('%j is no cause for alarm', (path) => expect(sensitiveHostPath(path)).toBeUndefined())
})

describe('packages', () => {
  it.each([
    ['apt', 'curl', 'curl', true],
    ['apt', 'curl=7.88.1-10', 'curl', true],
    ['apt', 'netcat-openbsd', 'nc', true],
    ['apt', 'procps', 'ps', true],
    ['apt', 'postgresql-client', 'pg_isready', true],
    ['apt', 'libcurl4', 'curl', false],
    ['apt', 'wget', 'curl', false],
    ['apk', 'postgresql16-client', 'pg_isready', true],
    ['apk', 'curl~=8', 'curl', true],
    ['apk', 'build-base', 'make', true],
    ['dnf', 'nmap-ncat', 'nc', true],
    ['npm', 'pm2@5', 'pm2', true],
    ['npm', '@scope/tool', 'tool', false],
  ] as const)('%s: %s brings %s: %s', (manager, name, command, brings) => {
    expect(packageBrings(manager, name, command)).toBe(brings)
  })

  it.each([
    ['apt-get', 'apt'],
    ['microdnf', 'dnf'],
    ['pip3', 'pip'],
    ['constructor', undefined],
    ['brew', undefined],
  ])('%s is of the family %s', (command, family) => expect(packageManager(command)).toBe(family))

  it('suggests a package', () => {
    expect(packagesFor('apt', 'nc')[0]).toBe('netcat-openbsd')
    expect(packagesFor('apk', 'curl')).toEqual(['curl'])
  })
})

describe('toolchains', () => {
  it.each([
    ['apt', 'build-essential'],
    ['apt', 'gcc-12'],
    ['apt', 'libpq-dev'],
    ['apt', 'python3-dev=3.11'],
    ['apk', 'build-base'],
    ['apk', 'musl-dev'],
    ['apk', 'openjdk17-jdk'],
    ['dnf', 'gcc-c++'],
    ['dnf', 'openssl-devel'],
  ] as const)('%s %s is one', (manager, name) => expect(isToolchainPackage(manager, name)).toBe(true))

  it.each([
    ['apt', 'curl'],
    ['apt', 'git'],
    ['apt', 'libpq5'],
    ['apt', 'ca-certificates'],
    ['apk', 'nodejs'],
    ['apk', 'libgcc'],
    ['apk', 'openjdk17-jre'],
    ['dnf', 'java-17-openjdk-headless'],
    ['pip', 'gcc'],
    ['npm', 'make'],
  ] as const)('%s %s is none', (manager, name) => expect(isToolchainPackage(manager, name)).toBe(false))

  it.each([
    'npm ci',
    'npm run build',
    'dotnet publish -c Release',
    'go build ./...',
    'make',
    './mvnw package',
    '/usr/bin/gcc x.c',
    'pip install -r x',
    'cargo build --release',
    'yarn --frozen-lockfile install',
    'yarn',
    'npm run build:prod',
    'pnpm run -r build',
  ])('%s builds', (command) => expect(isBuildCommand(command.split(' '))).toBe(true))

  it.each([
    'npm start',
    'npm run start',
    'npm run dev',
    'yarn start',
    'node server.js',
    'dotnet App.dll',
    'go version',
    'java -jar app.jar',
    'apk add curl',
    'constructor x',
    '',
  ])('%j does not build', (command) => expect(isBuildCommand(command.split(' '))).toBe(false))
})
