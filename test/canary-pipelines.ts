/** Places in GitLab pipelines, and in what jobs call, that a secret is written in. */
import { escapeYaml, type Files } from './canary-forms.ts'

type Plant = (secret: string) => Files

const image: Files = { Dockerfile: 'FROM node:latest\nUSER root\nCOPY . .\nCMD ["node", "x.js"]\n' }
const gitlab = (lines: string, more: Files = {}): Files => ({
  '.gitlab-ci.yml': `build:\n  script:\n    - docker build -t acme/app:latest .\n    - docker push acme/app:latest\n${lines}`,
  ...image,
  ...more,
})
const calls = (command: string, more: Files): Files => ({
  '.github/workflows/ci.yml': `on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - run: docker build -t acme/app:latest .\n      - ${command}\n`,
  ...image,
  ...more,
})
const shell = (secret: string): string => `'${secret.replaceAll("'", "'\\''")}'`

export const pipelinePlaces: Readonly<Record<string, Plant>> = {
  'a variable of a GitLab job': (s) => gitlab(`  variables:\n    DB_PASSWORD: ${escapeYaml(s)}\n`),
  'a variable of a whole GitLab pipeline': (s) =>
    gitlab(
      `deploy:\n  script:\n    - docker login -u bot -p "$REGISTRY_PASSWORD"\nvariables:\n  REGISTRY_PASSWORD: ${escapeYaml(s)}\n`,
    ),
  'a hidden GitLab job': (s) =>
    gitlab(`.base:\n  variables:\n    API_TOKEN: ${escapeYaml(s)}\ndeploy:\n  extends: .base\n  script: ./deploy.sh\n`),
  'an included part of a GitLab pipeline': (s) =>
    gitlab('include: /ci/deploy.yml\n', {
      'ci/deploy.yml': `deploy:\n  variables:\n    API_TOKEN: ${escapeYaml(s)}\n  script: kubectl apply -f k8s.yml\n`,
    }),
  'a script that a workflow calls': (s) =>
    calls('run: ./ci/deploy.sh', {
      'ci/deploy.sh': `#!/bin/sh\ndocker login -u bot -p ${shell(s)} registry.acme.io\ndocker push acme/app:latest\n`,
    }),
  'a recipe that a workflow makes': (s) =>
    calls('run: make push', {
      Makefile: `push:\n\tdocker login -u bot -p ${shell(s).replaceAll('$', '$$$$')} registry.acme.io && docker push acme/app:latest\n`,
    }),
  'a local action': (s) =>
    calls('uses: ./.github/actions/push', {
      '.github/actions/push/action.yml': `runs:\n  using: composite\n  steps:\n    - shell: bash\n      env:\n        API_TOKEN: ${escapeYaml(s)}\n      run: docker push acme/app:latest\n`,
    }),
  'the credentials of a job container': (s) => ({
    '.github/workflows/ci.yml': `on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    container:\n      image: registry.acme.io/ci:latest\n      credentials:\n        username: bot\n        password: ${escapeYaml(s)}\n    steps:\n      - run: docker build -t acme/app:latest .\n`,
    ...image,
  }),
}
