package web

import (
	"context"
	"encoding/csv"
	"errors"
	"net/http"
	"slices"
	"strings"

	"capzero/internal/fault"
	"capzero/internal/steering"
)

// Steering is what the pages ask of package steering.
type Steering interface {
	Board(ctx context.Context, cityID string) (steering.Board, error)
	Ask(ctx context.Context, cityID string) error
}

const steeringPath = "/pilotage"

// A SteeringPage answers what an officer is asked about the challenge.
type SteeringPage struct {
	Page
	Where    string // the season and its week, empty without a season
	State    string // when the figures were made, or why there are none
	Progress string // how far making them is, empty where nobody does
	Done     float64
	Refused  string
	Found    bool
	Cards    []SteeringCard
}

// cardPaths is what each card is called in addresses.
var cardPaths = map[steering.Card]string{
	steering.EngagementCard: "engagement", steering.RetentionCard: "assiduite", steering.ActivityCard: "activite",
	steering.AvoidedCard: "evite", steering.WasteCard: "pesees", steering.ZonesCard: "quartiers",
	steering.TeamsCard: "equipes", steering.MissionsCard: "missions",
}

// steeringBoard answers GET /pilotage.
func (s *server) steeringBoard(w http.ResponseWriter, r *http.Request) error {
	return s.renderSteering(w, r, http.StatusOK, "")
}

// makeFigures answers POST /pilotage.
func (s *server) makeFigures(w http.ResponseWriter, r *http.Request) error {
	err := s.Steering.Ask(r.Context(), s.City.ID)
	if err == nil {
		seeOther(w, r, steeringPath)
		return nil
	}
	f, ok := errors.AsType[*fault.Error](err)
	if !ok || f.Kind != fault.Limited || wantsProblem(r) {
		return err
	}
	return s.renderSteering(w, r, statuses[f.Kind], s.locale(r).T(f.Key, f.Args...))
}

func (s *server) renderSteering(w http.ResponseWriter, r *http.Request, status int, refused string) error {
	page, err := s.homesPage(r, "steering.title")
	if err != nil {
		return err
	}
	page.Wide, page.Path = true, steeringPath
	board, err := s.Steering.Board(r.Context(), s.City.ID)
	if err != nil {
		return err
	}
	p := SteeringPage{Page: page, Refused: refused, Found: board.Found}
	p.state(board, s)
	if board.Made {
		v, err := s.steeringView(r, page, board)
		if err != nil {
			return err
		}
		p.Cards = v.cards()
	}
	return s.render(w, r, status, page, steeringPage(p))
}

// state says how old the figures are, and whether they are being made.
func (p *SteeringPage) state(b steering.Board, s *server) {
	if !b.Found {
		p.State = p.T("steering.no_season")
		return
	}
	p.Where = p.T("steering.where", "season", b.Season.Name, "week", b.Season.Week, "weeks", b.Season.Weeks)
	if b.Season.Week == 0 {
		p.Where = p.T("steering.where_coming", "season", b.Season.Name)
	}
	p.State = p.T("steering.not_yet")
	if b.Made {
		p.State = p.T("steering.made", "moment", p.Moment(b.At.In(s.City.Location())))
	}
	if b.Run.UnderWay(s.Now()) {
		p.Progress = p.T("steering.under_way", "done", b.Run.Done, "steps", b.Run.Steps)
		p.Done = 100 * float64(b.Run.Done) / float64(max(1, b.Run.Steps))
	}
}

// steeringView is the board in the words of a reader.
func (s *server) steeringView(r *http.Request, page Page, b steering.Board) (boardView, error) {
	v := boardView{Page: page, Board: b, missions: map[string]string{}}
	all, err := s.Footprint.Missions(r.Context(), s.holderOf(r), page.Tag())
	for _, m := range all {
		v.missions[m.ID] = m.Label
	}
	return v, err
}

// steeringTable answers GET /pilotage/{file}: a card with its table, or the table for a
// spreadsheet.
func (s *server) steeringTable(w http.ResponseWriter, r *http.Request) error {
	name, isFile := strings.CutSuffix(r.PathValue("file"), ".csv")
	board, err := s.Steering.Board(r.Context(), s.City.ID)
	if err != nil {
		return err
	}
	if !board.Made {
		return fault.New(fault.NotFound, "error.not_found")
	}
	page, err := s.homesPage(r, "steering.title")
	if err != nil {
		return err
	}
	v, err := s.steeringView(r, page, board)
	if err != nil {
		return err
	}
	cards := v.cards()
	i := slices.IndexFunc(cards, func(c SteeringCard) bool { return c.ID == name })
	if i < 0 {
		return fault.New(fault.NotFound, "error.not_found")
	}
	if isFile {
		return sendColumns(w, "pilotage-"+name, cards[i].Table.csv())
	}
	page.Wide, page.Title = true, cards[i].Title
	return s.render(w, r, http.StatusOK, page, steeringCardPage(page, cards[i]))
}

// sendColumns writes a table whose first line names its columns.
func sendColumns(w http.ResponseWriter, name string, table [][]string) error {
	h := w.Header()
	h.Set("Content-Type", "text/csv; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="`+name+`-point-decimal.csv"`)
	h.Set("Cache-Control", "private, no-cache")
	return csv.NewWriter(w).WriteAll(table)
}
