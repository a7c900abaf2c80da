/** Task definitions that Terraform registers, each a variant of its project. */
import { nodeAt, textOf } from '../../core/node.ts'
import { directoryOf } from '../../core/tree.ts'
import { environmentOfFile } from '../../projects/environment-words.ts'
import { environmentOfFiles } from '../../projects/model.ts'
import type { ProjectSource, VariantSource } from '../../projects/workspace.ts'
import { terraformTaskDefinitions } from '../infrastructure/task-definitions.ts'
import type { Project } from '../model.ts'
import { documentOfTask } from './documents.ts'
import { type Deployed, deployedVariant } from './variant.ts'

/** Those whose containers are known, as far as they are asked for. */
export function terraformVariants(project: Project, { variants, asked }: ProjectSource): readonly Deployed[] {
  const names = new Set(variants.map(({ name }) => name))
  return terraformTaskDefinitions(project.infrastructure).flatMap(({ resource, node, file, origin }) => {
    const document = documentOfTask(node)
    if (document.containers.length === 0) return []
    const familyNode = nodeAt(node, 'family')
    const known = familyNode?.kind === 'scalar' && familyNode.unset === undefined
    const family = (known && textOf(familyNode)) || resource.name
    let name = family
    for (let count = 2; names.has(name); count++) name = `${family} ${count}`
    names.add(name)
    if (asked?.variant !== undefined && asked.variant !== name) return []
    const compatible = nodeAt(node, 'requiresCompatibilities')
    const fargate = compatible?.kind === 'list' && compatible.items.some((item) => textOf(item) === 'FARGATE')
    const named = environmentOfFiles([file])
    const told = named.environment === 'unknown' ? environmentOfFile(family) : named.environment
    const source: VariantSource = {
      name,
      files: [file],
      envFiles: [],
      projectDirectory: directoryOf(file),
      profiles: [],
      platform: fargate ? 'ecs-fargate' : 'ecs-ec2',
      environment: told === 'unknown' ? (asked?.environment ?? told) : told,
      evidence: [{ text: 'Terraform registers it as an ECS task definition', origin }],
    }
    return [deployedVariant(source, project, [document])]
  })
}
