/** Images that shell commands build: `docker build`, `docker buildx build`, `docker buildx bake`, `buildah`, `podman`. */
import { type Known, known, unknowable } from '../../core/known.ts'
import type { ShellWord } from '../shell/command.ts'
import { buildArgument, defaultOf, pathFrom, splitAtCommas } from './build-facts.ts'
import { type CommandPlace, located } from './command-place.ts'
import type { BuildStep } from './container-step.ts'
import { type CommandLine, grammar, hasSwitch, readOptions, valuesOf } from './options.ts'
import { doneBy } from './step-place.ts'

const buildGrammar = grammar(
  `--tag --file --target --build-arg --secret --platform --provenance --sbom --attest --cache-from --cache-to --output --label --network
   --progress --iidfile --metadata-file --builder --ssh --add-host --ulimit --memory --memory-swap --shm-size --isolation --build-context
   --annotation --no-cache-filter --cgroup-parent --cpu-period --cpu-quota --cpu-shares --cpuset-cpus --cpuset-mems --allow --call
   --security-opt --volume --arch --os --format --layers --authfile --creds`,
  '-t=--tag -f=--file -o=--output -m=--memory -v=--volume -c=--cpu-shares',
)
const bakeGrammar = grammar(
  '--file --set --provenance --sbom --metadata-file --progress --builder --allow --call --list',
  '-f=--file',
)

/** The build that the words after `build` ask for. */
export function buildCommand(place: CommandPlace, by: string, words: readonly ShellWord[]): BuildStep {
  const { command, directory } = place
  const line = readOptions(words, buildGrammar)
  const [operand] = line.operands
  const file = valuesOf(line, '--file').at(-1)
  const outputs = valuesOf(line, '--output')
  const pushed = outputs.find(({ value }) => /type=registry|push=true/.test(value))
  const attests = (type: string) => valuesOf(line, '--attest').find(({ value }) => value.includes(`type=${type}`))
  return {
    ...doneBy({ ...place, by, origin: command.origin }),
    kind: 'build',
    context:
      operand === undefined
        ? unknowable('no context is written', command.origin)
        : pathFrom(directory, located(operand)),
    file: file === undefined ? known('Dockerfile', defaultOf(by, command.origin)) : pathFrom(directory, file),
    target: valuesOf(line, '--target').at(-1),
    tags: valuesOf(line, '--tag'),
    generatedTags: false,
    generatedBy: undefined,
    push: pushed === undefined ? switchOf(line, '--push', by, place) : known(true, pushed.origin),
    buildArguments: valuesOf(line, '--build-arg').map(buildArgument),
    secrets: valuesOf(line, '--secret'),
    platforms: valuesOf(line, '--platform').flatMap(splitAtCommas),
    provenance: valuesOf(line, '--provenance').at(-1) ?? attests('provenance'),
    sbom: valuesOf(line, '--sbom').at(-1) ?? attests('sbom'),
    cacheFrom: valuesOf(line, '--cache-from'),
    cacheTo: valuesOf(line, '--cache-to'),
    definitions: [],
  }
}

function switchOf(line: CommandLine, name: string, by: string, { command }: CommandPlace): Known<boolean> {
  const given = hasSwitch(line, name)
  return known(given, given ? command.origin : defaultOf(by, command.origin))
}

/** The builds of a bake file. */
export function bakeCommand(place: CommandPlace, by: string, words: readonly ShellWord[]): BuildStep {
  const line = readOptions(words, bakeGrammar)
  const sets = valuesOf(line, '--set')
  const setting = (key: RegExp) => sets.filter(({ value }) => key.test(value))
  return {
    ...definedBuild(place, by, 'the bake file says what is built', valuesOf(line, '--file')),
    push: switchOf(line, '--push', by, place),
    buildArguments: setting(/^[^=]*\.args?\./).map(({ value, origin }) =>
      buildArgument({ value: value.replace(/^[^=]*\.args?\./, ''), origin }),
    ),
    secrets: setting(/^[^=]*\.secrets?/),
    provenance: valuesOf(line, '--provenance').at(-1),
    sbom: valuesOf(line, '--sbom').at(-1),
  }
}

/** A build that compose or bake files describe. */
export function definedBuild(
  place: CommandPlace,
  by: string,
  because: string,
  definitions: BuildStep['definitions'],
): BuildStep {
  const { origin } = place.command
  return {
    ...doneBy({ ...place, by, origin }),
    kind: 'build',
    context: unknowable(because, origin),
    file: unknowable(because, origin),
    target: undefined,
    tags: [],
    generatedTags: true,
    generatedBy: undefined,
    push: known(false, defaultOf(by, origin)),
    buildArguments: [],
    secrets: [],
    platforms: [],
    provenance: undefined,
    sbom: undefined,
    cacheFrom: [],
    cacheTo: [],
    definitions,
  }
}
