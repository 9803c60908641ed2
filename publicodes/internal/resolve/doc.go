// Package resolve turns source documents into a program: rules whose formulas
// are trees of a few operations, in which every name is bound to a rule.
//
// Its steps, each in a file or two: the sources are merged into declarations
// (declare.go); "remplace" keys are read (replace.go); each declaration is
// built into a tree (build.go, mechanism.go), names being looked up (name.go)
// and replaced on the way; last, types and nullability are inferred (infer.go).
// Many mechanisms of the language are short for others and are written out
// here, so that evaluation knows only the operations of node.go.
package resolve
