/** Variables that compose files ask for and no file gives, beside the files that ought to name them. */
import { directoryOf } from '../core/tree.ts'
import type { EnvFile, UnsetVariable, Variant } from './model.ts'

/** Names of the file that Compose reads by itself, and of its samples. */
const isList =
  /(?:^|\/)(?:\.?env(?:[._-](?:example|sample|template|dist|defaults?|tpl))?|(?:example|sample|template)\.env)$/i
/** Variables that every shell or operating system sets. */
const ofTheShell =
  /^(?:HOME|USER|USERNAME|LOGNAME|PWD|UID|GID|HOSTNAME|PATH|SHELL|TZ|USERPROFILE|APPDATA|LOCALAPPDATA|TEMP|TMP|TMPDIR|DISPLAY|SSH_AUTH_SOCK|XDG_\w+)$/

export interface Wanted {
  readonly variable: UnsetVariable
  /** The sample or env file that whoever starts the stack goes by, and whether it names the variable; absent where there is none. */
  readonly list?: { readonly file: EnvFile; readonly names: boolean }
}

/** What nothing gives a value to. A sample beside the compose file is the list of what has to be given; else the env file is. */
export function wantedVariables(variant: Variant): readonly Wanted[] {
  const directories = new Set([...variant.files.map(directoryOf), variant.project.directory])
  const near = variant.project.envFiles.filter(
    ({ file, exists, variables }) => exists && variables.length > 0 && directories.has(directoryOf(file)),
  )
  const lists = near.filter(({ file }) => isList.test(file))
  return variant.unsetVariables
    .filter(({ name }) => !ofTheShell.test(name) && !isGivenByPipeline(variant, name))
    .map((variable) => {
      const naming = near.find(({ variables }) => variables.some(({ name }) => name === variable.name))
      if (naming) return { variable, list: { file: naming, names: true } }
      const [file] = [...lists].sort((a, b) => Number(b.template) - Number(a.template))
      return file ? { variable, list: { file, names: false } } : { variable }
    })
}

/** Whether a workflow of the project names the variable: then that is where it comes from. */
const isGivenByPipeline = ({ project }: Variant, name: string): boolean =>
  project.workflows.some(({ file }) => new RegExp(`(?<!\\w)${name}(?!\\w)`).test(project.file(file)?.source.text ?? ''))
