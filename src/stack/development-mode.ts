/** Signs that a container runs the way a developer starts it: its command, its variables, its build stage, its ports. */
import { nodeAt, textOf } from '../core/node.ts'
import type { Origin } from '../core/origin.ts'
import type { Service } from './service-model.ts'
import { startTexts } from './start-command.ts'

export interface DevelopmentSign {
  readonly origin: Origin
  /** What the service does, as a verb phrase. */
  readonly what: string
}

/** Commands of development servers, from their own documentation. */
const commands: readonly RegExp[] = [
  /(?<![\w-])(?:npm|pnpm|bun)\s+(?:run\s+)?(?:start:)?dev(?![\w:.-])/,
  /(?<![\w-])yarn\s+(?:run\s+)?(?:start:)?dev(?![\w:.-])/,
  /(?<![\w-])(?:next|nuxt|nuxi|astro|remix|gatsby)\s+dev(?:elop)?(?![\w-])/,
  /(?<![\w-])vite(?:\s+(?:dev|serve|--host\S*)|\s*$)/,
  /(?<![\w-])(?:nodemon|ts-node-dev|webpack-dev-server)(?![\w-])/,
  /(?<![\w-])(?:webpack|ng)\s+serve(?![\w-])/,
  /(?<![\w-])node\s+(?:\S+\s+)*--inspect(?:-brk)?(?:=\S+)?(?![\w-])/,
  /(?<![\w-])flask\s.*--debug(?![\w-])/,
  /(?<![\w-])(?:uvicorn|gunicorn|hypercorn)\s.*--reload(?![\w-])/,
  /(?<![\w-])manage\.py\s+runserver(?![\w-])/,
  /(?<![\w-])debugpy\s.*--listen/,
  /(?<![\w-])dotnet\s+watch(?![\w-])/,
  /(?<![\w-])artisan\s+serve(?![\w-])/,
  /(?<![\w-])rails\s+s(?:erver)?\s.*-e\s*development/,
  /-agentlib:jdwp=/,
]

/** Variables that switch a framework to development, with the values that do; in somebody else’s image DEBUG is but its log. */
const variables: Readonly<Record<string, RegExp>> = {
  NODE_ENV: /^dev(?:elopment)?$/i,
  ASPNETCORE_ENVIRONMENT: /^dev(?:elopment)?$/i,
  DOTNET_ENVIRONMENT: /^dev(?:elopment)?$/i,
  RAILS_ENV: /^dev(?:elopment)?$/i,
  RACK_ENV: /^dev(?:elopment)?$/i,
  FLASK_ENV: /^dev(?:elopment)?$/i,
  APP_ENV: /^(?:dev(?:elopment)?|local)$/i,
  SYMFONY_ENV: /^dev$/i,
  GIN_MODE: /^debug$/i,
  FLASK_DEBUG: /^(?:1|true|on|yes)$/i,
  APP_DEBUG: /^(?:1|true|on|yes)$/i,
  DJANGO_DEBUG: /^(?:1|true|on|yes)$/i,
  DEBUG: /^(?:1|true|on|yes)$/i,
}

const stages = /^(?:dev|devel|development|develop|debug|local)$/i

/** Ports of debuggers, and what says that one listens there; others use these ports too, but for that of Node.js. */
const debuggers: Readonly<Record<number, { readonly language: string; readonly said: RegExp }>> = {
  9229: { language: 'Node.js', said: /(?:)/ },
  5678: { language: 'Python', said: /debugpy|ptvsd/i },
  5005: { language: 'Java', said: /jdwp|java_debug|--debug/i },
  2345: { language: 'Go', said: /\bdlv\b|delve/i },
}

/** Every sign of one service, each at the place that says it. */
export function developmentSigns(service: Service): readonly DevelopmentSign[] {
  const started = startTexts(service).flatMap(({ text, origin }) => {
    const found = commands.map((command) => command.exec(text)?.[0]).find((match) => match !== undefined)
    return found === undefined ? [] : [{ origin, what: `starts with \`${found.trim()}\`` }]
  })
  const set = service.environment.flatMap(({ name, value }) =>
    value.known && variables[name]?.test(value.value.trim()) && (name !== 'DEBUG' || service.build !== undefined)
      ? [{ origin: value.origin, what: `sets ${name} to ${value.value.trim()}` }]
      : [],
  )
  const target = nodeAt(service.node, 'build', 'target')
  const stage = textOf(target)
  const built =
    target && stage !== undefined
      ? stages.test(stage)
        ? [{ origin: target.origin, what: `runs the stage ${stage}` }]
        : []
      : lastStageSigns(service)
  const texts = [
    ...startTexts(service).map(({ text }) => text),
    ...service.environment.map(({ name, partial }) => `${name}=${partial}`),
  ]
  const published = service.ports.items.flatMap((port) => {
    const found = port.known && port.value.everyInterface ? debuggers[port.value.target] : undefined
    if (!port.known || !found || !texts.concat('').some((text) => found.said.test(text))) return []
    return [
      { origin: port.origin, what: `publishes port ${port.value.target}, the one of ${found.language}’s debugger` },
    ]
  })
  return [...started, ...set, ...built, ...published]
}

/** Without a target the last stage runs, whatever it is called; another one is what somebody meant. */
function lastStageSigns({ build, finalStage }: Service): readonly DevelopmentSign[] {
  const alias = finalStage?.alias
  const meant = build?.stages.find((stage) =>
    /^(?:prod|production|release|runtime|runner|final)$/i.test(stage.alias ?? ''),
  )
  return finalStage && alias !== undefined && stages.test(alias) && meant
    ? [{ origin: finalStage.fromWord, what: `runs the stage ${alias}, the last one, and not ${meant.alias}` }]
    : []
}
