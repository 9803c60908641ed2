package check

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"capzero/publicodes"
	"capzero/publicodes/syntax"
)

// graph is who reads whom.
type graph struct {
	model   *publicodes.Model
	names   []string        // every rule, private ones too, in the order of the files
	private map[string]bool // cannot be asked for
	first   map[string]rule // where each is first written
	bodies  map[string][]rule
	uses    map[string][]string
	readBy  map[string][]string
	shown   map[string][]string // rule → the rules that its keys for programs name
	options map[string]string   // rule that describes a possibility → whose
	inside  map[string]bool     // has rules below it
}

func newGraph(model *publicodes.Model, rules []rule) *graph {
	g := &graph{
		model: model, private: map[string]bool{}, first: map[string]rule{}, bodies: map[string][]rule{},
		uses: map[string][]string{}, readBy: map[string][]string{}, shown: map[string][]string{},
		options: map[string]string{}, inside: map[string]bool{},
	}
	for _, r := range rules {
		if _, again := g.first[r.name]; !again {
			g.first[r.name] = r
			g.names = append(g.names, r.name)
		}
		g.bodies[r.name] = append(g.bodies[r.name], r)
		if _, public := model.Rule(r.name); !public {
			g.private[r.name] = true
		}
	}
	// Rules that no file holds come from elsewhere, such as an import.
	for _, r := range model.Rules() {
		if _, known := g.first[r.Name]; !known {
			g.names = append(g.names, r.Name)
		}
	}
	for _, name := range g.names {
		g.inside[parent(name)] = true
		g.uses[name] = model.Uses(name)
		for _, used := range g.uses[name] {
			g.readBy[used] = append(g.readBy[used], name)
		}
	}
	for _, r := range rules {
		g.look(r)
	}
	return g
}

// look notes what the rule names without computing with it: possibilities, the
// options of a mosaic, actions, suggestions.
func (g *graph) look(r rule) {
	for _, option := range r.options() {
		text := option.Text
		if len(option.Pairs) == 1 {
			text = option.Pairs[0].Key
		}
		if full, ok := g.model.Lookup(r.name, text); ok {
			g.options[full] = r.name
		}
	}
	if r.body == nil || r.body.Kind != syntax.Map {
		return
	}
	for _, p := range r.body.Pairs {
		if computed[p.Key] || prose[p.Key] {
			continue
		}
		eachText(p.Value, func(n *syntax.Node) {
			e, err := syntax.ParseExpression(n.Text)
			if err != nil {
				return
			}
			eachPart(e, func(part syntax.Expr) {
				if id, ok := part.(*syntax.Ident); ok {
					if full, ok := g.model.Lookup(r.name, id.Name); ok && full != r.name {
						g.shown[r.name] = append(g.shown[r.name], full)
					}
				}
			})
		})
	}
}

// question reports whether the rule asks people something.
func (g *graph) question(name string) bool {
	r, ok := g.model.Rule(name)
	return ok && r.Question != ""
}

// forPrograms reports whether the rule is one that programs look for by its
// keys: an action to propose, a notice to show.
func (g *graph) forPrograms(name string) bool {
	for _, r := range g.bodies[name] {
		if r.body.Get("action") != nil || r.body.Get("type") != nil && r.body.Get("type").Text == "notification" {
			return true
		}
	}
	return false
}

// head reports whether no other rule reads the rule, which has a value and is
// nobody's possibility.
func (g *graph) head(name string) bool {
	_, option := g.options[name]
	return len(g.readBy[name]) == 0 && !option && g.first[name].hasValue()
}

// hasValue tells a rule from a heading.
func (r rule) hasValue() bool {
	if r.body == nil || r.body.Kind == syntax.Null {
		return false
	}
	if r.body.Kind != syntax.Map {
		return true
	}
	return slices.ContainsFunc(r.body.Pairs, func(p syntax.Pair) bool {
		return computed[p.Key] && p.Key != childKey && p.Key != "unité" && p.Key != "type" && p.Key != "privé"
	})
}

func space(name string) string {
	first, _, _ := strings.Cut(name, separator)
	return first
}

// chooseRoots guesses what programs ask for: the rules of one part that no rule
// reads; all that nobody reads in a part of the model that is made to look at
// the others; and the outermost that nobody reads in a part that stands alone.
func (g *graph) chooseRoots() []string {
	readFromOutside, looksOutside := map[string]bool{}, map[string]bool{}
	heads := map[string][]string{}
	for _, name := range g.names {
		for _, used := range g.uses[name] {
			if space(used) != space(name) {
				readFromOutside[space(used)] = true
				looksOutside[space(name)] = true
			}
		}
		if g.head(name) && !g.question(name) && !g.private[name] {
			heads[space(name)] = append(heads[space(name)], name)
		}
	}
	var roots []string
	for _, name := range g.names {
		part := space(name)
		if !slices.Contains(heads[part], name) {
			continue
		}
		switch {
		case name == part:
			roots = append(roots, name)
		case readFromOutside[part]:
		case looksOutside[part], depth(name) == shallowest(heads[part]):
			roots = append(roots, name)
		}
	}
	return append(roots, g.circles(roots)...)
}

// circles are the rules of one part that only rules which they read themselves
// read, as where a total is compared with itself in another situation.
func (g *graph) circles(roots []string) []string {
	start := slices.Clone(roots)
	for _, name := range g.names {
		if g.question(name) {
			start = append(start, name)
		}
	}
	met := g.reached(start)
	var more []string
	for _, name := range g.names {
		if depth(name) == 0 && !met[name] && g.first[name].hasValue() && !g.private[name] {
			more = append(more, name)
			maps.Copy(met, g.reached([]string{name}))
		}
	}
	return more
}

// chooseTotals guesses the results: the rules of one part that have a value,
// those that read most first, or else the roots.
func (g *graph) chooseTotals() []string {
	var totals []string
	weight := map[string]int{}
	for _, name := range g.names {
		if depth(name) == 0 && g.first[name].hasValue() && !g.private[name] && !g.question(name) {
			totals = append(totals, name)
			weight[name] = len(g.reached([]string{name}))
		}
	}
	if len(totals) == 0 {
		return g.chooseRoots()
	}
	slices.SortStableFunc(totals, func(a, b string) int { return cmp.Compare(weight[b], weight[a]) })
	return totals
}

func depth(name string) int { return strings.Count(name, separator) }

func shallowest(names []string) int {
	least := depth(names[0])
	for _, n := range names {
		least = min(least, depth(n))
	}
	return least
}

// reached are the rules that a walk from some rules meets, along what they use
// and show, with the headings above them.
func (g *graph) reached(from []string) map[string]bool {
	met := map[string]bool{}
	todo := slices.Clone(from)
	for len(todo) > 0 {
		name := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if name == "" || met[name] {
			continue
		}
		met[name] = true
		todo = append(todo, g.uses[name]...)
		todo = append(todo, g.shown[name]...)
		todo = append(todo, parent(name))
		for option, of := range g.options {
			if of == name && !met[option] {
				todo = append(todo, option)
			}
		}
	}
	return met
}

// readers are the rules that a walk from some rules meets, along who reads them.
func (g *graph) readers(from []string) map[string]bool {
	met := map[string]bool{}
	todo := slices.Clone(from)
	for len(todo) > 0 {
		name := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if met[name] {
			continue
		}
		met[name] = true
		todo = append(todo, g.readBy[name]...)
	}
	return met
}
