package models

import (
	"strings"
	"testing"

	"capzero/publicodes"
)

func TestWasteTranslationComesLast(t *testing.T) {
	if _, err := Waste("xx"); err == nil {
		t.Error("a waste model in xx was found")
	}
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
