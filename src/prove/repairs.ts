/** Repairs as a proof sees them: what was made of a project, and what of it a start of the stack can tell. */
import type { FileEdits } from '../core/fix.ts'
import type { Measurements, RecordedRepair, SettingsOfServices } from '../core/proof.ts'

/** A repair that was made, and what a proof has to know of it. */
export interface MadeRepair extends RecordedRepair {
  readonly edits: readonly FileEdits[]
  /** The service or other thing that it is about. */
  readonly subject: string | undefined
  /** Whether it is about which image is used. */
  readonly choosesImage: boolean
}

export interface Repaired {
  /** New texts by file. */
  readonly files: ReadonlyMap<string, string>
  readonly made: readonly MadeRepair[]
  /** Fingerprints of the services before and after. */
  readonly settings: { readonly before: SettingsOfServices; readonly after: SettingsOfServices }
}

/** Repairs the project by what is known of its needs: everything that can be, or only these places. */
export type Repair = (measured: Measurements, places?: ReadonlySet<string>) => Promise<Repaired>

export const placesOf = (made: readonly MadeRepair[]): ReadonlySet<string> => new Set(made.map(({ place }) => place))
