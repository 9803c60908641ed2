package models

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"capzero/publicodes"
	"capzero/publicodes/syntax"
)

// LostFigures says that a region has lost figures of its own on the way into
// the package, and would be measured with those of France.
//
// A region is made by laying a small file over the rules of France. Versions
// below 4.12 drop the "formule" of that file where the rule of France is written
// with "valeur": title and note are then those of the region, the number is
// that of France, and nothing says so. Electricity is among them everywhere.
type LostFigures struct {
	Release Release
	Rules   []LostFigure // sorted by name
}

// A LostFigure is a rule of a region with the value of France.
type LostFigure struct {
	Rule  string
	Value string // of France, as it is written
}

// Error says it in one line, with the first rule and what to do.
func (e *LostFigures) Error() string {
	first, more := e.Rules[0], ""
	if n := len(e.Rules) - 1; n > 0 {
		more = fmt.Sprintf(" (and %d more)", n)
	}
	return fmt.Sprintf("region %s of the carbon model %s counts with figures of France: %q%s names a source of its own and has the value of %s, %s; use %s",
		e.Release.Region, e.Release.Version, first.Rule, more, Home, first.Value, e.remedy())
}

// remedy names what can be used instead.
func (e *LostFigures) remedy() string {
	remedy := "region " + Home
	if compareVersions(e.Release.Version, fixedIn+".0") < 0 {
		remedy = "version " + fixedIn + " or later, " + remedy
	}
	if _, err := fs.Stat(overlays, path.Join(regionsOverlay, e.Release.Region+".publicodes")); err == nil {
		return remedy + ", or the overlay " + regionsOverlay
	}
	return remedy
}

const (
	// fixedIn is the first version that keeps the figures of its regions.
	fixedIn = "4.12"
	// regionsOverlay gives regions the figures back that they have lost.
	regionsOverlay = "overlay-regions"
)

// checkFigures refuses the rules of a region that have lost figures which
// nothing over them gives back.
func checkFigures(e edition, r Release, rules []byte, lang string, over []publicodes.Source) error {
	if r.Region == Home {
		return nil
	}
	home, err := e.rules(Home, lang)
	if err != nil {
		return notThere(Release{Version: r.Version, Region: Home}, lang, err)
	}
	lost, err := lostFigures(home, rules)
	if err != nil {
		return fmt.Errorf("%s of the carbon model %s: %w", fileName(r.Region, lang), r.Version, err)
	}
	given, err := valued(over)
	if err != nil {
		return err
	}
	lost = slices.DeleteFunc(lost, func(f LostFigure) bool { return given[f.Rule] })
	if len(lost) > 0 {
		return &LostFigures{Release: r, Rules: lost}
	}
	return nil
}

// lostFigures finds the rules whose note is the region's own while the value is
// that of France, written as only a lost one can be: a note says where a number
// comes from, so another note with the same number is a number that got lost.
func lostFigures(home, region []byte) ([]LostFigure, error) {
	var ofHome, ofRegion map[string]json.RawMessage
	if err := json.Unmarshal(home, &ofHome); err != nil {
		return nil, err
	}
	if err := json.Unmarshal(region, &ofRegion); err != nil {
		return nil, err
	}
	var lost []LostFigure
	for name, rule := range ofRegion {
		if bytes.Equal(rule, ofHome[name]) {
			continue
		}
		was, is := writtenRule(ofHome[name]), writtenRule(rule)
		if len(was.Valeur) > 0 && bytes.Equal(was.Valeur, is.Valeur) && bytes.Equal(was.Formule, is.Formule) && was.Note != is.Note {
			lost = append(lost, LostFigure{Rule: name, Value: string(was.Valeur)})
		}
	}
	slices.SortFunc(lost, func(a, b LostFigure) int { return strings.Compare(a.Rule, b.Rule) })
	return lost, nil
}

// A ruleAsWritten is what of a rule tells a lost figure.
type ruleAsWritten struct {
	Note            string
	Valeur, Formule json.RawMessage
}

// writtenRule reads a rule; one that is no object, or has no text for a note,
// has nothing to lose.
func writtenRule(rule json.RawMessage) ruleAsWritten {
	var w ruleAsWritten
	if json.Unmarshal(rule, &w) != nil {
		return ruleAsWritten{}
	}
	return w
}

// valued returns the rules to which sources give a value.
func valued(sources []publicodes.Source) (map[string]bool, error) {
	given := map[string]bool{}
	for _, source := range sources {
		root, err := syntax.Decode(source.Name, source.Data)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", source.Name, err)
		}
		for _, rule := range root.Pairs {
			if rule.Value.Get("valeur") != nil || rule.Value.Get("formule") != nil {
				given[rule.Key] = true
			}
		}
	}
	return given, nil
}
