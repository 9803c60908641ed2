package footprint

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

// A population draws random households that answer truthfully. They resemble
// the households of France where we know how those are, so that an unanswered
// question is about as far off as the model's average makes it.
type population struct {
	*voice
	random *rand.Rand
}

func newPopulation(v *voice, seed uint64) *population {
	return &population{voice: v, random: rand.New(rand.NewPCG(seed, 15))}
}

// odds are how often each answer is given.
type odds map[string]float64

// choicePriors: the kind of home and its owner after INSEE (recensement 2020,
// rounded); the others are our assumptions, in the order of what one knows of
// French households. A choice that is not here is the model's default six times
// in ten, and anything else evenly.
var choicePriors = map[string]odds{
	"logement . type":                                      {"maison": 55, "appartement": 44, "autre": 1},
	"logement . propriétaire":                              {"propriétaire": 58, "locataire": 40, "hébergé": 2},
	"logement . âge":                                       {"très récent": 10, "récent": 45, "ancien": 45},
	"logement . chauffage . mode":                          {"individuel": 82, "collectif": 17, "pas de chauffage": 1},
	"logement . chauffage . principal":                     {"gaz": 36, "électricité": 35, "fioul": 9, "bois": 8, "PAC air eau": 6, "PAC air air": 4, "citerne propane": 1, "réseau de chaleur": 1},
	"logement . chauffage . collectif":                     {"gaz": 60, "réseau de chaleur": 34, "fioul": 6},
	"logement . climatisation . présent":                   {"pas de climatiseurs": 76, "oui et utilisation": 20, "oui sans utilisation": 4},
	"logement . piscine . type":                            {"pas de piscine": 90, "creusée": 6, "hors sol": 4},
	"transport . voiture . utilisateur":                    {"propriétaire": 72, "régulier non propriétaire": 6, "non régulier": 10, "jamais": 12},
	"transport . voiture . motorisation":                   {"thermique": 90, "hybride non rechargeable": 5, "électrique": 3, "hybride rechargeable": 2},
	"transport . voiture . thermique . carburant":          {"gazole B7 ou B10": 50, "essence E5 ou E10": 44, "essence E85": 4, "GPL": 2},
	"transport . avion . usager":                           {"jamais": 60, "occasionnellement": 25, "fréquemment": 15},
	"divers . textile . volume":                            {"minimum": 30, "renouvellement occasionnel": 55, "accro au shopping": 15},
	"logement . chauffage . saisie précision consommation": {"aide": 50, "conso exactes": 35, "DPE": 15},
}

// yesPriors are, in per cent, how many households say yes; all are our
// assumptions. Without one it is 10 where no is the model's default, else 30.
var yesPriors = map[string]float64{
	"transport . train . usager":                               50,
	"transport . transports commun . métro ou tram . présent":  30,
	"transport . transports commun . bus . présent":            35,
	"transport . ferry . usager":                               4,
	"transport . deux roues . usager":                          7,
	"transport . vacances . caravane . propriétaire":           3,
	"transport . vacances . camping car . propriétaire":        2,
	"transport . vacances . van . propriétaire":                1,
	"transport . vacances . bateau plaisance . propriétaire":   2,
	"logement . vacances . hotel . présent":                    40,
	"logement . vacances . famille ou amis . présent":          65,
	"logement . vacances . résidence secondaire . présent":     8,
	"logement . vacances . échange . présent":                  2,
	"logement . vacances . croisière . présent":                2,
	"divers . textile . choix précis":                          10,
	"divers . loisirs . sports . sports énergivores . présent": 3,
	"divers . loisirs . sports . golf . présent":               2,
	"divers . loisirs . sports . équitation . présent":         3,
}

// A diet is how often each kind of dish is on the table.
type diet struct {
	share  float64
	dishes odds
}

// diets are our assumptions: three vegans in a hundred, five vegetarians, the
// rest between little meat and meat every day.
var diets = []diet{
	{3, odds{"végétalien": 14}},
	{5, odds{"végétalien": 3, "végétarien": 11}},
	{27, odds{"végétalien": 1, "végétarien": 7, "viande blanche": 3, "viande rouge": 1, "poisson gras": 1, "poisson blanc": 1}},
	{65, odds{"végétarien": 3, "viande blanche": 5, "viande rouge": 4, "poisson gras": 1, "poisson blanc": 1}},
}

// household draws answers to every question that applies. The households whose
// footprint does not compute are drawn again.
func (p *population) household() answers {
	for {
		as := p.draw()
		r := p.read(as)
		_, known := amount(r.ofCarbon, carbonTotal)
		r.close()
		if known {
			return as
		}
	}
}

// draw answers until nothing new applies, then drops the answers to questions
// that turned out not to apply.
func (p *population) draw() answers {
	as := answers{}
	for before := -1; before != len(as); {
		before = len(as)
		r := p.read(as)
		for _, q := range p.questions {
			_, answered := as[q.Rule]
			_, isAid := p.aided[q.Rule]
			if !answered && !isAid && !technical(q) && r.applies(q) {
				as[q.Rule] = p.answer(r, as, q)
			}
		}
		r.close()
	}
	r := p.read(as)
	defer r.close()
	for _, q := range p.questions {
		if !r.applies(q) {
			delete(as, q.Rule)
		}
	}
	return as
}

func (p *population) answer(r *reading, as answers, q *Question) answer {
	values := map[string]string{}
	switch q.Form {
	case Choice:
		values[q.Rule] = p.choice(r, q)
	case YesNo:
		values[q.Rule] = p.yesOrNo(q.Rule)
	case Number:
		values[q.Rule] = p.number(r, as, q)
	case Selection:
		for _, o := range q.Options {
			values[o.Rule] = p.yesOrNo(o.Rule)
		}
	case Counts:
		p.counts(r, q, values)
	}
	return answer{Rule: q.Rule, Values: values}
}

func (p *population) choice(r *reading, q *Question) string {
	if prior, ok := choicePriors[q.Rule]; ok {
		return p.pick(prior)
	}
	e, _ := r.evaluatorOf(q.Rule)
	if usual, err := e.Evaluate(q.Rule); err == nil && usual.Text != "" && p.random.Float64() < 0.6 {
		return usual.Text
	}
	return q.Choices[p.random.IntN(len(q.Choices))].Value
}

func (p *population) pick(from odds) string {
	total := 0.0
	for _, weight := range from {
		total += weight
	}
	at := p.random.Float64() * total
	for _, value := range sorted(from) {
		if at -= from[value]; at < 0 {
			return value
		}
	}
	return sorted(from)[0]
}

func (p *population) yesOrNo(rule string) string {
	percent, ok := yesPriors[rule]
	if !ok {
		percent = 30
		if described, found := p.carbon.Rule(rule); found && described.HasDefault {
			percent = 10
		}
	}
	if p.random.Float64()*100 < percent {
		return yes
	}
	return no
}

// number draws an amount. The sizes of households are INSEE's (recensement
// 2020), how homes grow with them and how far people drive are our
// assumptions; any other amount is 40 % around the model's own.
func (p *population) number(r *reading, as answers, q *Question) string {
	switch q.Rule {
	case "logement . habitants":
		return p.pick(odds{"1": 37, "2": 33, "3": 13, "4": 11, "5": 6})
	case "logement . surface":
		people, _ := expression(Number, as["logement . habitants"].Values["logement . habitants"]).(float64)
		return p.around(35+22*max(people, 1), 0.3, q.Min, q.Max)
	case "transport . voiture . km":
		return p.around(10000, 0.7, q.Min, q.Max)
	case "transport . voiture . thermique . consommation aux 100":
		return p.around(6.5, 0.2, q.Min, q.Max)
	case "transport . voiture . voyageurs":
		return p.around(1.5, 0.3, q.Min, q.Max)
	case "transport . train . km":
		return p.around(800, 1, q.Min, q.Max)
	case "déchets . couches . enfants":
		return p.pick(odds{"0": 92, "1": 7, "2": 1})
	}
	return p.around(p.centre(r, q.Rule), 0.4, q.Min, q.Max)
}

// counts draws the lines of a mosaic of numbers.
func (p *population) counts(r *reading, q *Question, values map[string]string) {
	var dishes map[string]int
	if q.Rule == "alimentation . plats" {
		dishes = p.week()
	}
	for _, o := range q.Options {
		centre := p.centre(r, o.Rule)
		switch {
		case dishes != nil:
			values[o.Rule] = writeNumber(float64(dishes[lastPart(parentOf(o.Rule))]))
		case strings.HasPrefix(q.Rule, "transport . avion"):
			values[o.Rule] = p.around(centre, 0.8, o.Min, o.Max)
		case centre < 3:
			values[o.Rule] = writeNumber(min(p.poisson(centre), *o.Max))
		default:
			values[o.Rule] = p.around(centre, 0.4, o.Min, o.Max)
		}
	}
}

// week draws fourteen meals of one diet.
func (p *population) week() map[string]int {
	shares := odds{}
	for i, d := range diets {
		shares[string(rune('a'+i))] = d.share
	}
	of := diets[p.pick(shares)[0]-'a']
	meals := map[string]int{}
	for range 14 {
		meals[p.pick(of.dishes)]++
	}
	return meals
}

func (p *population) poisson(mean float64) float64 {
	n, left := 0.0, math.Exp(-mean)
	for product := p.random.Float64(); product > left; product *= p.random.Float64() {
		n++
	}
	return n
}

// centre is the model's own value for an unanswered number.
func (p *population) centre(r *reading, rule string) float64 {
	e, ok := r.evaluatorOf(rule)
	if !ok {
		return 1
	}
	v, known := amount(e, rule)
	if !known {
		return 1
	}
	return v
}

// around draws a number around a median, as people say it.
func (p *population) around(median, spread float64, low, high *float64) string {
	v := median * math.Exp(spread*p.random.NormFloat64())
	switch {
	case v >= 1000:
		v = math.Round(v/100) * 100
	case v >= 3:
		v = math.Round(v)
	default:
		v = math.Round(v*10) / 10
	}
	return writeNumber(min(max(v, *low), *high))
}

// TestPopulation holds that random households are about as the model's average.
func TestPopulation(t *testing.T) {
	v := publishedVoice(t, "fr")
	p := newPopulation(v, 4)
	var kg []float64
	for range 100 {
		r := v.read(p.household())
		one, _ := amount(r.ofCarbon, carbonTotal)
		r.close()
		kg = append(kg, one)
	}
	if m := median(kg); m < 6000 || m > 10000 {
		t.Errorf("the median of random households is %.0f kg, far from any French average", m)
	}
	t.Logf("median %.0f kg, mean %.0f kg", median(kg), mean(kg))
}
