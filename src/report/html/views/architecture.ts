/** The picture of each project, drawn from the effective model; where it is run in several ways, one picture per variant. */
import type { ProjectReport, Report, VariantSummary } from '../../../core/report.ts'
import { count, isWorkspace, projectName } from '../../words.ts'
import { drawArchitecture } from '../architecture/draw.ts'
import { type ViewContext, viewId } from '../context.ts'
import { type Html, html, idOf, sentence } from '../markup.ts'

/** Projects that are drawn; further ones of a large workspace are in the report's JSON. */
const mostDrawn = 12

const isDrawn = ({ variants }: ProjectReport): boolean => variants.some(({ graph }) => graph.nodes.length > 0)

/** Projects that have something to draw, the headline first. */
export const drawnProjects = ({ projects, headline }: Report): readonly ProjectReport[] =>
  projects.filter(isDrawn).toSorted((a, b) => Number(b.id === headline) - Number(a.id === headline))

export function architecture(report: Report, context: ViewContext): Html {
  const projects = drawnProjects(report)
  const rest = projects.length - mostDrawn
  return html`${projects.slice(0, mostDrawn).map((project, index) => projectOf(project, report, context, index))}
${rest > 0 && html`<p class="muted">${count(rest, 'further project is', 'further projects are')} not drawn; <code>drydock audit PATH</code> draws one.</p>`}`
}

/** The picture of the scored variant of the headline, for views that show one. */
export function headlinePicture(report: Report, prefix: string): Html | null {
  const [project] = drawnProjects(report)
  const variant = project?.variants.find(({ name }) => name === project.scoredVariant) ?? project?.variants[0]
  return project && variant ? drawArchitecture(variant.graph, project, report, prefix) : null
}

function projectOf(project: ProjectReport, report: Report, { prefix }: ViewContext, index: number): Html {
  const { id, variants, scoredVariant } = project
  const shown = scoredVariant ?? variants[0]?.name
  const button = ({ name }: VariantSummary): Html =>
    html`<button type="button" data-variant-button="${name}" aria-pressed="${String(name === shown)}">${name}</button>`
  const picture = (variant: VariantSummary, at: number): Html =>
    html`<div data-variant="${variant.name}">${facts(variant)}
${drawArchitecture(variant.graph, project, report, idOf(prefix, 'picture', String(index), String(at)), viewId(prefix, 'findings'))}</div>`
  return html`<section class="card long" data-variants>${isWorkspace(report) && html`<h3>${projectName(id)}</h3>`}
${variants.length > 1 && html`<div class="switch" role="group" aria-label="Variant" hidden>${variants.map(button)}</div>`}
${variants.map(picture)}</section>`
}

const facts = ({ name, platform, environment, productionLike, files, evidence }: VariantSummary): Html =>
  html`<p class="small muted"><strong>${name}</strong>: ${platform}, ${environment === 'unknown' ? 'for an environment that no file names' : environment}${productionLike && ', scored like production'}; from ${files.join(', ')}.${evidence.map((text) => html` ${sentence(text)}.`)}</p>`
