package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"capzero/internal/footprint"
)

// A State is a page of the gallery: a page of the program with sample data.
type State struct {
	Page string // "resultat"
	Name string // "sans-reponse"
	Path string // "/gallery/resultat/sans-reponse"
}

// Gallery lists every state of every page, in the order of the gallery.
func Gallery() []State {
	list := make([]State, len(scenes))
	for i, scene := range scenes {
		list[i] = scene.state()
	}
	return list
}

// A scene is a state with the request and the data that bring it about.
type scene struct {
	page, name string
	method     string     // GET if empty
	path       string     // of the real page
	form       url.Values // what is posted
	bytes      int64      // a declared body size, to be refused
	nobody     bool       // no measure under way
	asked      bool       // this browser has asked for a mail
	scripts    bool       // the browser runs scripts
	shown      string     // the secret of the invitation that this browser made
	teamLink   string     // of the link into a team that it made
	opened     string     // of the one that it opened before there was a household
	data       sample
}

func (s scene) state() State {
	return State{Page: s.page, Name: s.name, Path: "/gallery/" + s.page + "/" + s.name}
}

// A GalleryPage is the index of the gallery.
type GalleryPage struct {
	Page
	Groups []GalleryGroup
}

// A GalleryGroup is one page with its states.
type GalleryGroup struct {
	Page   string
	States []State
}

func (s *server) gallery(w http.ResponseWriter, r *http.Request) error {
	p := GalleryPage{Page: s.newPage(r, visitor{}, "gallery.title")}
	for _, state := range Gallery() {
		i := slices.IndexFunc(p.Groups, func(g GalleryGroup) bool { return g.Page == state.Page })
		if i < 0 {
			i = len(p.Groups)
			p.Groups = append(p.Groups, GalleryGroup{Page: state.Page})
		}
		p.Groups[i].States = append(p.Groups[i].States, state)
	}
	return s.render(w, r, http.StatusOK, p.Page, galleryPage(p))
}

// galleryState shows one state: the request of the scene goes through the same
// routes and the same handlers as everyone's, with sample data behind them.
func (s *server) galleryState(w http.ResponseWriter, r *http.Request) error {
	i := slices.IndexFunc(scenes, func(sc scene) bool {
		return sc.page == r.PathValue("page") && sc.name == r.PathValue("state")
	})
	if i < 0 {
		return notFound(w, r)
	}
	stage := *s
	stage.Footprint = withoutEmoji{scenes[i].data}
	stage.Intervals = scenes[i].data
	stage.Accounts, stage.Mailbox, stage.Prompts = scenes[i].data.people, scenes[i].data.people, scenes[i].data.people
	stage.Households, stage.Consents = scenes[i].data.homes, ledger{register: s.Consents, city: s.City, homes: scenes[i].data.homes}
	stage.Challenge = scenes[i].data.contest
	stage.Steering, stage.Ideas = scenes[i].data.helm, scenes[i].data.box
	stage.Backups = scenes[i].data.people.office.shownBackups()
	stage.MyData, stage.Retention = scenes[i].data.papers, scenes[i].data.clock
	stage.Jobs, stage.Outbox, stage.StaffDoors = scenes[i].data.people, scenes[i].data.people, scenes[i].data.people.office.doors
	stage.Now = func() time.Time { return day } // what samples were made on
	stage.Ready = scenes[i].data.ready
	stage.limiter = newLimiter(scenes[i].data.allowance(), s.Now)
	h, err := stage.stageHandler()
	if err != nil {
		return err
	}
	h.ServeHTTP(withoutCookies{w}, scenes[i].request(r, s))
	return nil
}

// stageHandler is handler without what has been done for this request already.
func (s *server) stageHandler() (http.Handler, error) {
	mux, err := s.mux(s.routes())
	return s.limitRate(s.limitBody(s.recoverPanic(mux))), err
}

// request is the scene's request, in the language of the person who looks.
func (s scene) request(r *http.Request, of *server) *http.Request {
	staged := r.Clone(r.Context())
	staged.Method = http.MethodGet
	if s.method != "" {
		staged.Method = s.method
	}
	staged.URL, _ = url.Parse(s.path) // a constant of ours
	if r.URL.RawQuery != "" {         // what a page of the gallery asks of itself
		staged.URL.RawQuery = r.URL.RawQuery
	}
	staged.Body, staged.ContentLength = http.NoBody, s.bytes
	staged.PostForm = s.form
	staged.Form = nil
	staged.RemoteAddr = ""
	staged.Header.Del("Cookie")
	if c, err := r.Cookie(languageCookie); err == nil {
		staged.AddCookie(c)
	}
	if s.scripts {
		staged.AddCookie(&http.Cookie{Name: scriptsCookie, Value: "1"})
	}
	if !s.nobody {
		staged.AddCookie(of.cookie.cookie.cookie(string(sampleToken), 0))
	}
	if s.asked {
		staged.AddCookie(of.asking().cookie("sample", 0))
	}
	if s.shown != "" {
		staged.AddCookie(of.shown().cookie(s.shown, 0))
	}
	if s.teamLink != "" {
		staged.AddCookie(of.teamLink().cookie(s.teamLink, 0))
	}
	if s.opened != "" {
		staged.AddCookie(of.openedLink().cookie(s.opened, 0))
	}
	if s.data.people.session.SignedIn() {
		staged.AddCookie(of.signed.cookie.cookie(string(sampleSession), 0))
	}
	return staged
}

// withoutCookies keeps a scene from changing the session of who looks at it.
type withoutCookies struct{ http.ResponseWriter }

// WriteHeader drops the cookies before anything is sent.
func (w withoutCookies) WriteHeader(status int) {
	w.Header().Del("Set-Cookie")
	w.ResponseWriter.WriteHeader(status)
}

const sampleToken footprint.Token = "sample"

// repeated writes a text n times, to see what very long words do.
func repeated(s string, n int) string { return strings.Repeat(s, n) }
