/** Secret files that one instruction copies into an image and a later one deletes, which leaves them in the layer. */
import { keptWith } from '../core/lazy.ts'
import type { Origin } from '../core/origin.ts'
import type { Stage } from './build-model.ts'
import { type CopiedFile, copiedTo, imagePath, workdirAt } from './image-files.ts'
import { isTemplateName, secretPathKind } from './secret-paths.ts'

export interface DeletedSecret extends CopiedFile {
  /** The word that names it behind `rm`. */
  readonly deletedBy: Origin
  readonly what: string
}

/** What the stage's own RUN instructions delete of what its layers have brought. */
export const deletedSecrets: (stage: Stage) => readonly DeletedSecret[] = keptWith(collect)

function collect(stage: Stage): readonly DeletedSecret[] {
  const { context } = stage.build
  return stage.commands.flatMap(({ command, run }): readonly DeletedSecret[] => {
    if (command.name === undefined || !/(?:^|\/)(?:rm|unlink|shred)$/.test(command.name)) return []
    const { index } = run.instruction
    return command.words.slice(1).flatMap((word): readonly DeletedSecret[] => {
      const path =
        word.text.startsWith('-') || /[*?[]/.test(word.text) ? undefined : imagePath(word.text, workdirAt(stage, index))
      if (path === undefined) return []
      return copiedTo(stage, path).flatMap((file): readonly DeletedSecret[] => {
        const earlier = file.copy.stage !== stage || file.copy.instruction.index < index
        const what = secretPathKind(file.path)
        const name = file.path.slice(file.path.lastIndexOf('/') + 1)
        if (!earlier || what === undefined || isTemplateName(name)) return []
        // What is there and holds nothing secret may well be deleted.
        const isThere = context?.holds(file.path) === 'file'
        if (isThere && !context.secretsThatReach().some((secret) => secret.path === file.path)) return []
        // A file that the ignore file keeps out never came; one that the instruction names has to come.
        if (!file.named && context?.reaches(file.path) !== true) return []
        return [{ ...file, deletedBy: word.origin, what }]
      })
    })
  })
}
