/** Asks of a started stack what its team says that it does; each question is repeated until it is answered or its time is over. */
import { setTimeout as pause } from 'node:timers/promises'
import type { CommandCheck, HttpCheck, ScriptCheck, StackCheck, TcpCheck } from '../../core/stack-check.ts'
import { type Engine, EngineError } from '../../engine/engine.ts'
import { answersTcp } from '../../engine/inspect/answering.ts'
import type { ContainerState } from '../../engine/inspect/containers.ts'
import { exec } from '../../engine/run/exec.ts'
import { httpAnswer } from '../../engine/run/http-request.ts'
import { runProgram } from '../../engine/run/program.ts'
import type { Prepared, Scene } from '../prepare.ts'
import { containersOf, type Failure, failureOf, serviceOf, type Watched } from '../works.ts'
import { containerPort, reachOf, runningOf } from './reach.ts'
import { filled, lookupFor } from './values.ts'

/** A stack that was started and works, and what is asked of it. */
export interface Checking {
  readonly engine: Engine
  readonly scene: Scene
  readonly prepared: Prepared
  readonly watched: Watched
  progress(line: string): void
}

/** Milliseconds between two times that something is asked. */
const rhythm = 500
/** Milliseconds that one connection, one answer may take. */
const [connectionTime, answerTime] = [2000, 10_000]
/** Lines of a program that a failure shows. */
const shownLines = 8

/** Why something is not as it should be, with what a program printed. */
interface Unmet {
  readonly because: string
  readonly lines?: readonly string[]
}

/** The first check that fails; undefined where all pass. */
export async function failedCheck(checking: Checking, step: string): Promise<Failure | undefined> {
  for (const check of checking.scene.checks) {
    checking.progress(`check: ${check.name}`)
    const unmet = await untilMet(checking, check)
    if (unmet) return failureFor(checking, check, unmet, step)
  }
  return undefined
}

async function untilMet(checking: Checking, check: StackCheck): Promise<Unmet | undefined> {
  const { signal } = checking.scene
  const deadline = Date.now() + check.within * 1000
  for (;;) {
    signal.throwIfAborted()
    const unmet = await asked(checking, check, Math.max(1000, deadline - Date.now()))
    signal.throwIfAborted()
    if (unmet === undefined || Date.now() + rhythm > deadline) return unmet
    await pause(rhythm)
  }
}

function asked(checking: Checking, { asks }: StackCheck, left: number): Promise<Unmet | undefined> {
  switch (asks.kind) {
    case 'http':
      return overHttp(checking, asks, Math.min(left, answerTime))
    case 'tcp':
      return overTcp(checking, asks)
    case 'command':
      return byCommand(checking, asks, left)
    case 'script':
      return byScript(checking, asks, left)
  }
}

const nobody = (at: HttpCheck['at']): Unmet => ({
  because: 'service' in at ? `${at.service} does not run` : `nobody publishes port ${at.published}`,
})

async function overHttp(
  { prepared, watched, scene }: Checking,
  asks: HttpCheck,
  within: number,
): Promise<Unmet | undefined> {
  const { scheme, method, path, headers, body, statuses, contains } = asks
  const at = containerPort(asks.at, watched.services)
  const reach = at && (await reachOf(watched, at.service, at.port))
  if (!at || !reach) return nobody(asks.at)
  const fill = (text: string): string => filled(text, lookupFor(prepared, at.service))
  const answer = await httpAnswer({
    ...{ ...reach, scheme, method, within, signal: scene.signal },
    path: fill(path),
    headers: Object.fromEntries([...headers].map(([name, value]) => [name, fill(value)])),
    body: body === undefined ? undefined : fill(body),
  })
  if (typeof answer === 'string') return { because: answer }
  const { status } = answer
  const isRight = statuses.length === 0 ? status >= 200 && status < 400 : statuses.includes(status)
  if (!isRight) {
    const wanted = statuses.length === 0 ? '2xx or 3xx' : statuses.join(' or ')
    return { because: `it answers with status ${status} instead of ${wanted}` }
  }
  // The text may be filled with a value: the check's own words are shown.
  const missing = contains.find((text) => !answer.body.includes(fill(text)))
  return missing === undefined ? undefined : { because: `its answer does not hold ${JSON.stringify(missing)}` }
}

async function overTcp({ watched }: Checking, { at }: TcpCheck): Promise<Unmet | undefined> {
  const found = containerPort(at, watched.services)
  const reach = found && (await reachOf(watched, found.service, found.port))
  if (!reach) return nobody(at)
  const answers = await answersTcp(reach.port, connectionTime, reach.host)
  return answers ? undefined : { because: 'nobody answers' }
}

const lastOf = (output: string): readonly string[] =>
  output
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(-shownLines)

const endOf = (exitCode: number | undefined, wanted: number): string =>
  exitCode === undefined ? 'it does not end in time' : `it ends with exit code ${exitCode} instead of ${wanted}`

async function byCommand(
  { engine, watched }: Checking,
  { service, run, exitCode }: CommandCheck,
  within: number,
): Promise<Unmet | undefined> {
  const [first] = await runningOf(watched, service)
  if (!first) return { because: `${service} does not run` }
  try {
    const ended = await exec(engine, first.id, run, { within })
    if (ended.exitCode === exitCode) return undefined
    return { because: endOf(ended.exitCode, exitCode), lines: lastOf(ended.output) }
  } catch (error) {
    // Without an answer its time was over; with one, the container has ended.
    if (!(error instanceof EngineError)) throw error
    return { because: error.status === 0 ? endOf(undefined, exitCode) : `${service} does not run any more` }
  }
}

async function byScript(
  { scene, prepared, watched }: Checking,
  { run, exitCode, ports }: ScriptCheck,
  within: number,
): Promise<Unmet | undefined> {
  const env = { ...Object.fromEntries(prepared.values), ...scene.programEnv, ...(await addresses(watched, ports)) }
  const directory = prepared.staged.tree
  const ended = await runProgram({ words: run, directory, env, within, signal: scene.signal })
  if (ended.exitCode === exitCode) return undefined
  return { because: endOf(ended.exitCode, exitCode), lines: lastOf(ended.output) }
}

/** `DRYDOCK_URL_WEB_8080` and so on, of every TCP port that is published and of those asked for. */
async function addresses(watched: Watched, more: ScriptCheck['ports']): Promise<Readonly<Record<string, string>>> {
  const published = watched.services.flatMap(({ name, published: ports }) =>
    ports.flatMap(({ target, as }) => [
      { service: name, port: target, called: as },
      { service: name, port: target, called: target },
    ]),
  )
  const wanted = [...published, ...more.map((one) => ({ ...one, called: one.port }))]
  const env: Record<string, string> = {}
  for (const { service, port, called } of wanted) {
    const reach = await reachOf(watched, service, port)
    if (!reach) continue
    const suffix = `${service.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}_${called}`
    env[`DRYDOCK_HOST_${suffix}`] = reach.host
    env[`DRYDOCK_PORT_${suffix}`] = String(reach.port)
    env[`DRYDOCK_URL_${suffix}`] = `http://${reach.host}:${reach.port}`
  }
  return env
}

/** Whether a container worked, and does not any more. */
const hasFallen = ({ status, health, exitCode }: ContainerState): boolean =>
  health?.status === 'unhealthy' || status === 'restarting' || (status === 'exited' && exitCode !== 0)

/** What it shows: who fell over it, otherwise what the service that was asked printed last. */
async function failureFor(
  { watched }: Checking,
  { name, asks }: StackCheck,
  { because, lines = [] }: Unmet,
  step: string,
): Promise<Failure> {
  const at = 'at' in asks ? containerPort(asks.at, watched.services) : undefined
  const service = asks.kind === 'command' ? asks.service : at?.service
  const said = `the check ${JSON.stringify(name)} fails: ${because}`
  const fallen = (await containersOf(watched)).find(hasFallen)
  if (fallen) {
    const name = serviceOf(fallen)
    const how = fallen.status === 'running' ? 'is unhealthy' : `ended with exit code ${fallen.exitCode}`
    const failure = await failureOf(watched.engine, fallen, how, step)
    const end = failure.because === how ? `${name} ${how}` : `${name}: ${failure.because}`
    return { ...failure, because: `${said}; ${end}`, lines: [...lines, ...failure.lines] }
  }
  const [first] = service === undefined ? [] : await runningOf(watched, service)
  const printed = first ? (await failureOf(watched.engine, first, said, step)).lines : []
  return { step, service, because: said, lines: [...lines, ...printed] }
}
