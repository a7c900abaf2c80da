import { describe, expect, it } from 'vitest'
import { cpuUnits, fitsFargate, memoryFor, memoryMiB } from './fargate.ts'

describe('sizes as people write them', () => {
  it.each([
    ['256', 256],
    ['1 vCPU', 1024],
    ['.25 vcpu', 256],
    ['0.5vCPU', 512],
    ['much', undefined],
    ['', undefined],
  ])('CPU %j is %s units', (text, units) => expect(cpuUnits(text)).toBe(units))

  it.each([
    ['512', 512],
    ['0.5 GB', 512],
    ['2GB', 2048],
    ['lots', undefined],
  ])('memory %j is %s MiB', (text, size) => expect(memoryMiB(text)).toBe(size))
})

describe('combinations', () => {
  it.each([
    [256, 512, true],
    [256, 2048, true],
    [256, 1536, false],
    [256, 4096, false],
    [512, 1024, true],
    [512, 4096, true],
    [512, 512, false],
    [1024, 8192, true],
    [2048, 16384, true],
    [4096, 30720, true],
    [4096, 31744, false],
    [8192, 20480, true],
    [8192, 17408, false],
    [16384, 122880, true],
    [300, 1024, false],
  ])('%s units with %s MiB: %s', (cpu, memory, expected) => expect(fitsFargate(cpu, memory)).toBe(expected))

  it('says what goes with a number of units', () => {
    expect(memoryFor(512)).toBe('1024 to 4096 MiB in steps of 1024')
    expect(memoryFor(300)).toBeUndefined()
  })
})
