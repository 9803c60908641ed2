package eval

import "capzero/publicodes/unit"

// unitID is the place of a unit in a table. A value without unit is not the
// same as a pure ratio, whose unit is empty: the first takes the unit of what
// it is added to, the second keeps its own.
type unitID uint16

const (
	noUnit      unitID = 0
	emptyUnit   unitID = 1
	percentUnit unitID = 2
)

type unitPair struct{ a, b unitID }

// unitTable holds units and what is known of their combinations. The table of
// a graph is complete for the model's usual situation and shared; an evaluator
// adds what its own answers bring to a table of its own on top.
type unitTable struct {
	base *unitTable
	from unitID // the first ID of this table
	list []unitInfo
	ids  map[string]unitID

	products    map[unitPair]unitID
	quotients   map[unitPair]unitID
	conversions map[unitPair]conversion

	recent *recentUnits // of the table of one evaluator; nil where it is shared
}

// recentUnits has the combinations met last, each in the one place where its
// pair may be: a model works with few, and looking into the maps takes longer
// than the arithmetic.
type recentUnits struct {
	products    [recentPairs]recentPair[unitID]
	quotients   [recentPairs]recentPair[unitID]
	conversions [recentPairs]recentPair[conversion]
}

const recentPairs = 128

type recentPair[T any] struct {
	unitPair
	result T
}

func (p unitPair) place() int { return int(p.a*31+p.b) % recentPairs }

type unitInfo struct {
	unit       unit.Unit
	text       string
	self       conversion // into the unit itself: it still rounds
	simple     unitID     // simplified, noUnit until asked for
	ratio      unitID     // without one %, noUnit until asked for
	percent    bool       // exactly %
	hasPercent bool       // % among other symbols
}

type conversion struct {
	unit.Conversion
	ok bool
}

func newUnitTable(base *unitTable) *unitTable {
	t := &unitTable{
		base: base, ids: map[string]unitID{}, products: map[unitPair]unitID{},
		quotients: map[unitPair]unitID{}, conversions: map[unitPair]conversion{},
	}
	if base != nil {
		t.from = base.end()
		t.recent = &recentUnits{}
		return t
	}
	t.list = append(t.list, unitInfo{}) // noUnit
	t.intern(unit.Unit{})               // emptyUnit
	t.intern(unit.Unit{Num: []string{"%"}})
	return t
}

func (t *unitTable) end() unitID { return t.from + unitID(len(t.list)) }

func (t *unitTable) info(id unitID) *unitInfo {
	for id < t.from {
		t = t.base
	}
	return &t.list[id-t.from]
}

func (t *unitTable) intern(u unit.Unit) unitID {
	key := u.Key()
	for s := t; s != nil; s = s.base {
		if id, ok := s.ids[key]; ok {
			return id
		}
	}
	id := t.end()
	t.ids[key] = id
	info := unitInfo{unit: u, text: u.String(), percent: u.IsPercent(), hasPercent: u.HasPercent()}
	info.self.Conversion, info.self.ok = unit.NewConversion(u, u)
	t.list = append(t.list, info)
	return id
}

// complete fills in what is known of each unit, before the table is shared.
func (t *unitTable) complete() {
	for id := emptyUnit; id < t.end(); id++ { // which may add units
		t.simplify(id)
		if t.hasPercent(id) {
			t.withoutPercent(id)
		}
	}
}

func (t *unitTable) text(id unitID) string { return t.info(id).text }

func (t *unitTable) isPercent(id unitID) bool { return id > emptyUnit && t.info(id).percent }

func (t *unitTable) hasPercent(id unitID) bool { return id > emptyUnit && t.info(id).hasPercent }

// product gives the unit of a × b; without a second unit it is the first.
func (t *unitTable) product(a, b unitID) unitID {
	switch {
	case a == noUnit:
		return b
	case b == noUnit:
		return a
	}
	p := unitPair{a, b}
	if t.recent == nil {
		return t.findProduct(p)
	}
	r := &t.recent.products[p.place()]
	if r.unitPair != p {
		*r = recentPair[unitID]{p, t.findProduct(p)}
	}
	return r.result
}

func (t *unitTable) findProduct(p unitPair) unitID {
	for s := t; s != nil; s = s.base {
		if id, ok := s.products[p]; ok {
			return id
		}
	}
	id := t.intern(unit.Mul(t.info(p.a).unit, t.info(p.b).unit))
	t.products[p] = id
	return id
}

// quotient gives the unit of a ÷ b, which is always a unit, if an empty one.
func (t *unitTable) quotient(a, b unitID) unitID {
	p := unitPair{max(a, emptyUnit), max(b, emptyUnit)}
	if t.recent == nil {
		return t.findQuotient(p)
	}
	r := &t.recent.quotients[p.place()]
	if r.unitPair != p {
		*r = recentPair[unitID]{p, t.findQuotient(p)}
	}
	return r.result
}

func (t *unitTable) findQuotient(p unitPair) unitID {
	for s := t; s != nil; s = s.base {
		if id, ok := s.quotients[p]; ok {
			return id
		}
	}
	id := t.intern(unit.Div(t.info(p.a).unit, t.info(p.b).unit))
	t.quotients[p] = id
	return id
}

func (t *unitTable) withoutPercent(id unitID) unitID {
	if known := t.info(id).ratio; known != noUnit {
		return known
	}
	ratio := t.intern(t.info(id).unit.WithoutPercent())
	if id >= t.from { // the tables below are shared
		t.info(id).ratio = ratio
	}
	return ratio
}

func (t *unitTable) simplify(id unitID) unitID {
	if id == noUnit {
		return noUnit
	}
	if known := t.info(id).simple; known != noUnit {
		return known
	}
	simple := t.intern(t.info(id).unit.Simplify())
	if id >= t.from {
		t.info(id).simple = simple
	}
	return simple
}

// convert turns v into the unit; ok is false when the units do not convert,
// and v then keeps its number. Only numbers with a unit change.
func (t *unitTable) convert(v value, to unitID) (out value, ok bool) {
	out = value{num: v.num, unit: to, kind: v.kind}
	if v.unit == noUnit || to == noUnit || v.kind != number {
		return out, true
	}
	c := t.conversion(v.unit, to)
	if !c.ok {
		return v, false
	}
	out.num = c.Apply(v.num)
	return out, true
}

// plain is the number of v, freed of its unit: 20 % is 0.2.
func (t *unitTable) plain(v value) float64 {
	if v.unit == noUnit {
		return v.num
	}
	return unit.Plain(t.info(v.unit).unit).Apply(v.num)
}

func (t *unitTable) conversion(from, to unitID) *conversion {
	if from == to {
		return &t.info(from).self
	}
	p := unitPair{from, to}
	if t.recent == nil {
		c := t.findConversion(p)
		return &c
	}
	r := &t.recent.conversions[p.place()]
	if r.unitPair != p {
		*r = recentPair[conversion]{p, t.findConversion(p)}
	}
	return &r.result
}

func (t *unitTable) findConversion(p unitPair) conversion {
	for s := t; s != nil; s = s.base {
		if c, ok := s.conversions[p]; ok {
			return c
		}
	}
	var c conversion
	c.Conversion, c.ok = unit.NewConversion(t.info(p.a).unit, t.info(p.b).unit)
	t.conversions[p] = c
	return c
}
