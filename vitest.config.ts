import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // Two cores: one for the tests, one for the servers, databases and browsers they start.
    maxWorkers: 2,
    // Files of one worker share modules: flows, knowledge and what was learnt are read once, not for each file.
    isolate: false,
    globalSetup: ['test/support/global-setup.ts'],
  },
})
