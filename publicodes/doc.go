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
// The language is described in spec.md, the way it is compiled in impl.md.
package publicodes
