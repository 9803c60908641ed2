// What actions save, by the npm engine: the difference of two whole evaluations
// of the published model.
//
//	node actions.mjs < INPUT > OUTPUT
//
// INPUT is one JSON object:
//
//	{
//	  "model":      path of the rules, below node_modules; or else
//	  "rules":      the rules themselves
//	  "total":      the rule whose value an action moves
//	  "actions":    [{"id", "needs": [formula, …], "changes": {rule: formula, …}}, …]
//	  "households": [{"situation": {rule: value, …}, "together": [[id, …], …]}, …]
//	}
//
// where formulas and values are what the language takes. OUTPUT has one line for
// each household:
//
//	{"before": total, "alone": {id: total with it, …}, "together": [total, …]}
//
// An action whose needs do not hold is not in alone. Those computed together are
// applied one after the other, in the order given, each to the situation that
// those before it leave. A total that does not compute is null. Nothing of the
// program is used here: formulas are read by the engine itself.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import Engine, { serializeUnit } from 'publicodes'

// The options of the public site, as in golden.mjs.
const silent = { log() {}, warn() {}, error() {} }
const options = {
  logger: silent,
  strict: { situation: false, noOrphanRule: false, checkPossibleValues: false, noCycleRuntime: false },
  warn: { cyclicReferences: false, situationIssues: false },
}

const require = createRequire(import.meta.url)
const input = JSON.parse(readFileSync(0, 'utf8'))
const rules = input.rules ?? JSON.parse(readFileSync(require.resolve(input.model), 'utf8'))
const engine = new Engine(rules, options)
const byID = new Map(input.actions.map((a) => [a.id, a]))

function evaluate(formula) {
  try {
    return engine.evaluate(formula)
  } catch {
    engine.resetCache() // a throw leaves the stacks of the evaluation behind
    return undefined
  }
}

function total(situation) {
  engine.setSituation(situation)
  const value = evaluate(input.total)?.nodeValue
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

/** The situation after an action, or nothing where a need does not hold. */
function after(situation, { needs, changes }) {
  if (!needs.every((need) => evaluate(need)?.nodeValue === true)) return undefined
  const changed = { ...situation }
  for (const [rule, formula] of Object.entries(changes)) {
    const node = evaluate(formula)
    const answer = node && asAnswer(node)
    if (answer !== undefined) changed[rule] = answer
  }
  return changed
}

/** A value as an answer; nothing for one that says nothing. */
function asAnswer({ nodeValue, unit }) {
  switch (typeof nodeValue) {
    case 'boolean':
      return nodeValue ? 'oui' : 'non'
    case 'string':
      return `'${nodeValue}'`
    case 'number': {
      const written = serializeUnit(unit)
      return written ? { valeur: nodeValue, unité: written } : nodeValue
    }
  }
}

for (const { situation, together } of input.households) {
  const before = total(situation)
  const changed = {}
  for (const action of input.actions) {
    const next = after(situation, action) // all on the situation as it is
    if (next) changed[action.id] = next
  }
  const alone = {}
  for (const [id, next] of Object.entries(changed)) alone[id] = total(next)
  const combined = together.map((ids) => {
    let now = situation
    for (const id of ids) {
      engine.setSituation(now)
      now = after(now, byID.get(id)) ?? now
    }
    return total(now)
  })
  console.log(JSON.stringify({ before, alone, together: combined }))
}
