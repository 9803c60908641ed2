package eval

import (
	"slices"
	"testing"
)

func TestEntries(t *testing.T) {
	c := newCollector(make([]missing, 10))
	c.on, c.tally = true, newTally(10)
	a := c.of([]missingEntry{{1, 2}, {2, 1}})
	b := c.of([]missingEntry{{3, 1}, {1, 5}})
	twice := c.merge(a, a)
	tests := []struct {
		name string
		got  missing
		want []missingEntry
	}{
		{"scores add up, new ones follow", c.merge(a, b), []missingEntry{{1, 7}, {2, 1}, {3, 1}}},
		{"nothing on the left", c.merge(none, b), []missingEntry{{3, 1}, {1, 5}}},
		{"nothing on the right", c.merge(a, none), []missingEntry{{1, 2}, {2, 1}}},
		{"a condition counts one more", c.withCondition(a, b), []missingEntry{{1, 8}, {2, 2}, {3, 1}}},
		{"a condition alone", c.withCondition(a, none), []missingEntry{{1, 3}, {2, 2}}},
		{"a list used twice", c.merge(twice, c.merge(b, twice)), []missingEntry{{1, 13}, {2, 4}, {3, 1}}},
		{"a condition counts one more for each rule, not for each way", c.withCondition(twice, none), []missingEntry{{1, 5}, {2, 3}}},
		{"a condition inside a list used twice", c.merge(c.withCondition(a, none), c.withCondition(a, b)), []missingEntry{{1, 11}, {2, 4}, {3, 1}}},
		{"a score set", c.with(twice, 2, 1), []missingEntry{{1, 4}, {2, 1}}},
		{"a score added", c.with(a, 7, 1), []missingEntry{{1, 2}, {2, 1}, {7, 1}}},
		{"nothing", none, nil},
	}
	for _, tt := range tests {
		if got := c.entries(tt.got); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
	if top := c.highest(c.merge(a, b)); top != 7 {
		t.Errorf("highest: %v, want 7", top)
	}
}

// A list in which every step uses the one before twice has 2^60 ways; listing
// it must not walk them.
func TestEntriesCountWaysWithoutWalkingThem(t *testing.T) {
	c := newCollector(make([]missing, 2))
	c.on, c.tally = true, newTally(10)
	m := c.one(1, 1)
	for range 60 {
		m = c.merge(m, m)
	}
	if got := c.entries(m); len(got) != 1 || got[0] != (missingEntry{1, 1 << 60}) {
		t.Errorf("%v", got)
	}
}
