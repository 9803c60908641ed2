package publicodes

// Origin says where a rule's value comes from.
type Origin int

// The origins of a value.
const (
	FromFormula Origin = iota
	FromAnswer
	FromDefault
	FromConstant
	FromNotApplicable
)

// Trace explains the value of one rule.
type Trace struct {
	Rule   string
	Value  Value
	Origin Origin
	Root   *TraceNode
	Err    error // why there is no value
}

// TraceNode is one step of a calculation.
type TraceNode struct {
	Op       string // mechanism or operator: "somme", "*", "variations", "reference", "constant", "plancher"…
	Value    Value
	Rule     string       // full name of the rule, for references
	Text     string       // the constant or expression as it is written
	Children []*TraceNode // the steps below, in the order of the file
	Inactive bool         // a branch that was not taken
}
