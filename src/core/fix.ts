/** A repair: what to change in which files, and what a program may notice of it; or why a person has to do it. */
import type { InDocument, SpanEdit, TreeEdit } from './edit.ts'
import type { RepairProof } from './proof.ts'

/** The edits of one file, in the terms of its format. */
export type FileEdits =
  | ({ readonly file: string; readonly tree: readonly TreeEdit[] } & InDocument)
  | { readonly file: string; readonly spans: readonly SpanEdit[] }
  /** A file that is not there yet. */
  | { readonly file: string; readonly create: string }

/** `safe`: no correct program can tell. `guarded`: one may, and `effect` says how. */
export type Safety = 'safe' | 'guarded'

/** Edits of one or more files that are made together or not at all. */
export interface Fix {
  /** What is done, as an order: "Drop all capabilities of web". */
  readonly title: string
  readonly safety: Safety
  /** What a guarded fix may break or change. */
  readonly effect?: string
  /** Why this file is edited, where another one could have been. */
  readonly placement?: string
  readonly edits: readonly FileEdits[]
  /** What a record of a proof says of it. */
  readonly proof?: RepairProof
}

/** Why a place is not repaired, and what a person has to supply. */
export interface Refusal {
  readonly refused: string
  readonly supply?: string
  /** The record of a proof that speaks against it. */
  readonly proof?: RepairProof
}

export type Repair = Fix | Refusal

export const isFix = (repair: Repair): repair is Fix => 'edits' in repair
