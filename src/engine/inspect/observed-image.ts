/** One image as the engine has it: what it is called, and what containers of it start with. */
import type { ObservedImage } from '../../core/observed.ts'
import { EngineError, isMissing, type Reader } from '../engine.ts'
import { type Answer, answerOf, textsOf } from './answer.ts'

/** An image by its id or a reference; undefined where the engine has none, throws an `EngineError` where it cannot tell. */
export async function observedImage(engine: Reader, name: string): Promise<ObservedImage | undefined> {
  try {
    const image = imageIn(answerOf(await engine.get(`/images/${encodeURIComponent(name)}/json`)))
    if (image) return image
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
  throw new EngineError(0, 'its answer is no image')
}

function imageIn(found: Answer): ObservedImage | undefined {
  const config = found.at('Config')
  const id = found.at('Id').text
  if (id === '') return undefined
  return {
    id,
    references: textsOf(found.at('RepoTags')).filter((name) => !name.startsWith('<none>')),
    digests: textsOf(found.at('RepoDigests')).filter((name) => !name.startsWith('<none>')),
    createdAt: found.at('Created').text,
    user: config.at('User').text,
    volumes: config
      .at('Volumes')
      .entries.map(([path]) => path)
      .sort(),
    environment: new Map(
      textsOf(config.at('Env')).map((written) => {
        const [name = '', ...value] = written.split('=')
        return [name, value.join('=')]
      }),
    ),
  }
}
