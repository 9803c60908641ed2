package household

import (
	"context"
	"fmt"
	"slices"

	"capzero/internal/db"
	"capzero/internal/fault"
	"capzero/internal/i18n"
	"capzero/internal/retention"
)

// Consents is the ledger of what people allow. It is safe for concurrent use.
type Consents struct {
	db       *db.DB
	locales  *i18n.Catalogues
	wordings map[Purpose]map[string]wording // by language
	ends     map[Purpose]ending
}

// An ending ends what was built on a consent that is gone, in the transaction that
// keeps the choice.
type ending func(ctx context.Context, tx *db.Tx, person string) error

// NewConsents reads the texts of the purposes in every language. How long things are
// kept comes from the rules.
func NewConsents(records *db.DB, catalogues *i18n.Catalogues, rules retention.Rules) (*Consents, error) {
	c := &Consents{
		db: records, locales: catalogues, wordings: map[Purpose]map[string]wording{},
		ends: map[Purpose]ending{SharingAtHome: endSharingsBy},
	}
	for _, f := range register() {
		c.wordings[f.Purpose] = map[string]wording{}
		for _, tag := range catalogues.Tags() {
			w, err := wordingOf(f, catalogues.Locale(tag), rules)
			if err != nil {
				return nil, err
			}
			c.wordings[f.Purpose][tag] = w
		}
	}
	return c, nil
}

// OnEnd has somebody told, in the transaction that keeps the choice, that a person
// does not allow a purpose any more. It is said while the program is put together.
func (c *Consents) OnEnd(p Purpose, end func(ctx context.Context, tx *db.Tx, person string) error) {
	c.ends[p] = end
}

// Allows says, inside a transaction, whether a person's data may be used for a
// purpose. What is needed for what they ask for is; anything else only if the
// last thing they said of it was yes, to the text as it is now. Who uses the data
// asks in the transaction that uses it, so that a no counts at once.
func (c *Consents) Allows(ctx context.Context, tx *db.Tx, person string, p Purpose) (bool, error) {
	f, known := p.facts()
	if !known {
		return false, fmt.Errorf("%q is no purpose of the register", p)
	}
	if f.Basis != Consent {
		return true, nil
	}
	last, err := lastConsent(ctx, tx, person, p)
	if err != nil {
		return false, err
	}
	return c.standing(p, last) == Accepted, nil
}

func (c *Consents) standing(p Purpose, last *Entry) Standing {
	if last == nil {
		return Unasked
	}
	return standing(last, c.wordings[p][last.Language].Version)
}

// Decide keeps what a person chose, all of it or nothing. Screen says where they
// chose, in the program's words. A text that has changed while it was read is to
// be read again first.
func (c *Consents) Decide(ctx context.Context, person, lang, screen string, decisions ...Decision) error {
	return c.db.Write(ctx, func(tx *db.Tx) error {
		return c.DecideIn(ctx, tx, person, lang, screen, decisions...)
	})
}

// DecideIn is the same in a transaction that does something else with the choice.
func (c *Consents) DecideIn(ctx context.Context, tx *db.Tx, person, lang, screen string, decisions ...Decision) error {
	if person == "" {
		return fault.New(fault.Unauthenticated, "consent.sign_in")
	}
	for _, d := range decisions {
		w, err := c.read(d, lang)
		if err != nil {
			return err
		}
		if err := c.decide(ctx, tx, person, screen, d.Choice, w); err != nil {
			return err
		}
	}
	return nil
}

// WithdrawIn takes a yes back, in a transaction that ends what it was for. Where
// there is none it changes nothing.
func (c *Consents) WithdrawIn(ctx context.Context, tx *db.Tx, person, lang, screen string, p Purpose) error {
	last, err := lastConsent(ctx, tx, person, p)
	if err != nil || last == nil || last.Choice != Accept {
		return err
	}
	return c.decide(ctx, tx, person, screen, Refuse, c.wordings[p][c.locales.Locale(lang).Tag()])
}

// decide adds to the ledger, and ends what was built on a consent that is gone:
// a later yes begins with nothing shared.
func (c *Consents) decide(ctx context.Context, tx *db.Tx, person, screen string, choice Choice, w wording) error {
	if err := appendConsent(ctx, tx, person, w, choice, screen); err != nil {
		return err
	}
	if end := c.ends[w.Purpose]; end != nil && choice != Accept {
		return end(ctx, tx, person)
	}
	return nil
}

// Current reports whether a version is that of a text as it is now, in one of the
// languages.
func (c *Consents) Current(p Purpose, version string) bool {
	for _, w := range c.wordings[p] {
		if w.Version == version {
			return true
		}
	}
	return false
}

// read finds the text that a decision is about.
func (c *Consents) read(d Decision, lang string) (wording, error) {
	f, known := d.Purpose.facts()
	if !known || f.Basis != Consent {
		return wording{}, fault.New(fault.NotFound, "consent.purpose_unknown")
	}
	if !slices.Contains([]Choice{Accept, Refuse, Later}, d.Choice) {
		return wording{}, fault.At(ChoiceField, fault.Invalid, "consent.choice_unknown")
	}
	w := c.wordings[d.Purpose][c.locales.Locale(lang).Tag()]
	if w.Version != d.Version {
		return wording{}, fault.New(fault.Conflict, "consent.text_changed")
	}
	return w, nil
}

// Asked are the versions of each purpose that a person decides about, in all languages,
// as they are asked today.
func (c *Consents) Asked() map[Purpose][]string {
	all := map[Purpose][]string{}
	for _, f := range register() {
		if f.Basis != Consent {
			continue
		}
		for _, tag := range c.locales.Tags() {
			all[f.Purpose] = append(all[f.Purpose], c.wordings[f.Purpose][tag].Version)
		}
	}
	return all
}

// Switches lists the purposes that a person decides about, each with where they
// stand. None is on that they have not turned on.
func (c *Consents) Switches(ctx context.Context, person, lang string) (all []Switch, err error) {
	err = c.db.Read(ctx, func(tx *db.Tx) error {
		all = nil
		for _, f := range register() {
			if f.Basis != Consent {
				continue
			}
			last, err := lastConsent(ctx, tx, person, f.Purpose)
			if err != nil {
				return err
			}
			all = append(all, c.toSwitch(tx, f.Purpose, lang, last))
		}
		return nil
	})
	return all, err
}

func (c *Consents) toSwitch(tx *db.Tx, p Purpose, lang string, last *Entry) Switch {
	w := c.wordings[p][c.locales.Locale(lang).Tag()]
	s := Switch{Purpose: p, Text: w.Text, Version: w.Version, Standing: c.standing(p, last)}
	if last != nil {
		s.Since = last.At
	}
	s.Asks = asks(s.Standing, last, tx.Now)
	return s
}

// Needed lists the purposes that need no consent, to be read beside the switches.
func (c *Consents) Needed(lang string) []PurposeText {
	var all []PurposeText
	for _, f := range register() {
		if f.Basis != Consent {
			all = append(all, c.wordings[f.Purpose][c.locales.Locale(lang).Tag()].Text)
		}
	}
	return all
}

// History is a person's part of the ledger, the first choice first, with the
// texts as they were read.
func (c *Consents) History(ctx context.Context, person string) (all []Entry, err error) {
	err = c.db.Read(ctx, func(tx *db.Tx) error {
		all, err = readConsents(ctx, tx, person)
		return err
	})
	return all, err
}
