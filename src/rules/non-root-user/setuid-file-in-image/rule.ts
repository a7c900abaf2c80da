/** Programs that a Dockerfile adds to an image and that run with the rights of their owner. */
import { some } from '../../../core/known.ts'
import { type Fail, fail, type Judgement, pass } from '../../../core/verdict.ts'
import { baseFile, layerText, type OwnFiles, ownFiles, pathsText } from '../../../stack/image-contents/own-files.ts'
import type { BuiltImage } from '../../../stack/running/model.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'setuid-file-in-image',
  scope: 'built-image',
  kind: 'exposure',
  category: 'non-root-user',
  title: 'The Dockerfile adds programs that run with rights of others',
  threat: { from: 'container', gains: 'reach', needs: ['a fault in one of these programs'] },
  since: '0.1.0',
  why: 'Whoever gets into the container as an ordinary user has a program that runs as root, and every fault in it makes them root too.',
  remedy:
    'Take the bit off where the file comes in (`chmod a-s`), leave out the package that brings it, or set `no-new-privileges` on every service that runs the image.',
  strength: 'Dockerfiles add no programs with rights of their own to images',
  effort: 10,
  references: [
    ...['CIS Docker Benchmark 4.8', 'NIST SP 800-190 4.1.2'],
    'https://docs.docker.com/reference/cli/docker/container/run/#security-opt',
  ],
  peers: ['dockle:CIS-DI-0008', 'cis:4.8'],
  check(image): readonly Judgement[] {
    const own = ownFiles(
      image,
      ({ raises, gone, path }) => raises !== null && gone === null && baseFile(image, path)?.raises == null,
    )
    if (own === undefined) return []
    const { name } = image.subject
    if (own.length === 0) return [pass(image.origin, { evidence: `the Dockerfile of ${name} adds no setuid program` })]
    if (image.services.length > 0 && image.services.every(gainsNothing)) {
      return [
        pass(image.origin, { evidence: `no service that runs ${name} gains what its setuid programs would give` }),
      ]
    }
    return own.map((files) => judgeLayer(files, image))
  },
  fix: () => ({
    refused: 'whether the program needs the right is not to be seen',
    supply: 'the decision whether it stays, or no-new-privileges on the services',
  }),
})

const forbids = (option: string): boolean => /^no-new-privileges(?:[:=]true)?$/.test(option.trim())

const gainsNothing = ({ securityOptions }: BuiltImage['services'][number]): boolean =>
  some(securityOptions, forbids).is === 'yes'

const judgeLayer = ({ layer, origin, files }: OwnFiles, image: BuiltImage): Fail =>
  fail(origin, {
    message: `${layerText(layer, image)} adds ${[...new Set(files.map(({ raises }) => raises))].join(' and ')} programs: ${pathsText(files)}`,
  })
