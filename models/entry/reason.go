package entry

import (
	"fmt"
	"slices"

	"capzero/publicodes/syntax"
)

// ReasonsFile is the name of the file with the reasons of a set.
const ReasonsFile = "raisons.yaml"

// Reason adds a reason, written in every language.
func (r Reader) Reason(reasons map[string]Texts, p syntax.Pair) error {
	if _, twice := reasons[p.Key]; twice {
		return r.At(p.Pos, "the reason %s is there twice", p.Key)
	}
	texts := Texts{}
	for _, line := range p.Value.Pairs {
		if !slices.Contains(languages, line.Key) {
			return r.At(line.Pos, "a reason is written in fr, en and sr, not in %q", line.Key)
		}
		text, err := r.Text(line)
		if err != nil {
			return err
		}
		texts[line.Key] = text
	}
	reasons[p.Key] = texts
	return r.AllLanguages(p, texts)
}

// CheckReasons refuses a reason that the entry names and that is not there.
func (e *Entry) CheckReasons(reasons map[string]Texts) error {
	if err := CheckReasons(e.Needs, reasons); err != nil || e.NoValue == "" {
		return err
	}
	return checkReason(e.noValuePlace, e.NoValue, reasons)
}

// CheckReasons refuses a reason that some needs name and that is not there.
func CheckReasons(needs []Need, reasons map[string]Texts) error {
	for _, n := range needs {
		if err := checkReason(n.Place, n.Reason, reasons); err != nil {
			return err
		}
	}
	return nil
}

func checkReason(place, reason string, reasons map[string]Texts) error {
	if _, ok := reasons[reason]; ok {
		return nil
	}
	return fmt.Errorf("%s: no reason is called %q", place, reason)
}
