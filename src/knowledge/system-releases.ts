/** Releases of operating systems as image tags name them: `buster`, `alpine3.14`, `debian11`, `ubuntu-22.04`. */

export interface SystemRelease {
  readonly product: string
  readonly version: string
  readonly codename?: string
}

/** https://wiki.debian.org/DebianReleases and https://wiki.ubuntu.com/Releases, read 2026-11-22. */
const CODENAMES: Readonly<Record<string, readonly [product: string, version: string]>> = {
  squeeze: ['Debian', '6'],
  wheezy: ['Debian', '7'],
  jessie: ['Debian', '8'],
  stretch: ['Debian', '9'],
  buster: ['Debian', '10'],
  bullseye: ['Debian', '11'],
  bookworm: ['Debian', '12'],
  trixie: ['Debian', '13'],
  trusty: ['Ubuntu', '14.04'],
  xenial: ['Ubuntu', '16.04'],
  bionic: ['Ubuntu', '18.04'],
  focal: ['Ubuntu', '20.04'],
  hirsute: ['Ubuntu', '21.04'],
  impish: ['Ubuntu', '21.10'],
  jammy: ['Ubuntu', '22.04'],
  kinetic: ['Ubuntu', '22.10'],
  lunar: ['Ubuntu', '23.04'],
  mantic: ['Ubuntu', '23.10'],
  noble: ['Ubuntu', '24.04'],
  oracular: ['Ubuntu', '24.10'],
  plucky: ['Ubuntu', '25.04'],
  questing: ['Ubuntu', '25.10'],
  resolute: ['Ubuntu', '26.04'],
}

const NUMBERED: readonly (readonly [product: string, pattern: RegExp])[] = [
  ['Alpine Linux', /(?:^|[-_])alpine-?(3\.\d{1,2})(?![\d])/],
  ['Debian', /(?:^|[-_])debian-?(\d{1,2})(?![\d.])/],
  ['Ubuntu', /(?:^|[-_])ubuntu-?(\d{2}\.\d{2})(?!\d)/],
  ['CentOS', /(?:^|[-_])centos-?([5-8])(?!\d)/],
  ['Amazon Linux', /(?:^|[-_])(?:al|amazonlinux-?)(2|2023)(?!\d)/],
  ['Fedora', /(?:^|[-_])fedora-?(\d{2})(?!\d)/],
]

/** The system release that a tag (or `repository-tag`) names, if it names one. */
export function releaseIn(tag: string): SystemRelease | undefined {
  for (const word of tag.slice(0, 512).split(/[-_.]/)) {
    const release = Object.hasOwn(CODENAMES, word) ? CODENAMES[word] : undefined
    if (release) return { product: release[0], version: release[1], codename: word }
  }
  for (const [product, pattern] of NUMBERED) {
    const version = pattern.exec(tag)?.[1]
    if (version !== undefined) return { product, version }
  }
  return undefined
}
