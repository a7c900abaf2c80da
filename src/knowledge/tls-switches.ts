/** Ways to tell a program not to ask who it is talking to: options, settings in files, variables. Each from the program's own manual. */

/** What a command does with certificates. */
export interface TlsSwitch {
  /** The name a person would look for. */
  readonly name: string
  /** The programs, by name; those that fetch something are judged as good where the switch is absent. */
  readonly programs: RegExp
  /** The whole command, its words joined by single spaces. */
  readonly off: RegExp
  readonly peers: readonly string[]
}

/** Letters before `k` in a group of curl's options that would take the rest as their value. */
const curlInsecure = /(?:^| )(?:--insecure|--proxy-insecure|-[^-\sAbcCdDeEFHKmoPQrtTuUwxXyYzk]{0,20}k\S*)(?= |$)/

export const tlsSwitches: readonly TlsSwitch[] = [
  { name: 'curl --insecure', programs: /^curl$/, off: curlInsecure, peers: ['checkov:CKV2_DOCKER_2'] },
  {
    name: 'wget --no-check-certificate',
    programs: /^wget$/,
    off: / --no-check-certificate\b/,
    peers: ['checkov:CKV2_DOCKER_3'],
  },
  {
    name: 'pip --trusted-host',
    programs: /^(?:pip[\d.]*|pipenv|uv|python[\d.]*)$/,
    off: / (?:--trusted-host|--allow-insecure-host|config (?:--\S+ )?set \S*\btrusted-host)\b/,
    peers: ['checkov:CKV2_DOCKER_4'],
  },
  {
    name: 'strict-ssl false',
    programs: /^(?:npm|yarn|pnpm|npx)$/,
    off: / (?:set (?:--?\S+ )?(?:strict-ssl|enableStrictSsl)[ =](?:false|0)|--strict-ssl(?: |=)false|--no-strict-ssl)\b/,
    peers: ['checkov:CKV2_DOCKER_13'],
  },
  {
    name: 'sslverify=0',
    programs: /^(?:yum|dnf|microdnf|tdnf|(?:yum|dnf)-config-manager)$/,
    off: / (?:--setopt[= ]|setopt )(?:\S{0,200}\.)?sslverify=(?:0|false|no|off)\b/i,
    peers: ['checkov:CKV2_DOCKER_15'],
  },
  {
    name: 'http.sslVerify false',
    programs: /^git$/,
    off: /\bhttp\.(?:\S{1,200}\.)?sslverify[= ](?:0|false|no|off)\b/i,
    peers: [],
  },
  {
    name: 'Verify-Peer=false',
    programs: /^(?:apt|apt-get|aptitude)$/,
    off: /\bVerify-(?:Peer|Host)=(?:0|false|no|off)\b/i,
    peers: [],
  },
  { name: 'apk --no-check-certificate', programs: /^apk$/, off: / --no-check-certificate\b/, peers: [] },
  {
    name: 'ssl_verify false',
    programs: /^(?:conda|mamba|micromamba)$/,
    off: / (?:--insecure|-k|--set ssl_verify (?:0|false|no))(?= |$)/i,
    peers: [],
  },
  { name: 'disable-tls true', programs: /^composer$/, off: / disable-tls (?:1|true)\b/, peers: [] },
  {
    name: 'ssl.insecure=true',
    programs: /^(?:mvnw?|gradlew?)$/,
    off: /-Dmaven\.wagon\.http\.ssl\.(?:insecure|allowall)=true\b/,
    peers: [],
  },
  {
    name: '--tls-verify=false',
    programs: /^(?:skopeo|podman|buildah)$/,
    off: / --(?:(?:src-|dest-)?tls-verify=false|tls-verify false)(?= |$)/,
    peers: [],
  },
  {
    name: '--insecure-skip-tls-verify',
    programs: /^(?:helm|kubectl|oc|argocd)$/,
    off: / --(?:(?:kube-)?insecure-skip-tls-verify|insecure)(?:=true)?(?= |$)/,
    peers: [],
  },
  { name: '--insecure', programs: /^(?:crane|oras)$/, off: / --insecure(?:=true)?(?= |$)/, peers: [] },
  { name: '--no-verify-ssl', programs: /^aws$/, off: / --no-verify-ssl\b/, peers: [] },
]

/** The same in a file that a command writes. */
export const tlsSettingInText =
  /\b(?:http\.)?ssl_?verify"?\s{0,9}[:=]\s{0,9}"?(?:0|false|no|off)\b|\bstrict-ssl\s{0,9}=\s{0,9}(?:false|0)\b|\bVerify-(?:Peer|Host)["\s=]{1,9}(?:0|false|no|off)\b|\bcheck_certificate\s{0,9}=\s{0,9}(?:0|off|no)\b|\btrusted-host\s{0,9}=\s{0,9}\S/i

interface TlsVariable {
  readonly off: RegExp
  readonly peers: readonly string[]
}

const falsy = /^(?:0|false|no|off)$/i
const truthy = /^(?:1|true|yes|on)$/i
const anything = /^.+/s

/** Variables that programs read; their names in capitals. */
const variables: Readonly<Record<string, TlsVariable>> = {
  NODE_TLS_REJECT_UNAUTHORIZED: { off: /^0$/, peers: ['checkov:CKV2_DOCKER_6'] },
  PYTHONHTTPSVERIFY: { off: /^0$/, peers: ['checkov:CKV2_DOCKER_5'] },
  NPM_CONFIG_STRICT_SSL: { off: /^(?:0|false)$/, peers: ['checkov:CKV2_DOCKER_12'] },
  YARN_ENABLE_STRICT_SSL: { off: falsy, peers: [] },
  // git asks only whether it is set, so that even 0 and nothing switch it off.
  GIT_SSL_NO_VERIFY: { off: /^/, peers: ['checkov:CKV2_DOCKER_14'] },
  PIP_TRUSTED_HOST: { off: anything, peers: ['checkov:CKV2_DOCKER_16'] },
  UV_INSECURE_HOST: { off: anything, peers: [] },
  GOINSECURE: { off: anything, peers: [] },
  CONDA_SSL_VERIFY: { off: falsy, peers: [] },
  AZURE_CLI_DISABLE_CONNECTION_VERIFICATION: { off: truthy, peers: [] },
  VAULT_SKIP_VERIFY: { off: truthy, peers: [] },
  NOMAD_SKIP_VERIFY: { off: truthy, peers: [] },
  CONSUL_HTTP_SSL_VERIFY: { off: falsy, peers: [] },
}

/** The switch behind a variable's name; npm reads its own in small letters too. */
export function tlsVariable(name: string): TlsVariable | undefined {
  const key = /^npm_config_/i.test(name) ? name.toUpperCase() : name
  return Object.hasOwn(variables, key) ? variables[key] : undefined
}

/** Every peer's check that some switch of the tables answers to. */
export const tlsPeers: readonly string[] = [...tlsSwitches, ...Object.values(variables)].flatMap(({ peers }) => peers)
