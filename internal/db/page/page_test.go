package page

import (
	"bytes"
	"strings"
	"testing"
)

// leaf is a page of 512 bytes with its header, and letters where nothing else is.
func leaf(header ...byte) []byte {
	page := []byte(strings.Repeat("x", 512))
	copy(page, header)
	return page
}

func TestWipe(t *testing.T) {
	block := func(page []byte, at int, block ...byte) []byte { copy(page[at:], block); return page }
	for name, tt := range map[string]struct {
		page   []byte
		number int64
		left   int // letters that stay
		fails  string
	}{
		"no row":                    {leaf(leafTable, 0, 0, 0, 0, 2, 0, 0), 2, 0, ""},
		"one row from 500 on":       {leaf(leafTable, 0, 0, 0, 1, 1, 244, 0), 2, 2 + 12, ""},
		"of an index":               {leaf(leafIndex, 0, 0, 0, 1, 1, 244, 0), 2, 2 + 12, ""},
		"above others":              {leaf(interiorTable, 0, 0, 0, 1, 1, 244, 0), 2, 4 + 2 + 12, ""},
		"a free block between":      {block(leaf(leafTable, 1, 200, 0, 1, 1, 180, 0), 456, 0, 0, 0, 20), 2, 2 + (512 - 436) - 20, ""},
		"rows longer than a page":   {leaf(0, 0, 0, 9), 2, 508, ""},
		"free":                      {leaf(0, 0, 0, 0), 2, 508, ""},
		"a gap beyond its end":      {leaf(leafTable, 0, 0, 0, 0, 2, 1, 0), 2, 0, "the gap from 8 to 513"},
		"rows over the gap":         {leaf(leafTable, 0, 0, 1, 0, 1, 244, 0), 2, 0, "the gap from 520 to 500"},
		"a free block in the gap":   {leaf(leafTable, 1, 0, 0, 1, 1, 244, 0), 2, 0, "no free block can be at 256"},
		"a free block at its end":   {leaf(leafTable, 1, 254, 0, 1, 1, 244, 0), 2, 0, "no free block can be at 510"},
		"a free block beyond":       {block(leaf(leafTable, 1, 200, 0, 1, 1, 180, 0), 456, 0, 0, 1, 0), 2, 0, "the free block at 456 ends at 712"},
		"a free block of itself":    {block(leaf(leafTable, 1, 200, 0, 1, 1, 180, 0), 456, 1, 200, 0, 20), 2, 0, "no free block can be at 456"},
		"the first of a file":       {block(leaf('S', 'Q', 'L'), 100, leafTable, 0, 0, 0, 1, 1, 244, 0), 1, 97 + 2 + 12, ""},
		"shorter than SQLite's":     {[]byte{leafTable, 0, 0}, 2, 0, "3 bytes"},
		"one that holds all it can": {leaf(leafTable, 0, 0, 0, 1, 0, 10, 0), 2, 504, ""},
	} {
		t.Run(name, func(t *testing.T) {
			before := bytes.Clone(tt.page)
			changed, err := Wipe(tt.page, tt.number)
			if tt.fails != "" {
				if err == nil || !strings.Contains(err.Error(), tt.fails) {
					t.Fatalf("%v, want %q", err, tt.fails)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if left := bytes.Count(tt.page, []byte("x")); left != tt.left {
				t.Errorf("%d letters stay, want %d", left, tt.left)
			}
			if changed != !bytes.Equal(before, tt.page) {
				t.Errorf("changed is %t", changed)
			}
			if again, err := Wipe(tt.page, tt.number); again || err != nil {
				t.Errorf("once more: %t, %v", again, err)
			}
		})
	}
}

// FuzzWipe: whatever a page holds, it is refused, or is as it was but for zeros.
func FuzzWipe(f *testing.F) {
	f.Add(leaf(leafTable, 0, 0, 0, 1, 1, 244, 0), int64(2))
	f.Add(leaf(interiorIndex, 1, 200, 0, 1, 1, 180, 0), int64(1))
	f.Fuzz(func(t *testing.T, page []byte, number int64) {
		before := bytes.Clone(page)
		changed, err := Wipe(page, number)
		if err != nil {
			return
		}
		for i, b := range page {
			if b != before[i] && b != 0 {
				t.Fatalf("byte %d was %d and is %d", i, before[i], b)
			}
		}
		if changed != !bytes.Equal(before, page) {
			t.Errorf("changed is %t", changed)
		}
		if again, err := Wipe(page, number); again || err != nil {
			t.Errorf("once more: %t, %v", again, err)
		}
	})
}
