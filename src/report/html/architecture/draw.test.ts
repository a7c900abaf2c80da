import { describe, expect, it } from 'vitest'
import { sampleReport } from '../../sample.fixture.ts'
import { drawArchitecture } from './draw.ts'

describe('the picture of a variant', () => {
  it('has every service as a link', () => {
    const report = sampleReport()
    const [project] = report.projects
    if (project === undefined) throw new Error('the sample has a project')
    const drawn = String(drawArchitecture(project.graph, project, report, 'r'))
    expect(drawn.match(/data-node="service:[^"]*"/g)).toEqual(['data-node="service:web"', 'data-node="service:db"'])
  })
})
