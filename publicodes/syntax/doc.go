// Package syntax reads the two written forms of the language.
//
// A source document, JSON or YAML, becomes a tree of ordered [Node] with
// positions. A text inside it, such as
//
//	km annuels * empreinte / voyageurs
//
// is an expression and becomes an [Expr], which prints back to the same text
// up to spaces. Nothing here knows what a rule is.
package syntax
