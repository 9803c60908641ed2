package challenge

import (
	"math/rand/v2"
	"testing"

	"capzero/internal/i18n"
)

// TestAmountsAreNumbersOnePictures: two at most, from the right list, between 1 and
// 1,000, and between a kilogram and a thousand tonnes always one.
func TestAmountsAreNumbersOnePictures(t *testing.T) {
	all, err := Likenesses()
	must(t, err)
	random := rand.New(rand.NewPCG(1, 2))
	for range 20000 {
		kind := []Kind{Carbon, Waste}[random.IntN(2)]
		grams := int64(1 << random.IntN(38))
		got := Amounts(all, kind, grams)
		if len(got) > 2 || len(got) == 0 && grams >= 1000 && grams <= 100_000_000 {
			t.Fatalf("%d g of %s come to %d lines", grams, kind, len(got))
		}
		for _, a := range got {
			if a.Kind != kind || a.Number < 1 || a.Number > 1000 {
				t.Fatalf("%d g of %s come to %v of %s", grams, kind, a.Number, a.ID)
			}
		}
	}
	for _, grams := range []int64{0, -5000} {
		if got := Amounts(all, Waste, grams); len(got) > 0 {
			t.Errorf("%d g come to %v", grams, got)
		}
	}
}

// TestEveryAmountHasItsWords in each language.
func TestEveryAmountHasItsWords(t *testing.T) {
	all, err := Likenesses()
	must(t, err)
	catalogues, err := i18n.Load()
	must(t, err)
	for _, lang := range []string{"fr", "en", "sr"} {
		for _, l := range all {
			if !catalogues.Locale(lang).Has("amount." + l.ID) {
				t.Errorf("%s has no words in %s", l.ID, lang)
			}
		}
	}
}
