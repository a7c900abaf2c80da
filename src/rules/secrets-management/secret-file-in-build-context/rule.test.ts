import { expect, test } from 'vitest'
import { auditFiles } from '../../../index.ts'

const strengths = async (ignore: string): Promise<readonly string[]> => {
  const files = { Dockerfile: 'FROM node:22.12.0\nCOPY . /app\n', '.env': 'DB_PASSWORD=x\n', '.dockerignore': ignore }
  const report = await auditFiles(files, { only: ['secret-file-in-build-context'] })
  return report.score?.categories.flatMap((category) => category.strengths.map(({ rule }) => rule)) ?? []
}

test('a context whose secret a COPY takes along is not praised', async () => {
  expect(await strengths('.git\n')).toEqual([])
  expect(await strengths('**/.env\n')).toEqual(['secret-file-in-build-context'])
})
