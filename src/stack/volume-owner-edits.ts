/** Repairs of volumes that their service may not write. */
import type { Repair } from '../core/fix.ts'
import { insertBefore } from './dockerfile-edits.ts'
import type { Service } from './service-model.ts'

/** Makes the directory in the image and gives it to the account, before the stage becomes that account. */
export function giveDirectory({ name, finalStage: stage, user, build }: Service, path: string): Repair {
  const becomes = stage?.instructions.findLast(({ keyword }) => keyword === 'user')
  const account = becomes?.args[0]?.text
  const isTheirs = account !== undefined && user.known && user.value.written === account
  if (!build || !becomes || !isTheirs || !/^[\w.-]+(?::[\w.-]+)?$/.test(account) || !/^\/[\w./-]+$/.test(path))
    return {
      refused: `the account of ${name} is not one that its Dockerfile switches to`,
      supply: `who is to own ${path}, in the image or on the volume`,
    }
  const earlier = stage?.instructions.some(({ keyword, index }) => keyword === 'user' && index < becomes.index)
  if (earlier) return { refused: 'the stage switches accounts more than once', supply: `where ${path} is to be made` }
  return {
    title: `Make ${path} for the account of ${name}`,
    safety: 'guarded',
    effect: 'a volume that is there already keeps its owner: `docker compose run --user root` changes it once',
    edits: [insertBefore(becomes, `RUN mkdir -p ${path} && chown ${account} ${path}`)],
  }
}
