/** The controls of two frameworks that auditors ask for, by the numbers that they are cited by; titles are in our own words. */

export interface ControlDefinition {
  readonly framework: string
  readonly id: string
  readonly title: string
  /** What the `references` of the rules that decide it call it. */
  readonly reference: string
  /** What a rule calls it among its `peers`, where it is one of several that the rule has a row for. */
  readonly peer: string | undefined
  /** What would assess it where no rule speaks of it. */
  readonly otherwise: string
  /** What files cannot show of it even where every rule passes; empty where they show all of it. */
  readonly beyond: string
  /** Whether the rules that decide it speak of built images alone. */
  readonly inImages: boolean
}

/** The edition of 2025: its section 2 has one control more than the one before, so that 2.7 to 2.18 moved on by one. */
const cis = 'CIS Docker Benchmark 1.8.0'
const nist = 'NIST SP 800-190 (2017)'

interface Remarks {
  readonly otherwise?: string
  readonly beyond?: string
  readonly inImages?: boolean
}
type Row = readonly [id: string, title: string, remarks?: Remarks]

const onHost = 'It is about the machine that runs the engine: docker-bench-security, run on it, assesses it.'
const onDaemon =
  'It is about the engine’s own settings: `docker info`, or docker-bench-security on the host, assesses it.'
const onFiles = 'It is about files of the machine that runs the engine: docker-bench-security, run on it, assesses it.'
const onSwarm = 'It is about the cluster: a manager of the swarm tells, with `docker info` or docker-bench-security.'

const ofCis = (rows: readonly Row[], otherwise: string): readonly ControlDefinition[] =>
  rows.map(([id, title, remarks]) => ({
    framework: cis,
    id,
    title,
    reference: `CIS Docker Benchmark ${id}`,
    peer: `cis:${id}`,
    otherwise: remarks?.otherwise ?? otherwise,
    beyond: remarks?.beyond ?? '',
    inImages: remarks?.inImages ?? false,
  }))

const host: readonly Row[] = [
  ['1.1.1', 'Containers have a partition of their own'],
  ['1.1.2', 'Only trusted people control the engine'],
  ['1.1.3', 'The engine is audited'],
  ['1.1.4', '/run/containerd is audited'],
  ['1.1.5', '/var/lib/docker is audited'],
  ['1.1.6', '/etc/docker is audited'],
  ['1.1.7', 'docker.service is audited'],
  ['1.1.8', 'containerd.sock is audited'],
  ['1.1.9', 'docker.socket is audited'],
  ['1.1.10', '/etc/default/docker is audited'],
  ['1.1.11', '/etc/docker/daemon.json is audited'],
  ['1.1.12', '/etc/containerd/config.toml is audited'],
  ['1.1.13', '/etc/sysconfig/docker is audited'],
  ['1.1.14', '/usr/bin/containerd is audited'],
  ['1.1.15', '/usr/bin/containerd-shim is audited'],
  ['1.1.16', '/usr/bin/containerd-shim-runc-v1 is audited'],
  ['1.1.17', '/usr/bin/containerd-shim-runc-v2 is audited'],
  ['1.1.18', '/usr/bin/runc is audited'],
  ['1.2.1', 'The host is hardened'],
  ['1.2.2', 'The engine is up to date'],
]

const daemon: readonly Row[] = [
  ['2.1', 'The engine runs without root where that is possible'],
  ['2.2', 'Containers on the default bridge cannot reach each other'],
  ['2.3', 'The engine logs at level info'],
  ['2.4', 'The engine may change iptables'],
  ['2.5', 'No insecure registry is used'],
  ['2.6', 'The storage driver is not aufs'],
  ['2.7', 'The storage driver is not devicemapper'],
  ['2.8', 'The engine asks for TLS certificates'],
  ['2.9', 'The default ulimit is set'],
  ['2.10', 'User namespaces are on'],
  ['2.11', 'The default control group is confirmed'],
  ['2.12', 'The base device size is changed only where needed'],
  ['2.13', 'Commands of clients are authorised'],
  ['2.14', 'Logs are collected in one remote place'],
  ['2.15', 'Containers gain no new privileges by default'],
  ['2.16', 'Live restore is on'],
  ['2.17', 'The userland proxy is off'],
  ['2.18', 'A seccomp profile of one’s own applies where it is needed'],
  ['2.19', 'Experimental features are off in production'],
]

const files: readonly Row[] = [
  ['3.1', 'docker.service belongs to root'],
  ['3.2', 'docker.service has a narrow mode'],
  ['3.3', 'docker.socket belongs to root'],
  ['3.4', 'docker.socket has a narrow mode'],
  ['3.5', '/etc/docker belongs to root'],
  ['3.6', '/etc/docker has a narrow mode'],
  ['3.7', 'Certificates of registries belong to root'],
  ['3.8', 'Certificates of registries have a narrow mode'],
  ['3.9', 'The certificate of the TLS authority belongs to root'],
  ['3.10', 'The certificate of the TLS authority has a narrow mode'],
  ['3.11', 'The engine’s certificate belongs to root'],
  ['3.12', 'The engine’s certificate has a narrow mode'],
  ['3.13', 'The key of the engine’s certificate belongs to root'],
  ['3.14', 'The key of the engine’s certificate has mode 400'],
  ['3.15', 'The engine’s socket belongs to root and the group docker'],
  ['3.16', 'The engine’s socket has a narrow mode'],
  ['3.17', 'daemon.json belongs to root'],
  ['3.18', 'daemon.json has a narrow mode'],
  ['3.19', '/etc/default/docker belongs to root'],
  ['3.20', '/etc/default/docker has a narrow mode'],
  ['3.21', '/etc/sysconfig/docker has a narrow mode'],
  ['3.22', '/etc/sysconfig/docker belongs to root'],
  ['3.23', 'The socket of containerd belongs to root'],
  ['3.24', 'The socket of containerd has a narrow mode'],
]

const images: readonly Row[] = [
  ['4.1', 'Containers have a user of their own'],
  [
    '4.2',
    'Only trusted base images are used',
    { otherwise: 'Say in `drydock.yaml` which registries are trusted (`policy`).' },
  ],
  ['4.3', 'No needless package is installed', { beyond: 'packages that base images bring along' }],
  ['4.4', 'Images are scanned, and rebuilt with security patches', { beyond: 'what the scans find' }],
  ['4.5', 'Images are signed (content trust)'],
  ['4.6', 'Images have a health check'],
  ['4.7', 'A package index is not updated on its own'],
  [
    '4.8',
    'Images hold no setuid or setgid files',
    {
      otherwise: '`drydock audit --images` looks into the images that were built.',
      beyond: 'what base images bring along',
      inImages: true,
    },
  ],
  ['4.9', 'COPY is used instead of ADD'],
  ['4.10', 'No secret is in a Dockerfile'],
  ['4.11', 'Only verified packages are installed', { beyond: 'packages that base images bring along' }],
  [
    '4.12',
    'Signed artifacts are validated',
    { otherwise: 'Ask who verifies signatures before images and packages are used.' },
  ],
]

const exec = 'It is about what people type: the audit log of the host tells who ran docker exec, and how.'

const runtime: readonly Row[] = [
  ['5.1', 'Swarm mode is off where it is not needed', { otherwise: onDaemon }],
  ['5.2', 'An AppArmor profile applies', { beyond: 'whether the host has AppArmor' }],
  ['5.3', 'SELinux options are set', { beyond: 'whether the host has SELinux' }],
  ['5.4', 'Kernel capabilities are restricted'],
  ['5.5', 'No container is privileged'],
  ['5.6', 'Sensitive directories of the host are not mounted'],
  ['5.7', 'No SSH server runs in a container', { beyond: 'programs that images bring along' }],
  ['5.8', 'No privileged port is mapped'],
  ['5.9', 'Only needed ports are open', { beyond: 'which ports people need' }],
  ['5.10', 'The host’s network is not shared'],
  ['5.11', 'Memory is limited'],
  ['5.12', 'CPU is limited'],
  ['5.13', 'The root filesystem is read-only'],
  ['5.14', 'Published ports are bound to one interface of the host'],
  ['5.15', 'Containers are restarted on failure, at most five times'],
  ['5.16', 'The host’s process namespace is not shared'],
  ['5.17', 'The host’s IPC namespace is not shared'],
  ['5.18', 'Devices of the host are not exposed'],
  ['5.19', 'Ulimits are set where they are needed'],
  ['5.20', 'Mounts are not propagated as shared'],
  ['5.21', 'The host’s UTS namespace is not shared'],
  ['5.22', 'The default seccomp profile is on'],
  ['5.23', 'docker exec is not used with --privileged', { otherwise: exec }],
  ['5.24', 'docker exec is not used with --user=root', { otherwise: exec }],
  ['5.25', 'The control group is the one that is meant'],
  ['5.26', 'Containers gain no new privileges'],
  ['5.27', 'Health is checked at run time'],
  ['5.28', 'Images in use are up to date', { beyond: 'whether a newer release is out' }],
  ['5.29', 'The number of processes is limited'],
  ['5.30', 'The default bridge docker0 is not used'],
  ['5.31', 'The host’s user namespace is not shared'],
  ['5.32', 'The engine’s socket is in no container'],
]

const operations: readonly Row[] = [
  [
    '6.1',
    'Hosts keep no needless images',
    { otherwise: 'It is about what lies on the hosts: `docker system df` and `docker images` tell.' },
  ],
  [
    '6.2',
    'Hosts keep no needless containers',
    { otherwise: 'It is about what lies on the hosts: `docker ps --all` tells.' },
  ],
]

const swarm: readonly Row[] = [
  ['7.1', 'The swarm has as few managers as it needs'],
  ['7.2', 'Swarm services are bound to one interface of the host'],
  ['7.3', 'Overlay networks are encrypted'],
  ['7.4', 'Secrets of the swarm are kept by its own commands'],
  ['7.5', 'Managers are locked (auto-lock)'],
  ['7.6', 'The key of the lock is rotated'],
  ['7.7', 'Certificates of nodes are rotated'],
  ['7.8', 'Certificates of the authority are rotated'],
  ['7.9', 'Management traffic is apart from the data’s'],
]

type Countermeasure = readonly [id: string, title: string, beyond: string, otherwise?: string]

/** Section 4: what counters the risks of section 3, under the same numbers. */
const countermeasures: readonly Countermeasure[] = [
  ['4.1.1', 'Images are kept free of known vulnerabilities', 'what a scan of the images finds'],
  ['4.1.2', 'Images are configured well', 'images that are built elsewhere'],
  ['4.1.3', 'Images are watched for malware', '', 'A scanner that knows malware has to look at the images.'],
  ['4.1.4', 'No secret is embedded in an image', 'images that are built elsewhere, and how secrets are kept at rest'],
  ['4.1.5', 'Only trusted images run', 'what hosts verify before they run an image'],
  ['4.2.1', 'Registries are reached over secure connections', 'how engines on the hosts reach registries'],
  ['4.2.2', 'Stale images are neither kept nor run', 'what the registry holds'],
  ['4.2.3', 'Registries ask who reads and who writes', 'who has an account there'],
  ['4.3.1', 'Administrators of the orchestrator may do only what they need', 'accounts of people'],
  ['4.3.2', 'Nobody without a right gets at the orchestrator or its data', 'how people log in'],
  ['4.3.3', 'Traffic between containers is separated', 'firewalls that the files do not name'],
  ['4.3.4', 'Workloads of different sensitivity run on different hosts', '', 'The orchestrator’s placement tells.'],
  ['4.3.5', 'Nodes of the orchestrator are trusted, and talk encrypted', 'how nodes join'],
  ['4.4.1', 'The container runtime has no known vulnerability', '', 'A scan of the hosts tells.'],
  ['4.4.2', 'Containers reach only the networks that they need', 'firewalls that the files do not name'],
  ['4.4.3', 'Containers run with secure settings', 'what is running'],
  ['4.4.4', 'A flaw in the application is contained and noticed', 'what watches containers at run time'],
  ['4.4.5', 'Only containers that are meant to run are started', 'who may start containers on the hosts'],
  ['4.5.1', 'Hosts offer little to attack', '', onHost],
  ['4.5.2', 'Hosts run containers and nothing else', '', onHost],
  ['4.5.3', 'Components of the hosts are kept up to date', '', onHost],
  ['4.5.4', 'Logins to hosts are few and watched', '', onHost],
  ['4.5.5', 'Containers cannot tamper with the host’s files', 'what is running'],
]

/** Every control, in the frameworks' own order. */
export const controlDefinitions: readonly ControlDefinition[] = [
  ...ofCis(host, onHost),
  ...ofCis(daemon, onDaemon),
  ...ofCis(files, onFiles),
  ...ofCis(images, 'Look at the image itself.'),
  ...ofCis(runtime, '`drydock audit --engine` looks at the running containers.'),
  ...ofCis(operations, onHost),
  ...ofCis(swarm, onSwarm),
  ...countermeasures.map(
    ([id, title, beyond, otherwise = 'No rule speaks of it.']): ControlDefinition => ({
      framework: nist,
      id,
      title,
      reference: `NIST SP 800-190 ${id}`,
      peer: undefined,
      otherwise,
      inImages: false,
      beyond,
    }),
  ),
]
