package web

import (
	"slices"

	"capzero/internal/i18n"
)

// The operations by which a formula chooses between cases, as catalogue keys of
// its terms.
const (
	opCases     = "explain.op.cases"
	opIf        = "explain.op.if"
	opThen      = "explain.op.then"
	opOtherwise = "explain.op.otherwise"
	opGroup     = "explain.op.group"
	opAppliesIf = "explain.op.applies_if"
	opNotIf     = "explain.op.not_if"
)

// takeCases rewrites every choice between cases as what holds for this
// household: the lines of the case that was taken come plainly, its condition
// and the other cases are the reason, which stays folded.
func takeCases(l *i18n.Locale, terms []TermView) []TermView {
	taken := make([]TermView, len(terms))
	for i, t := range terms {
		t.Sub = takeCases(l, t.Sub)
		taken[i] = takeCase(l, t)
	}
	return taken
}

func takeCase(l *i18n.Locale, t TermView) TermView {
	i := slices.IndexFunc(t.Sub, func(c TermView) bool { return isCase(c) && !c.Inactive })
	if i < 0 {
		return t
	}
	condition, lines := splitCase(t.Sub[i])
	if len(lines) == 0 {
		return t
	}
	if len(condition) > 0 {
		t.Why = append(t.Why, TermView{Op: l.T(opIf), Sub: condition})
	}
	t.Why = slices.Concat(t.Why, t.Sub[:i], t.Sub[i+1:])
	t.Sub = lines
	if isChoice(t.Term.Op) {
		t.Op = l.T("explain.your_case")
	}
	return unwrap(l, t)
}

func isCase(t TermView) bool { return t.Term.Op == opIf || t.Term.Op == opOtherwise }

func isCondition(t TermView) bool { return t.Term.Op == opAppliesIf || t.Term.Op == opNotIf }

// isChoice reports whether the word of a term only announces cases; a word that
// joins the term to the line before it has to stay.
func isChoice(op string) bool { return op == opCases || op == opThen || op == opOtherwise }

// splitCase separates the condition of a case from what follows from it.
func splitCase(c TermView) (condition, lines []TermView) {
	lines = slices.Clone(c.Sub)
	if c.Term.Op == opOtherwise {
		return nil, lines
	}
	then := slices.IndexFunc(lines, func(t TermView) bool { return t.Term.Op == opThen })
	if then < 0 {
		return nil, nil
	}
	condition, lines = lines[:then], lines[then:]
	lines[0].Op = ""
	return condition, lines
}

// unwrap puts a case of one line into the line that announces it.
func unwrap(l *i18n.Locale, t TermView) TermView {
	first := t.Sub[0]
	if len(t.Sub) > 1 || t.Text != "" {
		if first.Op == "" && first.Text == "" {
			t.Sub[0].Op = l.T(opGroup)
		}
		return t
	}
	first.Op = t.Op
	first.Why = slices.Concat(t.Why, first.Why)
	if first.Value == "" {
		first.Value = t.Value
	}
	return first
}
