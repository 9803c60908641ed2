package footprint

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// A Migration is what newer models make of the values that were answered to
// earlier ones.
type Migration struct {
	Values map[string]string // by rule, as the newer models take them
	Moved  map[string]string // a former rule → the rule that asks for the same now
}

// carried are stored answers brought over to the current models.
type carried struct {
	answers answers
	moved   []answer // those of them that are to be stored anew
	gone    []string // rules of the rows that are no longer to be stored
	lost    []lost   // what could not be brought over
}

// A lost answer is one, or some options of one, that the newer models cannot
// read. It is kept as it was, to be shown and asked again.
type lost struct {
	Rule   string            // of the question, under the earlier models
	Values map[string]string // by rule, as they were stored
	Again  string            // rule of the question that asks for it now; empty if none does
}

// carry brings stored answers over to the current models. An answer that was
// given to them is left alone. Of an answer to others, each value goes through
// the migration; what the current models then do not ask, or would not take, is
// lost. "Je ne sais pas" is kept where the question still stands: where it does
// not, there is nothing to lose.
func (s *Service) carry(rows []storedAnswer) carried {
	given, former := s.current.divide(rows)
	c := carried{answers: s.answersTo(s.current, given)}
	if len(former) == 0 {
		return c
	}
	now := s.current.reference.catalogue
	m := s.migrated(former)
	brought := now.place(m.Values)
	for _, row := range former {
		if q, ok := now.question(row.Rule); ok && q.Rule == row.Rule && !row.Known {
			brought[row.Rule] = answer{Rule: row.Rule}
		}
		c.lost = append(c.lost, now.missed(row, m, brought)...)
	}
	c.merge(brought, former)
	return c
}

// divide separates the answers that were given to these models from others.
func (e *edition) divide(rows []storedAnswer) (given, former []storedAnswer) {
	for _, row := range rows {
		if row.Model == e.versions.Carbon || row.Model == e.versions.Waste {
			given = append(given, row)
		} else {
			former = append(former, row)
		}
	}
	return given, former
}

// migrated sends every value of the answers through the migration.
func (s *Service) migrated(former []storedAnswer) Migration {
	values := map[string]string{}
	for _, row := range former {
		maps.Copy(values, row.values())
	}
	if s.migrate == nil {
		return Migration{Values: values}
	}
	return s.migrate(values)
}

// values are what a stored answer says, by rule: of a mosaic, which is stored
// as an object, one for each option.
func (a storedAnswer) values() map[string]string {
	if !a.Known {
		return nil
	}
	if strings.HasPrefix(a.Value, "{") {
		var options map[string]string
		if json.Unmarshal([]byte(a.Value), &options) == nil {
			return options
		}
	}
	return map[string]string{a.Rule: a.Value}
}

// place puts values under the questions that ask for them, and leaves out those
// that no question takes.
func (c *catalogue) place(values map[string]string) answers {
	as := answers{}
	for rule, value := range values {
		q, ok := c.question(rule)
		if !ok || !q.takes(rule, value) {
			continue
		}
		if _, begun := as[q.Rule]; !begun {
			as[q.Rule] = answer{Rule: q.Rule, Values: map[string]string{}}
		}
		as[q.Rule].Values[rule] = value
	}
	return as
}

// takes reports whether a stored value is one that the question could have been
// answered with. Bounds are left to the model, which has its own way with them.
func (q *Question) takes(rule, value string) bool {
	if len(q.Options) > 0 && !hasOption(q, rule) || len(q.Options) == 0 && rule != q.Rule {
		return false
	}
	switch q.Form {
	case YesNo, Selection:
		return value == yes || value == no
	case Choice:
		return slices.ContainsFunc(q.Choices, func(o Option) bool { return o.Value == value })
	}
	v, err := strconv.ParseFloat(value, 64)
	return err == nil && finite(v)
}

// missed returns what of a stored answer was not brought over, if anything. An
// option that was not ticked, or not counted, says nothing without the others.
func (c *catalogue) missed(row storedAnswer, m Migration, brought answers) []lost {
	values := row.values()
	left := map[string]string{}
	for rule, value := range values {
		if !c.found(cmp.Or(m.Moved[rule], rule), brought) {
			left[rule] = value
		}
	}
	if len(left) < len(values) {
		maps.DeleteFunc(left, func(_, value string) bool { return value == no || value == "0" })
	}
	if len(left) == 0 {
		return nil
	}
	return []lost{{Rule: row.Rule, Values: left, Again: c.successor(row.Rule, left, m)}}
}

func (c *catalogue) found(rule string, in answers) bool {
	q, ok := c.question(rule)
	if !ok {
		return false
	}
	_, there := in[q.Rule].Values[rule]
	return there
}

// successor is the question that asks now for what was lost.
func (c *catalogue) successor(rule string, left map[string]string, m Migration) string {
	for _, was := range append([]string{rule}, slices.Sorted(maps.Keys(left))...) {
		if q, ok := c.question(cmp.Or(m.Moved[was], was)); ok {
			return q.Rule
		}
	}
	return ""
}

// merge adds the answers brought over to those given since, which win. What
// does not read as its row does is to be stored anew.
func (c *carried) merge(brought answers, former []storedAnswer) {
	rows := map[string]storedAnswer{}
	for _, row := range former {
		rows[row.Rule] = row
		if _, stays := brought[row.Rule]; !stays {
			c.gone = append(c.gone, row.Rule)
		}
	}
	for _, rule := range slices.Sorted(maps.Keys(brought)) {
		if _, given := c.answers[rule]; given {
			continue
		}
		a := brought[rule]
		c.answers[rule] = a
		value, known := a.stored()
		if row, ok := rows[rule]; !ok || row.Value != value || row.Known != known {
			c.moved = append(c.moved, a)
		}
	}
}
