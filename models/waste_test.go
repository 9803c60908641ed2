package models

import (
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"capzero/publicodes"
)

// streams are the parts of the weekly total, as the total's rule lists them.
var streams = []string{
	"déchets . ordures résiduelles",
	"déchets . papiers et cartons",
	"déchets . verre",
	"déchets . emballages",
	"déchets . textiles",
	"déchets . restes alimentaires triés",
}

const (
	total      = "déchets . par an"
	residual   = "déchets . ordures résiduelles"
	foodBag    = "déchets . ordures résiduelles . restes alimentaires"
	foodSorted = "déchets . restes alimentaires triés"

	people    = "logement . habitants"
	effort    = "alimentation . déchets . quantité jetée"
	compost   = "alimentation . déchets . gestes . compostage biodéchets . présent"
	foodCare  = "alimentation . déchets . gestes . gaspillage alimentaire . présent"
	noJunk    = "alimentation . déchets . gestes . stop pub . présent"
	bottled   = "alimentation . boisson . eau en bouteille . consommateur"
	sweet     = "alimentation . boisson . sucrées . litres"
	alcohol   = "alimentation . boisson . alcool . litres"
	clothes   = "divers . textile . volume"
	cats      = "divers . animaux domestiques . empreinte . chats . nombre"
	nights    = "déchets . nuits"
	sorting   = "déchets . tri . emballages"
	glass     = "déchets . tri . verre"
	foodBin   = "déchets . bac alimentaire"
	cooking   = "déchets . cuisine"
	shopping  = "déchets . courses"
	worn      = "déchets . textiles usés"
	nappies   = "déchets . couches . enfants"
	nappyType = "déchets . couches . type"
	litter    = "déchets . litière . type"
	garden    = "déchets . jardin"
)

// legalAnswers are all the ways to answer, by rule: texts to pick from, or the
// bounds of a number.
var legalAnswers = map[string]struct {
	pick     []string
	min, max float64
	whole    bool
}{
	people:    {min: 1, max: 30, whole: true},
	effort:    {pick: []string{"'base'", "'réduction'", "'zéro déchet'"}},
	compost:   {pick: []string{"oui", "non"}},
	foodCare:  {pick: []string{"oui", "non"}},
	noJunk:    {pick: []string{"oui", "non"}},
	bottled:   {pick: []string{"oui", "non"}},
	sweet:     {max: 20},
	alcohol:   {max: 20},
	clothes:   {pick: []string{"'minimum'", "'renouvellement occasionnel'", "'accro au shopping'"}},
	cats:      {max: 20, whole: true},
	nights:    {max: 7},
	sorting:   {pick: []string{"'toujours'", "'parfois'", "'jamais'"}},
	glass:     {pick: []string{"'toujours'", "'parfois'", "'jamais'"}},
	foodBin:   {pick: []string{"oui", "non"}},
	cooking:   {pick: []string{"'produits bruts'", "'un peu des deux'", "'plats préparés'"}},
	shopping:  {pick: []string{"'peu emballé'", "'un peu de tout'", "'petits formats'"}},
	worn:      {pick: []string{"'borne'", "'les deux'", "'poubelle'"}},
	nappies:   {max: 6, whole: true},
	nappyType: {pick: []string{"'jetables'", "'les deux'", "'lavables'"}},
	litter:    {pick: []string{"'minérale'", "'végétale'", "'aucune'"}},
	garden:    {pick: []string{"oui", "non"}},
}

func wasteModel(t *testing.T, lang string) *publicodes.Model {
	t.Helper()
	sources, err := Waste(lang)
	if err != nil {
		t.Fatal(err)
	}
	model, err := publicodes.Compile(sources...)
	if err != nil {
		t.Fatal(err)
	}
	return model
}

// A household answers the waste model.
type household struct {
	t         *testing.T
	evaluator *publicodes.Evaluator
}

func newHousehold(t *testing.T) household {
	return household{t, wasteModel(t, "fr").NewEvaluator()}
}

// answers replaces what the household said.
func (h household) answers(s publicodes.Situation) household {
	h.t.Helper()
	if err := h.evaluator.SetSituation(s); err != nil {
		h.t.Fatal(err)
	}
	return h
}

// kg returns the amount of a rule, in the unit of the rule.
func (h household) kg(rule string) float64 {
	h.t.Helper()
	v, err := h.evaluator.Evaluate(rule)
	if err != nil {
		h.t.Fatal(err)
	}
	if v.Kind != publicodes.KindNumber {
		h.t.Fatalf("%s is not a number: %+v", rule, v)
	}
	return v.Number
}

func near(a, b float64) bool { return math.Abs(a-b) <= 1e-9*max(1, math.Abs(b)) }

func TestWasteWithoutAnswersIsTheNationalAverage(t *testing.T) {
	h := newHousehold(t).answers(nil)
	for rule, want := range map[string]float64{
		residual:                       253.8 * (1 - 0.20), // 203.04
		"déchets . collecte séparée":   80.3 * (1 - 0.15),  // 68.255
		"déchets . papiers et cartons": 35.5 * 0.85,
		"déchets . verre":              30.1 * 0.85,
		"déchets . emballages":         (7.6 + 2.5 + 3.8 + 0.8) * 0.85,
		"déchets . textiles":           3.97,
		foodSorted:                     18 * 2.4 / 65.6,
		foodBag:                        83.1 * 0.8,
		"déchets . déchèterie":         230 * (1 - 0.17),
		total:                          253.8*0.8 + 80.3*0.85 + 3.97 + 18*2.4/65.6,
		residual + " . par semaine":    253.8 * 0.8 / 52,
		"déchets . ordures résiduelles . hygiène": 35.3 * 0.8,
		"déchets . ordures résiduelles . autres":  (5.9 + 11.6 + 10.8 + 1.6) * 0.8,
		"déchets . papiers . au sac":              21.9 * 0.8,
		"déchets . cartons . au sac":              16.3 * 0.8,
		"déchets . plastiques et métaux . au sac": (37.3 + 8.7) * 0.8,
		"déchets . verre . au sac":                13.6 * 0.8,
		"déchets . textiles . au sac":             7.7 * 0.8,
		"déchets . national . sac":                253.8,
		"déchets . national . tri":                80.3,
		"déchets . couches":                       0.0383 * 2.5 / 3 * 304,
		"déchets . restes alimentaires":           83.1*0.8 + 18*2.4/65.6,
	} {
		if got := h.kg(rule); !near(got, want) {
			t.Errorf("%s is %v, want %v", rule, got, want)
		}
	}
}

// A household of another size that says nothing else still has its share of
// children and cats: only what depends on the size moves.
func TestWasteOfUnansweredChildrenAndCatsIsTheAverageAtAnySize(t *testing.T) {
	h := newHousehold(t)
	for n := 1; n <= 6; n++ {
		h.answers(publicodes.Situation{people: n})
		if got, want := h.kg("déchets . ordures résiduelles . hygiène"), 35.3*0.8; !near(got, want) {
			t.Errorf("%d people: %v kg of sanitary textiles, want %v", n, got, want)
		}
		if got, want := h.kg("déchets . ordures résiduelles . autres"), 29.9*0.8; !near(got, want) {
			t.Errorf("%d people: %v kg of other waste, want %v", n, got, want)
		}
	}
}

func TestWasteMovesTheRightWay(t *testing.T) {
	tests := []struct {
		rule       string
		less, more publicodes.Situation
	}{
		{residual, publicodes.Situation{compost: "oui"}, nil},
		{residual, nil, publicodes.Situation{compost: "non"}},
		{residual, publicodes.Situation{foodBin: "oui"}, nil},
		{residual, nil, publicodes.Situation{foodBin: "non"}},
		{residual, publicodes.Situation{sorting: "'toujours'"}, nil},
		{residual, nil, publicodes.Situation{sorting: "'jamais'"}},
		{residual, publicodes.Situation{glass: "'toujours'"}, publicodes.Situation{glass: "'jamais'"}},
		{residual, publicodes.Situation{cats: 0}, publicodes.Situation{cats: 2}},
		{residual, publicodes.Situation{cats: 2, litter: "'végétale'"}, publicodes.Situation{cats: 2}},
		{residual, publicodes.Situation{nappies: 0}, publicodes.Situation{nappies: 1}},
		{residual, publicodes.Situation{nappies: 1, nappyType: "'lavables'"}, publicodes.Situation{nappies: 1}},
		{residual, publicodes.Situation{worn: "'borne'"}, publicodes.Situation{worn: "'poubelle'"}},
		{total, publicodes.Situation{noJunk: "oui"}, publicodes.Situation{noJunk: "non"}},
		{total, publicodes.Situation{foodCare: "oui"}, publicodes.Situation{foodCare: "non"}},
		{total, publicodes.Situation{bottled: "non"}, publicodes.Situation{bottled: "oui"}},
		{total, publicodes.Situation{sweet: 0}, publicodes.Situation{sweet: 3}},
		{total, publicodes.Situation{alcohol: 0}, publicodes.Situation{alcohol: 3}},
		{total, publicodes.Situation{shopping: "'peu emballé'"}, publicodes.Situation{shopping: "'petits formats'"}},
		{total, publicodes.Situation{clothes: "'minimum'"}, publicodes.Situation{clothes: "'accro au shopping'"}},
		{total, publicodes.Situation{effort: "'zéro déchet'"}, nil},
		{total, nil, publicodes.Situation{effort: "'base'"}},
		{total, publicodes.Situation{people: 5}, publicodes.Situation{people: 1}},
		{total, publicodes.Situation{nights: 4}, publicodes.Situation{nights: 7}},
		{"déchets . restes alimentaires", publicodes.Situation{cooking: "'plats préparés'"}, publicodes.Situation{cooking: "'produits bruts'"}},
		{"déchets . plastiques et métaux", publicodes.Situation{cooking: "'produits bruts'"}, publicodes.Situation{cooking: "'plats préparés'"}},
		{"déchets . déchèterie", publicodes.Situation{garden: "non"}, publicodes.Situation{garden: "oui"}},
	}
	h := newHousehold(t)
	for _, tt := range tests {
		less, more := h.answers(tt.less).kg(tt.rule), h.answers(tt.more).kg(tt.rule)
		if less >= more {
			t.Errorf("%s: %v gives %v, not less than %v with %v", tt.rule, tt.less, less, more, tt.more)
		}
	}
}

// Over all households the answers change nothing: each effect, weighted by how
// many people give each answer, leaves the national average.
func TestWasteEffectsAreCentred(t *testing.T) {
	tests := []struct {
		rule   string
		weight map[string]float64 // answer → share of the people
	}{
		{compost, map[string]float64{"oui": 0.34, "non": 0.66}},
		{foodCare, map[string]float64{"oui": 0.5, "non": 0.5}},
		{noJunk, map[string]float64{"oui": 0.17, "non": 0.83}},
		{bottled, map[string]float64{"oui": 135 / 547.5, "non": 1 - 135/547.5}},
		{sorting, map[string]float64{"'toujours'": 0.48, "'parfois'": 0.40, "'jamais'": 0.12}},
		{glass, map[string]float64{"'toujours'": 0.60, "'parfois'": 0.21, "'jamais'": 0.19}},
		{worn, map[string]float64{"'borne'": 0.5, "'poubelle'": 0.5}},
		{cooking, map[string]float64{"'produits bruts'": 0.5, "'plats préparés'": 0.5}},
	}
	h := newHousehold(t)
	for _, tt := range tests {
		for _, stream := range streams {
			want := h.answers(nil).kg(stream)
			var mean float64
			for answer, share := range tt.weight {
				mean += share * h.answers(publicodes.Situation{tt.rule: answer}).kg(stream)
			}
			if !near(mean, want) {
				t.Errorf("%s moves the mean of %s from %v to %v", tt.rule, stream, want, mean)
			}
		}
	}
}

func TestFoodBinConservesMass(t *testing.T) {
	h := newHousehold(t)
	for _, s := range []publicodes.Situation{nil, {compost: "oui"}, {people: 1, cooking: "'produits bruts'"}, {effort: "'zéro déchet'"}} {
		without, with := publicodes.Situation{foodBin: "non"}, publicodes.Situation{foodBin: "oui"}
		maps.Copy(without, s)
		maps.Copy(with, s)
		h.answers(without)
		bag, sum := h.kg(foodBag), h.kg(total)
		h.answers(with)
		if moved := h.kg(foodSorted); moved <= 0 || !near(bag-h.kg(foodBag), moved) {
			t.Errorf("%v: the bag loses %v kg, the food bin gets %v", s, bag-h.kg(foodBag), moved)
		}
		if got := h.kg(total); !near(got, sum) {
			t.Errorf("%v: the food bin changes the total from %v to %v", s, sum, got)
		}
	}
}

// Sorting more or less moves kilograms between the bag and the bins, whatever
// else the household answers.
func TestSortingConservesMass(t *testing.T) {
	random := rand.New(rand.NewPCG(80, 254))
	h := newHousehold(t)
	for range 50 {
		s := randomAnswers(random)
		want := math.NaN()
		for _, how := range legalAnswers[sorting].pick {
			s[sorting], s[glass] = how, how
			for _, bin := range legalAnswers[foodBin].pick {
				for _, where := range legalAnswers[worn].pick {
					s[foodBin], s[worn] = bin, where
					got := h.answers(s).kg(total)
					if !math.IsNaN(want) && !near(got, want) {
						t.Fatalf("sorting changes the total from %v to %v with %v", want, got, s)
					}
					want = got
				}
			}
		}
	}
}

// A value per percent is a formula gone wrong: one minus it is not a share.
func TestWasteUnitsAreSound(t *testing.T) {
	random := rand.New(rand.NewPCG(2026, 11))
	model := wasteModel(t, "fr")
	h := household{t, model.NewEvaluator()}
	for range 20 {
		h.answers(randomAnswers(random))
		for _, rule := range model.Rules() {
			v, err := h.evaluator.Evaluate(rule.Name)
			if err != nil {
				t.Fatal(err)
			}
			if _, per, ok := strings.Cut(v.Unit, "/"); ok && strings.Contains(per, "%") {
				t.Errorf("%s is in %s", rule.Name, v.Unit)
			}
			if slices.Contains(streams, rule.Name) && v.Unit != "kg/an" {
				t.Errorf("%s is in %q", rule.Name, v.Unit)
			}
		}
	}
}

func TestNappiesAreSharedByTheHousehold(t *testing.T) {
	h := newHousehold(t)
	perPerson := func(n int) float64 {
		h.answers(publicodes.Situation{people: n, nappies: 1})
		return h.kg("déchets . couches")
	}
	alone, six := perPerson(1), perPerson(6)
	if !near(alone, 304) || !near(six, 304.0/6) {
		t.Errorf("one child in nappies is %v kg a year for 1 person and %v for each of 6, want 304 and %v", alone, six, 304.0/6)
	}
}

func TestWasteIsNeverNegativeAndAddsUp(t *testing.T) {
	random := rand.New(rand.NewPCG(2017, 335))
	h := newHousehold(t)
	for range 500 {
		s := randomAnswers(random)
		h.answers(s)
		var sum float64
		for _, stream := range streams {
			kg := h.kg(stream)
			if kg < 0 || math.IsNaN(kg) || math.IsInf(kg, 0) {
				t.Fatalf("%s is %v with %v", stream, kg, s)
			}
			if week := h.kg(stream + " . par semaine"); !near(week*52, kg) {
				t.Fatalf("%s is %v a week and %v a year", stream, week, kg)
			}
			sum += kg
		}
		if !near(h.kg(total), sum) || !near(h.kg("déchets . par semaine")*52, sum) {
			t.Fatalf("the streams add up to %v, the total is %v, with %v", sum, h.kg(total), s)
		}
		if h.kg(foodBag) > h.kg(residual) {
			t.Fatalf("more food in the bag than the bag weighs, with %v", s)
		}
	}
}

// randomAnswers answers about two questions in three.
func randomAnswers(random *rand.Rand) publicodes.Situation {
	s := publicodes.Situation{}
	for _, rule := range slices.Sorted(maps.Keys(legalAnswers)) {
		if random.IntN(3) == 0 {
			continue
		}
		legal := legalAnswers[rule]
		switch {
		case legal.pick != nil:
			s[rule] = legal.pick[random.IntN(len(legal.pick))]
		case legal.whole:
			s[rule] = math.Floor(legal.min + random.Float64()*(legal.max-legal.min))
		default:
			s[rule] = legal.min + random.Float64()*(legal.max-legal.min)
		}
	}
	return s
}
