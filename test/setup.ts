/** Property tests draw the same cases in every run, so that a change is judged by itself; `FUZZ=1 npm test` draws others. */
import fc from 'fast-check'

const { FUZZ } = process.env

if (FUZZ === undefined) fc.configureGlobal({ seed: 20_261_122 })
