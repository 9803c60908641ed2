package resolve

// maybe is a truth value that may be unknown.
type maybe uint8

const (
	unknown maybe = iota
	no
	yes
)

// either is the "or" that the language's inference uses: it looks at the second
// operand only when the first is not yes, and then keeps the second as it is.
func either(a maybe, b func() maybe) maybe {
	if a == yes {
		return yes
	}
	return b()
}

func truth(b bool) maybe {
	if b {
		return yes
	}
	return no
}

// inferrer finds which nodes may be null and what type they have. It is sparse
// on purpose: operands whose nullability does not matter to their operation
// stay untyped, and untyped is not the same as "never null" for evaluation.
type inferrer struct {
	rules  map[*Rule]*inferred
	frozen bool // the rules are typed and shared: read them only
}

type inferred struct {
	nullable maybe
	typ      Type
}

// infer types all rules in document order; in a cycle the first one reached
// sees the others as untyped.
func (p *Program) infer() {
	in := &inferrer{rules: make(map[*Rule]*inferred, len(p.Rules))}
	for _, r := range p.Rules {
		in.rule(r)
		for _, parent := range r.parents {
			in.node(parent)
		}
	}
	for _, r := range p.Rules {
		r.Type = in.rules[r].typ
		in.chooseParent(r)
		r.nullable = in.rules[r].nullable
	}
	for _, n := range p.contexts {
		for _, o := range n.Overrides {
			in.node(o.Value)
		}
	}
}

func (in *inferrer) chooseParent(r *Rule) {
	for _, parent := range r.parents {
		nullable, boolean := parent.nullable == yes, parent.typ == Boolean
		if nullable || boolean {
			r.Parent, r.ParentNullable, r.ParentBoolean = parent, nullable, boolean
			return
		}
	}
}

func (in *inferrer) rule(r *Rule) inferred {
	if in.frozen {
		return inferred{r.nullable, r.Type}
	}
	if known, ok := in.rules[r]; ok {
		return *known
	}
	result := &inferred{}
	in.rules[r] = result
	value := in.node(r.Value)
	switch {
	case r.Possibilities != nil:
		options := in.possibilities(r.Possibilities)
		value = inferred{either(value.nullable, func() maybe { return options.nullable }), options.typ}
	case value.typ == Untyped:
		value.typ = r.declaredType()
	}
	*result = value
	return value
}

func (in *inferrer) possibilities(p *Possibilities) inferred {
	if p.refs == nil {
		return inferred{no, p.Type}
	}
	for _, ref := range p.refs {
		if in.node(ref).nullable != yes {
			return inferred{no, Text}
		}
	}
	return inferred{yes, Text}
}

// declaredType is what the keys say when the formula says nothing: a question
// without any other sign is answered by oui or non.
func (r *Rule) declaredType() Type {
	if v, ok := r.Key("type"); ok {
		switch v.Text {
		case "nombre":
			return Number
		case "texte":
			return Text
		case "date":
			return Date
		case "booléen":
			return Boolean
		}
	}
	if q, ok := r.Key("question"); ok && q.Text != "" {
		return Boolean
	}
	return Untyped
}

func (in *inferrer) node(n *Node) inferred {
	if n.typed {
		return inferred{n.nullable, n.typ}
	}
	n.typed = true // until known, so that a cycle ends
	t := in.operation(n)
	n.nullable, n.typ = t.nullable, t.typ
	return t
}

func (in *inferrer) operation(n *Node) inferred {
	switch n.Op {
	case OpConst:
		return constType(n.Const)
	case OpRef:
		return in.rule(n.Rule)
	case OpAnswer:
		value := in.node(n.Args[0])
		return inferred{truth(value.nullable == yes || n.Rule.AnswerMayBeNull), value.typ}
	case OpMissing, OpContext:
		return in.node(n.Args[0])
	case OpCond:
		return in.condition(n)
	case OpVariations:
		return in.variations(n)
	case OpUnit, OpSimplify, OpRound, OpLog:
		return inferred{in.node(n.Args[0]).nullable, Number}
	case OpNotDefined, OpNotApplicable, OpEq, OpNe, OpAnd, OpOr, OpAll, OpAny:
		return inferred{no, Boolean}
	case OpLt, OpLe, OpGt, OpGe:
		return inferred{in.operands(n), Boolean}
	case OpMul, OpDiv:
		return inferred{in.operands(n), Number}
	case OpSub:
		return inferred{in.node(n.Args[0]).nullable, Number}
	case OpText:
		return inferred{no, Text}
	case OpToday:
		return inferred{no, Date}
	default: // OpAdd, OpSum, OpIntDiv, OpPow, OpGrid, OpScale, OpProgressive, OpDuration, OpInvert, OpSolve
		return inferred{no, Number}
	}
}

func constType(c Const) inferred {
	switch c.Kind {
	case ConstNumber:
		return inferred{no, Number}
	case ConstBool:
		return inferred{no, Boolean}
	case ConstText:
		return inferred{no, Text}
	case ConstDate:
		return inferred{no, Date}
	case ConstNull:
		return inferred{yes, Untyped}
	default:
		return inferred{no, Untyped}
	}
}

func (in *inferrer) operands(n *Node) maybe {
	return either(in.node(n.Args[0]).nullable, func() maybe { return in.node(n.Args[1]).nullable })
}

func (in *inferrer) condition(n *Node) inferred {
	nullable := false
	for _, arg := range n.Args {
		if nullable = in.node(arg).nullable == yes; nullable {
			break
		}
	}
	typ := in.node(n.Args[1]).typ
	if typ == Untyped {
		typ = in.node(n.Args[2]).typ
	}
	return inferred{truth(nullable), typ}
}

func (in *inferrer) variations(n *Node) inferred {
	result := inferred{nullable: no}
	for i := 1; i < len(n.Args); i += 2 {
		t := in.node(n.Args[i])
		if t.nullable == yes {
			result.nullable = yes
		}
		if result.typ == Untyped {
			result.typ = t.typ
		}
	}
	return result
}
