package syntax

import (
	"fmt"
	"path"
	"strings"
)

// Decode reads a document; the extension of name (.json, .yaml, .yml,
// .publicodes) says in which form. The error is an [*Error].
func Decode(name string, data []byte) (*Node, error) {
	switch ext := strings.ToLower(path.Ext(name)); ext {
	case ".json":
		return decodeJSON(data)
	case ".yaml", ".yml", ".publicodes":
		return decodeYAML(data)
	default:
		return nil, &Error{Message: fmt.Sprintf("the name must end in .json, .yaml or .publicodes, not %q", ext)}
	}
}

// duplicate reports the first key that a map has twice, or -1. Small maps are
// compared directly: nearly every map of a model has fewer than eight keys.
func duplicate(pairs []Pair) int {
	if len(pairs) <= 8 {
		for i := range pairs {
			for j := range i {
				if pairs[i].Key == pairs[j].Key {
					return i
				}
			}
		}
		return -1
	}
	seen := make(map[string]struct{}, len(pairs))
	for i := range pairs {
		if _, ok := seen[pairs[i].Key]; ok {
			return i
		}
		seen[pairs[i].Key] = struct{}{}
	}
	return -1
}
