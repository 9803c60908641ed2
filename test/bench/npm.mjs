// What the npm engine costs on this machine, as JSON on standard output:
//
//	{"node": "v20…", "publicodes": "1.10.3",
//	 "newEngineMs": median, "personas": [{"name", "bilanMs": median}], "rssMB": resident}
//
// bilanMs is setSituation with one persona's answers, then evaluate('bilan').
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import Engine from 'publicodes'

const engines = 5
const warmUps = 2
const rounds = 7

const require = createRequire(import.meta.url)
const read = (path) => JSON.parse(readFileSync(path, 'utf8'))
const published = (name) => read(require.resolve(`@incubateur-ademe/nosgestesclimat/public/${name}`))

// The options of the public site.
const options = {
  logger: { log() {}, warn() {}, error() {} },
  strict: { situation: false, noOrphanRule: false, checkPossibleValues: false, noCycleRuntime: false },
  warn: { cyclicReferences: false, situationIssues: false },
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]
}

// time is in ms, the smaller of the clock on the wall and the processor's: neither
// waiting on a busy machine nor collecting garbage on a second core counts.
function time(f) {
  const begin = performance.now()
  const used = process.cpuUsage()
  f()
  const { user, system } = process.cpuUsage(used)
  return Math.min(performance.now() - begin, (user + system) / 1000)
}

const text = readFileSync(require.resolve('@incubateur-ademe/nosgestesclimat/public/co2-model.FR-lang.fr.json'), 'utf8')
let engine
const newEngineMs = median(
  Array.from({ length: engines }, () => time(() => (engine = new Engine(JSON.parse(text), options)))),
)

const personas = Object.entries(published('personas-fr.json')).map(([name, { situation }]) => {
  const one = () => {
    engine.setSituation(situation)
    engine.evaluate('bilan')
  }
  for (let i = 0; i < warmUps; i++) one()
  return { name, bilanMs: median(Array.from({ length: rounds }, () => time(one))) }
})

console.log(
  JSON.stringify({
    node: process.version,
    publicodes: read(new URL('../package.json', import.meta.resolve('publicodes'))).version,
    newEngineMs,
    personas,
    rssMB: process.memoryUsage().rss / 1e6,
  }),
)
