/** Which stage of a Dockerfile a service asks for. */
import { nodeAt } from '../core/node.ts'
import type { Origin } from '../core/origin.ts'
import type { Service } from './service-model.ts'

/** Where `build.target` is written; `undefined` where the last stage is taken. */
export const targetOrigin = ({ node }: Service): Origin | undefined => nodeAt(node, 'build', 'target')?.origin
