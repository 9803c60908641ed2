package city

import (
	"fmt"
	"strconv"

	"go.yaml.in/yaml/v4"
)

// A document knows where the keys of a file stand.
type document struct {
	name string
	root yaml.Node
}

// problem is what is wrong at a key, with its place: the keys that lead to it,
// numbers in lists. Of a key that is missing it is the place of what lacks it.
func (d document) problem(keys []string, format string, args ...any) error {
	line, column := d.place(keys)
	return fmt.Errorf("%s:%d:%d: %s", d.name, line, column, fmt.Sprintf(format, args...))
}

func (d document) place(keys []string) (line, column int) {
	at := &d.root
	if at.Kind == yaml.DocumentNode && len(at.Content) > 0 {
		at = at.Content[0]
	}
	line, column = max(at.Line, 1), max(at.Column, 1)
	for _, key := range keys {
		found := below(at, key)
		if found == nil {
			break
		}
		at = found
		line, column = at.Line, at.Column
	}
	return line, column
}

// below returns the value of a key of a map, or an item of a list.
func below(n *yaml.Node, key string) *yaml.Node {
	if n.Kind == yaml.SequenceNode {
		if i, err := strconv.Atoi(key); err == nil && i < len(n.Content) {
			return n.Content[i]
		}
		return nil
	}
	if n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}
