/** What tests of discovery look at: the projects of small trees, in one line per variant. */

import { type DiscoverOptions, discover } from '../src/projects/discover.ts'
import type { ProjectSource, Workspace } from '../src/projects/workspace.ts'
import { type MemoryFiles, memoryTree } from '../src/trees/memory.ts'

export const look = (files: MemoryFiles, options?: DiscoverOptions): Workspace =>
  discover(memoryTree(files, { name: 'shop' }), options)

/** A project in one line per variant: `name: files @ environment`. */
export const variantsOf = (project: ProjectSource | undefined): readonly string[] =>
  (project?.variants ?? []).map(({ name, files, environment, platform, profiles }) => {
    const extra = [...(platform === 'compose' ? [] : [platform]), ...profiles.map((profile) => `+${profile}`)]
    return [`${name}: ${files.join(' ')} @ ${environment}`, ...extra].join(' ')
  })

export const variants = (files: MemoryFiles): readonly string[] => variantsOf(look(files).projects[0])

export const web = 'services:\n  web:\n    build: .\n'
export const full = 'services:\n  web:\n    build: .\n  db:\n    image: postgres:16\n'
export const overlay = 'services:\n  web:\n    environment: [A=1]\n'
