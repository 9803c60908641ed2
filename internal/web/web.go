package web

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"capzero/internal/city"
	"capzero/internal/footprint"
	"capzero/internal/i18n"
)

// Options are what the pages are made of.
type Options struct {
	Footprint  Footprint
	Intervals  Intervals // nil: figures have only the intervals that Footprint gives
	City       city.City
	Catalogues *i18n.Catalogues
	Models     footprint.Models // named on the page that explains the method
	URL        string           // public address, "https://…"; decides on links and on the cookie
	Demo       bool             // the city is invented: said on every page, gallery open
	Log        *slog.Logger     // nil: discarded
	Now        func() time.Time
	Ready      func(context.Context) error // nil: always ready; asked by /healthz
	Limit      Limit                       // zero: DefaultLimit
}

// A server answers requests with the options it was made with.
type server struct {
	Options
	assets  assets
	cookie  sessionCookie
	limiter *limiter
}

// New returns the handler of every page. It fails where the assets have not
// been generated.
func New(o Options) (http.Handler, error) {
	s, err := newServer(o)
	if err != nil {
		return nil, err
	}
	return s.handler(), nil
}

func newServer(o Options) (*server, error) {
	if o.Footprint == nil || o.Catalogues == nil || o.Now == nil {
		return nil, errors.New("web: Footprint, Catalogues and Now are needed")
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Limit == (Limit{}) {
		o.Limit = DefaultLimit
	}
	assets, err := loadAssets(o.City)
	if err != nil {
		return nil, err
	}
	o.URL = strings.TrimSuffix(o.URL, "/")
	o.Footprint = withoutEmoji{o.Footprint}
	if o.Intervals != nil {
		o.Intervals = soberIntervals{from: o.Intervals}
	}
	return &server{
		Options: o,
		assets:  assets,
		cookie:  newSessionCookie(o.URL),
		limiter: newLimiter(o.Limit, o.Now),
	}, nil
}

// handler is the routes within everything that each request goes through, the
// outermost first.
func (s *server) handler() http.Handler {
	var h http.Handler = s.routes()
	h = s.sameOrigin(h)
	h = s.limitBody(h)
	h = s.limitRate(h)
	h = s.recoverPanic(h)
	h = s.securityHeaders(h)
	return s.logRequest(h)
}

// routes is every address of the program. The paths are French because people
// read them; a rule is written in them as publicodes does, with "/" between its
// parts.
func (s *server) routes() *http.ServeMux {
	mux := http.NewServeMux()
	mux.Handle("GET /{$}", s.page(s.home))
	mux.Handle("GET /mesurer", s.page(s.themes))
	mux.Handle("POST /mesurer", s.page(s.start))
	mux.Handle("GET /mesurer/suivante", s.page(s.best))
	mux.Handle("GET /mesurer/question/{rule...}", s.page(s.question))
	mux.Handle("POST /mesurer/question/{rule...}", s.page(s.answer))
	mux.Handle("GET /resultat", s.page(s.result))
	mux.Handle("GET /resultat/recalcul", s.page(s.recalculation))
	mux.Handle("POST /resultat/recalcul", s.page(s.acknowledge))
	mux.Handle("POST /resultat/recalculer", s.page(s.recalculate))
	mux.Handle("GET /resultat/imprimer", s.page(s.resultSheet))
	mux.Handle("GET /resultat/tableau.csv", s.page(s.resultTable))
	mux.Handle("GET /resultat/partager", s.page(s.share))
	mux.Handle("GET /resultat/explication/{rule...}", s.page(s.explain))
	mux.Handle("GET /bilans", s.page(s.milestones))
	mux.Handle("POST /bilans", s.page(s.keep))
	mux.Handle("GET /bilans/tableau.csv", s.page(s.milestoneTable))
	mux.Handle("GET /bilans/{number}", s.page(s.milestone))
	mux.Handle("POST /bilans/{number}/nom", s.page(s.nameMilestone))
	mux.Handle("POST /bilans/{number}/supprimer", s.page(s.dropMilestone))
	mux.Handle("GET /bilans/{number}/depuis/{earlier}", s.page(s.shift))
	mux.Handle("POST /bilans/{number}/depuis/{earlier}", s.page(s.tellReasons))
	mux.Handle("GET /resultat/et-si", s.page(s.whatIf))
	mux.Handle("GET /gestes", s.page(s.actions))
	mux.Handle("GET /gestes/{id}", s.page(s.action))
	mux.Handle("GET /ville", s.page(s.cityNumber))
	mux.Handle("GET /ville/tableau.csv", s.page(s.cityTable))
	mux.Handle("GET /methode", s.page(s.method))
	mux.Handle("GET /vos-donnees", s.page(s.privacy))
	mux.Handle("POST /vos-donnees/effacer", s.page(s.erase))
	mux.Handle("GET /accessibilite", s.page(s.accessibility))
	mux.Handle("POST /langue", s.page(s.chooseLanguage))
	mux.Handle("GET /healthz", http.HandlerFunc(s.health))
	mux.Handle("GET /static/{hash}/{file}", s.assets)
	if s.Demo {
		mux.Handle("GET /gallery", s.page(s.gallery))
		mux.Handle("GET /graphiques/{chart}/{data}", s.page(s.sampleChart))
		mux.Handle("GET /graphiques/{chart}/{data}/tableau.csv", s.page(s.sampleChartTable))
		mux.Handle("GET /gallery/{page}/{state}", http.HandlerFunc(s.galleryState))
	}
	mux.Handle("/", s.page(notFound))
	return mux
}

// health says whether the program can serve: 200 and "ok", or 503.
func (s *server) health(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	if s.Ready != nil {
		if err := s.Ready(r.Context()); err != nil {
			s.Log.ErrorContext(r.Context(), "not ready", "error", err)
			http.Error(w, "unavailable", http.StatusServiceUnavailable)
			return
		}
	}
	_, _ = w.Write([]byte("ok\n"))
}
