// The npm engine, asked by line: each line of the input is a model with its
// situations, and is answered by one line.
//
//	{"rules": {…}, "situations": [{rule: answer, …}, …], "forgetful": false, "after": rule}
//	→ {"error": message}                      the model is refused
//	→ {"rules": [name, …], "situations": [{   every public rule, in the engine's order
//	     "refused": [rule, …],                answers that the engine left out
//	     "alone":   [seen, …],                each rule asked of an engine that was asked nothing before
//	     "inOrder": [seen, …],                each rule asked after those before it
//	     "backward": [seen, …],               each rule asked after those behind it
//	   } | {"error": message}, …]}            the engine threw while it took the answers
//
//	A forgetful engine does not remember values when it is asked whether a rule
//	applies. "after" names a rule that is asked after each other one, and alone then
//	holds what the engine says of it each time.
//
//	seen: {"kind": "number" | "boolean" | "text" | "not applicable" | "undefined" | "error",
//	       "value", "unit", "missing": [[rule, score], …], "error"}
//
// Missing variables are sorted by score, highest first; equal scores stay in the
// order in which the engine found them.
import { createInterface } from 'node:readline'
import Engine, { serializeUnit } from 'publicodes'

// The options of the public site: wrong entries are dropped, not thrown.
const silent = { log() {}, warn() {}, error() {} }
const options = {
  logger: silent,
  strict: { situation: false, noOrphanRule: false, checkPossibleValues: false, noCycleRuntime: false },
  warn: { cyclicReferences: false, situationIssues: false },
}

function kindOf(value) {
  if (value === null) return 'not applicable'
  if (typeof value === 'string') return 'text'
  return typeof value
}

function see(engine, rule) {
  let node
  try {
    node = engine.evaluate(rule)
  } catch (e) {
    engine.context.subEngines = new Map() // a throw leaves the stacks of an evaluation in a context behind
    return { kind: 'error', error: String(e.message) }
  }
  const seen = { kind: kindOf(node.nodeValue), unit: serializeUnit(node.unit) || undefined }
  if (seen.kind === 'number' && !Number.isFinite(node.nodeValue)) seen.value = String(node.nodeValue)
  else if (node.nodeValue !== null) seen.value = node.nodeValue
  seen.missing = Object.entries(node.missingVariables).sort(([, a], [, b]) => b - a)
  return seen
}

/** forget drops what was evaluated. */
function forget(engine, forgetful) {
  engine.resetCache()
  // only the question whether a rule applies asks the cache in this way
  if (forgetful) engine.cache.nodes.has = () => false
}

function observe(engine, names, situation, { forgetful, after }) {
  try {
    engine.setSituation(situation)
  } catch (e) {
    return { error: String(e.message) }
  }
  const kept = engine.getSituation()
  const alone = names.map((name) => {
    forget(engine, forgetful)
    const seen = see(engine, name)
    return after ? see(engine, after) : seen
  })
  forget(engine, forgetful)
  const inOrder = names.map((name) => see(engine, name))
  forget(engine, forgetful)
  const backward = names.toReversed().map((name) => see(engine, name)).toReversed()
  return { refused: Object.keys(situation).filter((name) => !(name in kept)), alone, inOrder, backward }
}

function answer({ rules, situations, ...how }) {
  let engine
  try {
    engine = new Engine(rules, options)
  } catch (e) {
    return { error: String(e.message) }
  }
  const names = Object.keys(engine.getParsedRules())
  return { rules: names, situations: situations.map((s) => observe(engine, names, s, how)) }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(JSON.stringify(answer(JSON.parse(line))) + '\n')
}
