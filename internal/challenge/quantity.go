package challenge

import "strings"

// A Quantity is one thing that is summed over households: one ledger of kilograms
// avoided, one stream of it, or one stream of what was weighed.
type Quantity string

const (
	// CarbonAvoided is the ledger of CO2e.
	CarbonAvoided Quantity = "carbon"
	// ActiveWeeks counts the weeks in which households did or weighed something.
	ActiveWeeks Quantity = "active"

	wasteAvoided = "waste/"
	wasteWeighed = "weighed/"
)

// Avoided is a stream of the ledger of waste.
func (s Stream) Avoided() Quantity { return Quantity(wasteAvoided + string(s)) }

// Weighed is what was weighed of a stream.
func (s Stream) Weighed() Quantity { return Quantity(wasteWeighed + string(s)) }

// declared reports whether a quantity is one of the ledgers, in which somebody says
// what they did.
func (q Quantity) declared() bool {
	return q == CarbonAvoided || q.ofWaste()
}

// ofWaste reports whether a quantity is a stream of the ledger of waste.
func (q Quantity) ofWaste() bool { return strings.HasPrefix(string(q), wasteAvoided) }

// weighed reports whether a quantity is kilograms on a scale.
func (q Quantity) weighed() bool { return strings.HasPrefix(string(q), wasteWeighed) }

// quantityOf is where an entry counts.
func quantityOf(k Kind, stream string) Quantity {
	if k == Carbon {
		return CarbonAvoided
	}
	return Quantity(wasteAvoided + stream)
}
