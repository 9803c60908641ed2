package eval

import (
	"math"

	"capzero/publicodes/internal/diag"
)

// band is one band of a grille, a barème or a taux progressif, from its floor,
// the ceiling of the band before, up to below its ceiling.
type band struct {
	gives        int32 // operand: its amount or its rate
	floor, top   float64
	known        bool // the ceiling is
	floorKnown   bool
	endless      bool // it has no ceiling
	holds        bool // the base is in it
	open         bool // whether it is cannot be told
	above        bool // it begins above the base
	ofCeiling, m missing
}

// banded is what the three mechanisms have in common: a base, what multiplies
// the ceilings, and the bands up to the one that holds the base.
type banded struct {
	base, times value
	m           missing // of base and times
	ofBase      missing
	ofTimes     missing
	from        int // of its bands, in the evaluator's list
	holding     int // the band that holds the base, -1 if none
}

// startBands evaluates the base and the multiplier.
func (s *scope) startBands(n *node) (b banded, err value) {
	b.holding, b.from = -1, len(s.bands)
	if b.base, b.ofBase = s.eval(s.arg(n, 0)); b.base.kind == failed {
		return b, b.base
	}
	b.times, b.ofTimes = s.eval(s.arg(n, 1))
	switch {
	case b.times.kind == failed:
		return b, b.times
	case b.base.kind == text || b.times.kind == text:
		return b, s.failHere(diag.Type, "%s looks a number up, not a text", n.op)
	case b.times.isZero():
		return b, s.failHere(diag.DivideZero, "the multiplicateur is zero")
	}
	b.m = s.collect.merge(b.ofBase, b.ofTimes)
	return b, value{}
}

// findBand looks at the bands until one holds the base.
func (s *scope) findBand(n *node, b *banded) (err value) {
	for i := int32(2); i < n.n && b.holding < 0; i += 2 {
		ceiling, m := s.eval(s.arg(n, i))
		switch ceiling.kind {
		case failed:
			return ceiling
		case text:
			return s.failHere(diag.Type, "a plafond is a number, not a text")
		}
		this := s.bandUnder(b, ceiling, m)
		this.gives = s.arg(n, i+1)
		if !this.open && this.floor != 0 && this.top <= this.floor {
			return s.failHere(diag.Structure, "the ceiling of band %d is not above that of the one before: %g", i/2, this.top)
		}
		if this.holds {
			b.holding = len(s.bands) - b.from
		}
		s.bands = append(s.bands, this)
	}
	return value{}
}

func (s *scope) bandUnder(b *banded, ceiling value, m missing) band {
	this := band{
		ofCeiling: m, floorKnown: true, endless: math.IsInf(ceiling.num, 1),
		known: ceiling.kind != undefined && b.times.kind != undefined,
	}
	if this.known {
		this.top = s.ceiling(ceiling, b.times, b.base)
	}
	openFloor, ofFloor := false, none
	if len(s.bands) > b.from {
		before := &s.bands[len(s.bands)-1]
		this.floor, this.floorKnown = before.top, before.known
		openFloor, ofFloor = !before.known, before.ofCeiling
	}
	this.open = !this.known || openFloor || b.base.kind == undefined
	this.above = this.floorKnown && b.base.kind != undefined && this.floor > b.base.num
	if this.open {
		this.m = s.collect.merge(s.collect.merge(s.collect.merge(m, b.ofBase), b.ofTimes), ofFloor)
	} else {
		this.holds = b.base.num >= this.floor && b.base.num < this.top
	}
	return this
}

// ceiling is a ceiling in the unit of the base.
func (s *scope) ceiling(ceiling, times, base value) float64 {
	top := value{num: ceiling.num * times.num, unit: s.units.product(ceiling.unit, times.unit), kind: number}
	if top.num == 0 || math.IsInf(top.num, 1) {
		return top.num
	}
	if base.unit == noUnit {
		return s.units.plain(top)
	}
	out, ok := s.units.convert(top, base.unit)
	if !ok {
		s.mismatch(top.unit, base.unit)
	}
	return out.num
}

// grid gives the amount of the band that holds the base. Beyond the last
// ceiling the amount is undefined; below zero it is non.
func (s *scope) grid(n *node) (value, missing) {
	b, err := s.startBands(n)
	if err.kind != failed {
		defer func() { s.bands = s.bands[:b.from] }()
		err = s.findBand(n, &b)
	}
	if err.kind == failed {
		return err, none
	}
	if b.holding >= 0 {
		v, m := s.eval(s.bands[b.from+b.holding].gives)
		return v, s.collect.merge(b.m, m)
	}
	last := s.bands[len(s.bands)-1]
	if b.base.kind != undefined && last.floorKnown && !last.above {
		return value{}, b.m
	}
	return s.openAmount(b)
}

// openAmount looks at the amounts of all the bands that may hold the base, for
// what they lack.
func (s *scope) openAmount(b banded) (value, missing) {
	out, m := falseValue, b.m
	for i := b.from; i < len(s.bands); i++ {
		if this := s.bands[i]; this.open {
			v, lacks := s.eval(this.gives)
			if v.kind == failed {
				return v, none
			}
			if out.kind != undefined {
				out = value{unit: v.unit}
			}
			m = s.collect.merge(m, s.collect.merge(lacks, this.m))
		}
	}
	return out, m
}

// scale adds up, for each band, the part of the base that lies in it times the
// band's rate.
func (s *scope) scale(n *node) (value, missing) {
	b, err := s.startBands(n)
	if err.kind == failed {
		return err, none
	}
	if b.base.kind == undefined || b.base.kind == null || b.base.isZero() {
		return b.base, b.m
	}
	defer func() { s.bands = s.bands[:b.from] }()
	if err = s.findBand(n, &b); err.kind == failed {
		return err, none
	}
	total, m := value{unit: b.base.unit, kind: number}, b.m
	for i := b.from; i < len(s.bands); i++ {
		part, lacks := s.inBand(&b, i)
		switch part.kind {
		case failed:
			return part, none
		case undefined:
			total.kind = undefined
		}
		total.num += part.num
		m = s.collect.merge(m, lacks)
	}
	if total.kind == undefined {
		total.num = 0
	}
	return total, m
}

func (s *scope) inBand(b *banded, i int) (value, missing) {
	if this := s.bands[i]; this.above {
		return value{kind: number}, this.m
	}
	rate, lacks := s.eval(s.bands[i].gives)
	this := s.bands[i] // evaluating may have moved the list
	m := s.collect.merge(lacks, this.m)
	switch {
	case rate.kind == failed:
		return rate, none
	case rate.kind == text:
		return s.failHere(diag.Type, "a taux is a number, not a text"), none
	case rate.kind == undefined || !this.known || !this.floorKnown:
		return value{}, m
	}
	ratio, ok := s.units.convert(rate, emptyUnit)
	if !ok {
		return s.failHere(diag.Unit, "a taux is a ratio, not a value in %q", s.units.text(rate.unit)), none
	}
	return value{num: (math.Min(b.base.num, this.top) - this.floor) * ratio.num, kind: number}, m
}

// progressive gives a rate that rises evenly inside a band, from the rate of the
// band before to its own. In the first band it is the band's own, and so it is
// in the last if that has no ceiling, and beyond all ceilings.
func (s *scope) progressive(n *node) (value, missing) {
	b, err := s.startBands(n)
	if err.kind != failed {
		defer func() { s.bands = s.bands[:b.from] }()
		err = s.findBand(n, &b)
	}
	if err.kind == failed {
		return err, none
	}
	count, open := int(n.n/2)-1, false
	m := none
	for _, this := range s.bands[b.from:] {
		open = open || this.open
		m = s.collect.merge(m, this.m)
	}
	switch {
	case b.holding < 0 && !open, b.holding == count-1 && s.bands[len(s.bands)-1].endless:
		return s.rate(s.arg(n, n.n-1))
	case b.holding < 0 || b.base.kind != number:
		return value{unit: percentUnit}, m
	}
	return s.betweenRates(b)
}

func (s *scope) betweenRates(b banded) (value, missing) {
	this := s.bands[b.from+b.holding]
	upper, um := s.rate(this.gives)
	if upper.kind == failed {
		return upper, none
	}
	lower, lm := upper, um
	if b.holding > 0 {
		lower, lm = s.rate(s.bands[b.from+b.holding-1].gives)
	}
	switch {
	case lower.kind == failed:
		return lower, none
	case lower.kind == undefined || upper.kind == undefined:
		return value{unit: percentUnit}, s.collect.merge(lm, um)
	}
	slope := (upper.num - lower.num) / (this.top - this.floor)
	return value{num: lower.num + (b.base.num-this.floor)*slope, unit: percentUnit, kind: number}, none
}

// rate evaluates a rate, as a percentage.
func (s *scope) rate(operand int32) (value, missing) {
	v, m := s.eval(operand)
	switch v.kind {
	case failed:
		return v, none
	case text:
		return s.failHere(diag.Type, "a taux is a number, not a text"), none
	}
	out, ok := s.units.convert(v, percentUnit)
	if !ok {
		return s.failHere(diag.Unit, "a taux is a ratio, not a value in %q", s.units.text(v.unit)), none
	}
	return out, m
}
