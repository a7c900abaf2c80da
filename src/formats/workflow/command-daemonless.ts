/** Images that are built without Docker: by kaniko and by BuildKit's own client. */
import { type Known, known, type Located, unknowable } from '../../core/known.ts'
import { buildArgument, defaultOf, pathFrom, splitAtCommas } from './build-facts.ts'
import { type CommandPlace, programOf } from './command-place.ts'
import type { BuildStep } from './container-step.ts'
import { type CommandLine, grammar, hasSwitch, readOptions, valuesOf } from './options.ts'
import { doneBy } from './step-place.ts'

const kaniko = grammar(
  '--context --dockerfile --destination --build-arg --target --cache-repo --cache-ttl --custom-platform --customPlatform --label --registry-mirror --snapshot-mode --snapshotMode --verbosity --digest-file --tar-path --context-sub-path --image-name-with-digest-file',
  '-c=--context -f=--dockerfile -d=--destination -v=--verbosity',
)
const buildctl = grammar(
  '--frontend --local --opt --output --export-cache --import-cache --secret --ssh --progress --metadata-file',
  '-o=--output',
)

/** The build of `executor` (kaniko) or `buildctl build`; `undefined` for other programs. */
export function daemonlessBuild(place: CommandPlace): BuildStep | undefined {
  const { words } = place
  const program = programOf(words)
  if (program === 'executor' && words[0]?.text.includes('kaniko'))
    return kanikoBuild(place, readOptions(words.slice(1), kaniko))
  const verb = words.findIndex(({ text }) => text === 'build')
  if (/^buildctl(?:-daemonless\.sh)?$/.test(program) && verb > 0) {
    return buildctlBuild(place, program, readOptions(words.slice(verb + 1), buildctl))
  }
  return undefined
}

function buildOf(
  place: CommandPlace,
  by: string,
  context: Located<string> | undefined,
  file: Located<string> | undefined,
  said: Pick<BuildStep, 'push' | 'tags' | 'target' | 'buildArguments' | 'platforms'> & Partial<BuildStep>,
): BuildStep {
  const { origin } = place.command
  return {
    ...doneBy({ ...place, by, origin }),
    kind: 'build',
    context: context === undefined ? unknowable('no context is written', origin) : pathFrom(place.directory, context),
    file: file === undefined ? known('Dockerfile', defaultOf(by, origin)) : pathFrom(place.directory, file),
    generatedTags: false,
    generatedBy: undefined,
    secrets: [],
    provenance: undefined,
    sbom: undefined,
    cacheFrom: [],
    cacheTo: [],
    definitions: [],
    ...said,
  }
}

function kanikoBuild(place: CommandPlace, line: CommandLine): BuildStep {
  const { origin } = place.command
  const tags = valuesOf(line, '--destination')
  const pushes = tags.length > 0 && !hasSwitch(line, '--no-push')
  const written = valuesOf(line, '--context').at(-1)
  const context = written && { ...written, value: written.value.replace(/^dir:\/\//, '') }
  return buildOf(place, 'kaniko', context, valuesOf(line, '--dockerfile').at(-1), {
    push: known(pushes, tags[0]?.origin ?? defaultOf('kaniko', origin)),
    tags,
    target: valuesOf(line, '--target').at(-1),
    buildArguments: valuesOf(line, '--build-arg').map(buildArgument),
    platforms: valuesOf(line, '--custom-platform', '--customPlatform'),
  })
}

function buildctlBuild(place: CommandPlace, by: string, line: CommandLine): BuildStep {
  const tail = (option: string, key: string): Located<string> | undefined => {
    const found = valuesOf(line, option).find(({ value }) => value.startsWith(`${key}=`))
    return found && { value: found.value.slice(key.length + 1), origin: found.origin }
  }
  const options = valuesOf(line, '--opt')
  const outputs = valuesOf(line, '--output')
  const pushed = outputs.find(({ value }) => /push=true/.test(value))
  const names = outputs.flatMap(({ value, origin }) => {
    const name = /(?:^|,)"?name=([^,"]+)/.exec(value)?.[1]
    return name === undefined ? [] : [{ value: name, origin }]
  })
  const push: Known<boolean> = known(pushed !== undefined, pushed?.origin ?? defaultOf(by, place.command.origin))
  const folder = tail('--local', 'dockerfile')
  const name = tail('--opt', 'filename')
  const file = folder && { value: `${folder.value}/${name?.value ?? 'Dockerfile'}`, origin: folder.origin }
  return buildOf(place, 'buildctl build', tail('--local', 'context'), file, {
    push,
    tags: names,
    target: tail('--opt', 'target'),
    buildArguments: options.flatMap(({ value, origin }) =>
      value.startsWith('build-arg:') ? [buildArgument({ value: value.slice('build-arg:'.length), origin })] : [],
    ),
    platforms: [tail('--opt', 'platform')].flatMap((one) => (one === undefined ? [] : splitAtCommas(one))),
    secrets: valuesOf(line, '--secret'),
    cacheFrom: valuesOf(line, '--import-cache'),
    cacheTo: valuesOf(line, '--export-cache'),
  })
}
