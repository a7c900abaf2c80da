import { describe, expect, it } from 'vitest'
import { offsetAt } from '../shell/mapped-text.ts'
import { parseMakefile } from './parse.ts'

const parse = (text: string) => parseMakefile({ file: 'Makefile', text, utf8: true })

describe('a Makefile', () => {
  const text =
    'IMAGE ?= app # name\nexport TAG:=$(IMAGE):1\n\n.PHONY: all\nall build: deps lint\n\t@docker build \\\n\t  -t $(IMAGE) .\n\t-echo $$HOME\ndeps:\n\nx = 1\n\tnot a recipe of deps?\n'

  it('has targets with what they need and run', () => {
    const { targets } = parse(text)
    expect(targets.map(({ name, needs }) => [name, needs])).toEqual([
      ['.PHONY', ['all']],
      ['all', ['deps', 'lint']],
      ['build', ['deps', 'lint']],
      ['deps', []],
    ])
    expect(targets[1]?.recipe.text).toBe('docker build \\\n  -t ${IMAGE} .\necho $HOME\n')
  })

  it('knows where a recipe is written', () => {
    const recipe = parse(text).targets[1]?.recipe
    for (const word of ['docker', '-t', 'echo', '$HOME']) {
      const at = recipe === undefined ? 0 : offsetAt(recipe, recipe.text.indexOf(word))
      expect(text.slice(at).replace(/^\$\$/, '$').startsWith(word)).toBe(true)
    }
  })

  it('has variables', () => {
    expect([...parse(text).variables].map(([name, value]) => [name, value.text])).toEqual([
      ['IMAGE', 'app'],
      ['TAG', '${IMAGE}:1'],
      ['x', '1'],
    ])
  })
})
