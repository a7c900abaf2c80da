/** The repair plan: open findings as tasks in three phases, and the same tasks week by week. */
import type { Finding, Phase, Plan, PlanPhase, PlanTask, PlanWeek, Score } from '../core/report.ts'
import { severities, worse } from '../core/verdict.ts'
import { phaseTitles } from './phases.ts'

/** Minutes of hardening work in a week: one working day. */
export const minutesPerWeek = 8 * 60

/**
 * Plans the open findings. Places whose risk is accepted are left out, and findings with no other place with them.
 * `scores` are those of the projects that count: after each phase the lowest projected one is the plan's.
 */
export function planOf(findings: readonly Finding[], scores: readonly Score[]): Plan {
  const phases = ([1, 2, 3] as const).map((phase): PlanPhase => {
    const tasks = tasksOf(findings.filter((finding) => finding.phase === phase))
    return {
      phase,
      title: phaseTitles[phase],
      effort: sumOf(tasks),
      tasks,
      projected: projectedAfter(scores, phase),
    }
  })
  return { phases, weeks: weeksOf(phases) }
}

const sumOf = (tasks: readonly { readonly effort: number }[]): number =>
  tasks.reduce((sum, task) => sum + task.effort, 0)

function projectedAfter(scores: readonly Score[], phase: Phase): number | null {
  const after = scores.map((score) => score.projected.find((entry) => entry.phase === phase)?.overall ?? score.overall)
  return after.length === 0 ? null : Math.min(...after)
}

/** One task per rule, worst first, then the quickest. */
function tasksOf(findings: readonly Finding[]): readonly PlanTask[] {
  const tasks = new Map<string, PlanTask>()
  for (const { rule, title, severity, effort, places } of findings) {
    const open = places.filter((place) => !place.accepted).length
    if (open === 0) continue
    const task = tasks.get(rule) ?? { rule, title, severity, places: 0, effort: 0 }
    tasks.set(rule, {
      ...task,
      severity: worse(task.severity, severity),
      places: task.places + open,
      effort: task.effort + effort,
    })
  }
  const rank = (task: PlanTask): number => severities.indexOf(task.severity)
  return [...tasks.values()].sort((a, b) => rank(a) - rank(b) || a.effort - b.effort || (a.rule < b.rule ? -1 : 1))
}

type WeekTask = PlanWeek['tasks'][number]

/**
 * Fills weeks in order of phase. A task that fits into a week is never split: it goes to the first week with room for
 * it that is not before its phase; a longer one is spread over as many weeks as it takes.
 */
function weeksOf(phases: readonly PlanPhase[]): readonly PlanWeek[] {
  const weeks: WeekTask[][] = []
  const room = (week: number): number => minutesPerWeek - sumOf(weeks[week] ?? [])
  const put = (week: number, task: WeekTask): void => {
    const tasks = weeks[week] ?? []
    weeks[week] = tasks
    tasks.push(task)
  }
  for (const { tasks } of phases) {
    const first = Math.max(0, weeks.length - 1)
    for (const { rule, title, effort } of tasks) {
      let week = first
      let rest = effort
      while (rest > 0) {
        const whole = effort <= minutesPerWeek
        const free = room(week)
        if (free > 0 && (!whole || rest <= free)) {
          const now = Math.min(rest, free)
          put(week, { rule, title, effort: now })
          rest -= now
        }
        week++
      }
    }
  }
  return weeks.map((tasks, index) => ({ week: index + 1, effort: sumOf(tasks), tasks }))
}
