package city

import (
	"strings"
	"testing"
)

func TestHowLongACityKeepsThings(t *testing.T) {
	if got := (Retention{SeasonMonths: 36}).OrUsual(); got != (Retention{InactiveMonths: 24, AfterSeasonMonths: 6, SeasonMonths: 36}) {
		t.Errorf("it is %+v", got)
	}
	for written, wrong := range map[string]string{
		"inactiveMonths: 24":    "",
		"inactiveMonths: 11":    "retention.inactiveMonths",
		"inactiveMonths: 600":   "inactiveMonths is from 12 to 36",
		"seasonMonths: -1":      "seasonMonths is from 12 to 60",
		"afterSeasonMonths: 25": "afterSeasonMonths is from 1 to 24",
	} {
		pack, err := packs.ReadFile("cities/issy/city.yaml")
		if err != nil {
			t.Fatal(err)
		}
		text, _, _ := strings.Cut(string(pack), "\nretention:")
		_, after, _ := strings.Cut(string(pack), "\nsources:")
		_, err = parse([]byte(text+"\nretention:\n  "+written+"\n\nsources:"+after), nil)
		switch {
		case wrong == "" && err != nil:
			t.Errorf("%s: %v", written, err)
		case wrong != "" && (err == nil || !strings.Contains(err.Error(), strings.TrimPrefix(wrong, "retention."))):
			t.Errorf("%s: %v", written, err)
		}
	}
}
