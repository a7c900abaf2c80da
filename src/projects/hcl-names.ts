/** Which files are bake files and which belong to Terraform, as far as their names tell. */
import { directoryOf, nameOf } from '../core/tree.ts'

export type HclRole = 'bake' | 'terraform'

const BAKE = /^(?:docker[-_.]?)?bake(?:[-_.].+)?\.(?:hcl|json)$|^.+[-_.]bake\.hcl$/i

/** The role of a file by its name; `undefined` where it is neither. */
export function hclRole(name: string): HclRole | undefined {
  if (name.endsWith('.tf') || name.endsWith('.tfvars') || name.endsWith('.tf.json') || name.endsWith('.tfvars.json'))
    return 'terraform'
  return (name.endsWith('.hcl') || name.endsWith('.json')) && BAKE.test(name) ? 'bake' : undefined
}

export const isBakeFile = (path: string): boolean => hclRole(nameOf(path)) === 'bake'
export const isTerraformFile = (path: string): boolean => hclRole(nameOf(path)) === 'terraform'

/** The names that bake looks for by itself, in the order it merges them. */
const DEFAULT_BAKE = ['docker-bake.json', 'docker-bake.override.json', 'docker-bake.hcl', 'docker-bake.override.hcl']

/** Bake files by what is read together: those under bake's own names in one directory, and every other one alone. */
export function bakeGroups(files: readonly string[]): readonly (readonly string[])[] {
  const groups = new Map<string, string[]>()
  const rank = (file: string): number => DEFAULT_BAKE.indexOf(nameOf(file))
  for (const file of files) {
    const key = rank(file) === -1 ? file : `${directoryOf(file)}/`
    groups.set(key, [...(groups.get(key) ?? []), file])
  }
  return [...groups.values()].map((group) => group.toSorted((a, b) => rank(a) - rank(b)))
}
