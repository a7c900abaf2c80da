/** Accounts that images bring along beside root and that are meant to run the program, and where a base can make one. */
import type { BaseSystem, ImageProfile } from './images/profile.ts'

export interface OwnAccount {
  readonly uid: number
  readonly gid: number
  /** How USER names it, where a variable of the image holds the number. */
  readonly written?: string
}

/** From each image's own Dockerfile. */
const accounts: Readonly<Record<string, OwnAccount>> = {
  'docker.io/library/node': { uid: 1000, gid: 1000 },
  'docker.io/oven/bun': { uid: 1000, gid: 1000 },
  'docker.io/denoland/deno': { uid: 1993, gid: 1993 },
}

/** The name that an image gives its account. */
const names: Readonly<Record<string, string>> = {
  'docker.io/library/node': 'node',
  'docker.io/oven/bun': 'bun',
  'docker.io/denoland/deno': 'deno',
}

/** The account of an image, where it has one to run programs. */
export function ownAccount({ repository, environment, base }: ImageProfile): OwnAccount | undefined {
  const { APP_UID } = environment ?? {}
  // `nonroot` in the list of accounts that all of them have: github.com/GoogleContainerTools/distroless.
  if (repository.startsWith('gcr.io/distroless/')) return { uid: 65_532, gid: 65_532 }
  if (APP_UID !== undefined) return { uid: Number(APP_UID), gid: Number(APP_UID), written: '$APP_UID' }
  return base !== 'distroless' && Object.hasOwn(accounts, repository) ? accounts[repository] : undefined
}

/** The number behind an account's name in an image; `undefined` where nothing is known. */
export const accountNumber = (repository: string, name: string): number | undefined =>
  Object.hasOwn(names, repository) && names[repository] === name ? accounts[repository]?.uid : undefined

const busybox = (uid: number): string => `addgroup -S -g ${uid} app && adduser -S -u ${uid} -G app app`
const shadow = (uid: number): string => `groupadd --gid ${uid} app && useradd --uid ${uid} --gid app --create-home app`

const makers: Readonly<Partial<Record<BaseSystem, (uid: number) => string>>> = {
  ...{ alpine: busybox, busybox, wolfi: busybox },
  ...{ debian: shadow, 'debian-slim': shadow, ubuntu: shadow, buildpack: shadow, rhel: shadow },
}

/** The command that makes the account and group `app` of this number, home included; `undefined` where the base cannot. */
export function accountMaker({ base, repository }: ImageProfile): ((uid: number) => string) | undefined {
  // Amazon's images come without the programs for it.
  return base === undefined || repository.includes('amazonlinux') ? undefined : makers[base]
}
