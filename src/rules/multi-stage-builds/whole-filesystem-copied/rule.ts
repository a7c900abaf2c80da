/** A stage that takes the whole file system of another one. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'whole-filesystem-copied',
  scope: 'stage',
  kind: 'hygiene',
  category: 'multi-stage-builds',
  title: 'The whole file system of another stage is copied',
  threat: { from: 'nobody', gains: 'upkeep' },
  persona: 'pedantic',
  since: '0.1.0',
  why: 'What the other stage has in it comes along, compilers, caches and leftovers, and none of its settings (USER, ENV, ENTRYPOINT) do.',
  remedy: 'Copy what is needed by its path; to go on from a stage, start from it with FROM.',
  strength: 'Stages copy what they need from each other',
  effort: 20,
  references: ['https://docs.docker.com/build/building/multi-stage/'],
  peers: ['hadolint:DL3067'],
  check: (stage): readonly Judgement[] =>
    stage.copies.flatMap(({ from, sources, destination, instruction }): readonly Judgement[] => {
      // Tools for a developer's stage are left behind with it.
      if (from.kind === 'context' || !stage.ships) return []
      const whole = sources.find(({ path }) => path.known && /^\/?(?:\.\/?|\*)?$/.test(path.value))
      if (!whole || !destination.known || !/^\/+\.?$/.test(destination.value)) return [pass(instruction.origin)]
      return [fail(instruction.origin, { message: 'this takes everything that the other stage has, from / to /' })]
    }),
  fix: () => ({
    refused: 'nothing here says which of the files are wanted',
    supply: 'the files and directories by name',
  }),
})
