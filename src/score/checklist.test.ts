import { describe, expect, it } from 'vitest'
import { checklist } from '../core/checklist.ts'
import type { JudgedPlace } from '../core/judged.ts'
import { spansOf } from '../core/origin.ts'
import { type ChecklistBasis, openChecklist } from './checklist.ts'
import { placeOf, placesOf, ruleOf } from './judged.fixture.ts'
import { type Locate, strengthsOf } from './strengths.ts'

const locate: Locate = (origin) => {
  const [at] = spansOf(origin)
  return at && { kind: 'file', file: at.file, startLine: at.start, startColumn: 1, endLine: at.start, endColumn: 2 }
}
const everything = {
  target: '.',
  inventory: { dockerfiles: ['Dockerfile'], composeFiles: ['compose.yaml'], images: [{ reference: 'a', usedBy: [] }] },
}
const nothing = { target: '.', inventory: { dockerfiles: [], composeFiles: [], images: [] } }
const rule = ruleOf('root-writable', { checklist: ['read-only-root'] })
const checklistOf = (projects: readonly (readonly JudgedPlace[])[], basis: ChecklistBasis) => {
  const tally = openChecklist(locate)
  for (const judged of projects) tally.add(judged)
  return tally.items(basis)
}
const item = (judged: readonly JudgedPlace[], basis = everything) =>
  checklistOf([judged], basis).find(({ id }) => id === 'read-only-root')

describe('the checklist of a project', () => {
  it('has every item, in order, with evidence, and a command exactly where it is manual', () => {
    const items = checklistOf([placesOf(rule, 1, 2)], nothing)
    expect(items.map(({ id }) => id)).toEqual(checklist.map(({ id }) => id))
    for (const { status, evidence, command } of items) {
      expect(evidence).not.toHaveLength(0)
      expect(command !== null).toBe(status === 'manual')
    }
  })

  it('fails where one place fails', () => {
    expect(item(placesOf(rule, 2, 5))).toMatchObject({ status: 'fail', evidence: ['compose.yaml:0', 'compose.yaml:1'] })
  })

  it('shows what was seen in built images beside where it is written', () => {
    const image = { subject: { kind: 'built-image', name: 'shop-api' }, message: '/app/.env: in no layer of shop-api' }
    expect(item([placeOf(rule, 'pass', 4), placeOf(rule, 'pass', 5, image)])).toMatchObject({
      status: 'pass',
      evidence: ['compose.yaml:4', '/app/.env: in no layer of shop-api'],
    })
    expect(item([placeOf(rule, 'fail', 5, { ...image, message: '/app/.env is in layer 3' })])).toMatchObject({
      status: 'fail',
      evidence: ['/app/.env is in layer 3'],
      verification: expect.stringContaining(' --images --only root-writable '),
    })
  })

  it('is verified by the rules that decide it, and by what is built or runs', () => {
    const command = checklist.find(({ id }) => id === 'read-only-root')?.command ?? ''
    expect(item(placesOf(rule, 2, 5))?.verification).toBe(
      `drydock audit --only root-writable --fail-on info && ${command}`,
    )
    expect(item([])?.verification).toBe(command)
  })

  it('folds many places', () => {
    expect(item(placesOf(rule, 9, 9))?.evidence).toEqual(
      [0, 1, 2, 3, 4].map((n) => `compose.yaml:${n}`).concat('and 4 more'),
    )
  })

  it('still fails where the risk is accepted, and says so', () => {
    const accepted = { reason: 'writes its cache', owner: null, until: null }
    expect(item([placeOf(rule, 'fail', 3, { accepted }), placeOf(rule, 'pass', 4)])).toMatchObject({
      status: 'fail',
      evidence: ['compose.yaml:3 (accepted: writes its cache)'],
    })
  })

  it('tells of every project that fails, and of none that passes beside it', () => {
    const [failing, passing] = [placesOf(rule, 2, 2), [placeOf(rule, 'pass', 7)]]
    for (const projects of [
      [failing, passing],
      [passing, failing],
    ]) {
      const told = checklistOf(projects, everything).find(({ id }) => id === 'read-only-root')
      expect(told).toMatchObject({ status: 'fail', evidence: ['compose.yaml:0', 'compose.yaml:1'] })
    }
  })

  it('passes where all applied and passed, by any claiming rule', () => {
    const second = ruleOf('second', { checklist: ['read-only-root'] })
    expect(item(placesOf(rule, 0, 2))).toMatchObject({ status: 'pass', evidence: ['compose.yaml:0', 'compose.yaml:1'] })
    expect(item([...placesOf(rule, 0, 2), ...placesOf(second, 1, 1)])?.status).toBe('fail')
  })

  it('is manual where it cannot be told', () => {
    expect(item([placeOf(rule, 'unknown', 1, { message: 'the value of `${RO}` is not set' })])).toMatchObject({
      status: 'manual',
      evidence: ['cannot be told: the value of `${RO}` is not set'],
    })
    expect(item([placeOf(rule, 'unknown', 1), placeOf(rule, 'pass', 2)])?.status).toBe('manual')
    expect(item([])?.status).toBe('manual')
  })

  it('does not apply where its subject is missing', () => {
    expect(item([], nothing)).toMatchObject({
      status: 'not-applicable',
      evidence: ['the project has no compose file'],
    })
  })
})

describe('strengths', () => {
  it('credits rules that passed everywhere, with places', () => {
    const good = ruleOf('good')
    const judged = [...placesOf(good, 0, 5), ...placesOf(ruleOf('bad'), 1, 3), placeOf(ruleOf('dark'), 'unknown', 1)]
    expect(strengthsOf(judged, locate)).toEqual([
      { rule: 'good', text: 'Strength of good', evidence: ['compose.yaml:0', 'compose.yaml:1', 'compose.yaml:2'] },
    ])
    expect(strengthsOf(placesOf(good, 0, 1))).toEqual([
      { rule: 'good', text: 'Strength of good', evidence: ['compose.yaml'] },
    ])
  })
})
