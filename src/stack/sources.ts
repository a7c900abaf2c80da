/** Every text of a tree, read once and parsed once. */
import { remembered } from '../core/lazy.ts'
import type { ParsedDocument } from '../core/node.ts'
import { span } from '../core/origin.ts'
import type { SourceText } from '../core/text.ts'
import type { ReadResult, Tree } from '../core/tree.ts'
import type { DockerfileDocument } from '../formats/dockerfile/document.ts'
import { parseDockerfile } from '../formats/dockerfile/parse.ts'
import { type IgnoreFile, parseIgnore } from '../formats/dockerignore/parse.ts'
import { parseGitlab } from '../formats/gitlab-ci/parse-gitlab.ts'
import type { HclParser } from '../formats/hcl/load-parser.ts'
import { readHcl } from '../formats/hcl/parse-hcl.ts'
import type { HclDocument } from '../formats/hcl/syntax.ts'
import type { Workflow } from '../formats/workflow/document.ts'
import { parseWorkflow } from '../formats/workflow/parse.ts'
import { parseYaml } from '../formats/yaml/parse-yaml.ts'
import { isGitlabPipeline } from '../projects/file-names.ts'

/** A text, or why there is none. */
export type Opened =
  | { readonly ok: true; readonly source: SourceText }
  | { readonly ok: false; readonly reason: Exclude<ReadResult, { ok: true }>['reason']; readonly detail: string }

export interface Sources {
  readonly tree: Tree
  open(file: string): Opened
  /** The text where it could be read. */
  text(file: string): SourceText | undefined
  dockerfile(file: string): DockerfileDocument | undefined
  ignore(file: string): IgnoreFile | undefined
  workflow(file: string): Workflow | undefined
  /** The YAML document of a file. */
  yaml(file: string): ParsedDocument | undefined
  /** A bake file or a file of Terraform; in HCL's own form only once the parser is there. */
  hcl(file: string): HclDocument | undefined
  useHcl(parser: HclParser): void
  /** Paths of the files below a directory, relative to it; `.git` and `node_modules` count as one entry each. */
  filesBelow(directory: string): readonly string[]
  /** Takes over a text that somebody else has read, so that it is not read again. */
  adopt(file: string, source: SourceText): void
  /** Lets go of what was parsed of the files; their texts stay. */
  release(files: Iterable<string>): void
  /** Every text read so far, in the order of reading; grows with every further one. */
  all(): readonly SourceText[]
}

/** Most files of a directory that are looked at: a larger one is judged by what the walk saw first. */
const walkLimit = 20_000

/** Depth first, in name order. What is inside `.git` and `node_modules` does exist; nobody asks for its files one by one. */
function walk(tree: Tree, root: string): readonly string[] {
  const found: string[] = []
  const visit = (directory: string): void => {
    for (const name of tree.list(root === '' || directory === '' ? root + directory : `${root}/${directory}`)) {
      if (found.length >= walkLimit) return
      const relative = directory === '' ? name : `${directory}/${name}`
      if (name === '.git' || name === 'node_modules') found.push(relative)
      else if (tree.entry(root === '' ? relative : `${root}/${relative}`)?.kind === 'directory') visit(relative)
      else found.push(relative)
    }
  }
  visit('')
  return found
}

/** A Dockerfile that is there and cannot be read: it is no less part of the stack. */
const unreadable = (file: string, detail: string): DockerfileDocument => ({
  ...parseDockerfile({ file, text: '', utf8: false }),
  problems: [{ message: `it cannot be read: ${detail}`, origin: span(file, [], 0, 0) }],
})

export function openSources(tree: Tree): Sources {
  const texts = new Map<string, SourceText>()
  const all: SourceText[] = []
  const keep = (file: string, source: SourceText): void => {
    texts.set(file, source)
    all.push(source)
  }
  const open = remembered((file): Opened => {
    const adopted = texts.get(file)
    if (adopted) return { ok: true, source: adopted }
    const result = tree.read(file)
    if (!result.ok) return result
    const source = { file, text: result.text, utf8: result.utf8 }
    keep(file, source)
    return { ok: true, source }
  })
  const text = (file: string): SourceText | undefined => {
    const opened = open(file)
    return opened.ok ? opened.source : undefined
  }
  const documents: Map<string, unknown>[] = []
  const parsed = <T>(parse: (source: SourceText) => T): ((file: string) => T | undefined) => {
    const made = new Map<string, T | undefined>()
    documents.push(made)
    return remembered((file) => {
      const source = text(file)
      return source === undefined ? undefined : parse(source)
    }, made)
  }
  let hclParser: HclParser | undefined
  const dockerfiles = new Map<string, DockerfileDocument | undefined>()
  documents.push(dockerfiles)
  return {
    tree,
    open,
    text,
    dockerfile: remembered((file) => {
      const opened = open(file)
      if (opened.ok) return parseDockerfile(opened.source)
      return opened.reason === 'missing' || opened.reason === 'outside' ? undefined : unreadable(file, opened.detail)
    }, dockerfiles),
    ignore: parsed(parseIgnore),
    workflow: parsed((source) => (isGitlabPipeline(source.file) ? parseGitlab(source, text) : parseWorkflow(source))),
    yaml: parsed(parseYaml),
    hcl: parsed((source) => readHcl(source, hclParser)),
    useHcl: (parser) => {
      hclParser = parser
    },
    filesBelow: remembered((directory) => walk(tree, directory)),
    adopt: (file, source) => {
      if (!texts.has(file)) keep(file, source)
    },
    release: (files) => {
      for (const file of files) for (const made of documents) made.delete(file)
    },
    all: () => all,
  }
}
