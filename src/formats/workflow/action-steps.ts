/** What well-known actions do with containers. */
import { type Known, known, unknowable } from '../../core/known.ts'
import type { Origin } from '../../core/origin.ts'
import { actionScan } from './action-scan.ts'
import { buildArgument, defaultOf, pathFrom } from './build-facts.ts'
import { commandSteps } from './command-steps.ts'
import type { BuildStep, ContainerStep, DeployStep, LoginStep } from './container-step.ts'
import type { Passage } from './document.ts'
import { expressionsIn, isComputed } from './expression.ts'
import { listed } from './passage.ts'
import { commandsIn } from './run-commands.ts'
import { type ActionPlace, doneBy, type StepPlace } from './step-place.ts'

const deploys: readonly (readonly [RegExp, DeployStep['to']])[] = [
  [/^aws-actions\/amazon-ecs-deploy-|^(?:silintl\/ecs-deploy|donaldpiret\/ecs-deploy)/, 'ecs'],
  [
    /^azure\/(?:k8s-deploy|aks-)|^(?:wahyd4\/kubectl-helm-action|actions-hub\/kubectl|steebchen\/kubectl|deliverybot\/helm|bitovi\/)/,
    'kubernetes',
  ],
  [
    /^google-github-actions\/deploy-(?:cloudrun|cloud-functions)|^(?:serverless\/github-action|azure\/functions-action|aws-actions\/aws-lambda-deploy)/,
    'serverless',
  ],
  [
    /^google-github-actions\/deploy-appengine|^azure\/(?:webapps-deploy|container-apps-deploy-action|webapps-container-deploy)|^(?:superfly\/flyctl-actions\/deploy|digitalocean\/app_action|akhileshns\/heroku-deploy|einaregilsson\/beanstalk-deploy|amondnet\/vercel-action|cloudflare\/wrangler-action|bervproject\/railway-deploy|johnbeynon\/render-deploy-action)/,
    'platform',
  ],
  [
    /^(?:easingthemes\/ssh-deploy|burnett01\/rsync-deployments|sulthonzh\/docker-remote-deployment-action|tagus\/git-action-docker-deploy|cssnr\/stack-deploy-action|dawidd6\/action-ansible-playbook)/,
    'host',
  ],
]
const otherBuilders =
  /^(?:int128\/kaniko-action|aevea\/action-kaniko|redhat-actions\/buildah-build|mr-smithers-excellent\/docker-build-push|elgohr\/publish-docker-github-action|whoan\/docker-build-with-cache-action|macbre\/push-to-ghcr)$/

/** Everything a step that uses an action does with containers, as far as the action is known. */
export function actionSteps(place: StepPlace): readonly ContainerStep[] {
  const { step } = place
  const { uses } = step
  if (uses === undefined) return []
  const action: ActionPlace = {
    ...place,
    by: uses.action,
    origin: uses.origin,
    input: (...names) => names.map((name) => step.with.get(name)).find((input) => input !== undefined),
  }
  const login = loginOf(action)
  if (login !== undefined) return [login]
  const scan = actionScan(action)
  if (scan !== undefined) return [scan]
  if (uses.action === 'docker/build-push-action' || otherBuilders.test(uses.action)) return [buildOf(action)]
  if (uses.action === 'docker/bake-action') return [bakeOf(action)]
  if (uses.action === 'appleboy/ssh-action') return remoteSteps(action)
  const deploy = deploys.find(([pattern]) => pattern.test(uses.action))
  return deploy === undefined ? [] : [{ ...doneBy(action), kind: 'deploy', to: deploy[1] }]
}

function truth(input: Passage | undefined, otherwise: boolean, by: string, at: Origin): Known<boolean> {
  if (input === undefined) return known(otherwise, defaultOf(by, at))
  if (isComputed(input.value)) return unknowable('an expression decides it when the workflow runs', input.origin)
  return known(/^\s*true\s*$/i.test(input.value), input.origin)
}

function buildOf(place: ActionPlace): BuildStep {
  const { input, by, origin, job } = place
  const root = known('', defaultOf(by, origin))
  const written = input('context', 'path', 'workdir')
  const file = input('file', 'dockerfile', 'containerfiles')
  const tags = tagsOf(place)
  const outputs = input('outputs')
  const pushes = outputs !== undefined && /type=registry|push=true/.test(outputs.value)
  const generator = tags.flatMap((tag) => expressionsIn(tag)).flatMap(({ references }) => references)
  const [, id] = /^steps\.([\w-]+)\.outputs\./.exec(generator.find((name) => name.startsWith('steps.')) ?? '') ?? []
  return {
    ...doneBy(place),
    kind: 'build',
    context: written === undefined ? root : pathFrom(root, written),
    file: file === undefined ? known('Dockerfile', defaultOf(by, origin)) : pathFrom(root, file),
    target: input('target'),
    tags,
    generatedTags: id !== undefined,
    generatedBy: job.steps.find((step) => step.id === id && id !== undefined),
    push: pushes
      ? known(true, outputs.origin)
      : truth(input('push'), by !== 'docker/build-push-action' && by !== 'redhat-actions/buildah-build', by, origin),
    buildArguments: listed(input('build-args', 'build_args', 'buildargs'), /\n/).map(buildArgument),
    secrets: [
      ...listed(input('secrets'), /\n/),
      ...listed(input('secret-envs')),
      ...listed(input('secret-files'), /\n/),
    ],
    platforms: listed(input('platforms')),
    provenance: input('provenance') ?? attestation(input('attests'), 'provenance'),
    sbom: input('sbom') ?? attestation(input('attests'), 'sbom'),
    cacheFrom: listed(input('cache-from'), /\n/),
    cacheTo: listed(input('cache-to'), /\n/),
    definitions: [],
  }
}

/** The names that a build is given; one action takes the image's name and its tags apart. */
function tagsOf({ input, by }: ActionPlace): readonly Passage[] {
  const image = input('image', 'name')?.value
  const tags = listed(input('tags'))
  if (by !== 'mr-smithers-excellent/docker-build-push' || image === undefined)
    return listed(input('tags', 'image', 'name'))
  return tags.map((tag) => ({ ...tag, value: `${image}:${tag.value}` }))
}

const attestation = (attests: Passage | undefined, type: string): Passage | undefined =>
  listed(attests, /\n/).find((line) => line.value.includes(`type=${type}`))

function bakeOf(place: ActionPlace): BuildStep {
  const { input, by, origin } = place
  const because = 'the bake file says what is built'
  const set = listed(input('set'), /\n/)
  return {
    ...doneBy(place),
    kind: 'build',
    context: unknowable(because, origin),
    file: unknowable(because, origin),
    target: undefined,
    tags: [],
    generatedTags: true,
    generatedBy: undefined,
    push: truth(input('push'), false, by, origin),
    buildArguments: set
      .filter((line) => /^[^=]*\.args?\./.test(line.value))
      .map((line) => {
        const name = /^[^=]*\.args?\.([^=]*)/.exec(line.value)?.[1] ?? ''
        return { name, value: line.value.slice(line.value.indexOf('=') + 1), origin: line.origin }
      }),
    secrets: set.filter((line) => /^[^=]*\.secrets?/.test(line.value)),
    platforms: set.filter((line) => /^[^=]*\.platform/.test(line.value)),
    provenance: input('provenance'),
    sbom: input('sbom'),
    cacheFrom: set.filter((line) => /^[^=]*\.cache-from/.test(line.value)),
    cacheTo: set.filter((line) => /^[^=]*\.cache-to/.test(line.value)),
    definitions: listed(input('files')),
  }
}

function loginOf(place: ActionPlace): LoginStep | undefined {
  const { input, by } = place
  const login = (
    to: LoginStep['to'],
    credentials: LoginStep['credentials'],
    ...inputs: readonly (Passage | undefined)[]
  ): LoginStep => ({
    ...doneBy(place),
    kind: 'login',
    to,
    registry: input('registry', 'login-server', 'registries'),
    credentials,
    inputs: inputs.flatMap((one) => one ?? []),
  })
  switch (by) {
    case 'docker/login-action':
    case 'redhat-actions/podman-login':
    case 'azure/docker-login':
    case 'azure/k8s-set-context': {
      const password = input('password', 'kubeconfig')
      return login('registry', credentialsOf(password), input('username'), password)
    }
    case 'aws-actions/amazon-ecr-login':
      return login('registry', 'ambient')
    case 'aws-actions/configure-aws-credentials': {
      const key = input('aws-access-key-id')
      const role = input('role-to-assume')
      const credentials = key !== undefined ? 'static' : role !== undefined ? 'oidc' : 'unknown'
      return login('aws', credentials, key, input('aws-secret-access-key'), role)
    }
    case 'google-github-actions/auth':
    case 'google-github-actions/setup-gcloud': {
      const key = input('credentials_json', 'service_account_key')
      const provider = input('workload_identity_provider')
      if (key === undefined && provider === undefined && by.endsWith('setup-gcloud')) return undefined
      return login('google', key !== undefined ? 'static' : provider !== undefined ? 'oidc' : 'unknown', key, provider)
    }
    case 'azure/login': {
      const key = input('creds')
      const client = input('client-id')
      return login('azure', key !== undefined ? 'static' : client !== undefined ? 'oidc' : 'unknown', key, client)
    }
    default:
      return undefined
  }
}

/** What a password is, by the secret it comes from. */
export function credentialsOf(password: Passage | undefined): LoginStep['credentials'] {
  if (password === undefined) return 'unknown'
  const references = expressionsIn(password).flatMap(({ references: names }) => names)
  if (references.some((name) => name === 'github.token' || name.toUpperCase() === 'SECRETS.GITHUB_TOKEN'))
    return 'job-token'
  if (references.some((name) => name.startsWith('secrets.'))) return 'static'
  return references.some((name) => /^(?:steps|needs|env|inputs)\./.test(name)) ? 'unknown' : 'static'
}

/** A script that is run on another machine over SSH. */
function remoteSteps(place: ActionPlace): readonly ContainerStep[] {
  const script = place.input('script')
  const inner =
    script === undefined ? [] : commandSteps(place, commandsIn(script, { errexit: false }), { remote: true })
  return [{ ...doneBy(place), kind: 'deploy', to: 'host' }, ...inner]
}
