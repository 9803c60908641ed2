package eval

import (
	"strconv"
	"strings"
)

// textTable numbers texts, so that comparing them is comparing numbers. That of
// a graph is shared; an evaluator has one of its own on top for its answers.
type textTable struct {
	base *textTable
	from int
	list []textInfo
	ids  map[string]int
}

type textInfo struct {
	text    string
	number  float64 // that the text reads as
	numeric bool    // it does
}

func newTextTable(base *textTable) *textTable {
	t := &textTable{base: base, ids: map[string]int{}}
	if base != nil {
		t.from = base.from + len(base.list)
	}
	return t
}

// forget drops the texts of the table, not those below it.
func (t *textTable) forget() {
	t.list = t.list[:0]
	clear(t.ids)
}

func (t *textTable) intern(s string) int {
	for b := t; b != nil; b = b.base {
		if id, ok := b.ids[s]; ok {
			return id
		}
	}
	id := t.from + len(t.list)
	t.ids[s] = id
	t.list = append(t.list, readText(s))
	return id
}

func readText(s string) textInfo {
	if !strings.ContainsAny(s, "0123456789") {
		return textInfo{text: s}
	}
	number, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	return textInfo{s, number, err == nil}
}

func (t *textTable) info(id int) *textInfo {
	for id < t.from {
		t = t.base
	}
	return &t.list[id-t.from]
}

func (t *textTable) text(id int) string { return t.info(id).text }
