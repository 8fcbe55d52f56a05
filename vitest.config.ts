import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // Two cores: one for the tests, one for the servers, databases and browsers they start.
    maxWorkers: 2,
    globalSetup: ['test/support/global-setup.ts'],
  },
})
