import { describe, expect, it } from 'vitest'
import { plainText } from '../formats/shell/mapped-text.ts'
import { parseShell } from '../formats/shell/parse.ts'
import { packageStep } from './installs.ts'

const stepOf = (text: string) => {
  const [command] = parseShell(plainText(text, 0), { file: 'Dockerfile', path: [] }).commands
  const step = command && packageStep(command)
  return step && [step.manager, step.does, ...step.packages.map((word) => word.text)]
}

describe('what a command installs', () => {
  it.each([
    ['apt-get install -y --no-install-recommends curl gcc', ['apt', 'install', 'curl', 'gcc']],
    ['sudo apt-get -t bookworm-backports install git', ['apt', 'install', 'git']],
    ['apk add --no-cache --virtual .build gcc musl-dev', ['apk', 'install', 'gcc', 'musl-dev']],
    ['apk del .build', ['apk', 'remove', '.build']],
    ['/usr/local/bin/pip install -r requirements.txt gunicorn', ['pip', 'install', 'gunicorn']],
    ['python3 -m pip install --index-url https://pypi.example.com/simple ledger', ['pip', 'install', 'ledger']],
    ['uv pip install --python-preference system --requirements requirements.txt', ['pip', 'install']],
    ['npm ci --omit=dev', ['npm', 'install']],
    ['npm install -g --prefix /opt pm2@6.0.5', ['npm', 'install', 'pm2@6.0.5']],
    ['yarn', ['npm', 'install']],
    ['yarn global add serve', ['npm', 'install', 'serve']],
    ['yarn build', undefined],
    ['gem install pg -v 1.5.9 -- --with-opt-dir=/opt', ['gem', 'install', 'pg']],
    ['go install example.com/tool@v1.2.3', ['go', 'install', 'example.com/tool@v1.2.3']],
    ['make install', undefined],
  ])('%s', (text, expected) => expect(stepOf(text)).toEqual(expected))
})
