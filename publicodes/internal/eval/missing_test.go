package eval

import (
	"slices"
	"testing"
)

func TestMerge(t *testing.T) {
	c := collector{on: true, mark: make([]int32, 10)}
	list := func(entries ...missingEntry) missing { return entries }
	a, b := list(missingEntry{1, 2}, missingEntry{2, 1}), list(missingEntry{3, 1}, missingEntry{1, 5})
	tests := []struct {
		name      string
		got, want missing
	}{
		{"scores add up, new ones follow", c.merge(a, b), list(missingEntry{1, 7}, missingEntry{2, 1}, missingEntry{3, 1})},
		{"nothing on the left", c.merge(nil, b), b},
		{"nothing on the right", c.merge(a, nil), a},
		{"a condition counts one more", c.withCondition(a, b), list(missingEntry{1, 8}, missingEntry{2, 2}, missingEntry{3, 1})},
		{"a condition alone", c.withCondition(a, nil), list(missingEntry{1, 3}, missingEntry{2, 2})},
	}
	for _, tt := range tests {
		if !slices.Equal(tt.got, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, tt.got, tt.want)
		}
	}
	if !slices.Equal(a, list(missingEntry{1, 2}, missingEntry{2, 1})) {
		t.Errorf("merging changed its operand to %v", a)
	}
}

// Lists made when the arena is full, or long after others, keep their entries.
func TestMergeKeepsEarlierLists(t *testing.T) {
	c := collector{on: true, mark: make([]int32, 3*arenaChunk)}
	first := c.one(0, 1)
	all := first
	for r := range int32(arenaChunk) {
		all = c.merge(all, c.one(r+1, float64(r)))
	}
	if len(all) != arenaChunk+1 || len(first) != 1 || first[0] != (missingEntry{0, 1}) {
		t.Errorf("%d entries, the first list is %v", len(all), first)
	}
	for r, e := range all[1:] {
		if e != (missingEntry{int32(r) + 1, float64(r)}) {
			t.Fatalf("entry %d is %v", r+1, e)
		}
	}
}
