/**
 * The values that the annotations of an image are defined to have, as of image-spec 1.1.1 (annotations.md), with the names that
 * label-schema.org 1.0 had for them; read on 2026-11-22.
 */

import { nearest } from '../core/nearest.ts'

/** A kind of value: whether a text is one, what to say where it is none, and who reports it. */
interface Kind {
  readonly fits: (value: string) => boolean
  readonly says: string
  readonly peer: string
}

/** The licences that projects name most, as SPDX spells them (license list 3.27), in lower case. */
const licences = new Set(
  `0bsd afl-3.0 agpl-3.0 agpl-3.0-only agpl-3.0-or-later apache-1.1 apache-2.0 artistic-2.0 bsd-1-clause bsd-2-clause
  bsd-2-clause-patent bsd-3-clause bsd-3-clause-clear bsd-4-clause bsl-1.0 busl-1.1 cc-by-3.0 cc-by-4.0 cc-by-nc-4.0
  cc-by-nc-sa-4.0 cc-by-sa-4.0 cc0-1.0 cddl-1.0 cddl-1.1 cecill-2.1 curl ecl-2.0 elastic-2.0 epl-1.0 epl-2.0 eupl-1.1 eupl-1.2
  fsl-1.1-alv2 fsl-1.1-mit gfdl-1.3-or-later gpl-2.0 gpl-2.0+ gpl-2.0-only gpl-2.0-or-later gpl-3.0 gpl-3.0+ gpl-3.0-only
  gpl-3.0-or-later isc lgpl-2.1 lgpl-2.1-only lgpl-2.1-or-later lgpl-3.0 lgpl-3.0-only lgpl-3.0-or-later mit mit-0
  mpl-1.1 mpl-2.0 ms-pl ms-rl mulanpsl-2.0 ncsa nist-pd ofl-1.1 openssl osl-3.0 php-3.01 polyform-noncommercial-1.0.0
  postgresql psf-2.0 python-2.0 ruby sspl-1.0 unlicense upl-1.0 vim w3c wtfpl x11 zlib zpl-2.1`.split(/\s+/),
)

/** An expression of licences: names joined by AND, OR and WITH; a name of one's own begins with `LicenseRef-`. */
const isLicence = (value: string): boolean => {
  const words = value.replace(/[()]/g, ' ').trim().split(/\s+/)
  return words.every((word, at) =>
    at % 2 === 1
      ? /^(?:AND|OR|WITH)$/i.test(word)
      : words[at - 1]?.toUpperCase() === 'WITH' ||
        /^(?:LicenseRef-|DocumentRef-)/.test(word) ||
        licences.has(word.toLowerCase()),
  )
}

const url: Kind = {
  fits: (value) =>
    /^(?:https?|git|ssh|git\+https|git\+ssh):\/\/[^\s/]+/i.test(value) || /^git@[\w.-]+:\S+$/.test(value),
  says: 'is no URL',
  peer: 'hadolint:DL3052',
}
const time: Kind = {
  fits: (value) => /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/.test(value),
  says: 'is no date and time as RFC 3339 writes them (2026-03-01T08:00:00Z)',
  peer: 'hadolint:DL3053',
}
const licence: Kind = { fits: isLicence, says: 'is no licence by its SPDX name', peer: 'hadolint:DL3054' }
const hash: Kind = {
  fits: (value) => /^[0-9a-f]{7,64}$/i.test(value),
  says: 'is no commit’s hash',
  peer: 'hadolint:DL3055',
}
const version: Kind = {
  fits: (value) => /\d/.test(value) && /^[\w.+~:-]+$/.test(value),
  says: 'names no version',
  peer: 'hadolint:DL3056',
}
const text: Kind = { fits: () => true, says: '', peer: 'hadolint:DL3051' }
const person: Kind = {
  fits: (value) => !value.includes('@') || /[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+/.test(value),
  says: 'has an address that is none',
  peer: 'hadolint:DL3058',
}

const kinds: Readonly<Record<string, Kind>> = {
  created: time,
  authors: person,
  url,
  documentation: url,
  source: url,
  version,
  revision: hash,
  vendor: text,
  licenses: licence,
  'ref.name': text,
  title: text,
  description: text,
  'base.digest': text,
  'base.name': text,
}
const former: Readonly<Record<string, Kind>> = {
  'build-date': time,
  url,
  'vcs-url': url,
  'vcs-ref': hash,
  version,
}
const namespace = 'org.opencontainers.image.'

/**
 * What is wrong with a label's value: `none`, or words for it and who reports it; `undefined` for labels that nobody has
 * defined.
 */
export function annotationFault(
  name: string,
  value: string,
): 'none' | undefined | { readonly says: string; readonly peer: string } {
  const kind = name.startsWith(namespace)
    ? kinds[name.slice(namespace.length)]
    : name.startsWith('org.label-schema.')
      ? former[name.slice('org.label-schema.'.length)]
      : name === 'maintainer'
        ? person
        : undefined
  if (!kind) {
    return name.startsWith(namespace)
      ? { says: 'is no annotation that is defined', peer: 'hadolint:DL3050' }
      : undefined
  }
  if (value.trim() === '') return { says: 'is empty', peer: 'hadolint:DL3051' }
  return kind.fits(value.trim()) ? 'none' : { says: kind.says, peer: kind.peer }
}

/** What people write for the licences that are named most, without blanks, dashes, dots and the word itself. */
const licenceNames: Readonly<Record<string, string>> = {
  mit: 'MIT',
  apache2: 'Apache-2.0',
  apache20: 'Apache-2.0',
  asl2: 'Apache-2.0',
  asl20: 'Apache-2.0',
  bsd2: 'BSD-2-Clause',
  bsd2clause: 'BSD-2-Clause',
  bsd3: 'BSD-3-Clause',
  bsd3clause: 'BSD-3-Clause',
  gpl2: 'GPL-2.0',
  gpl20: 'GPL-2.0',
  gpl3: 'GPL-3.0',
  gpl30: 'GPL-3.0',
  lgpl21: 'LGPL-2.1',
  lgpl3: 'LGPL-3.0',
  lgpl30: 'LGPL-3.0',
  agpl3: 'AGPL-3.0',
  agpl30: 'AGPL-3.0',
  mpl2: 'MPL-2.0',
  mpl20: 'MPL-2.0',
  isc: 'ISC',
  cc0: 'CC0-1.0',
}

/** The only value of the defined form that a text can mean: a licence by its SPDX name, an address with its scheme. */
export function valueMeant(name: string, value: string): string | undefined {
  const kind = kinds[name.slice(namespace.length)]
  if (!name.startsWith(namespace) || kind === undefined) return undefined
  if (kind === licence)
    return licenceNames[
      value
        .toLowerCase()
        .replace(/\b(?:the|licen[cs]e|version)\b|[\s.,_-]|(?<=[a-z\s-])v(?=\d)/g, '')
        .replace(/(?<=[a-z])v(?=\d)/, '')
    ]
  if (kind === url && /^(?:www\.)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:\/\S*)?$/i.test(value)) return `https://${value}`
  return undefined
}

/** The annotation that is defined and was meant by a name that is not. */
export function annotationMeant(name: string): string | undefined {
  if (!name.startsWith(namespace) || kinds[name.slice(namespace.length)] !== undefined) return undefined
  const meant = nearest(name.slice(namespace.length), Object.keys(kinds))
  return meant === undefined ? undefined : namespace + meant
}
