package eval

import (
	"math/bits"
)

// column is one value for each lane of a block.
type column [lanesPerBlock]value

// put copies the values of some lanes.
func (c *column) put(mask uint64, from operand) {
	if from.column == c {
		return
	}
	for ; mask != 0; mask &= mask - 1 {
		lane := bits.TrailingZeros64(mask)
		c[lane] = from.at(lane)
	}
}

// operand is a value for each lane, or the same one for all.
type operand struct {
	column *column
	value  value
}

func (o operand) at(lane int) value {
	if o.column == nil {
		return o.value
	}
	return o.column[lane]
}

func same(v value) operand { return operand{value: v} }

// apply reports whether the values of the lanes leave no doubt that they apply.
func (o operand) apply(mask uint64) bool {
	return o.ofKind(failed, mask)|o.ofKind(undefined, mask)|o.ofKind(null, mask) == 0
}

// ofKind is the set of the lanes whose value is of a kind.
func (o operand) ofKind(k kind, mask uint64) uint64 {
	if o.column == nil {
		if o.value.kind == k {
			return mask
		}
		return 0
	}
	var found uint64
	for m := mask; m != 0; m &= m - 1 {
		lane := bits.TrailingZeros64(m)
		if o.column[lane].kind == k {
			found |= 1 << lane
		}
	}
	return found
}

// off is the set of the lanes whose value switches off what depends on it.
func (o operand) off(mask uint64) uint64 {
	_, no := o.split(mask)
	return no | o.ofKind(null, mask)
}

// split gives the lanes where a condition holds and those where it does not.
func (o operand) split(mask uint64) (yes, no uint64) {
	if o.column == nil {
		switch {
		case o.value.isTrue():
			return mask, 0
		case o.value.isFalse():
			return 0, mask
		}
		return 0, 0
	}
	for m := mask; m != 0; m &= m - 1 {
		lane := bits.TrailingZeros64(m)
		if v := &o.column[lane]; v.kind == boolean {
			if v.num == 1 {
				yes |= 1 << lane
			} else {
				no |= 1 << lane
			}
		}
	}
	return yes, no
}

// simple is one value for all where some lanes have the same: they often agree
// on what does not apply to them.
func (o operand) simple(mask uint64) operand {
	if o.column == nil {
		return o
	}
	first := o.column[bits.TrailingZeros64(mask)]
	for m := mask & (mask - 1); m != 0; m &= m - 1 {
		if o.column[bits.TrailingZeros64(m)] != first {
			return o
		}
	}
	return same(first)
}

// cell keeps the values of a rule, or of a node that is used more than once.
type cell struct {
	column
	have    uint64 // the lanes that have a value
	equal   uint64 // lanes that have the same
	applies uint64 // the lanes in which a rule is known to apply, as far as its children ask
	off     uint64 // the lanes whose conditions say that the value does not apply
	used    bool
	state   uint8 // as of a slot
}

// keep stores the values of some lanes.
func (c *cell) keep(mask uint64, v operand) {
	c.put(mask, v)
	c.off &^= mask
	c.equal &^= mask // on its way to itself a rule may have been kept before
	if v = v.simple(mask); v.column == nil && c.have&^mask == 0 {
		c.equal = mask
	}
	c.have |= mask
}

func (c *cell) operand(mask uint64) operand {
	if mask&^c.equal == 0 {
		return same(c.column[bits.TrailingZeros64(mask)])
	}
	return operand{column: &c.column}
}
