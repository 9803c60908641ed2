package i18n

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// Other is the plural category that every text has; a text that does not
// depend on a number has only that one.
const Other = "other"

// A message is one text by plural category.
type message map[string]string

// UnmarshalJSON reads a text, or an object of texts by plural category.
func (m *message) UnmarshalJSON(data []byte) error {
	var text string
	if json.Unmarshal(data, &text) == nil {
		*m = message{Other: text}
		return nil
	}
	var forms map[string]string
	if err := json.Unmarshal(data, &forms); err != nil {
		return fmt.Errorf("a text or an object of plural categories is wanted: %s", data)
	}
	if _, ok := forms[Other]; !ok {
		return fmt.Errorf("the plural category %q is missing: %s", Other, data)
	}
	*m = forms
	return nil
}

// form returns the text for a plural category.
func (m message) form(category string) string {
	if text, ok := m[category]; ok {
		return text
	}
	return m[Other]
}

// Forms returns the texts of key by plural category, nil if there is no such
// key. It is for the tests that compare catalogues.
func (l *Locale) Forms(key string) map[string]string {
	return l.messages[key]
}

// fill replaces {name} by its argument. A placeholder without an argument
// stays, visibly.
func (l *Locale) fill(text string, args []any) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(text, "{")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		name, after, closed := strings.Cut(rest, "}")
		value, known := argument(args, name)
		if !closed || !known {
			b.WriteByte('{')
			text = rest
			continue
		}
		words := l.format(value)
		b.WriteString(words)
		if strings.HasSuffix(words, ".") {
			after = strings.TrimPrefix(after, ".") // "2026." ends a sentence by itself
		}
		text = after
	}
}

// argument finds the value called name among name, value pairs.
func argument(args []any, name string) (any, bool) {
	for i := 0; i+1 < len(args); i += 2 {
		if args[i] == name {
			return args[i+1], true
		}
	}
	return nil, false
}

// format writes one argument: a day as its date. Numbers with a fraction get at most two
// decimals: a text that wants another precision is given a string.
func (l *Locale) format(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case int:
		return l.Number(float64(v), 0)
	case int64:
		return l.Number(float64(v), 0)
	case float64:
		return l.Number(v, decimalsOf(v, 2))
	case time.Time:
		return l.Date(v)
	default:
		return fmt.Sprint(v)
	}
}
