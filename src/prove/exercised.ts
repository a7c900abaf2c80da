/** Which repairs a start of the stack says anything about: a workflow may be broken, and the stack still comes up. */
import { relative, sep } from 'node:path'
import { at, listOf, objectOf, textOf } from './compose-json.ts'
import type { Prepared, ProvedVariant } from './prepare.ts'

/** Directories and files of those who build and deploy, even where they lie in a build's context. */
const elsewhere =
  /(?:^|\/)(?:\.github|\.gitlab|\.circleci|\.azure|\.devcontainer)\/|\.tf$|(?:^|\/)(?:\.gitlab-ci[^/]*|Jenkinsfile|azure-pipelines[^/]*)$/

/** Tells of a file of the tree whether it is read when the stack is built or started. */
export function exercisedFiles({ stack, staged }: Prepared, variant: ProvedVariant): (file: string) => boolean {
  const inTree = (path: string): readonly string[] => {
    const inside = relative(staged.tree, path).replaceAll(sep, '/')
    return inside.startsWith('..') || inside.startsWith('/') ? [] : [inside]
  }
  const services = Object.values(objectOf(at(stack.model, 'services')))
  const directories = services.flatMap((service) => [
    ...inTree(textOf(at(service, 'build', 'context'))),
    ...listOf(at(service, 'volumes')).flatMap((mount) =>
      textOf(at(mount, 'type')) === 'bind' ? inTree(textOf(at(mount, 'source'))) : [],
    ),
  ])
  const files = new Set([...variant.files, ...variant.envFiles])
  return (file) =>
    !elsewhere.test(file) &&
    (files.has(file) || directories.some((path) => path === '' || file === path || file.startsWith(`${path}/`)))
}

/** Whether a finding's subject (`web`, `web.PASSWORD`, `volumes of web`) is one of these services, or something of one. */
export const isAbout = (subject: string | undefined, services: readonly string[]): boolean =>
  (subject ?? '').split(/[^\w-]+/).some((word) => services.includes(word))
