package challenge

import (
	"context"
	"slices"

	"capzero/internal/db"
	"capzero/internal/fault"
	"capzero/internal/household"
)

// PseudonymField is the field of the form in which a pseudonym is chosen.
const PseudonymField = "pseudonyme"

// rankingScreen is what the ledger of consents says of where somebody entered or
// left.
const rankingScreen = "classement"

// Ranking returns the ranking of the season that matters in a city, as a person sees
// it. Round is for other pseudonyms than those that were proposed first.
func (s *Service) Ranking(ctx context.Context, person, cityID string, round int) (r Ranking, found bool, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		r = Ranking{Today: s.today(tx, cityID), Round: roundOf(round)}
		if r.Season, found, err = s.current(ctx, tx, cityID); err != nil || !found {
			return err
		}
		var p Participation
		if p, r.In, err = s.participationOf(ctx, tx, person, r.Season); err != nil || !r.In {
			return err
		}
		r.Starts = r.Season.Starts(p.Enrolment.Wave)
		return s.fillRanking(ctx, tx, person, &r)
	})
	return r, found, err
}

// roundOf is one of the rounds that there are, whatever somebody asks for.
func roundOf(round int) int { return max(round, 0) % nameRounds }

func (s *Service) fillRanking(ctx context.Context, tx *db.Tx, person string, r *Ranking) error {
	name, mine, err := findEntrant(ctx, tx, r.Season.ID, person)
	if err != nil {
		return err
	}
	r.Name = name
	if !r.Entered() && r.Season.PhaseOn(r.Today) < Closing {
		if r.Offered, err = offeredTo(ctx, tx, r.Season, person, r.Round); err != nil {
			return err
		}
	}
	rows, err := readListed(ctx, tx, r.Season.ID)
	if err != nil {
		return err
	}
	count, enough := countListed(rows)
	if !enough {
		if count, err = countRanking(ctx, tx, r.Season.ID); err != nil {
			return err
		}
	}
	if r.Missing = ShownFrom - count.entered; r.Missing > 0 {
		return nil
	}
	run, err := findRankingRun(ctx, tx, r.Season.ID)
	if err != nil || run.until == "" {
		return err
	}
	r.Until = run.until
	for _, k := range kinds() {
		t := RankingTable{Kind: k, Shown: count.ranked[k] >= ShownFrom}
		if t.Shown {
			t.Of, t.Tied, t.Mine = run.of[k], run.tied[k], mine[k]
			t.list(rows, person)
		}
		r.Tables = append(r.Tables, t)
	}
	return nil
}

// list puts the rows into a table that others may see.
func (t *RankingTable) list(rows []listedRow, person string) {
	for _, row := range rows {
		if row.kind == t.Kind && row.last <= listed {
			row.Mine = row.person == person
			t.First = append(t.First, row.Placed)
		}
	}
	slices.SortStableFunc(t.First, func(a, b Placed) int { return a.compare(b) })
}

// offeredTo are the pseudonyms that are proposed to a person now. A name that others
// have got has a number.
func offeredTo(ctx context.Context, tx *db.Tx, season Season, person string, round int) ([]Pseudonym, error) {
	words, err := readPseudonyms()
	if err != nil {
		return nil, err
	}
	names := words.draw(season, person, round)
	next, err := nextNumbers(ctx, tx, season.ID, names)
	var offered []Pseudonym
	for _, name := range names {
		offered = append(offered, Pseudonym{name, next[name]})
	}
	return offered, err
}

// An Entering is what somebody chose who enters a ranking.
type Entering struct {
	Name  string // the pseudonym, as it was proposed
	Round int    // in which it was
	Text  string // the version of the text about it that they read
	Lang  string // the language of that text
}

// EnterRanking has a person in the ranking of the season that they take part in,
// under a pseudonym that was proposed to them. Their yes is kept in the same
// transaction. What comes back is held against what would be proposed now: of two
// who choose the same at once, one is told so. Who is in it already stays as they
// are.
func (s *Service) EnterRanking(ctx context.Context, person string, e Entering) error {
	if e.Name == "" {
		return fault.At(PseudonymField, fault.Invalid, "ranking.choose")
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		p, err := s.participation(ctx, tx, person)
		if err != nil {
			return err
		}
		if p.Season.PhaseOn(p.Today) >= Closing {
			return errSeasonOver
		}
		if already, _, err := findEntrant(ctx, tx, p.Season.ID, person); err != nil || already != (Pseudonym{}) {
			return err
		}
		offered, err := offeredTo(ctx, tx, p.Season, person, roundOf(e.Round))
		if err != nil {
			return err
		}
		i := slices.IndexFunc(offered, func(o Pseudonym) bool { return o.String() == e.Name })
		if i < 0 {
			return fault.At(PseudonymField, fault.Conflict, "ranking.taken")
		}
		yes := household.Decision{Purpose: household.Ranking, Choice: household.Accept, Version: e.Text}
		if err := s.consents.DecideIn(ctx, tx, person, e.Lang, rankingScreen, yes); err != nil {
			return err
		}
		return insertEntrant(ctx, tx, p.Enrolment, person, e.Text, offered[i])
	})
}

// LeaveRanking takes a person out of the ranking at once, and takes their yes back.
// Doing it again changes nothing.
func (s *Service) LeaveRanking(ctx context.Context, person, lang string) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := s.consents.WithdrawIn(ctx, tx, person, lang, rankingScreen, household.Ranking); err != nil {
			return err
		}
		return s.LeaveRankingIn(ctx, tx, person)
	})
}

// LeaveRankingIn takes a person out of the rankings of all seasons, in the
// transaction in which they take their yes back.
func (s *Service) LeaveRankingIn(ctx context.Context, tx *db.Tx, person string) error {
	return deleteEntrant(ctx, tx, person)
}

// Joined is told, in its transaction, that an adult has come to live in a household:
// in a ranking they go on where they are, if it takes part.
func (s *Service) Joined(ctx context.Context, tx *db.Tx, person string, to household.ID) error {
	return seatEntrant(ctx, tx, person, to)
}

// takesPart writes an enrolment. Who lives there and was hidden in the ranking is
// shown again.
func (s *Service) takesPart(ctx context.Context, tx *db.Tx, e Enrolment) error {
	if err := insertEnrolment(ctx, tx, e); err != nil {
		return err
	}
	adults, err := s.households.AdultsOf(ctx, tx, e.Household)
	if err != nil {
		return err
	}
	for _, person := range adults {
		if err := seatEntrant(ctx, tx, person, e.Household); err != nil {
			return err
		}
	}
	return nil
}
