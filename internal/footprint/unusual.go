package footprint

import (
	"context"
	"slices"
	"strconv"

	"capzero/internal/db"
	"capzero/internal/fault"
)

// ConfirmField is the field by which a form confirms an unusual answer.
const ConfirmField = "confirme"

// Unusual is what an answer is met with that is inside the bounds of the model
// and far from what people answer, or that contradicts another. It is not
// stored yet: sent again with Given as [Input.Confirmed], it is.
type Unusual struct {
	Fault *fault.Error // the sentence that asks, at ConfirmField
	Given string       // what would be stored
}

func (u *Unusual) Error() string { return u.Fault.Error() }

func (u *Unusual) Unwrap() error { return u.Fault }

// questioned returns the fault that asks about an answer, nil if there is
// nothing to ask.
func (v *voice) questioned(checks []usual, as answers, a answer) *fault.Error {
	with := as.without(a.Rule)
	with[a.Rule] = a
	for _, u := range checks {
		if !u.isAbout(a) {
			continue
		}
		amount, ok := v.amountOf(u, with)
		if ok && (u.Low != nil && amount < *u.Low || u.High != nil && amount > *u.High) {
			return fault.At(ConfirmField, fault.Invalid, "unusual."+u.Key, "value", written(v.locale, amount, v.unitOf(u.Sum[0])))
		}
	}
	return nil
}

// isAbout reports whether a check looks at an answer.
func (u usual) isAbout(a answer) bool {
	for rule := range a.Values {
		if rule == u.Per || slices.Contains(u.Sum, rule) {
			return true
		}
	}
	return false
}

// amountOf adds up what a check looks at. Something that was not answered adds
// nothing; where nothing was, or not what it is divided by, there is no amount.
func (v *voice) amountOf(u usual, as answers) (sum float64, ok bool) {
	for _, rule := range u.Sum {
		n, given := v.numberOf(rule, as)
		sum += n
		ok = ok || given
	}
	if u.Per == "" || !ok {
		return sum, ok
	}
	by, given := v.numberOf(u.Per, as)
	return sum / by, given && by > 0
}

// numberOf is the number that was answered for a rule.
func (v *voice) numberOf(rule string, as answers) (float64, bool) {
	q, ok := v.question(rule)
	if !ok {
		return 0, false
	}
	n, err := strconv.ParseFloat(as[q.Rule].Values[rule], 64)
	return n, err == nil
}

// unitOf is the unit in which a question, or a line of one, is answered.
func (v *voice) unitOf(rule string) string {
	q, ok := v.question(rule)
	if !ok {
		return ""
	}
	for _, o := range q.Options {
		if o.Rule == rule {
			return o.Unit
		}
	}
	return q.Unit
}

// confirmable lets an answer through that nothing is odd about, or that the
// household confirms or has confirmed; any other comes back as [Unusual]. It
// says whether the confirmation is to be stored.
func (s *Service) confirmable(ctx context.Context, sh sheet, v *voice, a answer, in Input) (confirmed bool, err error) {
	asks := v.questioned(s.usual, sh.answers, a)
	if asks == nil {
		return false, nil
	}
	given, _ := a.stored()
	if in.Confirmed == given {
		return true, nil
	}
	if before, known := sh.answers[a.Rule].stored(); known && before == given {
		return false, nil
	}
	var last string
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		last, err = findConfirmation(ctx, tx, sh.ID, a.Rule)
		return err
	})
	if err != nil || last == given {
		return false, err
	}
	return false, &Unusual{Fault: asks, Given: given}
}
