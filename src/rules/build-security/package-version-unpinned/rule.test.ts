import { describe, expect, it } from 'vitest'
import { linesOf } from '../../../../test/lines-of.ts'
import rule from './rule.ts'

const placesIn = linesOf(rule)

describe('what is a version', () => {
  it.each([
    // A variable in the version is a version.
    'RUN apt-get install -y curl=$CURL_VERSION git="${GIT_VERSION}"',
    'RUN CURL=7.88.1 && apt-get install -y "curl=$CURL"',
    'RUN for name in curl git; do apk add "$name"; done',
    // Files have one version, and it is theirs.
    'RUN apt-get install -y ./google-chrome-stable_current_amd64.deb /tmp/*.deb',
    'RUN dnf install -y https://example.com/epel-release-latest-9.noarch.rpm ./local.rpm && apk add /tmp/glibc.apk',
    'RUN yum install -y java-11-openjdk-11.0.25.0.9 gcc-c++-11.5.0',
    'RUN zypper -n install "nginx>=1.26" tomcat-9.0.98-1.1.noarch.rpm',
    'RUN apt-get remove -y git && apt-get install -y git-',
    'RUN echo "apt-get install curl" && npm install apt && pip install apk',
    'SHELL ["powershell", "-Command"]\nRUN apt-get install curl',
  ])('%s', async (text) => expect(await placesIn(`FROM example.com/base:1.0\n${text}\n`)).toEqual([]))
})

describe('what is none', () => {
  it.each([
    'RUN apt-get install -y curl=7.88.* git',
    'RUN ["apt-get", "install", "-y", "curl"]',
    'RUN DEBIAN_FRONTEND=noninteractive sudo -E apt-get -qq -y install curl',
    'RUN <<EOF\napt-get update\nEOF\nRUN sh -c "apk add --no-cache curl"',
    'RUN yum -y install java-11-openjdk python3-devel',
    'RUN dnf module install -y nodejs',
    'ONBUILD RUN microdnf install -y nginx',
  ])('%s', async (text) => expect(await placesIn(`FROM example.com/base:1.0\n${text}\n`)).toHaveLength(1))

  it('a variable that an unrelated stage sets', async () => {
    const two = (from: string) =>
      `FROM fedora:42 AS base\nENV version=2.51.0\nFROM ${from}\nRUN dnf -y install git-core-\${version}\n`
    expect(await placesIn(two('fedora:42'))).toEqual([4])
    expect(await placesIn(two('base'))).toEqual([])
    expect(await placesIn(two('example.com/ours:1.0'))).toEqual([])
  })
})
