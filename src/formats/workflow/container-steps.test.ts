import { describe, expect, it } from 'vitest'
import type { Known, Located } from '../../core/known.ts'
import { type Origin, spansOf } from '../../core/origin.ts'
import type { BuildStep, ContainerStep } from './container-step.ts'
import { containerSteps } from './container-steps.ts'
import { parseWorkflow } from './parse.ts'

const workflowOf = (steps: string, job = ''): string =>
  `on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n${job}    steps:\n${steps.replace(/^/gm, '      ')}\n`
const stepsOf = (text: string): readonly ContainerStep[] =>
  containerSteps(parseWorkflow({ file: 'ci.yml', text, utf8: true }))
/** Steps of one `run:` with these lines. */
const run = (script: string, rest = ''): readonly ContainerStep[] =>
  stepsOf(workflowOf(`- run: |\n${script.replace(/^/gm, '    ')}\n${rest}`))
const uses = (action: string, inputs: Readonly<Record<string, string>> = {}, rest = ''): readonly ContainerStep[] => {
  const lines = Object.entries(inputs).map(([name, value]) => `    ${name}: ${JSON.stringify(value)}`)
  return stepsOf(workflowOf([`- uses: ${action}`, ...(rest === '' ? [] : [rest]), '  with:', ...lines].join('\n')))
}
const plain = <T>(value: Known<T>): T | string => (value.known ? value.value : '?')
const texts = (values: readonly Located<string>[]) => values.map(({ value }) => value)
const written = (text: string, origin: Origin) => {
  const [place] = spansOf(origin)
  return text.slice(place?.start, place?.end)
}
const kinds = (steps: readonly ContainerStep[]) => steps.map(({ kind, by }) => `${kind} ${by}`)
const buildIn = (steps: readonly ContainerStep[]): BuildStep => {
  const build = steps.find((step) => step.kind === 'build')
  if (build === undefined) throw new Error('a build is expected')
  return build
}

describe('builds', () => {
  it('reads docker/build-push-action', () => {
    const text = workflowOf(`- id: meta
  uses: docker/metadata-action@v5
- uses: docker/build-push-action@v6
  with:
    context: ./FinanSecure.Auth
    file: ./FinanSecure.Auth/Dockerfile
    push: true
    target: final
    tags: |
      ghcr.io/acme/auth:latest
      \${{ steps.meta.outputs.tags }}
    build-args: |
      API_KEY=\${{ secrets.API_KEY }}
      MODE=prod
    secrets: |
      npm=\${{ secrets.NPM }}
    platforms: linux/amd64,linux/arm64
    provenance: false
    cache-from: type=gha`)
    const build = buildIn(stepsOf(text))
    expect([plain(build.context), plain(build.file), plain(build.push)]).toEqual([
      'FinanSecure.Auth',
      'FinanSecure.Auth/Dockerfile',
      true,
    ])
    expect(texts(build.tags)).toEqual(['ghcr.io/acme/auth:latest', '${{ steps.meta.outputs.tags }}'])
    expect([build.generatedTags, build.generatedBy?.id]).toEqual([true, 'meta'])
    expect(build.buildArguments.map(({ name, value }) => [name, value])).toEqual([
      ['API_KEY', '${{ secrets.API_KEY }}'],
      ['MODE', 'prod'],
    ])
    expect(written(text, build.tags[0]?.origin ?? build.origin)).toBe('ghcr.io/acme/auth:latest')
    expect(written(text, build.buildArguments[1]?.origin ?? build.origin)).toBe('MODE=prod')
    expect([build.target?.value, build.provenance?.value, build.sbom]).toEqual(['final', 'false', undefined])
    expect([texts(build.platforms), texts(build.cacheFrom), texts(build.secrets)]).toEqual([
      ['linux/amd64', 'linux/arm64'],
      ['type=gha'],
      ['npm=${{ secrets.NPM }}'],
    ])
  })

  it('knows the defaults of the action', () => {
    const build = buildIn(uses('docker/build-push-action@v6'))
    expect([plain(build.context), plain(build.file), plain(build.push)]).toEqual(['', 'Dockerfile', false])
    expect([build.context.origin.kind, build.file.origin.kind]).toEqual(['default', 'default'])
  })

  const commands: readonly [script: string, context: string, file: string, tags: readonly string[], push: unknown][] = [
    ['docker build -t a:1 .', '', 'Dockerfile', ['a:1'], false],
    [
      'docker build --tag=a:1 -tb:2 -f deploy/Dockerfile.prod ./app',
      'app',
      'deploy/Dockerfile.prod',
      ['a:1', 'b:2'],
      false,
    ],
    ['docker buildx build --push --platform linux/amd64 -t a .', '', 'Dockerfile', ['a'], true],
    ['cd services/auth && docker build -t a .', 'services/auth', 'Dockerfile', ['a'], false],
    [
      'docker build -t ${{ env.R }}/a:${{ github.sha }} .',
      '',
      'Dockerfile',
      ['${{ env.R }}/a:${{ github.sha }}'],
      false,
    ],
    ['docker build -t a $DIR', '?', 'Dockerfile', ['a'], false],
    ['docker build - < Dockerfile', '?', 'Dockerfile', [], false],
    ['docker build $GITHUB_WORKSPACE/app', 'app', 'Dockerfile', [], false],
    ['docker build ../..', '?', 'Dockerfile', [], false],
    ['DOCKER_BUILDKIT=1 docker image build .', '', 'Dockerfile', [], false],
    ['podman build -o type=image,push=true .', '', 'Dockerfile', [], true],
    ['buildah bud -t a .', '', 'Dockerfile', ['a'], false],
  ]
  it.each(commands)('reads %s', (script, context, file, tags, push) => {
    const build = buildIn(run(script))
    expect([plain(build.context), plain(build.file), texts(build.tags), plain(build.push)]).toEqual([
      context,
      file,
      tags,
      push,
    ])
  })

  it('starts in the working directory', () => {
    expect(plain(buildIn(run('docker build .', '  working-directory: ./web')).context)).toBe('web')
  })

  it('locates the command and its words', () => {
    const text = workflowOf(
      '- run: |\n    echo hi\n    docker build \\\n      --build-arg TOKEN=${{ secrets.T }} \\\n      .',
    )
    const build = buildIn(stepsOf(text))
    expect(written(text, build.origin)).toMatch(/^docker build[\s\S]*\.$/)
    expect(build.buildArguments).toMatchObject([{ name: 'TOKEN', value: '${{ secrets.T }}' }])
    expect(written(text, build.buildArguments[0]?.origin ?? build.origin)).toBe('TOKEN=${{ secrets.T }}')
  })

  it('leaves it to compose and bake files what they build', () => {
    expect(buildIn(run('docker compose -f a.yml -f b.yml build --build-arg X=1 web'))).toMatchObject({
      context: { known: false },
      definitions: [{ value: 'a.yml' }, { value: 'b.yml' }],
      buildArguments: [{ name: 'X', value: '1' }],
    })
    expect(buildIn(run('docker buildx bake -f docker-bake.hcl --push'))).toMatchObject({
      definitions: [{ value: 'docker-bake.hcl' }],
      push: { value: true },
    })
  })
})

describe('what else is done', () => {
  const cases: readonly [script: string, ...expected: string[]][] = [
    ['docker push a:1', 'push docker push'],
    ['docker compose -f a.yml --profile x up -d web', 'compose docker compose'],
    ['docker-compose up --build', 'compose docker-compose', 'build docker-compose up'],
    ['docker compose push', 'compose docker compose', 'push docker compose push'],
    ['cosign sign --yes ghcr.io/a@sha256:1', 'sign cosign sign'],
    ['syft a:1 -o spdx-json', 'sbom syft'],
    ['trivy image --format cyclonedx a:1', 'sbom trivy image'],
    ['aws ecs update-service --cluster c --service s --force-new-deployment', 'deploy aws ecs update-service'],
    ['kubectl set image deployment/a a=a:1', 'deploy kubectl set image'],
    ['helm upgrade --install a ./chart', 'deploy helm upgrade --install'],
    ['docker stack deploy -c stack.yml a', 'deploy docker stack deploy'],
    ["ssh me@host 'cd /srv && docker compose up -d'", 'deploy ssh', 'compose docker compose'],
    ['ssh me@host << EOF\ncd /srv\ndocker compose pull\nEOF', 'deploy ssh', 'compose docker compose'],
    ['DOCKER_HOST=ssh://h docker compose up -d', 'compose docker compose', 'deploy docker compose up'],
    ['npm ci && npm test', ...[]],
    ['# docker push a\necho docker push a', ...[]],
  ]
  it.each(cases)('reads %s', (script, ...expected) => expect(kinds(run(script))).toEqual(expected))

  it('reads the options of compose', () => {
    const [step] = run(
      'docker compose -f a.yml --file=b.yml --env-file .env.ci --profile x -p n up -d --scale web=2 web db',
    )
    expect(step).toMatchObject({
      command: 'up',
      remote: false,
      files: [{ value: 'a.yml' }, { value: 'b.yml' }],
      envFiles: [{ value: '.env.ci' }],
      profiles: [{ value: 'x' }],
      services: [{ value: 'web' }, { value: 'db' }],
    })
    expect(run('docker compose run --rm web npm test')).toMatchObject([{ services: [{ value: 'web' }] }])
  })

  it.each([
    ['aws-actions/amazon-ecs-deploy-task-definition@v2', 'deploy aws-actions/amazon-ecs-deploy-task-definition'],
    ['actions/attest-build-provenance@v2', 'attest actions/attest-build-provenance'],
    ['anchore/sbom-action@v0', 'sbom anchore/sbom-action'],
    ['docker/bake-action@v6', 'build docker/bake-action'],
    ['actions/checkout@v4', undefined],
  ])('knows %s', (action, expected) => expect(kinds(uses(action))[0]).toBe(expected))

  it('reads what an SSH action runs', () => {
    const steps = uses('appleboy/ssh-action@v1', { script: 'cd /srv\ndocker compose -f prod.yml up -d' })
    expect(kinds(steps)).toEqual(['deploy appleboy/ssh-action', 'compose docker compose'])
    expect(steps[1]).toMatchObject({ remote: true, files: [{ value: 'prod.yml' }] })
  })
})

describe('logins', () => {
  const secret = '${{ secrets.PASSWORD }}'
  const actions: readonly [
    action: string,
    inputs: Readonly<Record<string, string>>,
    to: string,
    credentials: string,
  ][] = [
    [
      'docker/login-action@v3',
      { registry: 'ghcr.io', password: '${{ secrets.GITHUB_TOKEN }}' },
      'registry',
      'job-token',
    ],
    ['docker/login-action@v3', { username: 'me', password: secret }, 'registry', 'static'],
    ['docker/login-action@v3', { password: '${{ steps.x.outputs.token }}' }, 'registry', 'unknown'],
    ['aws-actions/configure-aws-credentials@v4', { 'role-to-assume': 'arn:aws:iam::1:role/x' }, 'aws', 'oidc'],
    [
      'aws-actions/configure-aws-credentials@v4',
      { 'aws-access-key-id': secret, 'role-to-assume': 'r' },
      'aws',
      'static',
    ],
    ['aws-actions/amazon-ecr-login@v2', {}, 'registry', 'ambient'],
    ['google-github-actions/auth@v2', { workload_identity_provider: 'p' }, 'google', 'oidc'],
    ['google-github-actions/auth@v2', { credentials_json: secret }, 'google', 'static'],
    ['azure/login@v2', { 'client-id': 'c' }, 'azure', 'oidc'],
    ['azure/login@v2', { creds: secret }, 'azure', 'static'],
  ]
  it.each(actions)('%s %j', (action, inputs, to, credentials) => {
    expect(uses(action, inputs)).toMatchObject([{ kind: 'login', to, credentials }])
  })

  const commands: readonly [script: string, to: string, credentials: string][] = [
    ['echo ${{ secrets.GITHUB_TOKEN }} | docker login ghcr.io -u me --password-stdin', 'registry', 'job-token'],
    ['docker login -u me -p ${{ secrets.PASSWORD }}', 'registry', 'static'],
    [
      'aws ecr get-login-password | docker login --username AWS --password-stdin 1.dkr.ecr.eu-west-1.amazonaws.com',
      'registry',
      'ambient',
    ],
    ['az acr login --name x', 'registry', 'ambient'],
    ['aws configure set aws_access_key_id ${{ secrets.KEY }}', 'aws', 'static'],
  ]
  it.each(commands)('%s', (script, to, credentials) => {
    expect(run(script)).toMatchObject([{ kind: 'login', to, credentials }])
  })

  it('follows a password through the environment of the step', () => {
    const steps = run('echo "$TOKEN" | docker login -u me --password-stdin', '  env: { TOKEN: "${{ secrets.HUB }}" }')
    expect(steps).toMatchObject([{ kind: 'login', credentials: 'static' }])
  })

  it('takes cloud keys in the environment for a login', () => {
    const job = '    env: { AWS_ACCESS_KEY_ID: "${{ secrets.KEY }}" }\n'
    expect(stepsOf(workflowOf('- run: aws ecs deploy', job))).toMatchObject([
      { kind: 'login', to: 'aws', credentials: 'static' },
      { kind: 'deploy', to: 'ecs' },
    ])
  })
})

describe('scans', () => {
  const trivy = 'aquasecurity/trivy-action@0.28.0'
  const actions: readonly [
    action: string,
    inputs: Readonly<Record<string, string>>,
    rest: string,
    what: string,
    fails: unknown,
  ][] = [
    [trivy, { 'image-ref': 'a:1' }, '', 'image', false],
    [trivy, { 'image-ref': 'a:1', 'exit-code': '1' }, '', 'image', true],
    [trivy, { 'image-ref': 'a:1', 'exit-code': '0' }, '', 'image', false],
    [trivy, { 'exit-code': '1' }, '  continue-on-error: true', 'image', false],
    [trivy, { 'exit-code': '1' }, "  continue-on-error: ${{ github.ref != 'x' }}", 'image', '?'],
    [trivy, { 'exit-code': '${{ env.X }}' }, '', 'image', '?'],
    [trivy, { 'trivy-config': 'trivy.yaml' }, '', 'image', '?'],
    [trivy, { 'scan-type': 'fs', 'exit-code': '1' }, '', 'files', true],
    [trivy, {}, '  env: { TRIVY_EXIT_CODE: 1 }', 'image', true],
    ['anchore/scan-action@v6', { image: 'a' }, '', 'image', true],
    ['anchore/scan-action@v6', { image: 'a', 'fail-build': 'false' }, '', 'image', false],
    ['docker/scout-action@v1', { command: 'cves' }, '', 'image', false],
    ['docker/scout-action@v1', { command: 'cves', 'exit-code': 'true' }, '', 'image', true],
    ['snyk/actions/docker@master', { image: 'a' }, '', 'image', true],
    ['snyk/actions/docker@master', { image: 'a', command: 'monitor' }, '', 'image', false],
  ]
  it.each(actions)('%s %j %s', (action, inputs, rest, what, fails) => {
    const [scan] = uses(action, inputs, rest)
    expect(scan).toMatchObject({ kind: 'scan', what })
    expect(scan?.kind === 'scan' && plain(scan.canFail)).toBe(fails)
  })

  const commands: readonly [script: string, what: string, target: string | undefined, fails: unknown][] = [
    ['trivy image a:1', 'image', 'a:1', false],
    ['trivy image --exit-code 1 --severity HIGH,CRITICAL a:1', 'image', 'a:1', true],
    ['trivy image --exit-code 1 a:1 || true', 'image', 'a:1', false],
    ['trivy fs --exit-code=1 .', 'files', '.', true],
    ['grype a:1 --fail-on high', 'image', 'a:1', true],
    ['grype a:1', 'image', 'a:1', false],
    ['snyk container test a:1', 'image', 'a:1', true],
    ['docker scout cves --exit-code --only-severity critical a:1', 'image', 'a:1', true],
    ['docker run --rm -v /x:/y aquasec/trivy:0.58 image --exit-code 1 a:1', 'image', 'a:1', true],
    ['dockle --exit-code 1 a:1', 'image', 'a:1', true],
    ['npm audit --audit-level=high', 'dependencies', undefined, true],
  ]
  it.each(commands)('%s', (script, what, target, fails) => {
    const [scan] = run(script)
    expect(scan).toMatchObject({ kind: 'scan', what })
    expect(scan?.kind === 'scan' && [scan.target?.value, plain(scan.canFail)]).toEqual([target, fails])
  })
})

describe('PowerShell', () => {
  it('gives its calls of Docker, at their places', () => {
    const text = workflowOf(`- shell: pwsh
  run: |
    if (-not (Test-Path ".env")) { Write-Error "none"; exit 1 }
    $tag = "x".Substring(0, 7)
    docker compose -f prod.yml \`
      up -d --build
    docker push shop/api:1.2.0`)
    const steps = stepsOf(text)
    expect(kinds(steps)).toEqual(['compose docker compose', 'build docker compose up', 'push docker push'])
    expect(written(text, (steps.at(-1) as ContainerStep).origin)).toBe('docker push shop/api:1.2.0')
  })

  it('is what Windows runners speak', () => {
    const text = workflowOf('- run: docker push shop/api:1.2.0').replace('ubuntu', 'windows')
    expect(kinds(stepsOf(text))).toEqual(['push docker push'])
  })
})
