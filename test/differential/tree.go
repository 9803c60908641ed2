package differential

import (
	"encoding/json"
	"strconv"
	"strings"

	"capzero/publicodes/syntax"
)

func str(s string) *syntax.Node { return &syntax.Node{Kind: syntax.String, Text: s} }

func num(v float64) *syntax.Node {
	return &syntax.Node{Kind: syntax.Number, Text: strconv.FormatFloat(v, 'f', -1, 64)}
}

func list(items ...*syntax.Node) *syntax.Node {
	return &syntax.Node{Kind: syntax.List, Items: items}
}

func pair(key string, value *syntax.Node) syntax.Pair { return syntax.Pair{Key: key, Value: value} }

func object(pairs ...syntax.Pair) *syntax.Node {
	return &syntax.Node{Kind: syntax.Map, Pairs: pairs}
}

// toJSON writes a tree with its keys in order.
func toJSON(n *syntax.Node) string {
	var b strings.Builder
	writeJSON(&b, n)
	return b.String()
}

func writeJSON(b *strings.Builder, n *syntax.Node) {
	switch n.Kind {
	case syntax.Null:
		b.WriteString("null")
	case syntax.Bool, syntax.Number:
		b.WriteString(n.Text)
	case syntax.String:
		b.WriteString(quoted(n.Text))
	case syntax.List:
		b.WriteByte('[')
		for i, item := range n.Items {
			if i > 0 {
				b.WriteByte(',')
			}
			writeJSON(b, item)
		}
		b.WriteByte(']')
	case syntax.Map:
		b.WriteByte('{')
		for i, p := range n.Pairs {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteString(quoted(p.Key) + ":")
			writeJSON(b, p.Value)
		}
		b.WriteByte('}')
	}
}

func quoted(s string) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		panic(err) // a text can always be written
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// toYAML writes a tree as a person would, for reading.
func toYAML(n *syntax.Node) string {
	var b strings.Builder
	for _, p := range n.Pairs {
		writeYAML(&b, p, "")
	}
	return b.String()
}

func writeYAML(b *strings.Builder, p syntax.Pair, indent string) {
	b.WriteString(indent + plainYAML(p.Key) + ":")
	if flat := flatYAML(p.Value); len(flat) < 60 && (p.Value.Kind != syntax.Map || indent != "") {
		b.WriteString(" " + flat + "\n")
		return
	}
	b.WriteByte('\n')
	for _, inner := range p.Value.Pairs {
		writeYAML(b, inner, indent+"  ")
	}
	for _, item := range p.Value.Items {
		b.WriteString(indent + "  - " + flatYAML(item) + "\n")
	}
	if len(p.Value.Pairs)+len(p.Value.Items) == 0 {
		b.WriteString(indent + "  " + flatYAML(p.Value) + "\n")
	}
}

func flatYAML(n *syntax.Node) string {
	var parts []string
	switch n.Kind {
	case syntax.Null:
		return ""
	case syntax.String:
		return plainYAML(n.Text)
	case syntax.List:
		for _, item := range n.Items {
			parts = append(parts, flatYAML(item))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case syntax.Map:
		for _, p := range n.Pairs {
			parts = append(parts, plainYAML(p.Key)+": "+flatYAML(p.Value))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	default:
		return n.Text
	}
}

// plainYAML quotes a text where YAML would read something else.
func plainYAML(s string) string {
	if s == "" || strings.ContainsAny(s, `'"[]{},:#*&!%@`+"`") || strings.Trim(s, "0123456789.-/^<>=+ ") == "" || strings.HasPrefix(s, "^") || strings.HasPrefix(s, "-") {
		return quoted(s)
	}
	return s
}
