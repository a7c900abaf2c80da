/** A setting in a task definition for Fargate that Fargate refuses. */
import { entryOf, nodeAt } from '../../../core/node.ts'
import { fail, type Judgement, pass, unknown } from '../../../core/verdict.ts'
import { refusedInContainer, refusedInTask } from '../../../knowledge/fargate.ts'
import { repairSetting } from '../../../stack/fargate-edits.ts'
import { type FoundSetting, settingsOf, taskPlace, volumesOfTask } from '../../../stack/task-settings.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'fargate-setting-refused',
  scope: 'variant',
  platforms: ['ecs-fargate'],
  kind: 'breakage',
  category: 'runtime-hardening',
  title: 'Fargate refuses a setting of the task definition',
  threat: { from: 'nobody', gains: 'stop' },
  since: '0.1.0',
  why: 'There is no host to be privileged on or to mount from, and AWS sets networks, names and profiles. The task definition is refused, or the task does not start.',
  remedy: 'Remove the setting, or run the task on instances of your own (`EC2`).',
  strength: 'Task definitions for Fargate set only what it accepts',
  effort: 20,
  references: ['https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html'],
  peers: [],
  check(variant): readonly Judgement[] {
    const { task, name } = variant
    if (task === undefined) return []
    const failing = [
      ...settingsOf(variant, refusedInTask, refusedInContainer).flatMap((found) => judgeSetting(found, name)),
      ...volumesOfTask(task).flatMap((volume): readonly Judgement[] => {
        const path = entryOf(nodeAt(volume.node, 'host'), 'sourcePath')
        const driver = entryOf(volume.node, 'dockerVolumeConfiguration')
        const place = path?.value.kind === 'scalar' && path.value.value ? path.value.origin : driver?.keyOrigin
        if (place === undefined) return []
        const what = driver ? 'is made by a driver of Docker' : 'is a directory of the host'
        const subject = { kind: 'volume', name: volume.name }
        return [fail(place, { subject, message: `Volume ${volume.name} ${what}, and Fargate has no host` })]
      }),
    ]
    return failing.length > 0 ? failing : [pass(taskPlace(task), { subject: { kind: 'task-definition', name } })]
  },
  fix: ({ origin }, variant) => repairSetting(origin, variant),
})

function judgeSetting({ name, value, setting, service }: FoundSetting, family: string): readonly Judgement[] {
  const subject = service ? service.subject : { kind: 'task-definition', name: family }
  if (!value.known) return setting.allowed ? [unknown(value.origin, value.because, subject)] : []
  const text = value.value ?? ''
  if (setting.allowed?.test(text) || (text === '' && value.value !== undefined)) return []
  const what = setting.allowed && text !== '' && text !== 'true' ? `${name} ${text}` : name
  return [fail(value.origin, { subject, message: `Fargate refuses ${what} of ${subject.name}: ${setting.instead}` })]
}
