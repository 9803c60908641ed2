package resolve

import (
	"fmt"
	"math"

	"capzero/publicodes/internal/diag"
	"capzero/publicodes/syntax"
)

// banded are the mechanisms that look a base up among bands, and the key of
// what a band gives.
var banded = map[Op]string{OpGrid: "montant", OpScale: "taux", OpProgressive: "taux"}

// bands builds "grille", "barème" and "taux progressif": the base, what ceilings
// are multiplied by, then for each band its ceiling and what it gives. The last
// band may have no ceiling.
func (b *builder) bands(op Op, n *syntax.Node) (*Node, *diag.Error) {
	if err := b.only(n, "assiette", "multiplicateur", "tranches"); err != nil {
		return nil, err
	}
	base, err := b.required(n, "assiette")
	if err != nil {
		return nil, err
	}
	times := number(1)
	if given(n.Get("multiplicateur")) {
		if times, err = b.required(n, "multiplicateur"); err != nil {
			return nil, err
		}
	}
	out := operation(op, base, times)
	list := n.Get("tranches")
	if list == nil || list.Kind != syntax.List || len(list.Items) == 0 {
		return nil, b.fail(n, diag.Structure, "the key \"tranches\" must be a list of bands")
	}
	for i, band := range list.Items {
		_, err := b.under(fmt.Sprintf("tranches > %d", i+1), func() (*Node, *diag.Error) {
			return nil, b.band(out, band, i == len(list.Items)-1)
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// given tells a multiplier from none: the number 0 is none, an expression that
// is zero is a fault.
func given(n *syntax.Node) bool {
	if n == nil || n.Kind == syntax.Null {
		return false
	}
	v, ok := n.Float()
	return !ok || v != 0
}

func (b *builder) band(out *Node, n *syntax.Node, last bool) *diag.Error {
	gives := banded[out.Op]
	if err := b.only(n, gives, "plafond"); err != nil {
		return err
	}
	ceiling := number(math.Inf(1))
	if !last || n.Get("plafond") != nil {
		var err *diag.Error
		if ceiling, err = b.required(n, "plafond"); err != nil {
			return err
		}
	}
	v, err := b.required(n, gives)
	out.Args = append(out.Args, ceiling, v)
	return err
}
