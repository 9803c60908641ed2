package models

import (
	"encoding/json"
	"strings"
	"testing"

	"capzero/publicodes"
)

func TestCarbonIsThePublishedModel(t *testing.T) {
	version, err := CarbonVersion()
	if err != nil {
		t.Fatal(err)
	}
	if version != "4.10.2" {
		t.Errorf("the carbon model is %s: results of another version need a decision, see docs/decisions", version)
	}
	for _, lang := range []string{"fr", "en"} {
		source, err := Carbon("FR", lang)
		if err != nil {
			t.Fatal(err)
		}
		var rules map[string]any
		if err := json.Unmarshal(source.Data, &rules); err != nil {
			t.Fatalf("%s: %v", source.Name, err)
		}
		if _, ok := rules["bilan"]; !ok {
			t.Errorf("%s has no rule bilan", source.Name)
		}
	}
	if licence, err := CarbonLicence(); err != nil || !strings.Contains(licence, "MIT") {
		t.Errorf("the licence of the carbon model is %q, %v", licence, err)
	}
}

func TestUnknownModelsAreRefusedByName(t *testing.T) {
	for _, place := range [][2]string{{"XX", "fr"}, {"FR", "xx"}, {"../FR", "fr"}} {
		_, err := Carbon(place[0], place[1])
		if err == nil || !strings.Contains(err.Error(), place[0]) {
			t.Errorf("Carbon(%q, %q) gives %v", place[0], place[1], err)
		}
	}
	if _, err := Waste("xx"); err == nil {
		t.Error("a waste model in xx was found")
	}
}

func TestWasteTranslationComesLast(t *testing.T) {
	fr, err := Waste("fr")
	if err != nil {
		t.Fatal(err)
	}
	en, err := Waste("en")
	if err != nil {
		t.Fatal(err)
	}
	if len(en) != len(fr)+1 || !strings.HasSuffix(en[len(en)-1].Name, "/en.publicodes") {
		t.Errorf("French has %d files, English %d, the last %s", len(fr), len(en), en[len(en)-1].Name)
	}
	model, err := publicodes.Compile(fr...)
	if err != nil {
		t.Fatal(err)
	}
	if version, err := WasteVersion(model); err != nil || version == "" {
		t.Errorf("the waste model has version %q, %v", version, err)
	}
}
