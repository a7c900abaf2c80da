import { describe, expect, it } from 'vitest'
import { linesOf } from '../../../../test/lines-of.ts'
import rule from './rule.ts'

const placesIn = linesOf(rule)

describe('switched off', () => {
  it.each([
    'RUN curl -LsSk -o a https://example.com/a',
    'RUN ["curl", "--insecure", "https://example.com/"]',
    'RUN sudo wget https://example.com/a --no-check-certificate',
    'RUN python3 -m pip --trusted-host=pypi.example.com install a==1',
    'RUN pip config set global.trusted-host pypi.example.com',
    'RUN npm -g config set strict-ssl=false',
    'RUN npm install --strict-ssl=false',
    'RUN yarn config set enableStrictSsl false',
    'RUN echo "strict-ssl=false" >> ~/.npmrc',
    'RUN git config --global http.https://git.example.com.sslVerify false',
    'RUN dnf --setopt=sslverify=False -y install nginx',
    'RUN apt-get -o Acquire::https::Verify-Peer=false update',
    'RUN echo \'Acquire::https::Verify-Peer "false";\' > /etc/apt/apt.conf.d/99',
    'RUN <<EOF\ncat > /etc/pip.conf <<X\n[global]\ntrusted-host = pypi.example.com\nX\nEOF',
    'ENV GIT_SSL_NO_VERIFY=""',
    'ARG npm_config_strict_ssl=false',
    'RUN set -e; ABC=1 echo a; NODE_TLS_REJECT_UNAUTHORIZED=0 node fetch.js; DEF=2 echo b',
    'RUN skopeo copy --src-tls-verify=false docker://a docker://b',
  ])('%s', async (text) => expect(await placesIn(`FROM example.com/base:1.0\n${text}\n`)).toHaveLength(1))
})

describe('left on', () => {
  it.each([
    'RUN curl -lol https://example.com && curl --fake https://example.com',
    'RUN curl -o kit https://example.com/kit -H k && curl -fsSLo/opt/bin/kubectl https://example.com/kubectl',
    'RUN curl https://example.com | grep -k a; tar -k -xf a.tar',
    'RUN curl -ks https://127.0.0.1:8443/ready',
    'RUN npm config set audit false && npm set strict-ssl true || false',
    'RUN npm install strict-ssl false && echo false | yarn install strict-ssl true > out.txt',
    'RUN NODE_TLS_REJECT_UNAUTHORIZED="0\\"" node a.js && NODE_TLS_REJECT_UNAUTHORIZED_X=0 node a.js',
    'RUN ASDFPIP_TRUSTED_HOST=a pip install b==1 && echo PIP_TRUSTED_HOST=1',
    'RUN yum-config-manager --save --setopt=sslverify=1 && echo "sslverify=false"',
    'ENV LOG=1 ASDF_PYTHONHTTPSVERIFY=0 PYTHONHTTPSVERIFY=1',
    'ENV NPM_CONFIG_STRICT_SSL Nyota_Uhura',
  ])('%s', async (text) => expect(await placesIn(`FROM example.com/base:1.0\n${text}\n`)).toEqual([]))

  it('in a build that is only for a desk', async () =>
    expect(await placesIn('FROM example.com/base:1.0 AS dev\nRUN curl -k https://example.com/a\n')).toEqual([]))
})

it('finds a build argument of compose where it is written', async () => {
  const compose =
    'services:\n  web:\n    build:\n      context: .\n      args:\n        NODE_TLS_REJECT_UNAUTHORIZED: "0"\n'
  expect(await placesIn('FROM node:24\nARG NODE_TLS_REJECT_UNAUTHORIZED\n', { 'compose.yaml': compose })).toEqual([6])
})
