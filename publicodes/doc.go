// Package publicodes compiles and evaluates models written in the Publicodes
// language, in which public rules (a tax, a carbon footprint) are written in
// French so that people who know the subject can read and change them.
//
// A model is a set of named rules; a name is a path such as
// "transport . voiture . km". A [Model] is compiled once from its sources,
// never changes, and is shared by all goroutines. An [Evaluator] holds one
// household's answers, its [Situation], and gives for any rule its [Value] with
// unit, the questions still [Missing] with the most important first, and the
// [Trace] of how the value came to be.
//
//	m, err := publicodes.Compile(publicodes.Source{Name: "tea.yaml", Data: data})
//	e := m.NewEvaluator()
//	err = e.SetSituation(publicodes.Situation{"tasses": "3 tasse/jour"})
//	v, err := e.Evaluate("eau chaude")
//
// Every error is an [*Error] with its place in the sources and a kind whose code
// never changes, or several joined. An error of an evaluation belongs to a rule:
// the others still answer.
//
// Values are float64 with a unit as text, booleans, texts (dates among them), not
// applicable or undefined; see [Value]. A Model is safe for concurrent use, an Evaluator is
// not. The packages syntax and unit are for tools that look into models.
//
// [Options] compile a model that imports rules of others, or in which possibilities
// that do not apply are none.
//
// The language is described in spec.md, the way it is compiled in impl.md.
package publicodes
