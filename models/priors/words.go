package priors

import (
	"fmt"
	"math"
	"strings"
)

// String says in English how the answers are distributed. Values and rules have
// the names that they have in the model.
func (p *Prior) String() string {
	if p.unanswered != "" {
		return "left to the model"
	}
	var cases []string
	for i, v := range p.variants {
		text := v.shape.String()
		switch {
		case len(v.when) > 0:
			text = "if " + together(v.when) + ": " + text
		case i > 0:
			text = "else: " + text
		}
		cases = append(cases, text)
	}
	text := strings.Join(cases, "; ")
	if p.Unit != "" {
		text += " (" + p.Unit + ")"
	}
	return text
}

func together(when []condition) string {
	var all []string
	for _, c := range when {
		all = append(all, c.String())
	}
	return strings.Join(all, " and ")
}

func percent(share float64) string { return written(math.Round(share*1000)/10) + " %" }

func (s yes) String() string { return percent(s.share) + " yes" }

func (s choice) String() string {
	var parts []string
	for i, v := range s.values {
		parts = append(parts, v+" "+percent(s.weights[i]))
	}
	return strings.Join(parts, ", ")
}

func (s amount) String() string {
	text := s.of.String()
	if s.factor != nil {
		text = "(" + s.factor.String() + ") × " + text
	}
	if s.zero > 0 {
		text = percent(s.zero) + " none, else " + text
	}
	return text
}

func (c counts) String() string {
	var parts []string
	for i, v := range c.values {
		parts = append(parts, written(v)+": "+percent(c.weights[i]))
	}
	return strings.Join(parts, ", ")
}

func (p points) String() string {
	var parts []string
	for i, share := range p.shares {
		parts = append(parts, fmt.Sprintf("%s below %s", percent(share), written(p.values[i])))
	}
	first, last := p.values[0], p.values[len(p.values)-1]
	text := fmt.Sprintf("from %s to %s", written(first), written(last))
	if len(parts) > 2 {
		text += ", " + strings.Join(parts[1:len(parts)-1], ", ")
	}
	return text
}

func (l lognormal) String() string {
	centre := "median "
	if l.isMean {
		centre = "mean "
	}
	text := centre + l.centre.String()
	if l.tenth != nil {
		return text + ", one in ten above " + l.tenth.String()
	}
	return text + fmt.Sprintf(", two in three within a factor of %.1f", math.Exp(l.spread))
}

func (t triangle) String() string {
	return fmt.Sprintf("from %s to %s, mostly about %s", written(t.low), written(t.high), written(t.mode))
}

func (f follows) String() string { return f.from.String() }

func (g guess) String() string {
	return fmt.Sprintf("a guess around %s", written(g.centre))
}
