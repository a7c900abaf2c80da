import { describe, expect, it } from 'vitest'
import { linesOf } from '../../../../test/lines-of.ts'
import rule from './rule.ts'

const placesIn = linesOf(rule)

describe('told yes', () => {
  it.each([
    'RUN apt-get -qq -y install curl && apt-get install -qqy curl && apt-get -yq --no-install-recommends install curl',
    'RUN apt-get install --quiet --quiet curl && apt-get install -q -q git && apt-get --yes install jq',
    'RUN sudo DEBIAN_FRONTEND=noninteractive apt-get install -y tini',
    'RUN apt-get install -oAPT::Get::Assume-Yes=true curl',
    'RUN apt-get install --simulate curl && apt-get -s dist-upgrade',
    'RUN <<EOF\nset -e\nyum -y update\ndnf install --assumeyes nginx\nEOF',
    'RUN sed -i "s/^gpgcheck=1/gpgcheck=1\\nassumeyes=1/" /etc/yum.conf && yum install nginx',
    'RUN apk add curl && pip install flask && npm install',
    'RUN echo y | apt-get install curl',
    'CMD apt-get install curl',
    'COPY apt.conf /etc/apt/apt.conf.d/90local\nRUN apt-get install curl',
  ])('%s', async (text) => expect(await placesIn(`FROM example.com/base:1.0\n${text}\n`)).toEqual([]))
})

describe('not told', () => {
  it.each([
    'RUN apt-get -q install curl',
    'RUN DEBIAN_FRONTEND=noninteractive apt-get install curl',
    'RUN sudo -H apt-get install curl',
    'RUN zypper install nginx',
    'RUN apt-get remove -y gcc && apt-get autoremove',
  ])('%s', async (text) => expect(await placesIn(`FROM example.com/base:1.0\n${text}\n`)).toEqual([2]))
})
