package syntax

import (
	"fmt"
	"strconv"
)

// Kind is the kind of a document [Node].
type Kind int

// The kinds of document nodes.
const (
	Null Kind = iota
	Bool
	Number
	String
	List
	Map
)

var kindNames = [...]string{"null", "boolean", "number", "text", "list", "map"}

// String names the kind as an error message does.
func (k Kind) String() string {
	if k < 0 || int(k) >= len(kindNames) {
		return fmt.Sprintf("Kind(%d)", int(k))
	}
	return kindNames[k]
}

// Node is one value of a source document. Maps keep the order of the file,
// because the order of rules and keys is part of a model's meaning.
// Nodes are never changed once decoded.
type Node struct {
	Kind  Kind
	Text  string  // scalars: the text of a String, the digits of a Number, "true" or "false"
	Items []*Node // List
	Pairs []Pair  // Map
	Pos   Pos
}

// Pair is one entry of a Map.
type Pair struct {
	Key   string
	Value *Node
	Pos   Pos // of the key
}

// Get returns the value under key, or nil when n is no map or has no such key.
func (n *Node) Get(key string) *Node {
	if n == nil || n.Kind != Map {
		return nil
	}
	for i := range n.Pairs {
		if n.Pairs[i].Key == key {
			return n.Pairs[i].Value
		}
	}
	return nil
}

// Float returns the value of a Number.
func (n *Node) Float() (float64, bool) {
	if n == nil || n.Kind != Number {
		return 0, false
	}
	v, err := strconv.ParseFloat(n.Text, 64)
	return v, err == nil
}

// IsScalar reports whether n is neither null nor a list nor a map.
func (n *Node) IsScalar() bool {
	return n != nil && (n.Kind == Bool || n.Kind == Number || n.Kind == String)
}

// Pos is a place in a source. JSON sources, which are often one line, have a
// byte offset; YAML sources have only lines and columns. Line is 1-based and
// zero when there is no place.
type Pos struct {
	Line, Column int
	Offset       int // 0-based, -1 when unknown
}

// String gives "line:column", and adds the byte offset where it is known.
func (p Pos) String() string {
	switch {
	case p.Line == 0:
		return ""
	case p.Offset < 0:
		return fmt.Sprintf("%d:%d", p.Line, p.Column)
	default:
		return fmt.Sprintf("%d:%d (byte %d)", p.Line, p.Column, p.Offset)
	}
}
