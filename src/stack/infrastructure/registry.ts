/** What the settings of a whole ECR registry say for its repositories. */
import { type Answer, any, no } from '../../core/known.ts'
import type { CloudResource } from './model.ts'
import { blocksAt, resourcesOf, textAt } from './questions.ts'

const scansOnPush = /^(?:SCAN_ON_PUSH|CONTINUOUS_SCAN)$/

/** Whether the registry scans what is pushed to its repositories; filters that name some of them are taken to name this one. */
export const registryScansOnPush = (repository: CloudResource): Answer =>
  any(
    ...resourcesOf(repository, 'aws_ecr_registry_scanning_configuration').map(({ body, origin, made }): Answer => {
      const { maps, unknown } = blocksAt(body, 'rule')
      const frequencies = maps.map((rule) => textAt(rule, origin, 'scan_frequency'))
      if (frequencies.some((one) => one.known && scansOnPush.test(one.value ?? ''))) return made
      const doubtful = frequencies.find(({ known }) => !known)
      if (doubtful?.known === false) return { is: 'unknown', because: doubtful.because }
      return unknown === undefined ? no : { is: 'unknown', because: unknown }
    }),
  )
