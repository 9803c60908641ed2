// Golden answers: what the npm engine says of the published model.
//
//	node golden.mjs --out DIR [--random N] [--totals] [--workers N]
//	                [--models FILE,FILE] [--personas NAME,NAME]
//
// For each published persona and each metric (carbon, water) one file
// DIR/<persona>.<metric>.json is written:
//
//	{
//	  "name": "yoram", "metric": "carbone",
//	  "model": file of the rules, below node_modules
//	  "situation": {"rule": number | "expression", …, "métrique": "'carbone'"},
//	  "rules": [{
//	    "rule":    name, in the engine's order, every public rule once
//	    "kind":    "number" | "boolean" | "text" | "not applicable" | "undefined" | "error"
//	    "value":   the value; absent for the last three kinds
//	    "unit":    serialised unit; absent where the value has none
//	    "error":   message; kind "error" only
//	    "missing": [[rule, score], …] in the engine's own order; only for the
//	               rules of `observed` below
//	    "missingCount", "missingSHA256": the same list for every rule, as its
//	               length and the hash of its lines "rule<TAB>score<LF>"
//	  }, …]
//	}
//
// Missing variables are sorted by score, highest first; equal scores stay in the
// order in which the engine found them.
//
// --random N adds N households with random legal answers from a fixed seed, as
// files random-<n>.<metric>.json. --totals writes only these households, and of
// the rules only the total, its categories and the actions, all observed.
//
// --models takes other rules than those of France, each as its path below
// node_modules; their files are then DIR/<number of the model>.<name>.<metric>.json.
// --personas takes only some personas; "nobody" is one without answers, for whom
// only the totals are written. Nothing here is typed by hand and nothing that it
// writes belongs in the repository.
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import Engine, { serializeUnit } from 'publicodes'

const METRICS = ['carbone', 'eau']

// observed are the rules whose missing variables are written out in full: the
// total, its categories, and one rule of each shape below them.
const observed = new Set([
  'bilan',
  'transport',
  'alimentation',
  'logement',
  'divers',
  'services sociétaux',
  'actions',
  'transport . voiture',
  'transport . avion',
  'transport . train',
  'transport . deux roues',
  'transport . transports commun',
  'alimentation . plats',
  'alimentation . boisson',
  'alimentation . déchets',
  'logement . chauffage',
  'logement . électricité',
  'logement . construction',
  'logement . vacances',
  'divers . textile',
  'divers . numérique',
  'divers . ameublement',
])

// The options of the public site: wrong entries are dropped, not thrown.
const silent = { log() {}, warn() {}, error() {} }
const options = {
  logger: silent,
  strict: { situation: false, noOrphanRule: false, checkPossibleValues: false, noCycleRuntime: false },
  warn: { cyclicReferences: false, situationIssues: false },
}

const require = createRequire(import.meta.url)
const read = (file) => JSON.parse(readFileSync(require.resolve(file), 'utf8'))
const home = '@incubateur-ademe/nosgestesclimat/public/co2-model.FR-lang.fr.json'

/** The personas that come with a model, and one who has answered nothing. */
function personas(model) {
  const published = read(model.replace(/[^/]*$/, 'personas-fr.json'))
  const all = Object.entries(published).map(([name, { situation }]) => ({
    name: name.replace('personas . ', '').replaceAll(' ', '-'),
    situation,
  }))
  return [...all, { name: 'nobody', situation: {} }]
}

/** mulberry32: 32 bits of state, the same numbers on every machine. */
function randomFrom(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** One legal answer to about two questions in three. */
function randomHousehold(engine, n) {
  const random = randomFrom(n)
  const situation = {}
  for (const [name, rule] of Object.entries(engine.getParsedRules())) {
    if (rule.rawNode.question === undefined || random() > 0.66) continue
    const answer = randomAnswer(engine, name, rule, random)
    if (answer !== undefined) situation[name] = answer
  }
  return { name: `random-${n}`, situation }
}

function randomAnswer(engine, name, rule, random) {
  const possible = engine.getPossibilitiesFor(name)
  if (possible) return possible[Math.floor(random() * possible.length)].publicodesValue
  switch (engine.context.nodesTypes.get(rule)?.type) {
    case 'boolean':
      return random() < 0.5 ? 'oui' : 'non'
    case 'number': {
      const { plancher = 0, plafond } = rule.rawNode
      const low = Number(plancher) || 0
      const high = Number(plafond) || 10 ** Math.floor(1 + 3 * random())
      return low + Math.round(random() * (high - low) * 10) / 10
    }
  }
}

function kindOf(value) {
  switch (typeof value) {
    case 'number':
    case 'boolean':
    case 'undefined':
      return typeof value
    case 'string':
      return 'text'
    default:
      if (value === null) return 'not applicable'
      throw new Error(`unexpected value ${value}`)
  }
}

function observe(engine, rule) {
  let node
  try {
    node = engine.evaluate(rule)
  } catch (e) {
    engine.resetCache() // a throw leaves the stacks of the evaluation behind
    return { rule, kind: 'error', error: String(e.message) }
  }
  const kind = kindOf(node.nodeValue)
  const seen = { rule, kind }
  if (kind === 'number' && !Number.isFinite(node.nodeValue)) seen.value = String(node.nodeValue)
  else if (node.nodeValue !== null && node.nodeValue !== undefined) seen.value = node.nodeValue
  const unit = serializeUnit(node.unit)
  if (unit) seen.unit = unit
  const missing = Object.entries(node.missingVariables).sort(([, a], [, b]) => b - a)
  if (observed.has(rule)) seen.missing = missing
  seen.missingCount = missing.length
  const hash = createHash('sha256')
  for (const [name, score] of missing) hash.update(`${name}\t${score}\n`)
  seen.missingSHA256 = hash.digest('hex').slice(0, 16)
  return seen
}

/** The total, its categories and the actions. */
function totals(model) {
  const { bilan, actions } = read(model)
  return ['bilan', ...bilan.formule.somme, ...actions.formule.somme]
}

function run(engine, { name, situation }, { model, file, metric }, { out, onlyTotals }) {
  const full = { ...situation, métrique: `'${metric}'` }
  const asked = onlyTotals || name === 'nobody' ? totals(model) : undefined
  engine.setSituation(full)
  const rules = (asked ?? Object.keys(engine.getParsedRules())).map((rule) => observe(engine, rule))
  for (const rule of asked ? [] : observed) {
    if (!rules.some((r) => r.rule === rule)) throw new Error(`the model has no rule ${rule}`)
  }
  const path = join(out, file)
  writeFileSync(`${path}.part`, JSON.stringify({ name, metric, model, situation: full, rules }))
  renameSync(`${path}.part`, path)
  return file
}

/** A worker has one engine at a time and asks for the next run until there is none. */
function work(settings) {
  let model, engine, asker, households
  const load = (wanted) => {
    if (wanted === model) return
    model = wanted
    engine = new Engine(read(model), options)
    asker = engine.shallowCopy() // which nobody answers
    households = new Map(personas(model).map((p) => [p.name, p]))
  }
  parentPort.on('message', (job) => {
    if (job === null) return parentPort.close()
    load(job.model)
    const household = households.get(job.name) ?? randomHousehold(asker, job.random)
    parentPort.postMessage(run(engine, household, job, settings))
  })
  parentPort.postMessage(null)
}

function argument(name, fallback) {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? fallback : process.argv[at + 1]
}

async function main() {
  const out = argument('out')
  if (!out) throw new Error('usage: node golden.mjs --out DIR [--random N] [--totals] [--workers N] [--models FILES] [--personas NAMES]')
  mkdirSync(out, { recursive: true })
  const onlyTotals = process.argv.includes('--totals')
  const models = argument('models', home).split(',')
  const chosen = argument('personas')?.split(',')
  const wanted = ({ name }) => (chosen ? chosen.includes(name) : !onlyTotals && name !== 'nobody')
  const jobs = models.flatMap((model, number) => {
    const job = (household, metric) => ({
      ...household, model, metric, file: `${models.length > 1 ? `${number}.` : ''}${household.name}.${metric}.json`,
    })
    const named = personas(model).filter(wanted).flatMap(({ name }) => METRICS.map((metric) => job({ name }, metric)))
    const random = Array.from({ length: Number(argument('random', 0)) }, (_, i) =>
      job({ name: `random-${i + 1}`, random: i + 1 }, (i + 1) % 5 === 0 ? 'eau' : 'carbone'))
    return [...named, ...random]
  })
  const workers = Array.from({ length: Number(argument('workers', 2)) }, () => {
    const worker = new Worker(new URL(import.meta.url), {
      workerData: { out, onlyTotals },
      resourceLimits: { stackSizeMb: 32 },
    })
    worker.on('message', (done) => {
      if (done) console.log(done)
      worker.postMessage(jobs.shift() ?? null)
    })
    return new Promise((resolve, reject) => {
      worker.on('error', reject)
      worker.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`worker: exit ${code}`))))
    })
  })
  await Promise.all(workers)
}

if (isMainThread) await main()
else work(workerData)
