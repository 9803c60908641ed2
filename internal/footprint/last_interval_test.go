package footprint

import (
	"testing"

	"capzero/internal/db"
)

// forgetful is the same service after a restart: what was in memory is gone.
func forgetful(s *Service) *Service {
	s.drawn, s.soFar = drawnBefore{}, drawnBefore{}
	return s
}

func resultOf(t *testing.T, s *Service, token Token) Result {
	t.Helper()
	r, err := s.Result(t.Context(), token, "fr")
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestTheLastIntervalsAreThereAfterARestart(t *testing.T) {
	s := newSure(t)
	token := start(t, s)
	give(t, s, token, "transport . voiture . km", Input{Value: "9000"})
	if r := resultOf(t, s, token); r.Carbon.Interval.Known || r.Carbon.Former.Known {
		t.Fatal("there is an interval before one was drawn")
	}
	drawn := intervalsOf(t, s, token)
	r := resultOf(t, forgetful(s), token)
	if r.Carbon.Interval != drawn.Carbon.Interval || r.Waste.Streams[0].Interval != drawn.Waste.Streams[0].Interval {
		t.Errorf("%+v, not %+v", r.Carbon.Interval, drawn.Carbon.Interval)
	}
	if len(r.Carbon.Narrowing) != len(drawn.Carbon.Narrowing) || r.Carbon.Narrowing[0] != drawn.Carbon.Narrowing[0] {
		t.Errorf("%+v, not %+v", r.Carbon.Narrowing, drawn.Carbon.Narrowing)
	}
}

func TestAnIntervalOfFormerAnswersIsSaidToBeFormer(t *testing.T) {
	s := newSure(t)
	token := start(t, s)
	drawn := intervalsOf(t, s, token)
	give(t, s, token, "transport . voiture . km", Input{Value: "9000"})
	r := resultOf(t, s, token)
	if r.Carbon.Interval.Known || r.Carbon.Former != drawn.Carbon.Interval {
		t.Errorf("interval %+v, former %+v", r.Carbon.Interval, r.Carbon.Former)
	}
	for _, line := range r.Carbon.Categories {
		if line.Interval.Known {
			t.Errorf("%s has the interval of other answers", line.Rule)
		}
	}
}

func TestIntervalsDrawnLateDoNotReplaceNewerOnes(t *testing.T) {
	s := newSure(t)
	token := start(t, s)
	late, err := s.load(t.Context(), token)
	if err != nil {
		t.Fatal(err)
	}
	give(t, s, token, "transport . voiture . km", Input{Value: "9000"})
	newer := intervalsOf(t, s, token)
	if _, err := s.draw(t.Context(), late, nil); err != nil {
		t.Fatal(err)
	}
	if r := resultOf(t, forgetful(s), token); r.Carbon.Interval != newer.Carbon.Interval {
		t.Errorf("%+v, not %+v", r.Carbon.Interval, newer.Carbon.Interval)
	}
}

func TestErasingLeavesNoInterval(t *testing.T) {
	s := newSure(t)
	token := start(t, s)
	sh, err := s.load(t.Context(), token)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Erase(t.Context(), token); err != nil {
		t.Fatal(err)
	}
	// Whoever was still drawing finds nobody to keep it for.
	if _, err := s.draw(t.Context(), sh, nil); err != nil {
		t.Fatal(err)
	}
	err = s.db.Read(t.Context(), func(tx *db.Tx) error {
		var n int
		if err := tx.QueryRow(t.Context(), `SELECT count(*) FROM last_interval`).Scan(&n); err != nil {
			return err
		}
		if n != 0 {
			t.Errorf("%d intervals are left", n)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
