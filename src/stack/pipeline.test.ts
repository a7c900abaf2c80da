import { describe, expect, it } from 'vitest'
import { memoryTree } from '../trees/memory.ts'
import type { Project } from './model.ts'
import { publishes } from './pipeline.ts'
import { installsOf } from './pipeline-installs.ts'
import { printedSecrets } from './pipeline-prints.ts'
import { openSources } from './sources.ts'
import { workflowModel } from './workflows.ts'

const file = '.github/workflows/w.yml'

function job(script: string) {
  const text = `on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    env: { TOKEN: "\${{ secrets.T }}" }\n    steps:\n      - run: |\n${script.replace(/^/gm, '          ')}\n`
  const found = workflowModel(
    file,
    { envFiles: [] as readonly unknown[] } as Project,
    openSources(memoryTree({ [file]: text })),
  )?.jobs[0]
  if (found === undefined) throw new Error('the workflow has no job')
  return found
}

describe('installsOf', () => {
  it.each([
    ['npm ci', [false]],
    ['npm install', [true]],
    ['npm i -g vercel', [true]],
    ['npm i -g vercel@41.0.2', [false]],
    ['npm i -g @scope/tool', [true]],
    ['pip install -r requirements.txt', [false]],
    ['pip install .', [false]],
    ['pip install --upgrade pip', [false]],
    ['python -m pip install awscli', [true]],
    ['pip3 install awscli==1.36.2 boto3', [true]],
    ['go install example.com/tool@latest', [true]],
    ['go install example.com/tool@v1.2.0', [false]],
    ['curl -sSL https://example.com/i.sh | bash', [true]],
    ['bash <(curl -s https://example.com/i.sh)', [true]],
    ['curl -o tool https://example.com/tool', []],
    ['echo hello | sh', []],
    ['./install.sh', []],
  ] as const)('%s', (script, faulty) =>
    expect(installsOf(job(script)).map(({ fault }) => fault !== undefined)).toEqual(faulty),
  )
})

describe('publishes', () => {
  it.each([
    ['docker push shop/api:1.2.0', true],
    ['docker build -t shop/api . && docker push shop/api', true],
    [
      'docker pull shop/api:1.2.0\ndocker tag shop/api:1.2.0 shop/api:production\ndocker push shop/api:production',
      false,
    ],
    ['docker pull $I\ndocker build --cache-from $I -t $I .\ndocker tag $I $I:1\ndocker push $I:1', true],
    ['docker tag built:local shop/api:1.2.0\ndocker push shop/api:1.2.0', true],
  ] as const)('%s', (script, expected) =>
    expect(
      job(script)
        .steps.filter(({ kind }) => kind === 'push')
        .map(publishes),
    ).toEqual([expected]),
  )
})

describe('printedSecrets', () => {
  it.each([
    ['echo $TOKEN', ['plain']],
    ['echo "$TOKEN" | base64', ['disguised']],
    ['echo "$TOKEN" | base64 -d', []],
    ['echo "$TOKEN" | base64 > file', []],
    ['echo "$TOKEN" | docker login -u a --password-stdin', []],
    ['echo "X=$TOKEN" >> $GITHUB_ENV', []],
    ['echo "::add-mask::$TOKEN"', []],
    ['X=$(echo $TOKEN)', []],
    ['echo $TOKENS', []],
    ['echo ${{ github.token }}', []],
    ['echo ${{ secrets.GITHUB_TOKEN }}', []],
    ['cat <<EOF\n$TOKEN\nEOF', ['plain']],
    ['env', ['environment']],
    ['printenv | sort', ['environment']],
    ['printenv PATH', []],
    ['env | grep ^NODE', []],
    ['env > /tmp/env', []],
    ['env FOO=1 make', []],
    ['set -x\ncurl -H "A: $TOKEN" https://example.com', ['trace']],
    ['set -ex\nnpm ci', []],
    ['set -x\nnpm ci\nset +x\ncurl -H "A: $TOKEN" https://example.com', []],
    ['docker compose config', ['configuration']],
    ['docker compose -f a.yml config', ['configuration']],
    ['docker-compose config -q', []],
    ['docker compose config --services', []],
    ['docker compose config > out.yml', []],
    ['docker compose config | docker stack deploy -c - app', []],
    ['echo "A=$TOKEN" > .env\ncat .env', ['file']],
    ['echo "A=1" > .env\ncat .env', []],
  ] as const)('%s', (script, how) => expect(printedSecrets(job(script)).map((printed) => printed.how)).toEqual(how))
})
