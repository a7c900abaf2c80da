/** The types of what an engine was seen to run and to have, each beside what the files say of it. */
import type { ObservedContainer, ObservedEngine, ObservedImage } from '../../core/observed.ts'
import type { Build, Subject } from '../build-model.ts'
import type { Project, Variant } from '../model.ts'
import type { Service } from '../service-model.ts'

/** A container; placed where its service is written, or at the `services` of a file that knows none of its name. */
export interface Container extends Subject {
  readonly seen: ObservedContainer
  readonly engine: ObservedEngine
  readonly project: Project
  /** What it is compared with: the variant it was started as, else the one that is scored. */
  readonly variant: Variant | undefined
  /** Undefined where the variant has none of its name. */
  readonly service: Service | undefined
  /** The image that it runs, where the engine still has it. */
  readonly image: ObservedImage | undefined
  /** What its reference names now; undefined where it names nothing any more. */
  readonly referenced: ObservedImage | undefined
}

/** An image of the project as the engine has it; placed where a service or a Dockerfile brings it in. */
export interface BuiltImage extends Subject {
  readonly seen: ObservedImage
  readonly project: Project
  /** Undefined where it was not built here. */
  readonly build: Build | undefined
  readonly services: readonly Service[]
}
