package syntax

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"unicode/utf8"
)

// jsonDecoder reads JSON in one pass. encoding/json cannot be used: it loses
// the order of keys, and its token stream costs more than compiling the model.
type jsonDecoder struct {
	data      []byte
	text      string // data once more: texts without escapes share its memory
	pos       int
	line      int
	lineStart int
	slab      []Node // nodes are handed out from here, a few hundred at a time
}

func decodeJSON(data []byte) (*Node, error) {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(data) {
		return nil, &Error{Message: "the source is not valid UTF-8"}
	}
	d := &jsonDecoder{data: data, text: string(data), line: 1}
	d.space()
	n, err := d.value(0)
	if err != nil {
		return nil, err
	}
	d.space()
	if d.pos < len(d.data) {
		return nil, d.fail("there is text after the end of the document")
	}
	return n, nil
}

func (d *jsonDecoder) here() Pos {
	return Pos{Line: d.line, Column: d.pos - d.lineStart + 1, Offset: d.pos}
}

func (d *jsonDecoder) fail(format string, args ...any) *Error {
	return &Error{Pos: d.here(), Message: fmt.Sprintf(format, args...)}
}

func (d *jsonDecoder) node(k Kind) *Node {
	if len(d.slab) == 0 {
		d.slab = make([]Node, 256)
	}
	n := &d.slab[0]
	d.slab = d.slab[1:]
	n.Kind, n.Pos = k, d.here()
	return n
}

func (d *jsonDecoder) space() {
	for d.pos < len(d.data) {
		switch d.data[d.pos] {
		case '\n':
			d.line++
			d.lineStart = d.pos + 1
		case ' ', '\t', '\r':
		default:
			return
		}
		d.pos++
	}
}

func (d *jsonDecoder) value(depth int) (*Node, error) {
	if depth > maxDocumentDepth {
		return nil, d.fail("lists and maps are nested more than %d deep", maxDocumentDepth)
	}
	if d.pos >= len(d.data) {
		return nil, d.fail("the document ends too early")
	}
	switch c := d.data[d.pos]; {
	case c == '{':
		return d.object(depth)
	case c == '[':
		return d.array(depth)
	case c == '"':
		n := d.node(String)
		s, err := d.str()
		n.Text = s
		return n, err
	case c == '-' || c >= '0' && c <= '9':
		return d.number()
	default:
		return d.word()
	}
}

func (d *jsonDecoder) object(depth int) (*Node, error) {
	n := d.node(Map)
	d.pos++
	for {
		d.space()
		if d.pos < len(d.data) && d.data[d.pos] == '}' && len(n.Pairs) == 0 {
			d.pos++
			return n, nil
		}
		p, err := d.pair(depth)
		if err != nil {
			return nil, err
		}
		n.Pairs = append(n.Pairs, p)
		more, err := d.more('}')
		if err != nil {
			return nil, err
		}
		if more {
			continue
		}
		if i := duplicate(n.Pairs); i >= 0 {
			return nil, &Error{Pos: n.Pairs[i].Pos, Message: fmt.Sprintf("the key %q is written twice", n.Pairs[i].Key)}
		}
		return n, nil
	}
}

func (d *jsonDecoder) pair(depth int) (Pair, error) {
	p := Pair{Pos: d.here()}
	if d.pos >= len(d.data) || d.data[d.pos] != '"' {
		return p, d.fail("a key in double quotes is expected")
	}
	key, err := d.str()
	if err != nil {
		return p, err
	}
	p.Key = key
	d.space()
	if d.pos >= len(d.data) || d.data[d.pos] != ':' {
		return p, d.fail("':' is expected after the key %q", key)
	}
	d.pos++
	d.space()
	p.Value, err = d.value(depth + 1)
	return p, err
}

func (d *jsonDecoder) array(depth int) (*Node, error) {
	n := d.node(List)
	d.pos++
	for {
		d.space()
		if d.pos < len(d.data) && d.data[d.pos] == ']' && len(n.Items) == 0 {
			d.pos++
			return n, nil
		}
		item, err := d.value(depth + 1)
		if err != nil {
			return nil, err
		}
		n.Items = append(n.Items, item)
		more, err := d.more(']')
		if err != nil || !more {
			return n, err
		}
	}
}

// more reads the comma or the closing character after an element.
func (d *jsonDecoder) more(closing byte) (bool, error) {
	d.space()
	if d.pos >= len(d.data) {
		return false, d.fail("the document ends before '%c'", closing)
	}
	switch d.data[d.pos] {
	case ',':
		d.pos++
		return true, nil
	case closing:
		d.pos++
		return false, nil
	default:
		return false, d.fail("',' or '%c' is expected", closing)
	}
}

// str reads a text in quotes. Escapes are rare and left to encoding/json.
func (d *jsonDecoder) str() (string, error) {
	start := d.pos
	escaped := false
	for i := start + 1; i < len(d.data); i++ {
		switch c := d.data[i]; {
		case c == '\\':
			escaped = true
			i++
		case c == '"':
			d.pos = i + 1
			if !escaped {
				return d.text[start+1 : i], nil
			}
			var s string
			if err := json.Unmarshal(d.data[start:d.pos], &s); err != nil {
				d.pos = start
				return "", d.fail("the text has an escape that JSON does not know")
			}
			return s, nil
		case c < 0x20:
			d.pos = i
			return "", d.fail("a text may not hold control characters")
		}
	}
	return "", d.fail("the text is not closed")
}

func (d *jsonDecoder) number() (*Node, error) {
	n := d.node(Number)
	end := d.pos
	for end < len(d.data) && isNumberByte(d.data[end]) {
		end++
	}
	n.Text = d.text[d.pos:end]
	if _, err := strconv.ParseFloat(n.Text, 64); err != nil || !json.Valid(d.data[d.pos:end]) {
		return nil, d.fail("%q is not a number", n.Text)
	}
	d.pos = end
	return n, nil
}

func isNumberByte(c byte) bool {
	return c >= '0' && c <= '9' || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E'
}

func (d *jsonDecoder) word() (*Node, error) {
	for _, w := range []struct {
		text string
		kind Kind
	}{{"null", Null}, {"true", Bool}, {"false", Bool}} {
		if bytes.HasPrefix(d.data[d.pos:], []byte(w.text)) {
			n := d.node(w.kind)
			if w.kind == Bool {
				n.Text = w.text
			}
			d.pos += len(w.text)
			return n, nil
		}
	}
	return nil, d.fail("a value is expected")
}
