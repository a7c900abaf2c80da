import { describe, expect, it } from 'vitest'
import { linesOf } from '../../../../test/lines-of.ts'
import rule from './rule.ts'

const placesIn = linesOf(rule)

describe('nothing is left', () => {
  it.each([
    'RUN --mount=type=cache,target=/root/.cache/pip \\\n set -x && \\\n pip install pip-tools==7.4.1 && pip check',
    'RUN --mount=type=cache,target=/home/app/.cache pip install flask==3.1.0',
    'RUN --mount=type=cache,id=apt,target=/var/lib/apt/lists apt-get update && apt-get install -y curl',
    'RUN python3 -m venv /app && . /app/bin/activate && pip install \\\n --no-cache-dir \\\n --upgrade \\\n tzdata',
    'RUN pip install --no-cache-dir pipenv==2024.4.1 && pipenv install requests && pipx install black',
    'RUN pip install flask && rm -rf ~/.cache /root/.cache/pip',
    'RUN pip install flask && pip cache purge',
    'RUN export PIP_NO_CACHE_DIR=1; pip install flask',
    'ENV PIP_NO_CACHE_DIR=true\nRUN pip install flask',
    'RUN apt-get update && apt-get install -y curl && find /var/lib/apt/lists -type f -delete',
    'RUN apt-get update && apt-get install -y curl && apt-get distclean',
    'RUN apt-get update && apt-get install -y curl && /bd_build/cleanup.sh',
    'RUN dnf -y install nginx && rm -rf /var/cache/dnf /var/log/*',
    'RUN yarn --version && yarn build',
    'RUN apt-get install -y curl',
  ])('%s', async (text) => expect(await placesIn(`FROM example.com/base:1.0\n${text}\n`)).toEqual([]))

  it('of a stage that only lends a file', async () =>
    expect(
      await placesIn(
        'FROM a:1 AS tools\nRUN dnf -y install git\nFROM b:1\nRUN --mount=type=bind,from=tools,target=/t ls\n',
      ),
    ).toEqual([]))
})

describe('something is left', () => {
  it.each([
    ['RUN yum clean all && yum install -y git', [2]],
    ['RUN apt-get update\nRUN apt-get install -y curl && rm -rf /var/lib/apt/lists/*', [2]],
    ['RUN --mount=type=cache,target=/var/cache/apt apt-get update && apt-get install -y curl', [2]],
    ['RUN apk add --update curl', [2]],
    ['RUN <<EOF\nset -e\napk add --no-cache curl\napk add git\nEOF', [5]],
    ['ENV PIP_NO_CACHE_DIR=0\nRUN pip3 install flask', [3]],
  ])('%s', async (text, lines) => expect(await placesIn(`FROM example.com/base:1.0\n${text}\n`)).toEqual(lines))
})
