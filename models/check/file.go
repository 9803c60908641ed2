package check

import (
	"bytes"
	"sort"
	"strings"
	"unicode/utf8"

	"capzero/publicodes/syntax"
)

// file is the text of a source, to find places in it again.
type file struct {
	Name   string
	Data   []byte
	starts []int // the offset of each line
	root   *syntax.Node
}

func newFile(name string, data []byte) *file {
	f := &file{Name: name, Data: data, starts: []int{0}}
	for i, c := range data {
		if c == '\n' {
			f.starts = append(f.starts, i+1)
		}
	}
	return f
}

// at is the place of a byte: its line, and its column in characters.
func (f *file) at(offset int) syntax.Pos {
	offset = max(0, min(offset, len(f.Data)))
	line := sort.SearchInts(f.starts, offset+1) - 1
	start := f.starts[line]
	return syntax.Pos{Line: line + 1, Column: utf8.RuneCount(f.Data[start:offset]) + 1, Offset: offset}
}

const byteOrderMark = "\xef\xbb\xbf"

// offset is the byte that a place of the decoder means, which gives characters
// in YAML and bytes in JSON; -1 when the place is none.
func (f *file) offset(p syntax.Pos) int {
	switch {
	case p.Line < 1 || p.Line > len(f.starts):
		return -1
	case p.Offset >= 0:
		if bytes.HasPrefix(f.Data, []byte(byteOrderMark)) {
			return p.Offset + len(byteOrderMark)
		}
		return p.Offset
	}
	o := f.starts[p.Line-1]
	for i := 1; i < p.Column && o < len(f.Data) && f.Data[o] != '\n'; i++ {
		_, width := utf8.DecodeRune(f.Data[o:])
		o += width
	}
	return o
}

// place gives a place of the decoder both forms.
func (f *file) place(p syntax.Pos) syntax.Pos {
	o := f.offset(p)
	if o < 0 {
		return syntax.Pos{}
	}
	return f.at(o)
}

// inside is the place of a part of the expression that n holds: of the byte
// offset in its text, where token stands. A text with escapes, or of several
// lines, is searched for the token.
func (f *file) inside(n *syntax.Node, offset int, token string) syntax.Pos {
	start := f.offset(n.Pos)
	if start < 0 {
		return syntax.Pos{}
	}
	rest := f.Data[start:]
	quote := 0
	if len(rest) > 0 && (rest[0] == '"' || rest[0] == '\'') && !strings.HasPrefix(n.Text, string(rest[:1])) {
		quote = 1
	}
	if bytes.HasPrefix(rest[quote:], []byte(n.Text)) && offset < len(n.Text) {
		return f.at(start + quote + offset)
	}
	if token != "" {
		if i := bytes.Index(rest[:min(len(rest), 2*len(n.Text)+200)], []byte(token)); i >= 0 {
			return f.at(start + i)
		}
	}
	return f.at(start)
}
