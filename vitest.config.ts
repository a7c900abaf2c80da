import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

const { CI } = process.env

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    setupFiles: ['test/setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // On two cores one would be left idle otherwise; where an engine is, many tests wait for it.
    maxWorkers: CI === 'true' ? availableParallelism() + 2 : '100%',
  },
})
