package footprint

import (
	"math"
	"strings"
	"testing"
	"time"

	"capzero/internal/db"
	"capzero/internal/fault"

	"github.com/google/go-cmp/cmp"
)

// drivesAndBurnsCoal answers what the edition before asks. By hand, in kgCO2e:
//
//	transport  10 000 × 0,25 + 4 h × 110              = 2 940
//	food       (7 × 2 + 7 × 0,5) × 52 + 200           = 1 110
//	housing    10 000 kWh × 0,4 / 1                   = 4 000
//	things     450 + 3 × 50 + 100 / 4                 =   625
//	services                                            1 000
func drivesAndBurnsCoal(t testing.TB, s *Service) Token {
	t.Helper()
	token := start(t, s)
	give(t, s, token, "logement . habitants", Input{Value: "1"})
	give(t, s, token, "transport . voiture . km", Input{Value: "10000"})
	give(t, s, token, "logement . chauffage . énergie", Input{Value: "charbon"})
	give(t, s, token, "divers . achats . vieux", Input{Value: "3"})
	give(t, s, token, "divers . partage . personnes", Input{Value: "4"})
	if r := finish(t, s, token); r.Models != smallEarlier || !cmp.Equal(r.Carbon.KgCO2ePerYear, 9675.0, near) {
		t.Fatalf("the result before is %v kg with %v, want 9 675", r.Carbon.KgCO2ePerYear, r.Models)
	}
	return token
}

func TestAResultStaysWithItsModels(t *testing.T) {
	w := newWorld(t, newClock())
	token := drivesAndBurnsCoal(t, w.before)
	for range 2 { // looking does not change it
		r := result(t, w.after, token)
		if r.Models != smallEarlier || !cmp.Equal(r.Carbon.KgCO2ePerYear, 9675.0, near) {
			t.Fatalf("after the update the result is %v kg with %v", r.Carbon.KgCO2ePerYear, r.Models)
		}
		if r.Current != smallCurrent || r.Recalculated != nil {
			t.Errorf("current models %v, recalculated %v", r.Current, r.Recalculated)
		}
	}
	// Its questions are those of its models, and so are the answers to them.
	give(t, w.after, token, "logement . chauffage . énergie", Input{Value: "gaz"})
	if r := result(t, w.after, token); !cmp.Equal(r.Carbon.KgCO2ePerYear, 7675.0, near) {
		t.Errorf("an answer gives %v kg, want 7 675 with the same models", r.Carbon.KgCO2ePerYear)
	}
	if got := modelOfAnswer(t, w.after, token, "logement . chauffage . énergie"); got != smallEarlier.Carbon {
		t.Errorf("the answer is stored as one to %s", got)
	}
	// Whoever begins now has the current ones.
	if r := finish(t, w.after, start(t, w.after)); r.Models != smallCurrent || r.Current != (Models{}) {
		t.Errorf("a newcomer is measured with %v, current are %v", r.Models, r.Current)
	}
	checkTotals(t, w.after, "issy", 2)
}

func modelOfAnswer(t *testing.T, s *Service, token Token, rule string) (model string) {
	t.Helper()
	f, err := s.readFile(t.Context(), token)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range f.rows {
		if row.Rule == rule {
			return row.Model
		}
	}
	return "no answer"
}

// The way from 9 675 to 6 625 kg, by hand: coal gone (gas 2 000) −2 000, old
// furniture gone (1 × 50 on average) −100, car −500, drinks −50, and flights,
// 4 × 100, −40; things were 500 on average and are.
func TestARecalculationSaysWhatChanged(t *testing.T) {
	c := newClock()
	w := newWorld(t, c)
	token := drivesAndBurnsCoal(t, w.before)
	c.pass(time.Hour)
	if err := w.after.Recalculate(t.Context(), token); err != nil {
		t.Fatal(err)
	}
	checkTotals(t, w.after, "issy", 1)
	r := result(t, w.after, token)
	if r.Models != smallCurrent || r.Current != (Models{}) || r.Recalculated == nil || r.Recalculated.Seen || !r.Recalculated.At.Equal(c.Now()) {
		t.Errorf("the result has %v, current %v, told %+v", r.Models, r.Current, r.Recalculated)
	}
	told := recalculation(t, w.after, token)
	if !cmp.Equal(told.Carbon.Before, 9675.0, near) || !cmp.Equal(told.Carbon.After, r.Carbon.KgCO2ePerYear, near) || !cmp.Equal(r.Carbon.KgCO2ePerYear, 6985.0, near) {
		t.Errorf("from %v to %v, the result is %v", told.Carbon.Before, told.Carbon.After, r.Carbon.KgCO2ePerYear)
	}
	if told.From != smallEarlier || told.To != smallCurrent || told.Seen || !cmp.Equal(told.Waste.Difference(), -1.0, near) {
		t.Errorf("told %+v", told)
	}
	want := []LostAnswer{
		{Question: "Combien de vieux meubles avez-vous achetés ?", Answer: "3", Theme: Misc, KgCO2ePerYear: -100, Known: true},
		{Question: "Comment chauffez-vous ?", Answer: "Au charbon", Again: "logement . chauffage . énergie", Theme: Housing, KgCO2ePerYear: -2000, Known: true},
	}
	if diff := cmp.Diff(want, told.Lost, near); diff != "" {
		t.Errorf("lost (-want +got):\n%s", diff)
	}
	causes := Causes{
		Known: true,
		Rules: []RuleChange{
			{Category: Housing, KgCO2ePerYear: -2000, Lost: 1},
			{Category: Misc, KgCO2ePerYear: -100, Lost: 1},
			{Category: Transport, KgCO2ePerYear: -40},
		},
		Figures: []FigureChange{
			{Rule: "transport . voiture . facteur", Label: "Émissions par kilomètre", Category: Transport,
				Before: "0,25\u00a0kg CO₂e par km", After: "0,2\u00a0kg CO₂e par km", KgCO2ePerYear: -500,
				Source: Link{Label: "Base Empreinte", URL: "https://base-empreinte.ademe.fr/"}},
			{Rule: "alimentation . boissons", Label: "Boissons", Category: Food,
				Before: "200\u00a0kg CO₂e par an", After: "150\u00a0kg CO₂e par an", KgCO2ePerYear: -50},
		},
	}
	if diff := cmp.Diff(causes, told.Causes, near); diff != "" {
		t.Errorf("causes (-want +got):\n%s", diff)
	}
	if got := told.Categories[0]; got.Label != "Logement" || !cmp.Equal(got.Difference(), -2000.0, near) {
		t.Errorf("what moved most is %+v", got)
	}
	addsUp(t, told)

	// The renamed answer counts, the lost ones are asked again.
	screen, err := w.after.Screen(t.Context(), token, "divers . partage . parts", "fr")
	if err != nil || screen.Given.Value != "4" {
		t.Errorf("the renamed question holds %q (%v)", screen.Given.Value, err)
	}
	screen, err = w.after.Screen(t.Context(), token, "logement . chauffage . énergie", "fr")
	if err != nil || screen.Answered {
		t.Errorf("the lost question is answered: %v (%v)", screen.Answered, err)
	}
	give(t, w.after, token, "logement . chauffage . énergie", Input{Value: "bois"})
	if lost := recalculation(t, w.after, token).Lost; !lost[1].Given || lost[0].Given {
		t.Errorf("after one was answered again: %+v", lost)
	}
}

// addsUp holds the causes to the difference, to a thousandth of a gram.
func addsUp(t testing.TB, r Recalculation) {
	t.Helper()
	if !r.Causes.Known {
		return
	}
	sum := r.Causes.Answered + r.Causes.OtherFigures
	for _, rules := range r.Causes.Rules {
		sum += rules.KgCO2ePerYear
	}
	for _, f := range r.Causes.Figures {
		sum += f.KgCO2ePerYear
	}
	if math.Abs(sum-r.Carbon.Difference()) > 1e-6 {
		t.Errorf("the causes add up to %v kg, the difference is %v", sum, r.Carbon.Difference())
	}
	var categories float64
	for _, c := range r.Categories {
		categories += c.Difference()
	}
	if math.Abs(categories-r.Carbon.Difference()) > 1e-6 {
		t.Errorf("the categories add up to %v kg, the difference is %v", categories, r.Carbon.Difference())
	}
}

func recalculation(t testing.TB, s *Service, token Token) Recalculation {
	t.Helper()
	r, ok, err := s.Recalculation(t.Context(), token, "fr")
	if err != nil || !ok {
		t.Fatalf("no recalculation: %v", err)
	}
	return r
}

func TestAnswersSinceTheLastLookAreACauseOfTheirOwn(t *testing.T) {
	w := newWorld(t, newClock())
	token := drivesAndBurnsCoal(t, w.before)
	give(t, w.after, token, "transport . voiture . km", Input{Value: "2000"}) // −2 000, and not looked at
	if err := w.after.Recalculate(t.Context(), token); err != nil {
		t.Fatal(err)
	}
	told := recalculation(t, w.after, token)
	if !cmp.Equal(told.Causes.Answered, -2000.0, near) || !cmp.Equal(told.Causes.Figures[0].KgCO2ePerYear, -100.0, near) {
		t.Errorf("the causes are %+v", told.Causes)
	}
	addsUp(t, told)
}

func TestWhoeverWasToldIsNotToldAgain(t *testing.T) {
	w := newWorld(t, newClock())
	token := drivesAndBurnsCoal(t, w.before)
	if _, ok, err := w.after.Recalculation(t.Context(), token, "fr"); ok || err != nil {
		t.Errorf("told before anything happened: %v, %v", ok, err)
	}
	for range 2 { // the second changes nothing
		if err := w.after.Recalculate(t.Context(), token); err != nil {
			t.Fatal(err)
		}
	}
	if n := rows(t, w.after, "recalculation"); n != 1 {
		t.Errorf("%d recalculations are kept, want 1", n)
	}
	for range 2 {
		if err := w.after.Acknowledge(t.Context(), token); err != nil {
			t.Fatal(err)
		}
	}
	if r := result(t, w.after, token); r.Recalculated == nil || !r.Recalculated.Seen {
		t.Errorf("told %+v, want seen", r.Recalculated)
	}
	if !recalculation(t, w.after, token).Seen {
		t.Error("the recalculation is not seen")
	}
	if err := w.after.Erase(t.Context(), token); err != nil {
		t.Fatal(err)
	}
	if n := rows(t, w.after, "recalculation"); n != 0 {
		t.Errorf("%d recalculations are left of nobody", n)
	}
	if err := w.after.Acknowledge(t.Context(), token); fault.KindOf(err) != fault.Unauthenticated {
		t.Errorf("a stranger acknowledges: %v", err)
	}
}

// Going back to the former models and on again tells of both, the newest first.
func TestARecalculationDoesNotHideTheOneBefore(t *testing.T) {
	w := newWorld(t, newClock())
	token := drivesAndBurnsCoal(t, w.before)
	back := serviceOn(t, w.after.db, *must(earlierModels()), func(m Models) (*Edition, error) {
		now, err := small()
		if err != nil || m != smallCurrent {
			return nil, err
		}
		return &Edition{Carbon: onlyFrench(now[0]), Waste: onlyFrench(now[1])}, nil
	})
	for _, s := range []*Service{w.after, back, w.after} {
		if err := s.Recalculate(t.Context(), token); err != nil {
			t.Fatal(err)
		}
	}
	told := recalculation(t, w.after, token)
	if len(told.Earlier) != 2 || told.Earlier[0].To != smallEarlier || told.Earlier[1].To != smallCurrent {
		t.Errorf("before it there were %+v", told.Earlier)
	}
	if len(told.Lost) != 2 || told.Lost[1].Answer != "Au charbon" || told.Lost[1].Known {
		t.Errorf("of what was lost the first time, told %+v", told.Lost)
	}
	checkTotals(t, w.after, "issy", 1)
}

// finishedBefore is a household that knows nothing, measured before the update.
func finishedBefore(t testing.TB, w world) Token {
	t.Helper()
	token := start(t, w.before)
	finish(t, w.before, token)
	return token
}

func TestWithoutTheEarlierModelsAVisitRecalculates(t *testing.T) {
	w := newWorld(t, newClock())
	token := drivesAndBurnsCoal(t, w.before)
	r := result(t, w.forgotten, token)
	if r.Models != smallCurrent || !cmp.Equal(r.Carbon.KgCO2ePerYear, 6985.0, near) || r.Recalculated == nil {
		t.Errorf("%v kg with %v, told %v", r.Carbon.KgCO2ePerYear, r.Models, r.Recalculated)
	}
	told := recalculation(t, w.forgotten, token)
	if told.Causes.Known || len(told.Lost) != 2 || told.Lost[1].Answer != "charbon" || told.Lost[1].Question != "Comment chauffez-vous ?" || told.Lost[1].Known {
		t.Errorf("told %+v", told)
	}
	checkTotals(t, w.forgotten, "issy", 1)
}

// Someone who shares a budget among nobody gives no figure with the current
// models, which divide by the answer; the earlier ones do not look at it.
func TestAResultThatWouldNotComputeStays(t *testing.T) {
	w := newWorld(t, newClock())
	token := finishedBefore(t, w)
	spoil(t, w.before, token)
	err := w.after.Recalculate(t.Context(), token)
	if fault.KindOf(err) != fault.Conflict {
		t.Errorf("recalculating gives %v", err)
	}
	if r := result(t, w.after, token); r.Models != smallEarlier {
		t.Errorf("the result has %v now", r.Models)
	}
	checkTotals(t, w.after, "issy", 1)

	// Where its models are gone it cannot be shown, and does not count.
	if r := result(t, w.forgotten, token); r.Carbon.Known || r.Recalculated != nil {
		t.Errorf("the result is %+v", r.Carbon)
	}
	checkTotals(t, w.forgotten, "issy", 0)
}

// spoil stores an answer with which only the earlier models compute.
func spoil(t testing.TB, s *Service, token Token) {
	t.Helper()
	err := s.db.Write(t.Context(), func(tx *db.Tx) error {
		a, err := token.find(t.Context(), tx)
		if err != nil {
			return err
		}
		return writeAnswer(t.Context(), tx, a.ID, storedAnswer{
			Rule: "divers . partage . parts", Value: "0", Known: true, Model: smallEarlier.Carbon,
		})
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestUnfinishedAnswersAreBroughtOverAsTheyAreRead(t *testing.T) {
	w := newWorld(t, newClock())
	token := start(t, w.before)
	give(t, w.before, token, "divers . partage . personnes", Input{Value: "4"})
	give(t, w.before, token, "logement . chauffage . énergie", Input{Value: "charbon"})
	give(t, w.before, token, "logement . habitants", Input{Unknown: true})
	r := result(t, w.after, token)
	if r.Models != smallCurrent || r.Questions != 1 || r.Complete {
		t.Errorf("%d answers are read with %v", r.Questions, r.Models)
	}
	themes, err := w.after.Themes(t.Context(), token, "fr")
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, theme := range themes {
		for _, q := range theme.Questions {
			if q.Answered {
				said = append(said, q.Rule+" "+q.Answer)
			}
		}
	}
	if got := strings.Join(said, "; "); got != "logement . habitants Je ne sais pas; divers . partage . parts 4" {
		t.Errorf("what was said is %q", got)
	}
	told, ok, err := w.after.Recalculation(t.Context(), token, "fr")
	if err != nil || !ok || told.Measured || len(told.Lost) != 1 || told.Lost[0].Answer != "Au charbon" || told.Lost[0].Given {
		t.Errorf("told %+v, %v", told, err)
	}
	give(t, w.after, token, "logement . chauffage . énergie", Input{Value: "bois"})
	if told, ok, _ := w.after.Recalculation(t.Context(), token, "fr"); ok {
		t.Errorf("after it was answered again, told %+v", told)
	}
	if n := rows(t, w.after, "answer"); n != 3 {
		t.Errorf("%d answers are kept, want all 3", n)
	}
}
