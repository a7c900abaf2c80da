/** Finds services that build different things and give them the same image name. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { describeBuild, recipeOf } from '../../../stack/pipeline-builds.ts'
import type { Service } from '../../../stack/service-model.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'image-name-of-two-builds',
  scope: 'variant',
  kind: 'breakage',
  category: 'image-tagging',
  title: 'Two builds take the same image name',
  threat: { from: 'nobody', gains: 'stop' },
  since: '0.1.0',
  why: 'The build that ends last takes the name away, and both services start the same image: one of them runs the other’s program.',
  remedy: 'Give each build an image name of its own, or let one service build and the others only name the image.',
  strength: 'Every build has an image name of its own',
  effort: 5,
  references: ['https://docs.docker.com/reference/compose-file/build/#using-build-and-image'],
  peers: [],
  check({ services }): readonly Judgement[] {
    const byName = new Map<string, Service[]>()
    for (const service of services) {
      const name = service.image?.written
      if (service.build === undefined || name === undefined || name.includes('$')) continue
      byName.set(name, [...(byName.get(name) ?? []), service])
    }
    return [...byName].flatMap(([name, [first, ...rest]]): readonly Judgement[] => {
      const build = first?.build
      if (first?.image === undefined || build === undefined) return []
      const other = rest.find((service) => service.build !== undefined && recipeOf(service.build) !== recipeOf(build))
      if (other?.build === undefined || other.image === undefined) return rest.length > 0 ? [pass(first.image)] : []
      return [
        fail(other.image, {
          subject: other.subject,
          message: `${other.name} builds ${describeBuild(other.build)} as ${name}, and ${first.name} builds ${describeBuild(build)} under the same name`,
          related: [{ origin: first.image.origin, message: `${first.name} takes the name too` }],
        }),
      ]
    })
  },
  fix: () => ({ refused: 'which of the two keeps the name is a decision', supply: 'a name for the other one' }),
})
