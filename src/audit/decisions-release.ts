/** The decision how a release is taken back. */
import type { Decision } from '../core/assurance.ts'
import { count } from '../core/count.ts'
import { namedDeployments } from '../stack/deployed-tags.ts'
import { textOfResource } from '../stack/infrastructure/questions.ts'
import { productionDeployments, publishedImages } from '../stack/pipeline.ts'
import { type Answerer, listed, placesOf } from './decision-basis.ts'

export const rollback: Answerer = (basis): Decision | undefined => {
  const { project } = basis
  const jobs = project.workflows.flatMap(({ jobs: all }) => all).filter((job) => productionDeployments(job).length > 0)
  const published = publishedImages(project)
  const services = project.infrastructure.ofType('aws_ecs_service')
  const repositories = project.infrastructure.ofType('aws_ecr_repository')
  if (jobs.length + published.length + services.length === 0) return undefined
  const named = namedDeployments(project)
  const stays = named.filter(({ verdict }) => verdict === 'stays')
  const moves = named.filter(({ verdict }) => verdict === 'moves')
  const breakers = services.map((service) => ({
    service,
    back: textOfResource(service, 'deployment_circuit_breaker', 0, 'rollback'),
  }))
  const taken = breakers.filter(({ back }) => back.known && back.value === 'true')
  const fixed = repositories.map((repository) => ({
    repository,
    mode: textOfResource(repository, 'image_tag_mutability'),
  }))
  const movable = fixed.filter(({ mode }) => mode.known && !mode.value?.startsWith('IMMUTABLE'))
  const versioned = published.filter(({ tags }) => tags.some(({ promise }) => promise === 'version'))
  const moving = published.filter(({ tags }) => tags.every(({ promise }) => promise === 'moving'))
  const pruning = project.infrastructure.ofType('aws_ecr_lifecycle_policy')
  return {
    id: 'rollback',
    question: 'How is a release taken back?',
    answer:
      moves.length > 0 || (moving.length > 0 && versioned.length === 0)
        ? 'Not by name: what is deployed has a tag that moves'
        : taken.length > 0 && taken.length === services.length
          ? 'ECS takes a failed deployment back; a release that comes up and is wrong is deployed again under its earlier tag'
          : stays.length > 0 || (versioned.length > 0 && versioned.length === published.length)
            ? 'By deploying the earlier tag'
            : 'Open',
    because: [
      ...stays.map(({ job, image }) => `${job.id} deploys ${image ?? 'what it names'}, under a name that stays`),
      ...moves.map(
        ({ job, image }) => `${job.id} deploys ${image ?? 'whatever is newest'}, which the next push replaces`,
      ),
      ...(named.length > 0 || jobs.length === 0
        ? []
        : [
            `${listed([...new Set(jobs.map(({ id }) => id))])} ${jobs.length === 1 ? 'deploys' : 'deploy'}, and no file says which image`,
          ]),
      ...versioned.map(({ repository }) => `${repository || 'an image'} is pushed under a version or a commit`),
      ...moving.map(({ repository }) => `${repository || 'an image'} is pushed under moving tags only`),
      ...breakers.map(({ service, back }) =>
        !back.known
          ? `whether ECS takes ${service.address} back cannot be told`
          : back.value === 'true'
            ? `ECS takes a deployment of ${service.address} back that does not come up`
            : `nothing takes a deployment of ${service.address} back that does not come up`,
      ),
      ...movable.map(({ repository }) => `tags of ${repository.address} can be moved to another image`),
      ...pruning.map(({ address }) => `${address} decides how many earlier images are still there`),
    ],
    evidence: placesOf(basis, [
      ...named.map(({ origin }) => origin),
      ...published.flatMap(({ tags }) => tags.slice(0, 1).map(({ origin }) => origin)),
      ...breakers.map(({ back }) => back.origin),
      ...movable.map(({ mode }) => mode.origin),
      ...pruning.map(({ origin }) => origin),
    ]),
    next: [
      ...(moves.length + moving.length === 0
        ? []
        : ['Push and deploy each release under a name of its own: a version, the commit, or the digest']),
      ...(breakers.length === taken.length
        ? []
        : ['Switch on the deployment circuit breaker with `rollback` for the ECS services that have none']),
      ...(movable.length === 0
        ? []
        : [
            `Make tags immutable in ${count(movable.length, 'repository', 'repositories')}: ${listed(movable.map(({ repository }) => repository.address))}`,
          ]),
      'Take a release back once on purpose, and write down the command',
    ],
  }
}
