/** Short ways of writing down where a profile's facts were read, and facts that many profiles share. */
import type { Account, CapabilityNeeds, Evidence } from './profile.ts'

/** A public repository at a commit: `github('docker-library/postgres@6edb0a8', '2026-02-26')`. */
export const github = (place: string, date: string): Evidence => ({ source: `github.com/${place}`, date })
export const page = (source: string, date: string): Evidence => ({ source, date })

export const ROOT: Account = { name: 'root', uid: 0 }
export const as = (name: string, uid?: number): Account => (uid === undefined ? { name } : { name, uid })

/** Nothing in the image needs a capability. */
export const NO_CAPABILITIES: CapabilityNeeds = { add: [], basis: 'source' }
/** The entrypoint chowns the data directory and drops to another account. */
export const DROPS_AND_CHOWNS: CapabilityNeeds = { add: ['CHOWN', 'DAC_OVERRIDE', 'SETGID', 'SETUID'], basis: 'source' }
