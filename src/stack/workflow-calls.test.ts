import { describe, expect, it } from 'vitest'
import { spansOf } from '../core/origin.ts'
import { memoryTree } from '../trees/memory.ts'
import type { Project } from './model.ts'
import { openSources } from './sources.ts'
import { workflowModel } from './workflows.ts'

const file = '.github/workflows/w.yml'

/** What the steps of a workflow with these files do, as `kind by @file`. */
function done(steps: string, files: Readonly<Record<string, string>>): readonly string[] {
  const text = `on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n${steps.replace(/^/gm, '      ')}\n`
  const model = workflowModel(file, {} as Project, openSources(memoryTree({ [file]: text, ...files })))
  return (model?.jobs ?? []).flatMap(({ steps: found }) =>
    found.map(({ kind, by, origin, step }) => {
      const place = step.caller === undefined ? '' : `, called in ${spansOf(step.caller)[0]?.file}`
      return `${kind} ${by} @${spansOf(origin)[0]?.file}${place}`
    }),
  )
}

const script = '#!/bin/sh\nset -e\ndocker push a/b:1\n'

describe('what a job calls', () => {
  it.each([
    ['- run: ./ci/push.sh', 'push docker push @ci/push.sh, called in .github/workflows/w.yml'],
    ['- run: bash -eu ci/push.sh prod', 'push docker push @ci/push.sh, called in .github/workflows/w.yml'],
    ['- run: |\n    cd ci\n    . ./push.sh', 'push docker push @ci/push.sh, called in .github/workflows/w.yml'],
    ['- run: sh push.sh\n  working-directory: ci', 'push docker push @ci/push.sh, called in .github/workflows/w.yml'],
    ['- run: ./ci/all.sh', 'push docker push @ci/push.sh, called in .github/workflows/w.yml'],
    ['- run: make release', 'push docker push @Makefile, called in .github/workflows/w.yml'],
    ['- run: make -C . all', 'push docker push @Makefile, called in .github/workflows/w.yml'],
    [
      '- uses: ./.github/actions/push',
      'push docker push @.github/actions/push/action.yml, called in .github/workflows/w.yml',
    ],
  ])('%s', (steps, expected) => {
    const files = {
      'ci/push.sh': script,
      'ci/all.sh': '#!/bin/bash\n./ci/push.sh\n./ci/all.sh\n',
      Makefile: 'all: release\nrelease:\n\t@docker push $(IMAGE)\n',
      '.github/actions/push/action.yml':
        'runs:\n  using: composite\n  steps:\n    - run: docker push a/b:1\n      shell: bash\n    - uses: ./.github/actions/push\n',
    }
    expect(done(steps, files)).toEqual([expected])
  })

  it.each([
    ['- run: ./ci/missing.sh', { 'ci/other.sh': script }],
    ['- run: cat ci/push.sh', { 'ci/push.sh': script }],
    ['- run: chmod +x ci/push.sh', { 'ci/push.sh': script }],
    ['- run: ./tool.py', { 'tool.py': '#!/usr/bin/env python3\ndocker push a\n' }],
    ['- run: make test', { Makefile: 'release:\n\tdocker push a\n' }],
    ['- run: ./$NAME.sh', { 'ci/push.sh': script }],
  ])('%s calls nothing that is there', (steps, files) =>
    expect(done(steps, files as Readonly<Record<string, string>>)).toEqual([]),
  )
})
