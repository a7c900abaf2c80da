/** A password that is the product's name must not blot out the names of its images. */
import { expect, test } from 'vitest'
import { auditFiles, render } from '../src/index.ts'

test('an image stays readable where its owner is also somebody’s password', async () => {
  const report = await auditFiles({
    'compose.yaml': [
      'services:',
      '  db:',
      '    image: postgres:18.1',
      '    environment:',
      '      POSTGRES_PASSWORD: acmeshop',
      '  web:',
      '    image: ghcr.io/acmeshop/acmeshop-web:latest',
    ].join('\n'),
  })
  const printed = await render(report, 'terminal')
  expect(printed).toContain('image ghcr.io/acmeshop/acmeshop-web:latest')
  expect(printed).not.toMatch(/POSTGRES_PASSWORD: acmeshop/)
})
