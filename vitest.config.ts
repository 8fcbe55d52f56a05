import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // More than there are cores: tests wait for the servers, databases and browsers that they start.
    maxWorkers: 3,
    // Files of one worker share modules: flows, knowledge and what was learnt are read once, not for each file.
    isolate: false,
    globalSetup: ['test/support/global-setup.ts'],
  },
})
