/** Every case of compose loading by topic. The models they must give are in `<topic>.expected.json`. */
import type { LoadCase } from './case.ts'
import { extending } from './extending.ts'
import { forms } from './forms.ts'
import { including } from './including.ts'
import { merge } from './merge.ts'
import { resets } from './resets.ts'
import { variables } from './variables.ts'

export const topics: readonly { readonly topic: string; readonly cases: readonly LoadCase[] }[] = [
  { topic: 'forms', cases: forms },
  { topic: 'variables', cases: variables },
  { topic: 'merge', cases: merge },
  { topic: 'resets', cases: resets },
  { topic: 'extending', cases: extending },
  { topic: 'including', cases: including },
]
