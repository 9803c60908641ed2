package syntax

import "strings"

// SplitText cuts the text of a "texte" around the expressions that it holds
// between double braces: there is one piece more than there are expressions.
func SplitText(text string) (pieces, expressions []string) {
	for {
		before, inside, opened := strings.Cut(text, "{{")
		expression, after, closed := strings.Cut(inside, "}}")
		if !opened || !closed {
			return append(pieces, text), expressions
		}
		pieces = append(pieces, before)
		expressions = append(expressions, strings.TrimSpace(expression))
		text = after
	}
}
