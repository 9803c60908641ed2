package main

import (
	"os"
	"strings"
	"testing"

	"capzero/models"
	"capzero/models/actions"
)

func TestThePageIsTrueToTheData(t *testing.T) {
	files, err := models.Actions()
	if err != nil {
		t.Fatal(err)
	}
	set, err := actions.Read(files...)
	if err != nil {
		t.Fatal(err)
	}
	var want strings.Builder
	if err := report(&want, set); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("../../docs/actions.md")
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want.String() {
		t.Error("docs/actions.md is not what the data says: run make actions")
	}
}
