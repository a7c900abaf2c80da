/** Variables that compose files ask for and no file gives, beside the files that ought to name them. */
import { directoryOf } from '../core/tree.ts'
import type { EnvFile, UnsetVariable, Variant } from './model.ts'

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
  const lists = near.filter(({ template, interpolates }) => template || interpolates)
  return variant.unsetVariables.map((variable) => {
    const naming = near.find(({ variables }) => variables.some(({ name }) => name === variable.name))
    if (naming) return { variable, list: { file: naming, names: true } }
    const [file] = [...lists].sort((a, b) => Number(b.template) - Number(a.template))
    return file ? { variable, list: { file, names: false } } : { variable }
  })
}
