/** Compilers and build tools that a Dockerfile brings into an image without its text saying so. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { layerText, ownFiles, pathsText } from '../../../stack/image-contents/own-files.ts'
import { toolchainOf } from '../../../stack/toolchain.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'compiler-in-built-image',
  scope: 'built-image',
  kind: 'exposure',
  category: 'multi-stage-builds',
  title: 'The built image holds compilers or build tools',
  threat: { from: 'container', gains: 'reach' },
  since: '0.1.0',
  why: 'An intruder can build tools in place, and every scan and pull pays for what nothing runs. Packages bring compilers along that no line of the Dockerfile names.',
  remedy:
    'Install in a stage of its own and copy only the result, or leave recommended packages out (`--no-install-recommends`).',
  strength: 'No layer of a built image brings a compiler',
  effort: 30,
  references: [
    ...['CIS Docker Benchmark 4.3', 'NIST SP 800-190 4.1.2'],
    'https://docs.docker.com/build/building/multi-stage/',
  ],
  peers: ['cis:4.3'],
  check(image): readonly Judgement[] {
    const own = ownFiles(image, ({ tool, gone }) => tool !== null && gone === null)
    const stage = image.build?.finalStage
    // Where the Dockerfile names it, the rule about Dockerfiles says it at its own place.
    if (own === undefined || stage === undefined || toolchainOf(stage).length > 0) return []
    if (own.length === 0) return [pass(image.origin)]
    return own.map(({ layer, origin, files }) => {
      const tools = [...new Set(files.flatMap(({ tool }) => tool ?? []))]
      const named = tools.length > 4 ? `${tools.slice(0, 4).join(', ')} and ${tools.length - 4} more` : tools.join(', ')
      return fail(origin, {
        message: `${layerText(layer, image)} brings ${named} that the Dockerfile does not name: ${pathsText(files)}`,
      })
    })
  },
  fix: () => ({
    refused: 'nothing here says which package brings them, and what runs without it',
    supply: 'a stage of its own for the step that needs them',
  }),
})
