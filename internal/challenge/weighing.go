package challenge

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"capzero/internal/fault"
	"capzero/internal/household"
	"capzero/internal/i18n"
)

// A Weighing is what a household weighed of one stream on one day.
type Weighing struct {
	Number int // 1 for the first of a household
	By     string
	Day    household.Day
	Stream Stream
	Grams  int64
	Spread int64 // one standard deviation of the method, in grams
	Method Method
	Bags   Bags // where there was no scale
	At     time.Time
	Undone bool
}

// A Method is how a weight was found.
type Method string

// The methods.
const (
	OnScale   Method = "scale"
	ByBags    Method = "bags"      // bags times how full they were
	Connected Method = "connected" // a scale that sends what it weighs
)

// Bags are bags of one size, equally full.
type Bags struct {
	Count       int
	Litres      int
	FillPercent int
}

// BagSizes are the usual ones, in litres, and Fills how full a bag may be said to
// be, in percent.
func BagSizes() []int { return []int{10, 20, 30, 50, 100} }

// Fills lists how full a bag may be said to be, in percent.
func Fills() []int { return []int{25, 50, 75, 100} }

// The fields of the form of a weighing.
const (
	WeightField  = "poids"
	StreamField  = "flux"
	DayField     = "jour"
	BagsField    = "sacs"
	LitresField  = "litres"
	FillField    = "plein"
	ConfirmField = "confirme"
)

// NewWeighing is what somebody sends of a weighing. Typed is a number with or without
// its unit, kg where there is none; without it the bags count.
type NewWeighing struct {
	Day       household.Day
	Stream    Stream
	Typed     string
	Bags      Bags
	Confirmed string // what a Doubt gave, to mean it
}

const (
	gramsPerKg = 1000
	// mostGrams is what no household carries down in one go.
	mostGrams = 200 * gramsPerKg
	mostBags  = 20
	// scaleSpread and scaleResolution are what a luggage scale for the kitchen is
	// off by: a part of what hangs on it and its last digit, 0.1 kg.
	scaleSpread, scaleResolution = 0.01, 30.0
)

// weight is what was sent, in grams.
type weight struct {
	grams  int64
	spread int64
	method Method
	bags   Bags
}

// read reads what was sent, in the language of who typed it.
func (n NewWeighing) read(l *i18n.Locale) (weight, error) {
	if !n.Stream.known() {
		return weight{}, fault.At(StreamField, fault.Invalid, "weighing.stream_missing")
	}
	if strings.TrimSpace(n.Typed) == "" {
		return n.readBags()
	}
	grams, err := readWeight(n.Typed, l)
	if err != nil {
		return weight{}, err
	}
	spread := math.Hypot(scaleResolution, scaleSpread*float64(grams))
	return weight{grams: grams, spread: int64(math.Round(spread)), method: OnScale}, nil
}

func readWeight(typed string, l *i18n.Locale) (grams int64, err error) {
	text, perUnit := cutUnit(typed)
	amount, ok := l.ParseNumber(text)
	if !ok || math.IsNaN(amount) || math.IsInf(amount, 0) {
		return 0, fault.At(WeightField, fault.Invalid, "weighing.unreadable")
	}
	exact := amount * perUnit
	switch {
	case exact < 0:
		return 0, fault.At(WeightField, fault.Invalid, "weighing.negative")
	case exact > mostGrams:
		return 0, fault.At(WeightField, fault.Invalid, "weighing.too_heavy", "max", mostGrams/gramsPerKg)
	}
	return int64(math.Round(exact)), nil
}

// cutUnit takes the unit off a weight and returns how many grams it is.
func cutUnit(typed string) (number string, grams float64) {
	text := strings.ToLower(strings.TrimSpace(typed))
	for _, u := range []struct {
		name  string
		grams float64
	}{{"kilos", 1000}, {"kilo", 1000}, {"kgs", 1000}, {"kg", 1000}, {"grammes", 1}, {"gr", 1}, {"g", 1}} {
		if number, found := strings.CutSuffix(text, u.name); found {
			return strings.TrimSpace(number), u.grams
		}
	}
	return text, gramsPerKg
}

func (n NewWeighing) readBags() (weight, error) {
	switch b := n.Bags; {
	case b.Count == 0 && b.Litres == 0 && b.FillPercent == 0:
		return weight{}, fault.At(WeightField, fault.Invalid, "weighing.missing")
	case b.Count < 1 || b.Count > mostBags:
		return weight{}, fault.At(BagsField, fault.Invalid, "weighing.bags_bounds", "max", mostBags)
	case !slices.Contains(BagSizes(), b.Litres):
		return weight{}, fault.At(LitresField, fault.Invalid, "weighing.litres_missing")
	case !slices.Contains(Fills(), b.FillPercent):
		return weight{}, fault.At(FillField, fault.Invalid, "weighing.fill_missing")
	}
	d := densities[n.Stream]
	litres := float64(n.Bags.Litres) * float64(n.Bags.FillPercent) / 100
	one := d.gramsPerLitre * litres
	return weight{
		grams:  int64(math.Round(float64(n.Bags.Count) * one)),
		spread: int64(math.Round(d.spread * one * math.Sqrt(float64(n.Bags.Count)))),
		method: ByBags,
		bags:   n.Bags,
	}, nil
}

// A Doubt is what a weighing is met with that is more often a slip than the truth.
// It is not kept yet: sent again with Given as [NewWeighing.Confirmed], it is.
type Doubt struct {
	Fault *fault.Error // the sentence that asks, at ConfirmField
	Given string
}

func (d *Doubt) Error() string { return d.Fault.Error() }

func (d *Doubt) Unwrap() error { return d.Fault }

const (
	// oddTimes is how many times what a household throws away in a week a weighing
	// must be to be asked about, and oddAtLeast in grams what is never asked about.
	oddTimes, oddAtLeast = 5.0, 6 * gramsPerKg
	// sameWithin is how near two weighings of one day must be to look like one bag.
	sameWithin = 0.1
)

// doubts asks about what a weighing could be instead. Usual is what the household
// throws away of the stream in a week, in grams; others are the weighings of the
// same day and stream.
func (n NewWeighing) doubts(of weight, usual float64, others []Weighing, by string, l *i18n.Locale) error {
	key := n.odd(of, usual)
	if key == "" {
		key = repeated(of, others, by)
	}
	if key == "" {
		return nil
	}
	given := n.given(of)
	if n.Confirmed == given {
		return nil
	}
	weight := l.Amount(float64(of.grams) / gramsPerKg)
	return &Doubt{Fault: fault.At(ConfirmField, fault.Invalid, key, "weight", weight), Given: given}
}

// odd is what a weight is asked about, empty for a likely one.
func (n NewWeighing) odd(of weight, usual float64) string {
	switch {
	case of.grams == 0:
		return "weighing.zero"
	case of.grams >= 100*gramsPerKg && !hasUnit(n.Typed) && of.method == OnScale:
		return "weighing.in_grams"
	case of.grams > oddAtLeast && float64(of.grams) > oddTimes*usual:
		return "weighing.heavy"
	}
	return ""
}

// repeated is what a weight is asked about that was noted already, by somebody else
// or by the same person.
func repeated(of weight, others []Weighing, by string) (key string) {
	for _, other := range others {
		switch {
		case !near(other.Grams, of.grams):
		case other.By == by:
			return "weighing.again"
		default:
			key = "weighing.same_bag"
		}
	}
	return key
}

// given is what a confirmation confirms: this weight of this stream on this day.
func (n NewWeighing) given(of weight) string {
	return string(n.Stream) + " " + string(n.Day) + " " + strconv.FormatInt(of.grams, 10)
}

func hasUnit(typed string) bool {
	number, _ := cutUnit(typed)
	return number != strings.ToLower(strings.TrimSpace(typed))
}

func near(a, b int64) bool {
	return math.Abs(float64(a-b)) <= sameWithin*float64(max(a, b))
}
