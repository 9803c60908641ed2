package eval

import (
	"math/bits"
	"slices"
)

// slotSet is a set of slots. It also numbers them, so that a scope that keeps
// results for these alone wastes no room on others. Slots behind those of the
// graph, which belong to answers that are formulas, are always in it.
type slotSet struct {
	words  []uint64
	before []int32 // by word: how many slots are in the words before it
	behind uint64  // the slots of the last word that are not the graph's
}

func newSlotSet(slots int32) *slotSet {
	words := (int(slots) + 63) / 64
	t := &slotSet{words: make([]uint64, words), before: make([]int32, words+1)}
	if used := slots % 64; used > 0 {
		t.behind = ^uint64(0) << used
		t.words[words-1] = t.behind
	}
	return t
}

// emptied is a set of the same size without anything in it, in the memory of own
// if there is one.
func (t *slotSet) emptied(own *slotSet) *slotSet {
	if own == nil {
		own = &slotSet{words: make([]uint64, len(t.words)), before: make([]int32, len(t.before)), behind: t.behind}
	}
	clear(own.words)
	if last := len(own.words) - 1; last >= 0 {
		own.words[last] = own.behind
	}
	return own
}

func (t *slotSet) add(slot int32) { t.words[slot/64] |= 1 << (slot % 64) }

func (t *slotSet) addAll(of *slotSet) {
	for i, word := range of.words {
		t.words[i] |= word
	}
}

func (t *slotSet) has(slot int32) bool {
	word := int(slot / 64)
	return word >= len(t.words) || t.words[word]&(1<<(slot%64)) != 0
}

// number gives every slot its place. It is called once the set is complete.
func (t *slotSet) number() {
	for i, word := range t.words {
		t.before[i+1] = t.before[i] + int32(bits.OnesCount64(word))
	}
}

// place is the number of a slot that is in the set.
func (t *slotSet) place(slot int32) int32 {
	word := int(slot / 64)
	if word >= len(t.words) {
		return t.before[len(t.words)] + slot - int32(64*len(t.words))
	}
	return t.before[word] + int32(bits.OnesCount64(t.words[word]&(1<<(slot%64)-1)))
}

func (t *slotSet) equal(u *slotSet) bool {
	return t == u || t != nil && u != nil && slices.Equal(t.words, u.words)
}
