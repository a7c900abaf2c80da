/** Every row of what a running container may be weaker in than its files: that it is told, and that what the files mean is not. */
import { describe, expect, it } from 'vitest'
import { auditFiles } from '../src/index.ts'
import { readObserved } from './observed-example.ts'

/** A service for which the plainest container is as the files say. */
const plain = 'user: "1000"'

async function driftOf(written: readonly string[], seen: object): Promise<readonly string[]> {
  const lines = [plain, ...written].map((line) => `    ${line}\n`).join('')
  const observed = readObserved(JSON.stringify({ containers: [{ service: 'app', user: '1000', ...seen }] }))
  const compose = `services:\n  app:\n    image: ghcr.io/example/app:3.2.0\n${lines}`
  const report = await auditFiles(
    { 'compose.yaml': compose, 'data/a': '' },
    { only: ['container-weaker-than-files'], today: '2026-06-01', observed },
  )
  const prefix = 'app (container shop-app-1) '
  return [
    ...report.findings.flatMap(({ places }) =>
      places.map(({ severity, message }) => `${severity}: ${message.replace(prefix, '')}`),
    ),
    ...report.unknown.map(({ because }) => `unknown: ${because.replace(prefix, '')}`),
  ].sort()
}

const mount = (more: object) => ({
  mounts: [
    { type: 'bind', source: 'data', inTree: true, target: '/data', readOnly: true, propagation: 'rprivate', ...more },
  ],
})
const port = (more: object) => ({ ports: [{ target: 80, protocol: 'tcp', hostIp: '', published: 8080, ...more }] })

describe.each<[string, readonly string[], object, readonly string[]]>([
  [
    'a capability',
    [],
    { capAdd: ['SYS_ADMIN'] },
    [
      'critical: has SYS_ADMIN: mounting filesystems and most of what root may do to the kernel; the files do not add it',
    ],
  ],
  ['a capability that the files add', ['cap_add: [CAP_SYS_ADMIN]'], { capAdd: ['SYS_ADMIN'] }, []],
  ['a capability, where the files add all', ['cap_add: [ALL]'], { capAdd: ['NET_RAW', 'SYS_TIME'] }, []],
  [
    'a default one, after all are dropped',
    ['cap_drop: [ALL]'],
    { capDrop: ['ALL'], capAdd: ['SETUID'] },
    ['low: has SETUID: changing its user; the files do not add it'],
  ],
  ['a default one, where the files keep all', [], { capDrop: ['ALL'], capAdd: ['SETUID'] }, []],
  [
    'capabilities kept',
    ['cap_drop: ["${DROP}"]'],
    {},
    ['unknown: keeps the capabilities that Docker grants by default, and ${DROP} has no value in any file'],
  ],
  [
    'new privileges',
    ['security_opt: ["no-new-privileges=true"]'],
    {},
    ['medium: lets its processes gain new privileges; the files set no-new-privileges'],
  ],
  [
    'no new privileges, in another spelling',
    ['security_opt: [no-new-privileges]'],
    { securityOptions: ['no-new-privileges:true'] },
    [],
  ],
  [
    'no seccomp',
    [],
    { securityOptions: ['seccomp=unconfined'] },
    ['high: runs without a seccomp profile; the files leave it on'],
  ],
  [
    'no seccomp, as the files say',
    ['security_opt: ["seccomp:unconfined"]'],
    { securityOptions: ['seccomp=unconfined'] },
    [],
  ],
  [
    'the labels that the engine itself turns off',
    ['pid: host'],
    { securityOptions: ['label=disable'], namespaces: { pid: 'host' } },
    [],
  ],
  ['root', [], { user: '0:0' }, ['high: runs as root; the files give it another user']],
  ['a group', [], { groups: ['999'] }, ['medium: is in the group 999; the files do not add that']],
  ['a group of the files', ['group_add: ["999"]'], { groups: ['999'] }, []],
  [
    'the host’s network',
    [],
    { namespaces: { network: 'host' }, networks: ['host'] },
    ['high: is in the host’s network: it reaches every local port there; the files give it its own'],
  ],
  [
    'the host’s network, as the files say',
    ['network_mode: host'],
    { namespaces: { network: 'host' }, networks: ['host'] },
    [],
  ],
  [
    'another namespace of the host',
    ['ipc: shareable'],
    { namespaces: { ipc: 'host' } },
    ['medium: reaches the shared memory of the host’s processes; the files give it its own'],
  ],
  [
    'the user namespace of the host',
    [],
    { namespaces: { user: 'host' } },
    ['medium: is outside of the engine’s user namespace: its root is the host’s root; the files give it its own'],
  ],
  ['the namespace of another service', ['pid: "service:web"'], { namespaces: { pid: 'container:abc' } }, []],
  ['a writable root', ['read_only: true'], {}, ['low: can write to its root filesystem; the files make it read-only']],
  ['a mount', [], mount({}), ['low: mounts ./data of the host at /data; the files mount nothing there']],
  ['a mount of the files', ['volumes: ["./data:/data:ro"]'], mount({}), []],
  ['a mount of the files, by its absolute path', ['volumes: ["/srv/shop/data:/data/:ro"]'], mount({}), []],
  [
    'a mount of the files, below a home directory',
    ['volumes: ["~/data:/data:ro"]'],
    mount({ source: '/home/a/data', inTree: false }),
    [],
  ],
  [
    'a mount as Docker Desktop calls it',
    ['volumes: ["./data:/data:ro"]'],
    mount({ source: '/host_mnt/Users/a/shop/data', inTree: false }),
    [],
  ],
  [
    'a mount of something else',
    ['volumes: ["./data:/data:ro"]'],
    mount({ source: '/etc', inTree: false }),
    [
      'medium: mounts /etc of the host at /data, which gives the host’s configuration and password hashes; the files mount another directory there',
    ],
  ],
  [
    'a directory instead of a volume',
    ['volumes: ["data:/data:ro"]'],
    mount({}),
    ['low: mounts ./data of the host at /data; the files put a volume there'],
  ],
  [
    'a mount that may be written',
    ['volumes: ["./data:/data:ro"]'],
    mount({ readOnly: false }),
    ['medium: may write to what is mounted at /data; the files mount it read-only'],
  ],
  [
    'mounts that are shared',
    ['volumes: ["./data:/data:ro"]'],
    mount({ propagation: 'rshared' }),
    ['medium: shares mounts below /data with the host; the files do not ask for that'],
  ],
  [
    'a mount that a variable may mean',
    ['volumes: ["./data:${TARGET}:ro"]'],
    mount({}),
    ['unknown: mounts ./data of the host at /data, and ${TARGET} has no value in any file'],
  ],
  [
    'the whole host',
    [],
    mount({ source: '/', inTree: false, readOnly: false }),
    ['critical: mounts / of the host at /data, which gives every file of the host; the files mount nothing there'],
  ],
  [
    'a volume',
    [],
    mount({ type: 'volume', source: 'other_data', inTree: false }),
    ['medium: mounts the volume other_data at /data; the files mount nothing there'],
  ],
  ['a volume that the image asks for', [], mount({ type: 'volume', source: '', inTree: false }), []],
  [
    'a secret',
    ['secrets: [{ source: token, target: key }]'],
    mount({ source: 'data/a', target: '/run/secrets/key' }),
    [],
  ],
  [
    'a device',
    [],
    { devices: ['/dev/sda'] },
    ['high: has the device /dev/sda of the host; the files do not give it that'],
  ],
  ['a device of the files', ['devices: ["/dev/sda:/dev/x"]'], { devices: ['/dev/sda'] }, []],
  ['what a driver hands over, as the files say', ['gpus: all'], { devices: ['nvidia'] }, []],
  [
    'a port',
    [],
    port({}),
    ['medium: publishes its port 80 as 8080 on every interface of the host; the files do not publish it'],
  ],
  [
    'a port on the loopback interface',
    [],
    port({ hostIp: '127.0.0.1' }),
    ['low: publishes its port 80 as 8080 on 127.0.0.1; the files do not publish it'],
  ],
  ['a port of a range', ['ports: ["8000-8090:80"]'], port({}), []],
  ['a port that Docker picks', ['ports: ["80"]'], port({ published: 49153 }), []],
  [
    'another protocol',
    ['ports: ["8080:80"]'],
    port({ protocol: 'udp' }),
    ['medium: publishes its port 80/udp as 8080 on every interface of the host; the files do not publish it'],
  ],
  [
    'a wider address',
    ['ports: ["127.0.0.1:8080:80"]'],
    port({}),
    ['medium: publishes its port 80 as 8080 on every interface of the host; the files bind it to 127.0.0.1'],
  ],
  ['a narrower address', ['ports: ["8080:80"]'], port({ hostIp: '127.0.0.1' }), []],
  ['an address of IPv6', ['ports: ["[::1]:8080:80"]'], port({ hostIp: '::1' }), []],
  [
    'a port that a variable may mean',
    ['ports: ["${PORT}:80"]'],
    port({}),
    ['unknown: publishes its port 80 as 8080 on every interface of the host, and ${PORT} has no value in any file'],
  ],
  [
    'a network',
    [],
    { networks: ['default', 'bridge'] },
    ['medium: is on the network bridge; the files do not put it there'],
  ],
  [
    'no limit',
    ['deploy: { resources: { limits: { memory: 512M, cpus: "0.5", pids: 100 } } }'],
    {},
    [
      'low: has no limit for CPU; the files limit it',
      'low: has no limit for processes; the files limit it',
      'medium: has no limit for memory; the files limit it',
    ],
  ],
  [
    'a higher limit',
    ['mem_limit: 0.1g'],
    { limits: { memory: 214_748_364 } },
    ['medium: may have 205 MiB of memory; the files give it less'],
  ],
  ['the same limit, rounded', ['mem_limit: 0.1g'], { limits: { memory: 107_374_183 } }, []],
  ['a limit where the files have none', [], { limits: { memory: 1024, cpus: 1, processes: 5 } }, []],
  [
    'no restarts',
    ['restart: unless-stopped'],
    {},
    ['low: is not started again after a crash; the files have it restarted'],
  ],
  [
    'restarts without end',
    [],
    { restart: { policy: 'always', most: 0 } },
    ['low: is started again without end, however often it fails; the files say otherwise'],
  ],
  ['restarts of the files', ['restart: "on-failure:3"'], { restart: { policy: 'on-failure', most: 3 } }, []],
  [
    'restarts by the rules of a deployment',
    ['deploy: { restart_policy: { condition: any } }'],
    { restart: { policy: 'always', most: 0 } },
    [],
  ],
  ['no log', [], { log: { driver: 'none', bounded: false } }, ['medium: keeps no log; the files do not turn it off']],
  [
    'a log without end',
    ['logging: { options: { max-size: 10m } }'],
    {},
    ['low: has a log that grows without end; the files bound it'],
  ],
  ['no health check', ['healthcheck: { test: ["CMD", "true"] }'], {}, ['low: has no health check; the files have one']],
  ['no health check, as the files say', ['healthcheck: { disable: true }'], {}, []],
  [
    'memory without a killer',
    [],
    { outOfMemoryKiller: false },
    ['medium: is never killed when memory runs out: others are, or the host hangs; the files do not ask for that'],
  ],
  ['a control group', [], { cgroupParent: '/x' }, ['low: is in the control group /x; the files name none, or another']],
  [
    'the engine’s ulimits',
    ['ulimits: { nofile: 1024 }'],
    {},
    ['low: has the engine’s ulimits; the files set their own'],
  ],
])('%s', (_, written, seen, expected) => {
  it(expected.length === 0 ? 'is as the files say' : 'is told', async () => {
    expect(await driftOf(written, seen)).toEqual(expected)
  })
})
