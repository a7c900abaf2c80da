/** A way to run containers that is not a compose model: a task definition or a directory of manifests, as discovery sees it. */
import { directoryOf, nameOf } from '../core/tree.ts'
import { isDeploymentFolder } from './file-names.ts'
import type { Model } from './model.ts'

export interface Deployment {
  readonly model: Model
  /** The last segments of the repositories of its images, where they are written. */
  readonly images: readonly string[]
  /** Names of its containers and workloads. */
  readonly containers: readonly string[]
}

/** Folders that say on what something runs, beside those that say for what. */
const platformFolder =
  /^\.?(?:k8s|kube|kubernetes|kubernetes[-_]manifests|manifests?|kustomize|base|overlays?|components|helm|charts?|release|eks|gke|aks|minikube|aws|ecs|aws[-_]ecs|ecs[-_]fargate|fargate|task[-_]?def(?:inition)?s?|yaml|json|cloud)$/i

/** The directory that a deployment speaks for: the nearest one above it that is not only about how something is run. */
export function homeOf(directory: string): string {
  let home = directory
  while (home !== '' && (isDeploymentFolder(nameOf(home)) || platformFolder.test(nameOf(home))))
    home = directoryOf(home)
  return home
}

/** Folders in which the file that builds something lies, without being called like it. */
const sourceFolder = /^(?:src|source|app|docker|build|containers?|images?|package)$/i

/** What the folder and the name of a Dockerfile call its image: `api` for `services/api/src/Dockerfile` and `api.Dockerfile`. */
export function namesOfDockerfile(file: string): readonly string[] {
  let folder = directoryOf(file)
  while (directoryOf(folder) !== '' && sourceFolder.test(nameOf(folder))) folder = directoryOf(folder)
  const suffix = /^Dockerfile[._-](.+)$|^(.+)\.Dockerfile$/i.exec(nameOf(file))
  return [nameOf(folder), suffix?.[1] ?? suffix?.[2] ?? '']
    .map((name) => name.toLowerCase())
    .filter((name) => name !== '')
}

/** What people call an image: `api` of `123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/api:1.4`. */
export function shortNameOf(image: string): string | undefined {
  const name = image
    .replace(/@.*$/, '')
    .replace(/:[^:/]*$/, '')
    .split('/')
    .at(-1)
  return name !== undefined && /^[a-z0-9][a-z0-9._-]*$/.test(name) ? name : undefined
}
