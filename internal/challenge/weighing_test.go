package challenge

import (
	"errors"
	"math"
	"strings"
	"testing"

	"capzero/internal/household"
	"capzero/internal/i18n"
)

func french(t testing.TB) *i18n.Locale {
	t.Helper()
	catalogues, err := i18n.Load()
	must(t, err)
	return catalogues.Locale("fr")
}

func TestWeightsAsPeopleTypeThem(t *testing.T) {
	for typed, grams := range map[string]int64{
		"2,4": 2400, "2.4": 2400, " 2,4 kg": 2400, "2,4KG": 2400, "850 g": 850, "850g": 850, "850 grammes": 850,
		"0": 0, "0,05": 50, "1 kilo": 1000, "3 kgs": 3000, "12": 12000, "٣": -1, "": -1, "kg": -1, "deux": -1,
		"-1": -1, "1e9": -1, "999999999999999999999": -1, "NaN": -1, "2,4,5": -1, "200": 200_000, "200,1": -1, "<b>": -1,
	} {
		got, err := readWeight(typed, french(t))
		if err != nil {
			got = -1
		}
		if got != grams {
			t.Errorf("%q is %d g, want %d", typed, got, grams)
		}
	}
}

func FuzzReadWeight(f *testing.F) {
	locale := french(f)
	for _, typed := range []string{"2,4 kg", "850 g", "-1", "1e9", "2.4.5", "\x00", "𝟜 kg", "0,0000001"} {
		f.Add(typed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		grams, err := readWeight(typed, locale)
		if err == nil && (grams < 0 || grams > mostGrams) {
			t.Errorf("%q is %d g", typed, grams)
		}
	})
}

func TestBagsHaveAWeightAndAWideSpread(t *testing.T) {
	two := NewWeighing{Stream: Residual, Bags: Bags{Count: 2, Litres: 30, FillPercent: 75}}
	w, err := two.read(french(t))
	must(t, err)
	if w.grams != 4050 || w.method != ByBags || w.spread < 800 || w.spread > 1200 {
		t.Errorf("two bags of 30 l at 75 %%: %+v", w)
	}
	for _, bags := range []Bags{{Count: 21, Litres: 30, FillPercent: 50}, {Count: 1, Litres: 31, FillPercent: 50}, {Count: 1, Litres: 30, FillPercent: 60}, {Count: -1, Litres: 30, FillPercent: 50}, {}} {
		if _, err := (NewWeighing{Stream: Residual, Bags: bags}).read(french(t)); err == nil {
			t.Errorf("%+v was taken", bags)
		}
	}
	for _, s := range Streams() {
		if d := densities[s]; d.gramsPerLitre <= 0 || d.spread <= 0 {
			t.Errorf("%s has no density", s)
		}
	}
}

// weigh keeps a weighing, and means it where it is asked about.
func (w *world) weigh(t testing.TB, person string, day household.Day, s Stream, typed string) Weighing {
	t.Helper()
	n := NewWeighing{Day: day, Stream: s, Typed: typed}
	kept, err := w.Weigh(t.Context(), person, "fr", n)
	if d, ok := errors.AsType[*Doubt](err); ok {
		n.Confirmed = d.Given
		kept, err = w.Weigh(t.Context(), person, "fr", n)
	}
	must(t, err)
	return kept
}

func (w *world) asked(t *testing.T, person string, day household.Day, s Stream, typed, key string) {
	t.Helper()
	_, err := w.Weigh(t.Context(), person, "fr", NewWeighing{Day: day, Stream: s, Typed: typed})
	d, ok := errors.AsType[*Doubt](err)
	if !ok || d.Fault.Key != key {
		t.Errorf("%s of %s: %v, want to be asked %s", typed, s, err, key)
		return
	}
	n := NewWeighing{Day: day, Stream: s, Typed: typed, Confirmed: d.Given}
	_, err = w.Weigh(t.Context(), person, "fr", n)
	must(t, err)
}

func TestOddWeighingsAreAskedAboutOnce(t *testing.T) {
	w := newWorld(t)
	w.family(t, "anne", 2, 0, outside)
	w.joins(t, "anne", "bob")
	day := w.clock().Format("2006-01-02")
	today := household.Day(day)
	w.asked(t, "anne", today, Residual, "0", "weighing.zero")
	w.asked(t, "anne", today, Residual, "150", "weighing.in_grams")
	w.asked(t, "anne", today, Residual, "50", "weighing.heavy")
	w.weigh(t, "anne", today, Paper, "2,5")
	w.asked(t, "bob", today, Paper, "2,6", "weighing.same_bag")
	w.asked(t, "anne", today, Paper, "2,5 kg", "weighing.again")
	if _, err := w.Weigh(t.Context(), "anne", "fr", NewWeighing{Day: today, Stream: Residual, Typed: "40", Confirmed: "residual " + day + " 50000"}); err == nil {
		t.Error("another weight was confirmed")
	}
	if _, err := w.Weigh(t.Context(), "anne", "fr", NewWeighing{Day: today, Stream: Residual, Typed: "150 kg"}); err == nil {
		t.Error("150 kg were not asked about")
	}
}

func TestDaysOfWeighings(t *testing.T) {
	w := newWorld(t)
	w.family(t, "anne", 2, 0, outside)
	refused := func(day household.Day, key string) {
		t.Helper()
		_, err := w.Weigh(t.Context(), "anne", "fr", NewWeighing{Day: day, Stream: Residual, Typed: "2"})
		if err == nil || !strings.HasPrefix(err.Error(), key) {
			t.Errorf("%s: %v, want %s", day, err, key)
		}
	}
	first := firstWeek.First()
	refused("hier", "weighing.day_unreadable")
	refused(first.Plus(1), "weighing.day_coming")
	refused(first.Plus(-1), "weighing.day_before_home")
	w.weigh(t, "anne", first, Residual, "2")
	w.goTo(4, 0)
	refused(first.Plus(6), "weighing.day_late")
	w.goTo(3, 6)
	kept := w.weigh(t, "anne", first.Plus(6), Residual, "2")
	must(t, w.TakeBack(t.Context(), "anne", kept.Number))
	must(t, w.TakeBack(t.Context(), "anne", kept.Number))
	book, err := w.Waste(t.Context(), "anne")
	must(t, err)
	if len(book.Last) != 1 || book.Last[0].Day != first {
		t.Errorf("the weighings are %+v", book.Last)
	}
}

func TestWasteOfAHousehold(t *testing.T) {
	w := newWorld(t)
	w.season(t)
	w.family(t, "anne", 2, 0)
	book, err := w.Waste(t.Context(), "anne")
	must(t, err)
	if math.Abs(book.Total.KgPerWeek-5.8) > 1e-9 || book.Total.Share != 0 {
		t.Errorf("without weighings: %+v", book.Total)
	}
	for week := 1; week <= 8; week++ {
		day := w.goTo(week, 3).First()
		w.weigh(t, "anne", day, Residual, "3")
		w.weigh(t, "anne", day.Plus(2), Residual, "2")
	}
	w.goTo(9, 0)
	book, err = w.Waste(t.Context(), "anne")
	must(t, err)
	residual := book.Streams[0]
	if residual.Weeks != 8 || residual.PersonWeeks != 16 || residual.KgPerWeek < 2.5 || residual.KgPerWeek > 2.6 {
		t.Errorf("8 weeks of 5 kg for two: %+v", residual)
	}
	if len(book.Changes) != 1 || book.Changes[0].Shown() || book.Changes[0].Before != 2.5 {
		t.Errorf("nothing changed: %+v", book.Changes)
	}
	if len(book.Weeks) != 9 || book.Weeks[8].Over || book.Weeks[0].Kg[Residual] != 5 {
		t.Errorf("the weeks are %+v", book.Weeks)
	}
	must(t, w.homes.AddAbsence(t.Context(), "anne", firstWeek.Plus(2).First(), firstWeek.Plus(3).First()))
	book, err = w.Waste(t.Context(), "anne")
	must(t, err)
	if book.Streams[0].Weeks != 7 || book.Streams[0].PersonWeeks != 14 {
		t.Errorf("a week away counts: %+v", book.Streams[0])
	}
}

// Whoever weighs is there: what lasts counts.
func TestWeighingRenewsWhatLasts(t *testing.T) {
	w := newWorld(t)
	w.season(t)
	w.family(t, "anne", 2, 0)
	w.done(t, "anne", w.goTo(4, 0), noAds, 1)
	day := w.goTo(5, 1).First()
	w.weigh(t, "anne", day, Residual, "3")
	w.weigh(t, "anne", day, Glass, "3")
	w.wantGrams(t, "anne", 2*2*20, 2*2*60)
}
