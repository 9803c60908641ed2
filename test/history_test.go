package test

import (
	"net/url"
	"strings"
	"testing"

	"capzero/test/program"
	"capzero/test/visitor"
)

// TestBilansOutliveAKill: a household keeps its bilan, drives less, keeps it
// again and says why. The program is killed; everything is as it was said, and
// another browser sees none of it.
func TestBilansOutliveAKill(t *testing.T) {
	dir := place(t)
	p, err := program.Serve(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Kill() }) // where the test ends before it does
	j := begin(t, p.URL, "nolan")
	j.finish(t)
	must(t)(j.Post("/bilans", nil))
	const km = "/mesurer/question/transport/voiture/km?suite=resultat"
	must(t)(j.Post(km, url.Values{"value": {"4000"}}))
	before := must(t)(j.Post("/bilans", nil))
	if cards := before.Doc.Find("ol.milestones > li").Length(); cards != 2 {
		t.Fatalf("%d bilans are listed, want 2", cards)
	}
	link := before.Link("ol.milestones a.act")
	shift := must(t)(j.Get(link))
	rows := shift.Doc.Find("form.reasons fieldset input")
	said := url.Values{rows.AttrOr("name", ""): {"life"}}
	shift = must(t)(j.Post(link, said))
	life := shift.Doc.Find("#life").Length()
	if life != 1 || shift.Doc.Find("form.reasons input[checked]").AttrOr("value", "") != "life" {
		t.Errorf("what was said is not on the page: %s", shift.Doc.Find("main").Text())
	}
	table := shift.Doc.Find(".shift-table").Text()
	stranger := visitor.New(p.URL)
	must(t)(stranger.Start())
	if page := must(t)(stranger.Get(link)); page.Status != 404 {
		t.Errorf("another browser opens %s: %d", link, page.Status)
	}

	if err := p.Kill(); err != nil {
		t.Fatal(err)
	}
	again := serve(t, dir)
	j.URL = again.URL
	page := must(t)(j.Get(link))
	if page.Doc.Find(".shift-table").Text() != table || strings.TrimSpace(table) == "" {
		t.Errorf("after a kill the page says %q, before %q", page.Doc.Find(".shift-table").Text(), table)
	}
}

// TestAnUnusualAnswerIsConfirmed: 4 m² come back as a question with the value in
// the form; its button stores them.
func TestAnUnusualAnswerIsConfirmed(t *testing.T) {
	p := serve(t, place(t))
	j := begin(t, p.URL, "nolan")
	j.finish(t)
	const surface = "/mesurer/question/logement/surface?suite=resultat"
	asked := must(t)(j.Post(surface, url.Values{"value": {"4"}}))
	button := asked.Doc.Find(".unusual button[form=question]")
	if asked.Status != 422 || button.Length() != 1 || asked.Form().Get("value") != "4" {
		t.Fatalf("%d: %s", asked.Status, asked.Error())
	}
	confirmed := asked.Form()
	confirmed.Set(button.AttrOr("name", ""), button.AttrOr("value", ""))
	if page := must(t)(j.Send(asked, confirmed)); !page.IsResult() {
		t.Errorf("confirmed, it leads to %s: %d", page.Path, page.Status)
	}
	if page := must(t)(j.Post(surface, url.Values{"value": {"4"}})); !page.IsResult() {
		t.Errorf("the same answer is asked about again: %s", page.Error())
	}
}
