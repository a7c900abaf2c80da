/** Ways to make a package manager take packages that nobody has signed. Each from the program's own manual. */

export interface SignatureSwitch {
  readonly programs: RegExp
  /** One word of the command. */
  readonly word: RegExp
  readonly peers: readonly string[]
}

const no = '(?:0|false|no|off)'
const yes = '(?:1|true|yes|on)'
const rpmSetting = new RegExp(`^--setopt=(?:\\S{0,200}\\.)?(?:pkg_)?gpgcheck=${no}$`, 'i')
const aptSetting = new RegExp(
  `APT::Get::(?:AllowUnauthenticated|Force-Yes)=${yes}|Acquire::Allow(?:Insecure|Weak|DowngradeToInsecure)Repositories=${yes}`,
  'i',
)

const apt = /^(?:apt|apt-get|aptitude)$/
const rpmManagers = /^(?:yum|dnf|microdnf|tdnf)$/

export const signatureSwitches: readonly SignatureSwitch[] = [
  { programs: /^apk$/, word: /^--allow-untrusted$/, peers: ['checkov:CKV2_DOCKER_7'] },
  { programs: apt, word: /^--allow-unauthenticated$/, peers: ['checkov:CKV2_DOCKER_8'] },
  { programs: apt, word: /^--force-yes$/, peers: ['checkov:CKV2_DOCKER_11'] },
  { programs: apt, word: /^--allow-(?:insecure|weak|downgrade-to-insecure)-repositories$/, peers: [] },
  { programs: apt, word: aptSetting, peers: [] },
  { programs: rpmManagers, word: /^--no-?gpg-?checks?$/, peers: ['checkov:CKV2_DOCKER_9'] },
  { programs: rpmManagers, word: rpmSetting, peers: [] },
  { programs: /^rpm$/, word: /^--(?:nodigest|nosignature|noverify|nofiledigest)$/, peers: ['checkov:CKV2_DOCKER_10'] },
  { programs: /^zypper$/, word: /^--(?:no-gpg-checks|allow-unsigned-rpm|gpgcheck-allow-unsigned\S*)$/, peers: [] },
  { programs: /^gem$/, word: /^(?:NoSecurity|--trust-policy=NoSecurity)$/, peers: [] },
]

/** Programs that check signatures unless they are told not to, when they install. */
export const checksSignatures = /^(?:apk|apt|apt-get|aptitude|yum|dnf|microdnf|tdnf|zypper)$/

/** The same in a list of repositories, or in a configuration, that a command writes. What the build itself made needs no signature. */
export const unsignedInText =
  /\btrusted\s{0,9}[=:]\s{0,9}yes\b(?![^\]\n]{0,200}\]\s{1,9}(?:file|copy|cdrom):)|(?<!repo_|localpkg_)gpgcheck\s{0,9}=\s{0,9}(?:0|false|no|off)\b|\bAllowUnauthenticated["\s=]{1,9}(?:1|true|yes)\b|\bSigLevel\s{0,9}=\s{0,9}Never\b/i
