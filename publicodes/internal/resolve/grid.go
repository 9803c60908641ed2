package resolve

import (
	"fmt"
	"math"

	"capzero/publicodes/internal/diag"
	"capzero/publicodes/syntax"
)

// grid gives the amount of the first band whose ceiling is above the base. The
// last band may have no ceiling.
func (b *builder) grid(n *syntax.Node) (*Node, *diag.Error) {
	if err := b.only(n, "assiette", "multiplicateur", "tranches"); err != nil {
		return nil, err
	}
	base, err := b.required(n, "assiette")
	if err != nil {
		return nil, err
	}
	times := number(1)
	if n.Get("multiplicateur") != nil {
		if times, err = b.required(n, "multiplicateur"); err != nil {
			return nil, err
		}
	}
	out := &Node{Op: OpGrid, Args: []*Node{base, times}}
	bands := n.Get("tranches")
	if bands == nil || bands.Kind != syntax.List || len(bands.Items) == 0 {
		return nil, b.fail(n, diag.Structure, "the key \"tranches\" must be a list of bands")
	}
	for i, band := range bands.Items {
		_, err := b.under(fmt.Sprintf("tranches > %d", i+1), func() (*Node, *diag.Error) {
			return nil, b.band(out, band, i == len(bands.Items)-1)
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (b *builder) band(out *Node, n *syntax.Node, last bool) *diag.Error {
	if err := b.only(n, "montant", "plafond"); err != nil {
		return err
	}
	ceiling := number(math.Inf(1))
	if !last || n.Get("plafond") != nil {
		var err *diag.Error
		if ceiling, err = b.required(n, "plafond"); err != nil {
			return err
		}
	}
	amount, err := b.required(n, "montant")
	out.Args = append(out.Args, ceiling, amount)
	return err
}
