package publicodes

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"

	"capzero/publicodes/internal/diag"
	"capzero/publicodes/internal/resolve"
	"capzero/publicodes/syntax"
	"capzero/publicodes/unit"
)

// Situation holds the answers: rule name → float64, int, bool, a text that is
// an expression ("oui", "'maison'", "12 km"), nil for no answer, or a map with
// the keys valeur and unité.
type Situation map[string]any

// answerNode reads one entry of a situation; nil means no answer.
func answerNode(p *resolve.Program, r *resolve.Rule, v any) (*resolve.Node, error) {
	doc, err := document(v, 0)
	if err != nil {
		return nil, &diag.Error{Kind: diag.Syntax, Rule: r.Name, Message: err.Error()}
	}
	if doc.Kind == syntax.Null || doc.Kind == syntax.Map && len(doc.Pairs) == 0 {
		return nil, nil
	}
	n, err := p.Answer(r, doc)
	if err != nil {
		return nil, err
	}
	return n, checkUnit(r, n)
}

// plain reads the answers that people give most: a number, oui, non or a text in
// quotes. It reads them as answerNode would, without parsing.
func plain(v any) (c resolve.Const, ok bool) {
	switch v := v.(type) {
	case float64:
		return resolve.Const{Kind: resolve.ConstNumber, Number: v}, v-v == 0 // neither infinite nor NaN
	case int:
		return resolve.Const{Kind: resolve.ConstNumber, Number: float64(v)}, true
	case bool:
		return resolve.Const{Kind: resolve.ConstBool, Bool: v}, true
	case string:
		return plainText(v)
	}
	return c, false
}

func plainText(s string) (c resolve.Const, ok bool) {
	switch {
	case s == "oui" || s == "non":
		return resolve.Const{Kind: resolve.ConstBool, Bool: s == "oui"}, true
	case len(s) >= 2 && s[0] == '\'' && s[len(s)-1] == '\'': // a text goes up to the last quote
		return resolve.Const{Kind: resolve.ConstText, Text: s[1 : len(s)-1]}, true
	}
	whole, decimals, point := strings.Cut(s, ".")
	if !isDigits(whole) || point && !isDigits(decimals) {
		return c, false
	}
	n, err := strconv.ParseFloat(s, 64)
	return resolve.Const{Kind: resolve.ConstNumber, Number: n}, err == nil
}

func isDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

const maxAnswerDepth = 20

// document gives a Go value the form it would have in a source.
func document(v any, depth int) (*syntax.Node, error) {
	if depth > maxAnswerDepth {
		return nil, fmt.Errorf("the answer is nested more than %d deep", maxAnswerDepth)
	}
	switch v := v.(type) {
	case nil:
		return &syntax.Node{Kind: syntax.Null}, nil
	case bool:
		return &syntax.Node{Kind: syntax.String, Text: map[bool]string{true: "oui", false: "non"}[v]}, nil
	case int:
		return &syntax.Node{Kind: syntax.Number, Text: strconv.Itoa(v)}, nil
	case int64:
		return &syntax.Node{Kind: syntax.Number, Text: strconv.FormatInt(v, 10)}, nil
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return nil, fmt.Errorf("%g is not a number one can calculate with", v)
		}
		return &syntax.Node{Kind: syntax.Number, Text: strconv.FormatFloat(v, 'g', -1, 64)}, nil
	case json.Number:
		return &syntax.Node{Kind: syntax.Number, Text: v.String()}, nil
	case string:
		return &syntax.Node{Kind: syntax.String, Text: v}, nil
	case map[string]any:
		return mapDocument(v, depth)
	default:
		return nil, fmt.Errorf("an answer is a number, a text, a boolean or a map, not a %T", v)
	}
}

func mapDocument(v map[string]any, depth int) (*syntax.Node, error) {
	out := &syntax.Node{Kind: syntax.Map}
	for _, key := range []string{"valeur", "unité"} {
		inner, ok := v[key]
		if !ok {
			continue
		}
		n, err := document(inner, depth+1)
		if err != nil {
			return nil, err
		}
		out.Pairs = append(out.Pairs, syntax.Pair{Key: key, Value: n})
	}
	if len(out.Pairs) != len(v) {
		return nil, fmt.Errorf("the keys of an answer are valeur and unité")
	}
	return out, nil
}

// checkUnit refuses an answer in a unit that the rule's own cannot express.
func checkUnit(r *resolve.Rule, n *resolve.Node) error {
	if n.RawUnit() == nil {
		return nil
	}
	declared := textOf(r, "unité")
	if declared == "" {
		return nil
	}
	want, err := unit.Parse(declared)
	if err == nil && !unit.Convertible(*n.RawUnit(), want) {
		return &diag.Error{
			Kind: diag.Unit, Rule: r.Name,
			Message: fmt.Sprintf("an answer in %s cannot be converted into %s", n.RawUnit(), declared),
		}
	}
	return nil
}

// checkPossible refuses a constant that is not among the rule's possibilities.
func checkPossible(r *resolve.Rule, n *resolve.Node) error {
	if r.Possibilities == nil || n.Op != resolve.OpConst || n.Const.Kind == resolve.ConstNull {
		return nil
	}
	for _, o := range r.Possibilities.Options {
		if resolve.Same(n, o.Value) {
			return nil
		}
	}
	return &diag.Error{
		Kind: diag.Possibility, Rule: r.Name,
		Message: fmt.Sprintf("%s is not one of the possibilities", n.Literal()),
	}
}
