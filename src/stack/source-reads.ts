/** What the code of a build reads from its environment: every source file of the context, read by language. */
import { lazy } from '../core/lazy.ts'
import { frameworkVariables } from '../formats/manifest/framework-variables.ts'
import { manifestKind } from '../formats/manifest/manifest.ts'
import { combineReads } from '../formats/source-code/combine-reads.ts'
import { type Language, languageOf } from '../formats/source-code/language.ts'
import { readsOf } from '../formats/source-code/read-source.ts'
import { readTemplate } from '../formats/source-code/shell.ts'
import type { Build } from './build-model.ts'
import type { SourceReads } from './model.ts'
import type { Sources } from './sources.ts'

/** Most source files that are read of one build; a larger one is answered `unknown`. */
const fileLimit = 400

/** Whose runtime runs a language. */
const ecosystems = { csharp: 'dotnet', javascript: 'npm', python: 'python' } as const

/** Tests, generated code and an interpreter's own libraries do not decide what a service reads. */
const aside =
  /(?:^|\/)(?:tests?|__tests__|specs?|e2e|dist|build|bin|obj|migrations|\.?venv|site-packages)\/|\.(?:test|spec|min)\.[a-z]+$/i

/** Texts that something fills in with variables when the container starts: `envsubst` templates, server configuration. */
const template = /(?:^|[./_-])(?:template|tmpl|tpl|envsubst)(?:[./_-]|$)|\.(?:conf|cnf|ini)$/i

/**
 * The source files are those of the directory that the Dockerfile's stage really builds: the Dockerfile's own directory
 * where it lies below the context, and what its instructions copy; else the whole context.
 */
export function sourceReadsOf(build: Build, sources: Sources): SourceReads {
  const combined = lazy(() => read(build, sources))
  return {
    get languages() {
      return combined().languages
    },
    reads: (variable) => combined().reads(variable),
    nearest: (variable) => combined().nearest(variable),
    get listens() {
      return combined().listens
    },
  }
}

function read(build: Build, sources: Sources): SourceReads {
  const { context } = build
  const nothing = (because: string): SourceReads => ({
    languages: [],
    reads: () => ({ is: 'unknown', because }),
    nearest: () => undefined,
    listens: [],
  })
  if (!context) return nothing('the build context is not known')
  const files = relevantFiles(build)
  const code = files.filter((path) => !aside.test(path) && languageOf(path) !== undefined)
  if (code.length === 0) return nothing('the build context holds no source code')
  if (code.length > fileLimit) return nothing(`the build context holds more than ${fileLimit} source files`)
  const below = (path: string): string => (context.path === '' ? path : `${context.path}/${path}`)
  const languages = new Set<Language>()
  const reads = code.flatMap((path) => {
    const language = languageOf(path)
    const source = sources.text(below(path))
    if (language === undefined || !source) return []
    languages.add(language)
    return [readsOf(source, language)]
  })
  const templates = files.filter((path) => template.test(path)).flatMap((path) => sources.text(below(path)) ?? [])
  const all = combineReads([...reads, ...templates.map(readTemplate)])
  const readable = [...languages].filter((language) => language !== 'other' && language !== 'shell')
  const foreign = languages.has('other')
  const manifests = files
    .filter((path) => manifestKind(path) !== undefined)
    .flatMap((path) => sources.text(below(path)) ?? [])
  const framework = frameworkVariables(
    manifests,
    readable.map((language) => ecosystems[language]),
  )
  return {
    languages: readable,
    reads: (variable) => {
      const answer = all.reads(variable)
      if (answer.is === 'yes') return answer
      const reader = framework.reads(variable)
      if (reader) return { is: 'yes', origin: reader.origin }
      if (answer.is === 'no' && readable.length === 0)
        return { is: 'unknown', because: 'the service is in a language whose reads cannot be told' }
      if (answer.is === 'no' && foreign)
        return { is: 'unknown', because: 'part of the service is in a language whose reads cannot be told' }
      return answer
    },
    nearest: all.nearest,
    listens: all.listens,
  }
}

function relevantFiles(build: Build): readonly string[] {
  const { context, dockerfile } = build
  if (!context) return []
  const files = context.files()
  const prefix = context.path === '' ? '' : `${context.path}/`
  const directory = dockerfile.file.slice(0, Math.max(0, dockerfile.file.lastIndexOf('/')))
  const own = directory.startsWith(prefix) || prefix === '' ? directory.slice(prefix.length) : ''
  if (own === '' || directory === context.path) return files
  const copied = build.stages.flatMap((stage) =>
    stage.copies.flatMap((copy) => (copy.from.kind === 'context' ? copy.sources.map(({ path }) => rootOf(path)) : [])),
  )
  if (copied.includes(undefined)) return files
  const roots = [own, ...copied.flatMap((root) => root ?? [])]
  const inside = files.filter((path) => roots.some((root) => path === root || path.startsWith(`${root}/`)))
  return inside.some((path) => languageOf(path) !== undefined) ? inside : files
}

/** What of the context a source takes; `undefined` where that may be anything. Lone manifests at the top are no code. */
function rootOf(path: { readonly known: boolean; readonly value?: string }): string | undefined {
  if (!path.known || path.value === undefined) return undefined
  const clean = path.value.replace(/^\.?\/+/, '').replace(/\/+$/, '')
  if (clean === '' || clean === '.') return undefined
  return /[*?[]/.test(clean) && !/\.[a-z0-9]+$/i.test(clean) ? undefined : clean
}
