package resolve

import (
	"strconv"

	"capzero/publicodes/syntax"
	"capzero/publicodes/unit"
)

// Op is what a [Node] does.
type Op uint8

// The operations. Args are in the order in which they are evaluated, unless
// said otherwise.
const (
	OpConst         Op = iota
	OpRef              // the value of Rule
	OpAnswer           // the answer given for Rule, or else Args[0]
	OpMissing          // Args[0], and Rule is reported as missing
	OpCond             // if Args[0] then Args[1] else Args[2]
	OpVariations       // pairs of condition and consequence
	OpContext          // Args[0] with the Overrides as answers
	OpUnit             // Args[0] converted to Unit
	OpSimplify         // Args[0] with its unit simplified
	OpRound            // Args[0] rounded to Args[1] decimals
	OpNotDefined       // whether Args[0] is undefined
	OpNotApplicable    // whether Args[0] is not applicable
	OpSum              // Args[0] + (Args[1] + (… + null))
	OpAll              // ((oui et Args[0]) et Args[1]) …
	OpAny              // ((non ou Args[0]) ou Args[1]) …
	OpMax              // the largest of the applicable Args; for long lists only
	OpMin              // the smallest of the applicable Args
	OpGrid             // the amount of the band that holds Args[0]; Args[1] multiplies the ceilings; then pairs of ceiling and amount
	OpScale            // each band's part of Args[0] times its rate; Args as of OpGrid
	OpProgressive      // the rate at Args[0], on the line between those of two bands; Args as of OpGrid
	OpLog              // the natural logarithme of Args[0]
	OpToday            // the day of the evaluation
	OpDuration         // the time from Args[0] to Args[1], in Unit
	OpText             // a text: a piece, a value, a piece …
	OpInvert           // the value of Rule for which one of Args[3:], references, has its answer; found from Args[0] to Args[1], within Args[2]
	OpSolve            // the value of Rule for which Args[0] is the same
	OpChoice           // the only applicable possibility: pairs of whether it does not apply and its text
	OpAdd
	OpSub
	OpMul
	OpDiv
	OpIntDiv
	OpPow
	OpLt
	OpGt
	OpLe
	OpGe
	OpEq
	OpNe
	OpAnd
	OpOr
)

var opNames = [...]string{
	OpConst: "constant", OpRef: "reference", OpAnswer: "answer", OpMissing: "par défaut", OpCond: "condition",
	OpVariations: "variations", OpContext: "contexte", OpUnit: "unité", OpSimplify: "simplifier l'unité",
	OpRound: "arrondi", OpNotDefined: "est non défini", OpNotApplicable: "est non applicable", OpSum: "somme",
	OpAll: "toutes ces conditions", OpAny: "une de ces conditions", OpMax: "le maximum de", OpMin: "le minimum de", OpGrid: "grille",
	OpScale: "barème", OpProgressive: "taux progressif", OpLog: "logarithme", OpToday: "aujourd'hui", OpDuration: "durée",
	OpText: "texte", OpInvert: "inversion numérique", OpSolve: "résoudre la référence circulaire",
	OpChoice: "une possibilité", OpAdd: "+", OpSub: "-", OpMul: "*", OpDiv: "/", OpIntDiv: "//", OpPow: "**", OpLt: "<",
	OpGt: ">", OpLe: "<=", OpGe: ">=", OpEq: "=", OpNe: "!=", OpAnd: "et", OpOr: "ou",
}

// String gives the mechanism or operator as a model writes it.
func (o Op) String() string { return opNames[o] }

// ConstKind is the kind of a constant.
type ConstKind uint8

// The kinds of constants.
const (
	ConstUndefined ConstKind = iota
	ConstNull
	ConstNumber
	ConstBool
	ConstText
	ConstDate // a text that the model writes as a date
)

// Const is a constant value.
type Const struct {
	Kind   ConstKind
	Number float64
	Bool   bool
	Text   string
}

// Node is one operation of a formula. Nodes form a graph: the value that a
// ceiling compares and returns is one node with two uses, computed once.
type Node struct {
	Op        Op
	Args      []*Node
	Const     Const
	Unit      *unit.Unit // OpUnit, OpConst and OpDuration; nil for none
	Rule      *Rule      // OpRef, OpAnswer, OpMissing, OpInvert, OpSolve
	Overrides []Override // OpContext

	// Mechanism and Shown say how the model writes what these operations do: a
	// "plancher" is a condition, but is explained as a plancher.
	Mechanism string
	Shown     []*Node

	// At is where the node is written; nil for nodes inside an expression and
	// those that nobody wrote.
	At *syntax.Node

	// Asked says that the node decides whether its rule applies, which may be asked
	// often: its result is kept though it has one use.
	Asked bool

	// Index is the node's place in the compiled graph, counted from 1.
	Index int32

	typed    bool // inference has reached the node
	nullable maybe
	typ      Type
}

// Override gives a rule another value inside a "contexte".
type Override struct {
	Target *Node // a reference
	Value  *Node
}

// NeverNull reports whether inference has found that the node always applies.
func (n *Node) NeverNull() bool { return n.typed && n.nullable == no }

// MayBeNull reports whether inference has found that the node may not apply.
func (n *Node) MayBeNull() bool { return n.typed && n.nullable == yes }

// RawUnit is the unit that the node has before it is evaluated. The language
// gives it to a condition whose chosen branch has no unit.
func (n *Node) RawUnit() *unit.Unit {
	if n.Op == OpConst || n.Op == OpUnit || n.Op == OpDuration {
		return n.Unit
	}
	return nil
}

func number(v float64) *Node {
	return &Node{Op: OpConst, Const: Const{Kind: ConstNumber, Number: v}}
}

func boolean(v bool) *Node {
	return &Node{Op: OpConst, Const: Const{Kind: ConstBool, Bool: v}}
}

func text(s string) *Node {
	return &Node{Op: OpConst, Const: Const{Kind: ConstText, Text: s}}
}

func date(s string) *Node {
	return &Node{Op: OpConst, Const: Const{Kind: ConstDate, Text: s}}
}

func null() *Node { return &Node{Op: OpConst, Const: Const{Kind: ConstNull}} }

func undefined() *Node { return &Node{Op: OpConst} }

func operation(op Op, args ...*Node) *Node { return &Node{Op: op, Args: args} }

func condition(si, alors, sinon *Node) *Node { return operation(OpCond, si, alors, sinon) }

// Literal prints a constant as a person would write it: without quotes.
func (n *Node) Literal() string {
	switch n.Const.Kind {
	case ConstNumber:
		s := strconv.FormatFloat(n.Const.Number, 'f', -1, 64)
		if n.Unit == nil || n.Unit.String() == "" {
			return s
		}
		return s + " " + n.Unit.String()
	case ConstBool:
		if n.Const.Bool {
			return "oui"
		}
		return "non"
	case ConstText, ConstDate:
		return n.Const.Text
	case ConstNull:
		return "non applicable"
	default:
		return ""
	}
}
