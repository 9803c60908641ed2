package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"capzero/internal/footprint"
)

// actionsPageOf asks for the page of actions as a household with sample data.
func actionsPageOf(t *testing.T, data sample, path string) *goquery.Document {
	t.Helper()
	h := testHandler(t, testOptions(t, data))
	r := get(path)
	r.AddCookie(&http.Cookie{Name: "capzero", Value: string(sampleToken)})
	w := serve(h, r)
	wantStatus(t, w, http.StatusOK)
	doc, err := goquery.NewDocumentFromReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// shown lists the ids of the actions to tick, and of those that stay ticked
// behind a filter.
func shown(doc *goquery.Document) (ids, hidden []string) {
	doc.Find(".deed input").Each(func(_ int, s *goquery.Selection) { ids = append(ids, s.AttrOr("value", "")) })
	doc.Find("input[type=hidden][name=geste]").Each(func(_ int, s *goquery.Selection) { hidden = append(hidden, s.AttrOr("value", "")) })
	return ids, hidden
}

func TestActionsAreFiltered(t *testing.T) {
	tests := []struct {
		name, query string
		want        []string
	}{
		{"everything", "", []string{"voiture-electrique", "voiture-moitie", "viande-rouge-un-repas", "travail-teletravail", "composter", "tri-verre"}},
		{"by effort", "?effort=faible", []string{"viande-rouge-un-repas", "travail-teletravail", "composter", "tri-verre"}},
		{"by cost", "?cout=gratuit", []string{"composter", "tri-verre"}},
		{"by theme", "?theme=transports&effort=grand", []string{"voiture-electrique", "voiture-moitie"}},
		{"by what the page does not offer", "?effort=aucun&cout=%22&theme=<b>", []string{"voiture-electrique", "voiture-moitie", "viande-rouge-un-repas", "travail-teletravail", "composter", "tri-verre"}},
		{"by the bag", "?tri=poubelle&theme=dechets", []string{"composter", "tri-verre"}},
		{"to nothing", "?effort=moyen&cout=cher", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := actionsPageOf(t, sample{actions: someActions}, "/gestes"+tt.query)
			if ids, _ := shown(doc); !slices.Equal(ids, tt.want) {
				t.Errorf("shows %v, want %v", ids, tt.want)
			}
			if strings.Contains(doc.Text(), "<b>") {
				t.Error("what was sent stands on the page")
			}
		})
	}
}

func TestWhatIsTickedStaysTickedBehindAFilter(t *testing.T) {
	doc := actionsPageOf(t, sample{actions: togetherActions}, "/gestes?theme=dechets")
	ids, hidden := shown(doc)
	if !slices.Equal(ids, []string{"composter", "tri-verre"}) || !slices.Equal(hidden, []string{"voiture-electrique", "voiture-moitie"}) {
		t.Errorf("shows %v and keeps %v", ids, hidden)
	}
	if n := doc.Find(".deed input[checked]").Length(); n != 1 {
		t.Errorf("%d shown actions are ticked, want 1", n)
	}
}

func TestTheFirstActionsThenAll(t *testing.T) {
	few, _ := shown(actionsPageOf(t, sample{actions: manyActions}, "/gestes"))
	all, _ := shown(actionsPageOf(t, sample{actions: manyActions}, "/gestes?tous=oui"))
	if len(few) != firstActions || len(all) != 30 {
		t.Errorf("%d, then %d actions, want %d and 30", len(few), len(all), firstActions)
	}
}

func TestTheSourceOfAnAction(t *testing.T) {
	for _, tt := range []struct {
		action footprint.Action
		want   string
	}{
		{footprint.Action{Source: "https://example.org/a"}, "https://example.org/a"},
		{footprint.Action{Model: "transport . voiture . éco-conduite"}, modelSite + "/documentation/transport/voiture/%C3%A9co-conduite"},
		{footprint.Action{Model: "logement . chauffage . installer une PAC"}, modelSite + "/documentation/logement/chauffage/installer-une-PAC"},
	} {
		got := actionSource(tt.action)
		if got != tt.want {
			t.Errorf("%s, want %s", got, tt.want)
		}
		if _, err := url.Parse(got); err != nil {
			t.Error(err)
		}
	}
}
