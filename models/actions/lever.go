package actions

import (
	"slices"
	"strings"

	"capzero/models/entry"
	"capzero/publicodes/syntax"
)

// maxSteps bounds how finely a lever is set.
const maxSteps = 1000

// choiceWord is how the formulas of a lever name what was set.
const choiceWord = "choix"

func (r reader) lever(p syntax.Pair) error {
	if slices.ContainsFunc(r.set.Levers, func(l Lever) bool { return l.ID == p.Key }) {
		return r.At(p.Pos, "the lever %s is there twice", p.Key)
	}
	l := Lever{
		ID: p.Key, Title: entry.Texts{},
		Present: entry.RuleName(root, p.Key, "présent"), Choice: entry.RuleName(root, p.Key, choiceWord),
	}
	for _, key := range p.Value.Pairs {
		if err := r.leverKey(&l, p.Key, key); err != nil {
			return err
		}
	}
	r.set.Levers = append(r.set.Levers, l)
	return r.completeLever(p, l)
}

func (r reader) leverKey(l *Lever, id string, key syntax.Pair) (err error) {
	switch key.Key {
	case "titre", "en", "sr":
		err = r.Title(l.Title, key)
	case "thème":
		l.Theme, err = r.Text(key)
	case "unité":
		l.Unit, err = r.Text(key)
	case "présent":
		l.present = key.Value
	case "de":
		l.From, err = r.Number(key)
	case "à":
		l.To, err = r.Number(key)
	case "pas":
		l.Step, err = r.Number(key)
	case "si":
		l.Needs, err = r.Needs(id, key.Value)
	case entry.Carbon.String():
		l.Changes, err = r.Changes(id, key)
	default:
		err = r.At(key.Pos, "a lever has no key %q", key.Key)
	}
	return err
}

func (r reader) completeLever(p syntax.Pair, l Lever) error {
	steps := (l.To - l.From) / l.Step
	switch {
	case l.present == nil || len(l.Changes) == 0:
		return r.At(p.Pos, "a lever says what is present and what it changes")
	case l.Step <= 0 || steps < 1 || steps > maxSteps:
		return r.At(p.Pos, "a lever goes from de to à in 1 to %d steps of pas", maxSteps)
	case !slices.Contains(themes, l.Theme):
		return r.At(p.Pos, "a thème is one of %s", strings.Join(themes, ", "))
	}
	for _, n := range l.Needs {
		if n.Part != entry.Carbon {
			return r.At(p.Pos, "a lever speaks of the carbon model only")
		}
	}
	return r.AllLanguages(p, l.Title)
}
