// What the npm engine costs on this machine, as JSON on standard output:
//
//	{"node": "v20…", "publicodes": "1.10.3",
//	 "newEngineMs": median, "rssMB": resident,
//	 "personas": [{"name", "bilanMs": median, "citizenMs": median,
//	               "changes": [{"rule", "value", "ms"}]}]}
//
// bilanMs is setSituation with one persona's answers, then evaluate('bilan');
// citizenMs is that, the five categories and every action; each change is one of
// the persona's answers set to another value with keepPreviousSituation, then
// evaluate('bilan'). Missing variables are part of every evaluation of this engine.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import Engine from 'publicodes'

const engines = 5
const warmUps = 2
const rounds = 5

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

const rules = JSON.parse(text)
const categories = rules.bilan.formule.somme
const actions = rules.actions.formule.somme

// another is a value that a rule may have instead, undefined when none is known.
function another(rule, value) {
  if (value === 'oui') return 'non'
  if (value === 'non') return 'oui'
  if (value !== '' && isFinite(value)) return Number(value) * 1.1 + 1
  const { 'une possibilité': here, formule, valeur } = rules[rule] ?? {}
  const options = here ?? formule?.['une possibilité'] ?? valeur?.['une possibilité']
  const names = (options?.possibilités ?? options ?? []).map((option) => `'${option}'`)
  return names.includes(value) ? names.find((name) => name !== value) : undefined
}

// evaluate asks for a rule; one that divides by zero stops, which is its answer.
function evaluate(rule) {
  try {
    engine.evaluate(rule)
  } catch (error) {
    if (!/zero/i.test(error.message)) throw error
  }
}

function changes(situation) {
  const list = []
  Object.entries(situation).forEach(([rule, value]) => {
    const other = another(rule, value)
    if (other === undefined) return // no other value is known
    const ms = time(() => {
      engine.setSituation({ [rule]: other }, { keepPreviousSituation: true })
      evaluate('bilan')
    })
    list.push({ rule, value: other, ms })
    engine.setSituation({ [rule]: value }, { keepPreviousSituation: true })
    evaluate('bilan')
  })
  return list
}

const personas = Object.entries(published('personas-fr.json')).map(([name, { situation }]) => {
  process.stderr.write(`npm: ${name}\n`)
  const one = () => {
    engine.setSituation(situation)
    evaluate('bilan')
  }
  const citizen = () => {
    one()
    categories.forEach(evaluate)
    actions.forEach(evaluate)
  }
  const medianOf = (f) => median(Array.from({ length: rounds }, () => time(f)))
  for (let i = 0; i < warmUps; i++) one()
  const bilanMs = medianOf(one)
  const citizenMs = medianOf(citizen)
  one()
  return { name, bilanMs, citizenMs, changes: changes(situation) }
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
