// Package page knows the pages of which a file of SQLite consists, so far as to overwrite
// what no row uses in them.
package page

import (
	"encoding/binary"
	"fmt"
)

// Types of the pages that hold rows and indexes, which begin with them.
const (
	interiorIndex = 2
	interiorTable = 5
	leafIndex     = 10
	leafTable     = 13
)

const (
	leastPage      = 512 // bytes
	fileHeader     = 100 // bytes before the header of the first page
	leafHeader     = 8
	interiorHeader = 12
	blockHeader    = 4
)

// Most is how many pages a file may have so that those that begin with the number of
// another one cannot be taken for pages of rows and indexes: 128 GiB of them.
const Most = interiorIndex << 24

// Wipe overwrites with zeros what no row uses in a page: the gap before the rows, and
// the blocks between them that are free. It reports whether anything was there. A page
// of another type is left as it is: what it does not use, SQLite has overwritten.
//
// The layout is that of https://www.sqlite.org/fileformat2.html#b_tree_pages.
func Wipe(page []byte, number int64) (changed bool, err error) {
	if len(page) < leastPage {
		return false, fmt.Errorf("page %d: %d bytes are none", number, len(page))
	}
	begin := 0
	if number == 1 {
		begin = fileHeader
	}
	header := leafHeader
	switch page[begin] {
	case leafIndex, leafTable:
	case interiorIndex, interiorTable:
		header = interiorHeader
	default:
		return false, nil
	}
	at := func(offset int) int { return int(binary.BigEndian.Uint16(page[offset:])) }
	block, rows, content := at(begin+1), at(begin+3), at(begin+5)
	if content == 0 {
		content = 1 << 16 // which is what does not fit into two bytes
	}
	gap := begin + header + 2*rows // after the places of the rows
	if gap > content || content > len(page) {
		return false, fmt.Errorf("page %d: the gap from %d to %d is not in it", number, gap, content)
	}
	changed = clean(page[gap:content])
	for after := content; block != 0; block = at(block) {
		if block < after || block+blockHeader > len(page) {
			return false, fmt.Errorf("page %d: no free block can be at %d", number, block)
		}
		after = block + at(block+2)
		if after < block+blockHeader || after > len(page) {
			return false, fmt.Errorf("page %d: the free block at %d ends at %d", number, block, after)
		}
		changed = clean(page[block+blockHeader:after]) || changed
	}
	return changed, nil
}

// clean overwrites bytes with zeros, and reports whether they were others.
func clean(some []byte) (changed bool) {
	for _, b := range some {
		if b != 0 {
			clear(some)
			return true
		}
	}
	return false
}
