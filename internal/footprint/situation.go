package footprint

import (
	"strconv"

	"capzero/publicodes"
)

// situation is what answers say to one model. What a model does not know is
// left out, and so is every "je ne sais pas": the model then takes its average.
func (c *catalogue) situation(m *publicodes.Model, as answers) publicodes.Situation {
	s := publicodes.Situation{}
	for _, a := range as {
		q, ok := c.byRule[a.Rule]
		if !ok {
			continue
		}
		for rule, value := range a.Values {
			if _, ok := m.Rule(rule); ok {
				s[rule] = expression(q.Form, value)
			}
		}
	}
	return s
}

// expression writes a stored value as the language reads it.
func expression(form Form, value string) any {
	switch form {
	case YesNo, Selection:
		return value == yes
	case Number, Counts:
		v, err := strconv.ParseFloat(value, 64)
		if err != nil {
			return nil // a stored number always parses; nil asks for the average
		}
		return v
	}
	return "'" + value + "'"
}
