/** The decision about regions: how the same images get to each, and what names one region in plain text. */
import type { Decision } from '../core/assurance.ts'
import { count } from '../core/count.ts'
import type { Origin } from '../core/origin.ts'
import { textsAt } from '../stack/infrastructure/questions.ts'
import type { Project } from '../stack/model.ts'
import { publishedImages } from '../stack/pipeline.ts'
import { type Answerer, listed, placesOf } from './decision-basis.ts'

/** Registries whose host says a region, and for AWS an account. */
const ecrHost = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com/
const otherHost = /^([a-z]+-[a-z]+\d+)-docker\.pkg\.dev/

export const regions: Answerer = (basis): Decision | undefined => {
  const { project } = basis
  const written = [
    ...project.images.map(({ written: text, origin }) => ({ text, origin })),
    ...publishedImages(project).flatMap(({ repository, tags }) =>
      tags.slice(0, 1).map(({ origin }) => ({ text: repository, origin })),
    ),
  ]
  const found = written.flatMap(({ text, origin }) => {
    const ecr = ecrHost.exec(text)
    const other = otherHost.exec(text)
    return ecr?.[2] !== undefined
      ? [{ region: ecr[2], account: ecr[1], origin }]
      : other?.[1] !== undefined
        ? [{ region: other[1], account: undefined, origin }]
        : []
  })
  const repositories = project.infrastructure.ofType('aws_ecr_repository')
  const replication = project.infrastructure.ofType('aws_ecr_replication_configuration')
  const pushed = written.some(({ text }) => /\becr\b/i.test(text))
  const logins = loginRegions(project)
  if (found.length + repositories.length + replication.length + logins.length === 0 && !pushed) return undefined
  const names = [...new Set(found.map(({ region }) => region))]
  const deployed = [...new Set(logins.map(({ region }) => region))]
  const accounts = [...new Set(found.flatMap(({ account }) => account ?? []))]
  const targets = [...new Set(replication.flatMap((resource) => destinationsOf(resource.body)))]
  const moving = publishedImages(project).filter(({ tags }) => tags.every(({ promise }) => promise === 'moving'))
  return {
    id: 'regions',
    question: 'How do images get to several regions?',
    answer:
      replication.length > 0
        ? `The registry replicates them${targets.length === 0 ? '' : ` to ${listed(targets)}`}`
        : names.length > 1
          ? `Image names carry ${names.length} regions: ${listed(names)}`
          : names.length === 1
            ? `They do not: every image name carries ${names[0]}`
            : deployed.length > 0
              ? `Open: the pipeline knows ${listed(deployed)} only`
              : 'Open: no file names a region',
    because: [
      ...(names.length === 0
        ? []
        : [
            `${count(found.length, 'image name carries', 'image names carry')} the region ${listed(names)}${accounts.length === 0 ? '' : ` and the account ${listed(accounts)}`} in plain text`,
          ]),
      ...(deployed.length === 0
        ? []
        : [`${count(logins.length, 'step logs', 'steps log')} in to ${listed(deployed)}, and none to another region`]),
      ...(names.length > 0 || !pushed
        ? []
        : ['the registry’s host comes from where the pipeline logs in, so that image names carry no region']),
      ...replication.map(({ address }) => `${address} copies what is pushed, under the same digest`),
      ...(replication.length === 0 && repositories.length > 0
        ? [`Terraform declares ${count(repositories.length, 'repository', 'repositories')} and no replication`]
        : []),
      ...moving.map(
        ({ repository }) =>
          `${repository || 'an image'} is pushed under moving tags only, which may mean different images in different regions`,
      ),
    ],
    evidence: placesOf(basis, [
      ...found.map(({ origin }) => origin),
      ...replication.map(({ origin }) => origin),
      ...repositories.map(({ origin }) => origin),
      ...logins.map(({ origin }) => origin),
    ]),
    next: [
      ...(replication.length > 0
        ? []
        : [
            'If a second region is needed: replicate the registry (`aws_ecr_replication_configuration`), so that each region has the same digest',
          ]),
      ...(names.length === 0
        ? []
        : ['Take the registry’s host from a variable (`${REGISTRY:?}`), so that one file serves every region']),
      ...(moving.length === 0
        ? []
        : ['Deploy by version or digest; a tag needs no region in it, for the registry’s host says it']),
    ],
  }
}

/** The regions of AWS that steps log in to, where they are written out. */
const loginRegions = (project: Project): readonly { readonly region: string; readonly origin: Origin }[] =>
  project.workflows.flatMap(({ workflow }) =>
    workflow.jobs.flatMap(({ steps }) =>
      steps.flatMap((step) => {
        const input = step.with.get('aws-region')
        return input && /^[a-z]{2}(?:-[a-z]+)+-\d$/.test(input.value)
          ? [{ region: input.value, origin: input.origin }]
          : []
      }),
    ),
  )

type Body = Parameters<typeof textsAt>[0]

const destinationsOf = (body: Body): readonly string[] =>
  [0, 1, 2, 3].flatMap((rule) =>
    [0, 1, 2, 3].flatMap((at) =>
      textsAt(body, 'replication_configuration', 0, 'rule', rule, 'destination', at, 'region').flatMap((text) =>
        text.known ? [text.value] : [],
      ),
    ),
  )
