package syntax

import (
	"errors"
	"fmt"
	"math"
	"strconv"

	"go.yaml.in/yaml/v4"
)

// decodeYAML reads one YAML document. Anchors, aliases and merge keys are
// refused: a model says each thing once, by name, and an alias that repeats an
// alias can make a short file endless.
func decodeYAML(data []byte) (*Node, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		return nil, yamlError(err)
	}
	if doc.Kind == 0 || len(doc.Content) == 0 {
		return &Node{Kind: Map, Pos: Pos{Line: 1, Column: 1, Offset: -1}}, nil
	}
	return fromYAML(doc.Content[0], 0)
}

// yamlError keeps the parser's words and, where it gives one, the place.
func yamlError(err error) *Error {
	var loadErr *yaml.LoadError
	if errors.As(err, &loadErr) {
		pos := Pos{Line: loadErr.Mark.Line, Column: loadErr.Mark.Column, Offset: -1}
		return &Error{Pos: pos, Message: loadErr.Message}
	}
	return &Error{Message: err.Error()}
}

func fromYAML(y *yaml.Node, depth int) (*Node, error) {
	pos := yamlPos(y)
	if depth > maxDocumentDepth {
		return nil, &Error{Pos: pos, Message: fmt.Sprintf("lists and maps are nested more than %d deep", maxDocumentDepth)}
	}
	if y.Anchor != "" {
		return nil, &Error{Pos: pos, Message: "anchors are not part of the language: give the value a rule of its own"}
	}
	switch y.Kind {
	case yaml.MappingNode:
		return mapFromYAML(y, depth)
	case yaml.SequenceNode:
		n := &Node{Kind: List, Pos: pos}
		for _, c := range y.Content {
			item, err := fromYAML(c, depth+1)
			if err != nil {
				return nil, err
			}
			n.Items = append(n.Items, item)
		}
		return n, nil
	case yaml.ScalarNode:
		return scalarFromYAML(y), nil
	default:
		return nil, &Error{Pos: pos, Message: "aliases are not part of the language: give the value a rule of its own"}
	}
}

func mapFromYAML(y *yaml.Node, depth int) (*Node, error) {
	n := &Node{Kind: Map, Pos: yamlPos(y), Pairs: make([]Pair, 0, len(y.Content)/2)}
	for i := 0; i+1 < len(y.Content); i += 2 {
		key := y.Content[i]
		if key.Kind != yaml.ScalarNode || key.ShortTag() == "!!merge" {
			return nil, &Error{Pos: yamlPos(key), Message: "a key must be a plain text"}
		}
		value, err := fromYAML(y.Content[i+1], depth+1)
		if err != nil {
			return nil, err
		}
		n.Pairs = append(n.Pairs, Pair{Key: key.Value, Value: value, Pos: yamlPos(key)})
	}
	if i := duplicate(n.Pairs); i >= 0 {
		return nil, &Error{Pos: n.Pairs[i].Pos, Message: fmt.Sprintf("the key %q is written twice", n.Pairs[i].Key)}
	}
	return n, nil
}

// scalarFromYAML follows YAML 1.2: "oui" and "non" are texts, 0x10 a number.
func scalarFromYAML(y *yaml.Node) *Node {
	n := &Node{Kind: String, Text: y.Value, Pos: yamlPos(y)}
	switch y.ShortTag() {
	case "!!null":
		n.Kind, n.Text = Null, ""
	case "!!bool":
		n.Kind = Bool
	case "!!int", "!!float":
		var v float64
		if err := y.Decode(&v); err != nil || math.IsInf(v, 0) || math.IsNaN(v) {
			return n
		}
		n.Kind, n.Text = Number, strconv.FormatFloat(v, 'g', -1, 64)
	}
	return n
}

func yamlPos(y *yaml.Node) Pos { return Pos{Line: y.Line, Column: y.Column, Offset: -1} }
