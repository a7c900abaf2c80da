/** A secret file that is copied into an image and deleted in a later layer. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { deletedSecrets } from '../../../stack/deleted-secrets.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'secret-file-deleted-in-later-layer',
  scope: 'stage',
  kind: 'exposure',
  title: 'A secret file is deleted one layer too late',
  category: 'secrets-management',
  threat: { from: 'image', gains: 'credential', needs: ['a file that is there when the image is built'] },
  since: '0.1.0',
  why: 'A layer only says that the file is gone. The layer before still holds it, and everybody who can pull the image unpacks it with `docker save`.',
  remedy:
    'Hand the file to the one step that needs it with `RUN --mount=type=secret,id=…,target=…`, name it in .dockerignore, and replace the secret that older images hold.',
  strength: 'No image hides a secret file under a deletion',
  effort: 20,
  references: [
    'CIS Docker Benchmark 4.10',
    'NIST SP 800-190 4.1.4',
    'https://docs.docker.com/build/building/secrets/',
    'https://github.com/opencontainers/image-spec/blob/main/layer.md#whiteouts',
  ],
  peers: ['cis:4.10'],
  checklist: ['dockerfiles-without-secrets'],
  check(stage): readonly Judgement[] {
    if (!stage.ships) return []
    const deleted = deletedSecrets(stage)
    const mount = stage.runs.flatMap(({ mounts }) => mounts).find(({ type }) => type === 'secret')
    // A stage that could have done it and mounts its secrets is worth praise.
    if (deleted.length === 0) return mount ? [pass(mount.origin)] : []
    // Several instructions may have brought it: the one that names it says most.
    const words = new Set(deleted.map(({ deletedBy }) => deletedBy))
    const told = [...words].flatMap((word) => {
      const brought = deleted.filter(({ deletedBy }) => deletedBy === word)
      return brought.find(({ named }) => named) ?? brought.slice(0, 1)
    })
    return told.map(({ path, what, copy, deletedBy }) =>
      fail(deletedBy, {
        message: `${path} (${what}) is deleted here, and stays in the layer of the ${copy.keyword.toUpperCase()} before`,
        related: [{ origin: copy.instruction.origin, message: 'this puts it into a layer of the image' }],
      }),
    )
  },
  fix: () => ({
    refused: 'the steps in between may read the file',
    supply: 'the RUN that reads it, which can mount it as a secret',
  }),
})
