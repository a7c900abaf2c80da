/** Starts the bundled drydock: checks Node's version before anything newer is touched, then loads the bundle precompiled. */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

/** The bundle is a CommonJS module whose code V8 may already have compiled, functions that an audit calls included. */
function load(): { readonly run: (words: readonly string[]) => Promise<number> } {
  const { readFileSync } = process.getBuiltinModule('node:fs')
  const { Script } = process.getBuiltinModule('node:vm')
  const file = `${__dirname}/drydock.cjs`
  try {
    const cachedData = readFileSync(`${__dirname}/drydock.${process.versions.v8}-${process.arch}.cache`)
    const source = `(function (exports, require, module) {${readFileSync(file, 'latin1')}\n})`
    const script = new Script(source, { filename: file, cachedData })
    if (!script.cachedDataRejected) {
      const module = { exports: {} }
      script.runInThisContext()(module.exports, require, module)
      return module.exports as ReturnType<typeof load>
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
  process.getBuiltinModule('node:module').enableCompileCache()
  return require(file)
}

if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(`drydock needs Node.js 22.18 or newer; this is ${process.versions.node}.\n`)
  process.exitCode = 2
} else {
  load()
    .run(process.argv.slice(2))
    .then((code) => {
      process.exitCode = code
    })
}
