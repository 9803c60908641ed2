package web

import (
	"fmt"
	"net/http"
	"strconv"
	"time"

	"capzero/internal/mydata"
	"capzero/internal/retention"
)

const takeoutPath = myDataPath + "/export"

// looksGroup is the group of what staff saw and changed.
const looksGroup = "looks"

// A MyDataPage is what is held about somebody, in words.
type MyDataPage struct {
	Page
	Groups []HeldView
	None   []string // groups of which nothing is held
	Copy   CopyView

	Looks     []LookView // what staff saw and changed, the newest first
	MoreLooks bool       // there are earlier ones
}

// A HeldView is a group of things, with why it is held.
type HeldView struct {
	Name             string
	Title            string
	Why, Sees, Basis string   // of the register
	Ends             []string // how long each of the things is kept
	Things           []HeldLine
}

// A HeldLine is one kind of thing of which there is something.
type HeldLine struct {
	Title  string
	Count  string // empty where there is one
	Newest string // in words; empty where it has no moment
	Shared bool
	Path   string // where it can be read and corrected; empty where there is no page
}

// A CopyView is how far the copy is that somebody asked for.
type CopyView struct {
	Making string  // how far it is, in words; empty unless it is being made
	Done   float64 // of it, in percent
	Path   string  // of the file that is ready
	Size   string
	Until  string // when it is deleted
	Large  bool   // too large to be made without somebody's help
}

// myData answers GET /mes-donnees.
func (s *server) myData(w http.ResponseWriter, r *http.Request) (err error) {
	var p MyDataPage
	if p.Page, err = s.homesPage(r, "mydata.title"); err != nil {
		return err
	}
	groups, err := s.MyData.Overview(r.Context(), me(r))
	if err != nil {
		return err
	}
	for _, g := range groups {
		if g.Name == looksGroup {
			continue // it has a section of its own, in words
		}
		if len(g.Held) == 0 {
			p.None = append(p.None, p.T("mydata.group."+g.Name))
			continue
		}
		p.Groups = append(p.Groups, s.heldView(p.Page, g))
	}
	if p.Looks, p.MoreLooks, err = s.looksAt(r, p.Page); err != nil {
		return err
	}
	copied, found, err := s.MyData.Takeout(r.Context(), me(r))
	if err != nil {
		return err
	}
	if found {
		p.Copy = s.copyView(p.Page, copied)
	}
	return s.render(w, r, http.StatusOK, p.Page, myDataPage(p))
}

func (s *server) heldView(p Page, g mydata.HeldGroup) HeldView {
	v := HeldView{Name: g.Name, Title: p.T("mydata.group." + g.Name)}
	for _, row := range s.Consents.Register(s.City, p.Tag()).Rows {
		if string(row.Purpose) == g.Purpose {
			v.Why, v.Sees, v.Basis = row.Text.What, row.Text.Sees, row.Text.Basis
		}
	}
	for _, h := range g.Held {
		line := HeldLine{
			Title: p.T("mydata.thing." + h.Name), Count: p.Number(float64(h.Count), 0), Shared: h.Shared, Path: h.At,
		}
		if h.Count == 1 {
			line.Count = ""
		}
		if !h.Newest.IsZero() {
			newest := h.Newest
			if !h.IsDay {
				newest = newest.In(s.City.Location())
			}
			line.Newest = p.ShortDate(newest)
		}
		v.Things = append(v.Things, line)
	}
	v.Ends = s.endsOf(p, g.Held)
	return v
}

// endsOf says how long things are kept, those of one rule together.
func (s *server) endsOf(p Page, held []mydata.Held) (ends []string) {
	var rules []retention.ID
	of := map[retention.ID][]string{}
	for _, h := range held {
		if of[h.Until] == nil {
			rules = append(rules, h.Until)
		}
		of[h.Until] = append(of[h.Until], p.T("mydata.thing."+h.Name))
	}
	for _, id := range rules {
		ends = append(ends, p.T("mydata.ends", "things", p.List(of[id]), "rule", s.untilWhen(p.Locale, id)))
	}
	return ends
}

func (s *server) copyView(p Page, t mydata.Takeout) CopyView {
	until := p.Moment(t.Until().In(s.City.Location()))
	switch t.State {
	case mydata.Ready:
		return CopyView{Path: takeoutPath + "/" + t.ID, Size: p.Number(float64((t.Bytes+999)/1000), 0), Until: until}
	case mydata.Large:
		return CopyView{Large: true}
	}
	return CopyView{
		Making: p.T("mydata.copy_making", "done", t.Done, "steps", t.Steps), Done: 100 * float64(t.Done) / float64(max(1, t.Steps)),
	}
}

// askTakeout answers POST /mes-donnees/export.
func (s *server) askTakeout(w http.ResponseWriter, r *http.Request) error {
	if err := s.MyData.Ask(r.Context(), me(r), s.locale(r).Tag()); err != nil {
		return err
	}
	seeOther(w, r, myDataPath+"#copie")
	return nil
}

// fetchTakeout answers GET /mes-donnees/export/{id} with the file.
func (s *server) fetchTakeout(w http.ResponseWriter, r *http.Request) error {
	file, t, err := s.MyData.Fetch(r.Context(), me(r), r.PathValue("id"))
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "application/zip")
	h.Set("Content-Length", strconv.Itoa(len(file)))
	h.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="mes-donnees-%s.zip"`, t.Asked.In(s.City.Location()).Format(time.DateOnly)))
	h.Set("Cache-Control", "private, no-store")
	_, err = w.Write(file)
	return err
}
