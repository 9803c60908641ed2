package web

import (
	"net/http"
	"slices"

	"capzero/internal/footprint"
)

// A WhatIfPage shows what the footprint would be with some values set another
// way. It is the answer to the form on the result page where no script puts it
// in place.
type WhatIfPage struct {
	Page
	footprint.WhatIf
}

func (s *server) whatIf(w http.ResponseWriter, r *http.Request) error {
	holder, err := s.needAnswers(r)
	if err != nil {
		return err
	}
	levers := map[string]string{}
	for name, values := range r.URL.Query() {
		levers[name] = values[0]
	}
	what, err := s.Footprint.WhatIf(r.Context(), holder, s.locale(r).Tag(), levers)
	if err != nil {
		return err
	}
	p := WhatIfPage{Page: s.newPage(r, visitor{started: true}, "whatif.title"), WhatIf: what}
	return s.render(w, r, http.StatusOK, p.Page, whatIfPage(p))
}

// movable lists the levers that this household can set, and the others.
func movable(w footprint.WhatIf) (set, not []footprint.Lever) {
	for _, l := range w.Levers {
		if l.Reason == "" {
			set = append(set, l)
		} else {
			not = append(not, l)
		}
	}
	return set, not
}

// refused reports whether a lever was set to something that cannot be used.
func refused(w footprint.WhatIf) bool {
	return slices.ContainsFunc(w.Levers, func(l footprint.Lever) bool { return l.Refused != "" })
}

// leverText is what stands in the field of a lever.
func (p Page) leverText(l footprint.Lever) string {
	if l.Typed != "" {
		return l.Typed
	}
	return plainNumber(l.Value)
}

// leverToday says where a lever stands today.
func (p Page) leverToday(l footprint.Lever) string {
	return p.T("whatif.today", "value", p.Amount(l.Present), "unit", p.Locale.Unit(l.Unit, l.Present))
}

// movedBy says what the footprint would move by, in a sentence.
func (p Page) movedBy(w footprint.WhatIf) string {
	kg := w.Difference()
	if kg > -1 && kg < 1 {
		return p.T("whatif.same")
	}
	if kg < 0 {
		return p.T("whatif.less", "kg", p.Kg(-kg))
	}
	return p.T("whatif.more", "kg", p.Kg(kg))
}

// leverDescription names what describes the field of a lever.
func leverDescription(l footprint.Lever) string {
	ids := "l-" + l.ID + "-aide"
	if l.Refused != "" {
		ids += " l-" + l.ID + "-faute"
	}
	return ids
}
