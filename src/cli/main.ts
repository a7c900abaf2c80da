#!/usr/bin/env node
/** Starts drydock from its sources: `node src/cli/main.ts`. The published bundle is started by `entry.ts`. */
import { run } from './run.ts'

process.exitCode = await run(process.argv.slice(2))
