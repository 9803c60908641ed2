package web

import (
	"net/http"
	"strings"

	"capzero/internal/footprint"
	"capzero/internal/i18n"
)

// An ExplainPage opens one figure: how it was computed for this household, one
// step deep, with the way back and the way further in.
type ExplainPage struct {
	Page
	footprint.Explanation
	Heading string
	Terms   []TermView
	Change  string // path of the question that changes it, empty if none does
}

// A TermView is a line of a formula with the lines under it.
type TermView struct {
	footprint.Term
	Op   string // the operation in words, empty for a plain term
	Path string // where the term is explained, empty if nowhere
	Sub  []TermView
	Why  []TermView // why this case and not another, folded
}

// apart separates the terms that make up a value from the conditions under
// which they count and from the branches not taken. Those stay folded: they are
// half of a formula and none of its value.
func apart(terms []TermView) (counting, conditions, idle []TermView) {
	for _, t := range terms {
		switch {
		case t.Inactive:
			idle = append(idle, t)
		case isCondition(t):
			conditions = append(conditions, t)
		default:
			counting = append(counting, t)
		}
	}
	return counting, conditions, idle
}

func (s *server) explain(w http.ResponseWriter, r *http.Request) error {
	holder, err := s.needAnswers(r)
	if err != nil {
		return err
	}
	l := s.locale(r)
	e, err := s.Footprint.Explain(r.Context(), holder, ruleOf(r.PathValue("rule")), l.Tag())
	if err != nil {
		return err
	}
	p := ExplainPage{
		Page:        s.newPage(r, visitor{holder: holder, started: true}, "explain.title", "name", e.Title),
		Explanation: e,
		Terms:       takeCases(l, nest(l, e.Formula)),
	}
	heading := named(l, footprint.Line{Rule: e.Rule, Label: e.Title, Foreign: e.Foreign})
	p.Heading, p.Foreign = heading.Label, heading.Foreign
	for i, line := range e.Trail {
		p.Trail[i] = named(l, line)
	}
	if e.Question != "" {
		p.Change = questionPath(e.Question, afterResult)
	}
	return s.render(w, r, http.StatusOK, p.Page, explainPage(p))
}

// nest turns terms with depths into a tree. A term that is deeper than it could
// be hangs under the one before it.
func nest(l *i18n.Locale, terms []footprint.Term) []TermView {
	views, _ := nestAt(l, terms, 0)
	return views
}

// nestAt takes the terms from the start of the list that are at depth or below
// it, and returns the rest.
func nestAt(l *i18n.Locale, terms []footprint.Term, depth int) (views []TermView, rest []footprint.Term) {
	for len(terms) > 0 && terms[0].Depth >= depth {
		if terms[0].Depth > depth && len(views) > 0 {
			last := &views[len(views)-1]
			last.Sub, terms = nestAt(l, terms, depth+1)
			continue
		}
		views = append(views, newTermView(l, terms[0]))
		terms = terms[1:]
	}
	return views, terms
}

func newTermView(l *i18n.Locale, t footprint.Term) TermView {
	v := TermView{Term: t}
	line := named(l, footprint.Line{Rule: t.Rule, Label: t.Text, Foreign: t.Foreign})
	v.Text, v.Foreign = line.Label, line.Foreign
	if t.Op != "" {
		v.Op = l.T(t.Op)
	}
	if t.Rule != "" {
		v.Path = explanationPath(t.Rule)
	}
	return v
}

// OtherSources are the sources that the texts of the page do not link to
// already.
func (p ExplainPage) OtherSources() []footprint.Link {
	var others []footprint.Link
	for _, link := range p.Sources {
		if !strings.Contains(p.Note, link.URL) && !strings.Contains(p.About, link.URL) {
			others = append(others, link)
		}
	}
	return others
}

// ChangeWords is what the button to the question says.
func (p ExplainPage) ChangeWords() string {
	switch p.Kind {
	case footprint.FromAnswer:
		return p.T("explain.change")
	case footprint.FromAverage:
		return p.T("explain.answer")
	default:
		return p.T("explain.change_one")
	}
}

// OriginWords says where the value comes from.
func (p ExplainPage) OriginWords() string {
	switch p.Kind {
	case footprint.FromAnswer:
		return p.T("explain.from_answer")
	case footprint.FromAverage:
		return p.T("explain.from_average")
	case footprint.FromConstant:
		return p.T("explain.from_constant")
	case footprint.DoesNotApply:
		return p.T("explain.not_applicable")
	case footprint.DoesNotCompute:
		return p.T("explain.not_computable")
	}
	if p.Value == "" {
		return p.T("explain.no_value")
	}
	return p.T("explain.from_formula")
}
