package check

import (
	"math"

	"capzero/publicodes"
	"capzero/publicodes/syntax"
	"capzero/publicodes/unit"
)

// folder says what a written value is where that is known: with the values of
// rules that no answer changes, or of every rule in one situation. What it does
// not understand is unknown, never wrong.
type folder struct {
	model *publicodes.Model
	of    func(rule string) (v publicodes.Value, known bool)
}

// folded is a value, if known. The unit of a loose one is not known.
type folded struct {
	publicodes.Value
	known, loose bool
}

var (
	unsure        = folded{}
	notApplicable = folded{Value: publicodes.Value{Kind: publicodes.KindNotApplicable}, known: true}
)

func truth(b bool) folded {
	return folded{Value: publicodes.Value{Kind: publicodes.KindBoolean, Bool: b}, known: true}
}

func quantity(v float64, in string) folded {
	return folded{Value: publicodes.Value{Kind: publicodes.KindNumber, Number: v, Unit: in}, known: !math.IsNaN(v) && !math.IsInf(v, 0)}
}

// holds reports whether a condition is known to hold, as variations judge it.
func (v folded) holds() bool { return v.known && v.Kind != publicodes.KindUndefined && !v.off() }

// off reports whether a condition is known not to hold.
func (v folded) off() bool {
	return v.known && (v.Kind == publicodes.KindNotApplicable || v.Kind == publicodes.KindBoolean && !v.Bool)
}

func (v folded) zero() bool {
	return v.known && (v.Kind == publicodes.KindNumber && v.Number == 0 || v.Kind == publicodes.KindBoolean && !v.Bool)
}

func (f folder) rule(from, name string) folded {
	full, ok := f.model.Lookup(from, name)
	if !ok {
		return unsure
	}
	v, known := f.of(full)
	return folded{Value: v, known: known}
}

// node folds anything that may stand for a value in the rule called from.
func (f folder) node(from string, n *syntax.Node) folded {
	switch {
	case n == nil:
		return unsure
	case n.Kind == syntax.Number:
		v, _ := n.Float()
		return quantity(v, "")
	case n.Kind == syntax.String:
		e, err := syntax.ParseExpression(n.Text)
		if err != nil {
			return unsure
		}
		return f.expr(from, e)
	case n.Kind != syntax.Map || len(n.Pairs) != 1:
		return unsure
	}
	return f.mechanism(from, n.Pairs[0].Key, n.Pairs[0].Value)
}

func (f folder) mechanism(from, key string, n *syntax.Node) folded {
	switch key {
	case "valeur", "formule":
		return f.node(from, n)
	case "toutes ces conditions", "et":
		return f.all(from, n)
	case "une de ces conditions", "ou":
		return f.anyOf(from, n)
	case "est défini", "est non défini":
		if v := f.node(from, n); v.known {
			return truth((v.Kind != publicodes.KindUndefined) == (key == "est défini"))
		}
	case "est applicable", "est non applicable":
		if v := f.node(from, n); v.known && v.Kind != publicodes.KindUndefined {
			return truth((v.Kind != publicodes.KindNotApplicable) == (key == "est applicable"))
		}
	case "somme":
		sum := notApplicable
		for i := len(n.Items) - 1; i >= 0; i-- {
			sum = combine(syntax.Add, f.node(from, n.Items[i]), sum)
		}
		return sum
	case "condition":
		switch si := f.node(from, n.Get("si")); {
		case si.holds():
			return f.node(from, n.Get("alors"))
		case si.off():
			return f.node(from, n.Get("sinon"))
		}
	}
	for op := syntax.Lt; op <= syntax.Pow; op++ {
		if op.String() == key && len(n.Items) == 2 {
			return combine(op, f.node(from, n.Items[0]), f.node(from, n.Items[1]))
		}
	}
	return unsure
}

func (f folder) all(from string, n *syntax.Node) folded {
	sure := true
	for _, item := range n.Items {
		v := f.node(from, item)
		if v.off() {
			return truth(false)
		}
		sure = sure && v.holds()
	}
	if sure {
		return truth(true)
	}
	return unsure
}

func (f folder) anyOf(from string, n *syntax.Node) folded {
	sure := true
	for _, item := range n.Items {
		v := f.node(from, item)
		if v.holds() {
			return truth(true)
		}
		sure = sure && v.off()
	}
	if sure {
		return truth(false)
	}
	return unsure
}

func (f folder) expr(from string, e syntax.Expr) folded {
	switch e := e.(type) {
	case *syntax.Ident:
		return f.rule(from, e.Name)
	case *syntax.NumberLit:
		u, err := unit.Parse(e.Unit)
		if err != nil {
			return unsure
		}
		return quantity(e.Value, u.String())
	case *syntax.BoolLit:
		return truth(e.Value)
	case *syntax.TextLit:
		return folded{Value: publicodes.Value{Kind: publicodes.KindText, Text: e.Value}, known: true}
	case *syntax.Binary:
		return combine(e.Op, f.expr(from, e.Left), f.expr(from, e.Right))
	default:
		return unsure
	}
}

func combine(op syntax.Op, a, b folded) folded {
	switch op {
	case syntax.Eq, syntax.Ne:
		return equal(op, a, b)
	case syntax.Mul:
		if a.zero() || b.zero() {
			return quantity(0, "")
		}
	case syntax.Div, syntax.IntDiv:
		if a.zero() && !b.zero() {
			return quantity(0, "")
		}
	}
	if a.known && a.Kind == publicodes.KindNotApplicable {
		if op == syntax.Add {
			return b
		}
		return notApplicable
	}
	if b.known && b.Kind == publicodes.KindNotApplicable {
		switch {
		case op == syntax.Add || op == syntax.Sub:
			return a
		case op != syntax.Pow:
			return notApplicable
		}
	}
	x, okX := a.number()
	y, okY := b.number()
	if !okX || !okY {
		return unsure
	}
	return calculate(op, a, x, b, y)
}

// number is the value as calculations take it.
func (v folded) number() (float64, bool) {
	switch {
	case !v.known:
		return 0, false
	case v.Kind == publicodes.KindNumber:
		return v.Number, true
	case v.Kind == publicodes.KindBoolean && v.Bool:
		return 1, true
	}
	return 0, v.Kind == publicodes.KindBoolean
}

func calculate(op syntax.Op, a folded, x float64, b folded, y float64) folded {
	product := func(v float64) folded {
		out := quantity(v, "")
		out.loose = a.Unit != "" || b.Unit != "" || a.loose || b.loose
		return out
	}
	switch op {
	case syntax.Mul:
		return product(x * y)
	case syntax.Div:
		return product(x / y)
	case syntax.IntDiv, syntax.Pow:
		return unsure
	}
	y, ok := convert(y, b, a)
	if !ok {
		return unsure
	}
	in := a.Unit
	if in == "" {
		in = b.Unit
	}
	switch op {
	case syntax.Add:
		return quantity(x+y, in)
	case syntax.Sub:
		return quantity(x-y, in)
	case syntax.Lt:
		return truth(x < y)
	case syntax.Gt:
		return truth(x > y)
	case syntax.Le:
		return truth(x <= y)
	default:
		return truth(x >= y)
	}
}

// convert says y, a number like b, in the unit of a.
func convert(y float64, b, a folded) (float64, bool) {
	if a.loose || b.loose {
		return y, a.zero() && b.zero()
	}
	if a.Unit == "" || b.Unit == "" || a.Unit == b.Unit {
		return y, a.Unit != "%" && b.Unit != "%" || a.Unit == b.Unit
	}
	from, errFrom := unit.Parse(b.Unit)
	to, errTo := unit.Parse(a.Unit)
	if errFrom != nil || errTo != nil {
		return 0, false
	}
	c, ok := unit.NewConversion(from, to)
	if !ok {
		return 0, false
	}
	return c.Apply(y), true
}

// equal compares, where not applicable is the same as non.
func equal(op syntax.Op, a, b folded) folded {
	if !a.known || !b.known || a.Kind == publicodes.KindUndefined || b.Kind == publicodes.KindUndefined {
		return unsure
	}
	var same bool
	switch {
	case a.off() || b.off():
		same = a.off() && b.off()
	case a.Kind != b.Kind:
		return unsure
	case a.Kind == publicodes.KindText:
		same = a.Text == b.Text
	case a.Kind == publicodes.KindBoolean:
		same = a.Bool == b.Bool
	default:
		y, ok := convert(b.Number, b, a)
		if !ok {
			return unsure
		}
		same = a.Number == y
	}
	return truth(same == (op == syntax.Eq))
}
