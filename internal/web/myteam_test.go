package web

import (
	"context"
	"encoding/csv"
	"net/http"
	"slices"
	"strings"
	"testing"

	"capzero/internal/access"
	"capzero/internal/account"
	"capzero/internal/challenge"
	"capzero/internal/fault"
)

// teaming are options in which Anne is signed in, lives somewhere and is in a team.
func teaming(t *testing.T, change ...func(*contest)) Options {
	t.Helper()
	c := contest{season: &sampleSeason, in: true, week: sampleMyWeek(), squad: squad{
		team: sampleTeamPage(), board: challenge.Board{Messages: sampleMessages()},
		invited: challenge.TeamInvited{Name: sampleTeam.Name, City: "issy", Households: 9, Starts: sampleWeek, Expires: day.AddDate(0, 0, 6)},
	}}
	c.week.Enrolment.Team = "TEAM"
	for _, f := range change {
		f(&c)
	}
	o := living(t, homes{lives: livingIn(anneLives)})
	o.Challenge = c
	return o
}

func TestTheBarSaysWhereOneIs(t *testing.T) {
	h := testHandler(t, teaming(t))
	for path, want := range map[string]string{
		"/semaine": "Ma semaine page", "/missions": "Ma semaine true", "/peser": "Ma semaine true", "/foyer/absences": "Ma semaine true",
		"/mesurer": "Mesurer page", "/mon-equipe": "Ensemble true", "/mon-equipe/messages": "Ensemble true", "/ville": "Ensemble true", "/compte": "",
	} {
		doc := documentOf(t, serve(h, asAnne(get(path))))
		bar := doc.Find("nav.places a")
		if bar.Length() != 3 {
			t.Errorf("%s has %d places", path, bar.Length())
		}
		here := bar.Filter("[aria-current]")
		if got := strings.TrimSpace(strings.Join(strings.Fields(here.Text()), " ") + " " + here.AttrOr("aria-current", "")); got != want {
			t.Errorf("%s is at %q, want %q", path, got, want)
		}
	}
	if n := documentOf(t, serve(h, get("/ville"))).Find("nav.places").Length(); n != 0 {
		t.Error("a visitor has a bar")
	}
}

// TestNothingTypedOnABoardIsLost: whatever is wrong with a message, its text is
// there, and why.
func TestNothingTypedOnABoardIsLost(t *testing.T) {
	const typed = "On se voit samedi ?"
	for _, err := range []error{
		fault.At(challenge.MessageField, fault.Invalid, "board.long", "max", 500), fault.New(fault.Limited, "board.many", "max", 10),
		fault.New(fault.Forbidden, "board.blocked"),
	} {
		for _, blocked := range []bool{false, true} {
			o := teaming(t, func(c *contest) { c.teamFails, c.board.Blocked = err, blocked })
			w := serve(testHandler(t, o), asAnne(post("/mon-equipe/messages", form(challenge.MessageField, typed))))
			f := asFault(err)
			wantStatus(t, w, statuses[f.Kind])
			doc := documentOf(t, w)
			if got := doc.Find("textarea").Text(); got != typed {
				t.Errorf("%s: the field holds %q", f.Key, got)
			}
			if !blocked && doc.Find("#p-message").Length() != 1 {
				t.Errorf("%s is not said at the field", f.Key)
			}
		}
	}
}

// TestAWeekThatIsHeldBackIsNotZero, neither in the table for spreadsheets nor on
// the page.
func TestAWeekThatIsHeldBackIsNotZero(t *testing.T) {
	h := testHandler(t, teaming(t))
	w := serve(h, asAnne(get("/mon-equipe/tableau.csv")))
	rows, err := csv.NewReader(w.Body).ReadAll()
	if err != nil || len(rows) != 1+2*6 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	if first := string(sampleWeek.Plus(-5)); rows[1][0] != first || rows[1][1] != "" || rows[3][1] != "38.200" {
		t.Errorf("the table begins with %v", rows[:4])
	}
	doc := documentOf(t, serve(h, asAnne(get("/mon-equipe"))))
	if held, drawn := doc.Find("svg.weeks .held-mark").Length(), doc.Find("svg.weeks rect").Length(); held != 3 || drawn != 9 {
		t.Errorf("%d weeks are held back and %d drawn, want 3 and 9", held, drawn)
	}
}

// TestALinkWaitsForAHousehold: who opens it first of all finds it again.
func TestALinkWaitsForAHousehold(t *testing.T) {
	o := teaming(t, func(c *contest) { c.in = false })
	o.Households = homes{}
	path := teamJoinPath(sampleLink)
	w := serve(testHandler(t, o), asAnne(get(path)))
	wantStatus(t, w, http.StatusOK)
	cookies := w.Result().Cookies()
	if len(cookies) != 1 || cookies[0].Name != openedLinkCookie || !cookies[0].HttpOnly {
		t.Fatalf("the browser remembers %v", cookies)
	}
	o.Households = homes{lives: livingIn(anneLives)}
	r := asAnne(get("/mon-equipe"))
	r.AddCookie(cookies[0])
	if doc := documentOf(t, serve(testHandler(t, o), r)); doc.Find(`a[href="`+path+`"]`).Length() != 1 {
		t.Error("the invitation is not there")
	}
	visitor := documentOf(t, serve(testHandler(t, o), get(path)))
	if visitor.Find(`a[href="`+signInFor(path)+`"]`).Length() != 1 {
		t.Error("a visitor is not led back to the link")
	}
}

// TestALinkOfAnotherTeamIsNotShown, whoever put it into the browser.
func TestALinkOfAnotherTeamIsNotShown(t *testing.T) {
	for _, already := range []bool{false, true} {
		r := asAnne(get("/mon-equipe/lien"))
		r.AddCookie(&http.Cookie{Name: teamLinkCookie, Value: sampleLink})
		w := serve(testHandler(t, teaming(t, func(c *contest) { c.invited.Already = already })), r)
		if shown := strings.Contains(w.Body.String(), sampleLink); shown != already {
			t.Errorf("already in it: %v, shown: %v", already, shown)
		}
	}
}

func TestOnlyAnAnimatorIsOfferedToHide(t *testing.T) {
	for _, may := range []bool{false, true} {
		h := testHandler(t, teaming(t, func(c *contest) { c.board.MayHide = may }))
		doc := documentOf(t, serve(h, asAnne(get("/mon-equipe/messages"))))
		if offered := doc.Find(`a[href$="/masquer"]`).Length() > 0; offered != may {
			t.Errorf("may hide: %v, offered: %v", may, offered)
		}
		w := serve(h, asAnne(get("/mon-equipe/messages/9/masquer")))
		wantStatus(t, w, map[bool]int{true: http.StatusOK, false: http.StatusForbidden}[may])
	}
}

// A cityRecorder remembers what was asked of the teams of a city.
type cityRecorder struct {
	contest
	asked []string
}

func (r *cityRecorder) CityHides(_ context.Context, by access.Hand, team string, _ int, why challenge.Why) error {
	r.asked = append(r.asked, by.City+" "+by.Role+" "+team+" "+string(why))
	return nil
}

func (r *cityRecorder) Moderated(context.Context, access.Hand) ([]challenge.Moderated, error) {
	r.asked = append(r.asked, "moderated")
	return nil, nil
}

// TestTheCityIsAskedForItsPermission before anything is read or done.
func TestTheCityIsAskedForItsPermission(t *testing.T) {
	for role, want := range map[account.Role][]string{
		account.Facilitator: nil, account.Officer: {"moderated", "issy officer TEAM insult"},
	} {
		o := teaming(t)
		r := &cityRecorder{contest: o.Challenge.(contest)}
		o.Challenge, o.Accounts = r, people{session: somebody("Marc", role)}
		h := testHandler(t, o)
		serve(h, asAnne(get("/equipes/messages")))
		serve(h, asAnne(post("/equipes/messages/TEAM/5/masquer", form(challenge.WhyField, "insult"))))
		if !slices.Equal(r.asked, want) {
			t.Errorf("for %s the service was asked %v, want %v", role, r.asked, want)
		}
	}
}
