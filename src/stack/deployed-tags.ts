/** Which image a deployment of a pipeline names, and whether that name can be gone back to. */
import type { Origin } from '../core/origin.ts'
import type { ShellCommand } from '../formats/shell/command.ts'
import type { Project, WorkflowJob } from './model.ts'
import { commandsOfJob, productionDeployments, publishedImages } from './pipeline.ts'
import { literalPromise } from './workflow-tags.ts'

export interface NamedDeployment {
  readonly job: WorkflowJob
  readonly origin: Origin
  /** The image as the deployment names it; nothing where it only starts again what is there. */
  readonly image: string | undefined
  readonly verdict: 'stays' | 'moves' | 'unknown'
  /** Where the moving name is pushed. */
  readonly pushed: Origin | undefined
}

/** Options and words of deploying programs that name an image. */
const named: readonly (readonly [RegExp, RegExp])[] = [
  [/^kubectl (?:\S+ )*?set image\b/, /^[\w.*-]+=(\S+)$/],
  [/^docker service update\b/, /^--image=(\S+)$/],
  [/^gcloud (?:beta )?run deploy\b/, /^--image=(\S+)$/],
  [/^az containerapp (?:update|up|create)\b/, /^--image=(\S+)$/],
  [/^(?:flyctl|fly) deploy\b/, /^--image=(\S+)$/],
]

/** The image that a command deploys by name. */
function imageOf({ words }: ShellCommand): string | undefined {
  const texts = words.map(({ text }) => text)
  const line = texts.join(' ')
  const [, option] = named.find(([command]) => command.test(line)) ?? []
  if (option === undefined) return undefined
  // `--image x` reads like `--image=x`.
  const joined = texts.map((text, index) =>
    text === '--image' || text === '-i' ? `--image=${texts[index + 1] ?? ''}` : text,
  )
  return joined.flatMap((text) => option.exec(text)?.[1] ?? [])[0]
}

/** Every deployment to production that says which image it deploys, or that only starts the newest one. */
export function namedDeployments(project: Project): readonly NamedDeployment[] {
  const jobs = project.workflows.flatMap(({ jobs: all }) => all).filter((job) => productionDeployments(job).length > 0)
  const moving =
    jobs.length === 0
      ? []
      : publishedImages(project)
          .flatMap(({ tags }) => tags)
          .filter(({ promise }) => promise === 'moving')
  return jobs.flatMap((job) => {
    const commands = commandsOfJob(job)
    return commands.flatMap(({ command }): readonly NamedDeployment[] => {
      const { origin } = command
      const image = imageOf(command)
      if (image !== undefined) {
        const promise = image.includes('$') ? 'unknown' : literalPromise(image)
        const verdict = promise === 'moving' ? 'moves' : promise === 'version' ? 'stays' : 'unknown'
        return [{ job, origin, image, verdict, pushed: undefined }]
      }
      const words = command.words.map(({ text }) => text)
      const restarts = /^aws ecs update-service\b/.test(words.join(' ')) && words.includes('--force-new-deployment')
      if (!restarts) return []
      // With a new revision of the task definition it is that one which says what runs.
      const revised =
        words.some((word) => word.startsWith('--task-definition')) ||
        commands.some((other) =>
          /\bregister-task-definition\b/.test(other.command.words.map(({ text }) => text).join(' ')),
        )
      if (revised) return [{ job, origin, image: undefined, verdict: 'stays', pushed: undefined }]
      const [pushed] = moving
      return [
        { job, origin, image: undefined, verdict: pushed === undefined ? 'unknown' : 'moves', pushed: pushed?.origin },
      ]
    })
  })
}
