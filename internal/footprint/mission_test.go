package footprint

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"capzero/internal/db"
	"capzero/internal/db/dbtest"
	"capzero/internal/fault"
	"capzero/models/entry"
	"capzero/models/missions"
	"capzero/publicodes"
)

// missionsOf prices every mission of the small models, by id.
func missionsOf(t *testing.T, s *Service, h Holder) map[string]Mission {
	t.Helper()
	all, err := s.Missions(t.Context(), h, "fr")
	if err != nil {
		t.Fatal(err)
	}
	byID := map[string]Mission{}
	for _, m := range all {
		byID[m.ID] = m
	}
	return byID
}

func worthOf(t *testing.T, s *Service, h Holder, id string) Worth {
	t.Helper()
	w, err := s.MissionWorth(t.Context(), h, id)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

const glassStream = "déchets . verre . par semaine"

// By hand: a week is 7/365.2425 of a year, and two people live in a home that
// has not said so.
func TestAMissionIsWorthOneWeekOfADifference(t *testing.T) {
	none := Avoided{}
	tests := []struct {
		name    string
		answers map[string]string
		id      string
		state   ActionState
		reason  string
		person  Avoided
		home    Avoided
	}{
		{"1,000 km at 0.2 kg", nil, "rouler-moins", Saves, "", Avoided{GramsCO2e: 3833}, Avoided{GramsCO2e: 3833}},
		{"no more than what is driven", map[string]string{"transport . voiture . km": "250"}, "rouler-moins", Saves, "", Avoided{GramsCO2e: 958}, Avoided{GramsCO2e: 958}},
		{"7 % of 2,000 kg among two, for both", nil, "chauffer-moins", Saves, "", Avoided{GramsCO2e: 1342}, Avoided{GramsCO2e: 2683}},
		{"the same among five", map[string]string{"logement . habitants": "5"}, "chauffer-moins", Saves, "", Avoided{GramsCO2e: 537}, Avoided{GramsCO2e: 2683}},
		{"a kilogram out of the bag of each", nil, "composter", Saves, "", Avoided{Streams: map[string]int64{residualStream: 1000}}, Avoided{Streams: map[string]int64{residualStream: 2000}}},
		{"who composts already", map[string]string{"déchets . compost": "oui"}, "composter", NotForYou, "Vous le faites déjà.", none, none},
		{"what only moves", nil, "trier", SavesNothing, "Chez vous, cela fait passer des kilos du sac au tri, sans en éviter.", none, none},
		{"both at once, one bin heavier", nil, "reparer", Saves, "", Avoided{GramsCO2e: 230, Streams: map[string]int64{residualStream: 250, glassStream: -100}}, Avoided{GramsCO2e: 230, Streams: map[string]int64{residualStream: 250, glassStream: -100}}},
		{"a lighter footprint for a heavier bag", nil, "cuisiner", Increases, "Chez vous, cela alourdirait les poubelles.", none, none},
		{"a lighter bag for a heavier footprint", nil, "griller", Increases, "Chez vous, cela alourdirait l’empreinte.", none, none},
		{"less than a kilogram a year", nil, "eteindre", SavesNothing, "Chez vous, la différence est trop petite pour être comptée.", none, none},
		{"nobody said whether there is a motorbike", nil, "moto-arret", AsksFirst, "Roulez-vous à moto ?", none, none},
		{"who has one", map[string]string{"transport . moto . usager": "oui"}, "moto-arret", Saves, "", Avoided{GramsCO2e: 5750}, Avoided{GramsCO2e: 5750}},
		{"who has no car", map[string]string{"transport . voiture . usager": "non"}, "rouler-moins", NotForYou, "Vous n’avez pas de voiture.", none, none},
		{"no figure", nil, "reparer-ensemble", NotPriced, "Cela compte chez les autres.", none, none},
		{"no figure, and it does not apply", map[string]string{"transport . voiture . usager": "non"}, "reparer-ensemble", NotForYou, "Vous n’avez pas de voiture.", none, none},
		{"a division by zero", nil, "diviser-par-zero", CannotTell, "Ne se calcule pas avec vos réponses.", none, none},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newSmall(t, newClock())
			token := start(t, s)
			for rule, value := range tt.answers {
				give(t, s, token, rule, Input{Value: value})
			}
			got := missionsOf(t, s, token)[tt.id]
			if got.State != tt.state || got.Reason != tt.reason {
				t.Errorf("state %d, %q, want %d, %q", got.State, got.Reason, tt.state, tt.reason)
			}
			if diff := cmp.Diff([]Avoided{tt.person, tt.home}, []Avoided{got.PerPerson, got.PerHome}, cmpopts.EquateEmpty()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAMissionIsReadInTheLanguageOfThePage(t *testing.T) {
	s := newSmall(t, newClock())
	all, err := s.Missions(t.Context(), start(t, s), "en")
	if err != nil {
		t.Fatal(err)
	}
	m := all[0]
	if m.ID != "rouler-moins" || m.Label != "Rouler moins (en)" || m.Why != "Because." || !slices.Equal(m.Steps, []string{"Begin.", "Go on.", "Finish."}) {
		t.Errorf("%+v", m)
	}
	if m.MostTimes != 3 || m.Lasts || m.ForHome || m.Theme != "mobilité" || m.Effort != 1 || m.Evidence != Declared {
		t.Errorf("%+v", m)
	}
	if len(m.Moves) != 1 || m.Moves[0].After != "7,000\u00a0km per year" {
		t.Errorf("it changes %+v", m.Moves)
	}
}

// What a check-in stores is what the page has shown.
func TestACheckInIsWorthWhatThePageShows(t *testing.T) {
	s := newSmall(t, newClock())
	token := start(t, s)
	give(t, s, token, "transport . voiture . km", Input{Value: "5000"})
	for id, m := range missionsOf(t, s, token) {
		w := worthOf(t, s, token, id)
		want := Worth{
			Mission: id, Theme: m.Theme, State: m.State, PerPerson: m.PerPerson, PerHome: m.PerHome,
			Lasts: m.Lasts, ForHome: m.ForHome, MostTimes: m.MostTimes, Evidence: m.Evidence, Assumed: m.Assumed,
			Models: smallCurrent, Missions: must(smallMissions()).Version, Revision: 1,
		}
		if diff := cmp.Diff(want, w, cmpopts.IgnoreUnexported(Worth{})); diff != "" {
			t.Error(diff)
		}
	}
}

func TestAMissionThatRestsOnAnUnaskedHabitSaysSo(t *testing.T) {
	s := newSmall(t, newClock())
	token := start(t, s)
	if w := worthOf(t, s, token, "rester-chez-soi"); !w.Assumed || w.State != Saves {
		t.Errorf("%+v", w)
	}
	give(t, s, token, "transport . voiture . télétravailler . jours", Input{Value: "2"})
	if w := worthOf(t, s, token, "rester-chez-soi"); w.Assumed || w.PerPerson.GramsCO2e != 11499 {
		t.Errorf("%+v, want 600 kg a year", w)
	}
}

func TestWhoHasNotAnsweredGetsAverages(t *testing.T) {
	s := newSmall(t, newClock())
	token := start(t, s)
	for name, h := range map[string]Holder{"an account without an assessment": Person("marc"), "an assessment without an answer": token} {
		w := worthOf(t, s, h, "rouler-moins")
		if !w.OnAverages || w.Revision != 0 || w.PerPerson.GramsCO2e != 3833 || w.Models != smallCurrent {
			t.Errorf("%s: %+v", name, w)
		}
	}
	give(t, s, token, "logement . habitants", Input{Unknown: true})
	if w := worthOf(t, s, token, "rouler-moins"); !w.OnAverages {
		t.Error("je ne sais pas counts as an answer")
	}
	give(t, s, token, "logement . habitants", Input{Value: "3"})
	if w := worthOf(t, s, token, "rouler-moins"); w.OnAverages {
		t.Error("an answer is no average")
	}
	if _, err := s.Missions(t.Context(), Token("UNKNOWN"), "fr"); fault.KindOf(err) != fault.Unauthenticated {
		t.Errorf("a browser that nobody knows: %v", err)
	}
}

func TestAMissionThatIsNotThereIsNotFound(t *testing.T) {
	s := newSmall(t, newClock())
	for _, id := range []string{"", "partir", "moto-arret . condition 1", "covoiturer"} {
		if _, err := s.MissionWorth(t.Context(), start(t, s), id); fault.KindOf(err) != fault.NotFound {
			t.Errorf("%q: %v", id, err)
		}
	}
}

func stillWorth(t *testing.T, s *Service, h Holder, w Worth) (holds bool) {
	t.Helper()
	err := s.db.Read(t.Context(), func(tx *db.Tx) (err error) {
		holds, err = s.StillWorth(t.Context(), tx, h, w)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return holds
}

func TestAWorthHoldsAsLongAsWhatItFollowsFrom(t *testing.T) {
	s := newSmall(t, newClock())
	token, other := start(t, s), start(t, s)
	w := worthOf(t, s, token, "rouler-moins")
	if !stillWorth(t, s, token, w) {
		t.Error("nothing has changed")
	}
	if stillWorth(t, s, other, w) {
		t.Error("it is another assessment's")
	}
	finish(t, s, token)
	if stillWorth(t, s, token, w) {
		t.Error("answers have come since")
	}
	if w = worthOf(t, s, token, "rouler-moins"); !stillWorth(t, s, token, w) {
		t.Error("nothing has changed since the result was stored")
	}
	if err := s.Erase(t.Context(), token); err != nil {
		t.Fatal(err)
	}
	if stillWorth(t, s, token, w) {
		t.Error("the answers are erased")
	}
	if averages := worthOf(t, s, Person("marc"), "rouler-moins"); !stillWorth(t, s, Person("marc"), averages) || stillWorth(t, s, Person("marc"), w) {
		t.Error("of somebody without an assessment only averages hold")
	}
}

func TestAWorthEndsWithItsModels(t *testing.T) {
	w := newWorld(t, newClock())
	token := start(t, w.before)
	finish(t, w.before, token)
	sh, err := w.after.load(t.Context(), token)
	if err != nil {
		t.Fatal(err)
	}
	stale := Worth{Revision: sh.Revision, Models: smallEarlier, assessment: sh.ID}
	if !stillWorth(t, w.after, token, stale) {
		t.Error("the result still belongs to the earlier models")
	}
	if err := w.after.Recalculate(t.Context(), token); err != nil {
		t.Fatal(err)
	}
	if stillWorth(t, w.after, token, stale) {
		t.Error("the result went over to the current models")
	}
}

// A household that is measured with models which do not know a rule does not see
// the missions on it.
func TestAMissionUnknownToTheModelsIsLeftOut(t *testing.T) {
	files, err := sourcesAt("testdata/missions/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	files[0].Data = bytes.Replace(files[0].Data, []byte("logement . chauffage * 93 %"), []byte("logement . climatisation * 93 %"), 1)
	set, err := missions.Read(must(smallActions()).Reasons, files...)
	if err != nil {
		t.Fatal(err)
	}
	of := Edition{Versions: smallCurrent, Carbon: map[string]*publicodes.Model{}, Waste: map[string]*publicodes.Model{}, Missions: set}
	for part, into := range map[entry.Part]map[string]*publicodes.Model{entry.Carbon: of.Carbon, entry.Waste: of.Waste} {
		model, err := sourcesAt([]string{"testdata/carbon.publicodes", "testdata/waste.publicodes"}[part])
		if err != nil {
			t.Fatal(err)
		}
		if into["fr"], err = entry.Compile(part, []entry.Set{set}, model...); err != nil {
			t.Fatal(err)
		}
	}
	s := serviceOn(t, dbtest.Open(t, newClock().Now), of, nil)
	token := start(t, s)
	if _, there := missionsOf(t, s, token)["chauffer-moins"]; there || len(missionsOf(t, s, token)) != len(set.Missions)-1 {
		t.Error("want every mission but the one on the unknown rule")
	}
	if _, err := s.MissionWorth(t.Context(), token, "chauffer-moins"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("got %v", err)
	}
}

func TestTimesIsLinear(t *testing.T) {
	random := rand.New(rand.NewPCG(6, 1))
	for range 200 {
		a := Avoided{GramsCO2e: random.Int64N(1e6), Streams: map[string]int64{residualStream: random.Int64N(1e4), glassStream: -random.Int64N(1e3)}}
		n, m := random.IntN(22), random.IntN(22)
		once, twice, both := a.Times(n), a.Times(m), a.Times(n+m)
		if once.GramsCO2e+twice.GramsCO2e != both.GramsCO2e || once.GramsWaste()+twice.GramsWaste() != both.GramsWaste() {
			t.Errorf("%+v: %d times and %d times are not %d times", a, n, m, n+m)
		}
		for stream := range a.Streams {
			if once.Streams[stream]+twice.Streams[stream] != both.Streams[stream] {
				t.Errorf("%+v: %s is not linear", a, stream)
			}
		}
	}
}

func TestGramsAreRoundedHalfAwayFromZero(t *testing.T) {
	for kg, want := range map[float64]int64{0: 0, 0.0005: 1, -0.0005: -1, 0.00049: 0, 1.2345: 1235, 1.2344: 1234, -1.2345: -1235, 0.0015: 2, 0.0025: 3} {
		if got := wholeGrams(kg); got != want {
			t.Errorf("%v kg are %d g, want %d", kg, got, want)
		}
	}
}
