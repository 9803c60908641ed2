package eval

// slot keeps the result of a rule, or of a node that is used more than once. It
// is 16 bytes: an evaluator has thousands.
type slot struct {
	num     float64
	missing missing
	unit    unitID
	kind    kind
	state   uint8
}

// The states of a slot. The two lowest bits count how many times a rule is
// being evaluated.
const (
	depth    = 0x03
	turnsOff = 0x04 // the conditions around the kept value say that it does not apply; not with applies
	touched  = 0x08 // the slot is not as in the image: see [results]
	listed   = 0x10 // it holds what the result lacks, too
	applies  = 0x20 // the rule is known to apply, as far as its children ask; with 0x04, to those who collect, too
	kept     = 0x40 // the slot holds a result
	checking = 0x80 // the rule's parent is being looked at
)

const applicability = turnsOff | applies

func (c *slot) isOff() bool { return c.state&applicability == turnsOff }

func (c *slot) setOff() { c.state = c.state&^applicability | turnsOff }

// doesApply reports whether the rule is known to apply. Who collects has to have
// asked while collecting, since asking evaluates what may be asked for again.
func (c *slot) doesApply(collecting bool) bool {
	asked := c.state & applicability
	return asked == applicability || asked == applies && !collecting
}

func (c *slot) setApplies(collecting bool) {
	c.state = c.state&^turnsOff | applies
	if collecting {
		c.state |= applicability
	}
}

func (c *slot) value() value { return value{c.num, c.unit, c.kind} }

// keep keeps a result; state says what of it.
func (c *slot) keep(v value, m missing, state uint8) {
	c.num, c.unit, c.kind, c.missing = v.num, v.unit, v.kind, m
	c.state |= state
}

// results are those of one scope, by slot. The root has them all side by side,
// beginning with those that no answer changes, and remembers which it touched:
// forgetting those is faster than copying all. Inside a context there are few
// results, in pages made when first needed.
type results struct {
	flat    []slot
	touched []int32

	affected *slotSet // what is kept inside a context
	index    []uint32 // by page: its place in pages plus one
	pages    []*page
}

// pageSize is how many results are kept together inside a context.
const pageSize = 16

type page [pageSize]slot

// at returns a slot, to read and to write. It stays where it is until the
// situation changes.
func (s *scope) at(i int32) *slot {
	if int(i) < len(s.flat) {
		return &s.flat[i]
	}
	return s.inPage(i)
}

// touch says that a slot is going to change.
func (s *scope) touch(i int32, c *slot) {
	if c.state&touched == 0 {
		c.state |= touched
		if s.outer == nil {
			s.touched = append(s.touched, i)
		}
	}
}

func (s *scope) inPage(i int32) *slot {
	place := s.affected.place(i)
	at := int(place / pageSize)
	for at >= len(s.index) {
		s.index = append(s.index, 0)
	}
	if s.index[at] == 0 {
		s.pages = append(s.pages, s.newPage())
		s.index[at] = uint32(len(s.pages))
	}
	return &s.pages[s.index[at]-1][place%pageSize]
}

// find returns a slot to read, nil when nothing was ever kept there.
func (s *scope) find(i int32) *slot {
	if s.outer != nil {
		if !s.affected.has(i) {
			return nil
		}
		if at := int(s.affected.place(i) / pageSize); at >= len(s.index) || s.index[at] == 0 {
			return nil
		}
	}
	return s.at(i)
}

func (e *Evaluator) newPage() *page {
	n := len(e.freePages)
	if n == 0 {
		return new(page)
	}
	p := e.freePages[n-1]
	e.freePages = e.freePages[:n-1]
	*p = page{}
	return p
}

// clear drops all results but those that no answer changes, which the root keeps
// for all scopes.
func (s *scope) clear() {
	if s.outer == nil {
		image := s.graph.image
		for _, i := range s.touched {
			if int(i) < len(image) {
				s.flat[i] = image[i]
			} else {
				s.flat[i] = slot{}
			}
		}
		s.touched = s.touched[:0]
		for _, rule := range s.unusual {
			s.drop(rule)
		}
		return
	}
	s.freePages = append(s.freePages, s.pages...)
	clear(s.index)
	s.pages = s.pages[:0]
}
