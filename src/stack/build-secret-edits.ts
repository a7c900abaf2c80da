/** Repairs of build arguments that hold secrets: they become secrets of the build, mounted in the one step that reads them. */
import type { SpanEdit, TreeEdit } from '../core/edit.ts'
import type { FileEdits, Repair } from '../core/fix.ts'
import { keptWith } from '../core/lazy.ts'
import { type MapNode, nodeAt, textOf } from '../core/node.ts'
import type { PathSegment } from '../core/origin.ts'
import { newlineOf } from '../core/span-edits.ts'
import type { Build, BuildArgument, Dockerfile, Run, Stage } from './build-model.ts'
import { holdsCredential } from './credentials.ts'
import { leftSecrets } from './left-secrets.ts'
import { handedOverInWorkflows } from './pipeline-secret-edits.ts'
import { secretUses } from './run-secrets.ts'
import type { EnvironmentVariable, Service } from './service-model.ts'
import { readersOf } from './variable-readers.ts'

/** An argument of a Dockerfile that becomes a secret, with the steps that read it. */
interface Secret {
  readonly name: string
  readonly runs: readonly Run[]
  readonly declarations: readonly BuildArgument[]
}

const idOf = (name: string): string => name.toLowerCase()

/** Mounts of a secret as a variable came with this version of the Dockerfile's language. */
const isOldSyntax = (value: string): boolean => /:1\.\d(?:\.\d+)?(?:[-@].*)?$|:0|experimental|labs/.test(value)

/** Makes one argument a secret of the build, in the Dockerfile and in every compose file that passes it; or says who has to. */
export function asBuildSecret(build: Build, name: string): Repair {
  return (
    repairs(build.dockerfile, build).get(name) ?? { refused: `${name} is not declared in ${build.dockerfile.file}` }
  )
}

/** One repair per argument, the same one for every place that shows it: taking an entry out of a list twice would take two. */
function repairs(dockerfile: Dockerfile, build: Build): ReadonlyMap<string, Repair> {
  const builds = build.project.builds.filter((other) => other.dockerfile.file === dockerfile.file)
  return madeOnce(builds[0] ?? build)
}

const madeOnce = keptWith((build: Build): ReadonlyMap<string, Repair> => {
  const builds = build.project.builds.filter((other) => other.dockerfile.file === build.dockerfile.file)
  const args = [...build.dockerfile.globalArgs, ...build.stages.flatMap((stage) => stage.args)]
  const names = [...new Set(args.map(({ name }) => name))]
  return new Map(
    names.map((name) => [
      name,
      repairOf(
        name,
        args.filter((arg) => arg.name === name),
        build,
        builds,
      ),
    ]),
  )
})

function repairOf(
  name: string,
  declarations: readonly BuildArgument[],
  build: Build,
  builds: readonly Build[],
): Repair {
  const { dockerfile, stages } = build
  const refusal = objection(name, build, builds)
  if (refusal) return refusal
  const workflows = handedOverInWorkflows(name, idOf(name), builds) ?? []
  const runs = stages.flatMap((stage) => stage.runs.filter((run) => reads(run, name)))
  const compose = builds.flatMap(({ usedBy }) => usedBy.flatMap((use) => (use.kind === 'service' ? [use.service] : [])))
  if (runs.length === 0 && workflows.length === 0 && !isReadLater(declarations, dockerfile)) {
    return {
      title: `Take ${name} out of ${dockerfile.file}`,
      safety: 'guarded',
      effect: `a base image whose ONBUILD steps read ${name} goes without it`,
      edits: [
        { file: dockerfile.file, spans: withoutArguments(declarations, dockerfile) },
        ...inCompose(name, compose, passedTo(name, builds), false),
      ],
    }
  }
  if (runs.length === 0) {
    return { refused: `no step of ${dockerfile.file} names ${name}`, supply: 'the RUN that reads it' }
  }
  const left = stages.flatMap(leftSecrets).find(({ command }) => runs.includes(command.run))
  if (left) {
    const supply = 'a step that needs no file, or removes it again'
    return { refused: `the step that reads ${name} writes it to ${left.file}, which would stay`, supply }
  }
  const passed = passedTo(name, builds)
  return {
    title: `Hand ${name} to the build of ${dockerfile.file} as a secret`,
    safety: 'guarded',
    effect: `only the steps that name ${name} see it, ${sourceOf(name, compose, workflows)}`,
    edits: [
      { file: dockerfile.file, spans: inDockerfile({ name, runs, declarations }, dockerfile, stages) },
      ...inCompose(name, compose, passed, true),
      ...workflows,
    ],
  }
}

/** Who hands the secret over from now on. */
function sourceOf(name: string, compose: readonly Service[], workflows: readonly FileEdits[]): string {
  if (compose.length > 0) return 'and it comes from the variable of whoever runs compose'
  return workflows.length > 0
    ? 'and the pipeline hands it over'
    : `from \`docker build --secret id=${idOf(name)},env=${name}\``
}

const passedTo = (name: string, builds: readonly Build[]): readonly EnvironmentVariable[] =>
  builds.flatMap((build) => build.arguments.filter((argument) => argument.name === name))

/** Whether a step follows that may read it without naming it. */
const isReadLater = (declarations: readonly BuildArgument[], { document }: Dockerfile): boolean =>
  document.instructions.some(
    ({ keyword, origin }) => keyword === 'run' && declarations.some((one) => one.origin.end <= origin.start),
  )

const reads = (run: Run, name: string): boolean =>
  secretUses(run).some((use) => use.kind === 'variable' && use.name === name) ||
  (!holdsCredential(name) && readersOf(run.stage.dockerfile, name).includes(run.instruction))

/** What a repair cannot tell. */
function objection(name: string, { dockerfile }: Build, builds: readonly Build[]): Repair | undefined {
  const elsewhere = readersOf(dockerfile, name).find(({ keyword }) => keyword !== 'run' && keyword !== 'arg')
  if (elsewhere) {
    const supply = `how the program gets ${name} when it starts`
    return { refused: `${elsewhere.keyword.toUpperCase()} puts ${name} into the image, which a mount cannot`, supply }
  }
  const passes = builds.some(({ arguments: given }) =>
    given.some(({ name: one, source }) => one === name && source !== 'build-args' && source !== 'workflow'),
  )
  if (passes || handedOverInWorkflows(name, idOf(name), builds) === undefined) {
    const supply = `\`secrets: ${idOf(name)}=…\` in place of the build argument, wherever the image is built`
    return { refused: `not only compose builds ${dockerfile.file}`, supply }
  }
  const syntax = dockerfile.document.directives.find((directive) => directive.name === 'syntax')
  if (syntax && isOldSyntax(syntax.value)) {
    return { refused: `${syntax.value} mounts no secret as a variable`, supply: 'a newer version of the syntax' }
  }
  return undefined
}

/** Takes declarations out, with their instruction where it declares nothing else. */
function withoutArguments(declarations: readonly BuildArgument[], dockerfile: Dockerfile): readonly SpanEdit[] {
  const { text } = dockerfile.document.source
  const instructions = dockerfile.document.instructions.filter(({ keyword }) => keyword === 'arg')
  const taken = declarations.flatMap(({ origin }): readonly SpanEdit[] => {
    const whole = instructions.find((one) => one.origin.start <= origin.start && origin.end <= one.origin.end)
    if (whole === undefined) return []
    const alone = whole.args.length === 1
    if (alone) return [{ do: 'delete', start: whole.origin.start, end: whole.origin.end }]
    const from = /\s*$/.exec(text.slice(whole.origin.start, origin.start))?.[0].length ?? 0
    return [{ do: 'delete', start: origin.start - from, end: origin.end }]
  })
  // Several builds may show one declaration.
  return [...new Map(taken.map((one) => [one.start, one])).values()]
}

function inDockerfile(
  { name, runs, declarations }: Secret,
  dockerfile: Dockerfile,
  stages: readonly Stage[],
): readonly SpanEdit[] {
  const { text } = dockerfile.document.source
  const mount = ` --mount=type=secret,id=${idOf(name)},env=${name}`
  const mounted = runs.map(({ instruction: { keywordOrigin } }): SpanEdit => {
    return { do: 'replace', start: keywordOrigin.end, end: keywordOrigin.end, text: mount }
  })
  const top = text.startsWith('\uFEFF') ? 1 : 0
  const hasSyntax = dockerfile.document.directives.some((directive) => directive.name === 'syntax')
  const syntax = `# syntax=docker/dockerfile:1${newlineOf(text)}`
  return [
    ...(hasSyntax || stages.length === 0 ? [] : [{ do: 'replace', start: top, end: top, text: syntax } as const]),
    ...withoutArguments(declarations, dockerfile),
    ...mounted,
  ]
}

/** In each compose file: the argument is taken out of `args`, and the secret is declared and handed to the build. */
function inCompose(
  name: string,
  services: readonly Service[],
  passed: readonly EnvironmentVariable[],
  mounted: boolean,
): readonly FileEdits[] {
  const from = passed.flatMap(({ interpolations }) => interpolations.map(({ variable }) => variable))[0] ?? name
  const owners = new Map<string, Owner>()
  for (const { definitions, project } of services) {
    for (const { file, path, start } of definitions) {
      const root = project.composeFiles.find((compose) => compose.file === file)?.root
      const build = nodeAt(root, ...path, 'build')
      if (build?.kind === 'map')
        owners.set(`${file} ${start}`, { file, path: [...path, 'build'], args: entries(build, name) })
    }
  }
  return [...new Set([...owners.values()].map(({ file }) => file))].map((file): FileEdits => {
    const own = [...owners.values()].filter((owner) => owner.file === file)
    const tree: readonly TreeEdit[] = [
      // From the end: what is taken out of a list moves what comes after it.
      ...own.flatMap(({ path, args }) =>
        args.toReversed().map((key): TreeEdit => ({ do: 'remove', path: [...path, 'args', key] })),
      ),
      ...(mounted ? own : []).map(
        ({ path }): TreeEdit => ({ do: 'append', path: [...path, 'secrets'], values: [idOf(name)] }),
      ),
      ...(mounted ? [{ do: 'set', path: ['secrets', idOf(name), 'environment'], value: from } satisfies TreeEdit] : []),
    ]
    return { file, tree }
  })
}

/** Where a compose file says how a service is built, and which arguments of the name it passes there. */
interface Owner {
  readonly file: string
  readonly path: readonly PathSegment[]
  readonly args: readonly PathSegment[]
}

/** The keys or positions of an argument, with a value or without. */
function entries(build: MapNode, name: string): readonly PathSegment[] {
  const args = nodeAt(build, 'args')
  if (args?.kind === 'map') return args.entries.flatMap(({ key }) => (key === name ? [key] : []))
  if (args?.kind !== 'list') return []
  return args.items.flatMap((item, index) => (textOf(item)?.replace(/=[\s\S]*/, '') === name ? [index] : []))
}
