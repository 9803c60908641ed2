package syntax

// Error is a source that cannot be read. In an expression, Pos counts from the
// start of the expression.
type Error struct {
	Pos     Pos
	Message string // one sentence without a full stop
}

// Error gives "line:column: message".
func (e *Error) Error() string {
	if p := e.Pos.String(); p != "" {
		return p + ": " + e.Message
	}
	return e.Message
}

// The limits keep a hostile source from exhausting the stack of any later
// phase, which all walk the tree recursively.
const (
	maxDocumentDepth   = 100  // lists and maps inside each other
	maxExpressionDepth = 100  // parentheses and signs inside each other
	maxOperators       = 1000 // in one expression, since a + b + c is as deep as it is long
)
