package footprint

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"capzero/internal/db"
)

// storedIntervals are intervals as the table last_interval holds them.
type storedIntervals struct {
	Of         map[string][2]float64 `json:"of"` // lowest and highest, by rule or by action
	Narrowing  []storedNarrowing     `json:"narrowing"`
	Narrowable float64               `json:"narrowable"`
}

type storedNarrowing struct {
	Rule  string  `json:"rule"`
	Theme Theme   `json:"theme"`
	Share float64 `json:"share"`
}

// writeIntervals keeps the intervals that were drawn last. Those of answers that
// have changed since do not take the place of newer ones.
func writeIntervals(ctx context.Context, tx *db.Tx, of drawnKey, drawn intervals) error {
	text, err := json.Marshal(drawn.stored())
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO last_interval (assessment_id, revision, carbon_model, waste_model, drawn)
		SELECT id, CAST(? AS BIGINT), ?, ?, ? FROM assessment WHERE id = ?
		ON CONFLICT (assessment_id) DO UPDATE
		SET revision = excluded.revision, carbon_model = excluded.carbon_model,
		    waste_model = excluded.waste_model, drawn = excluded.drawn
		WHERE excluded.revision >= last_interval.revision`,
		of.revision, of.models.Carbon, of.models.Waste, string(text), of.assessment)
	return err
}

// findIntervals returns the intervals that were drawn last, and what they are of.
func findIntervals(ctx context.Context, tx *db.Tx, assessmentID string) (of drawnKey, drawn intervals, err error) {
	of.assessment = assessmentID
	var text string
	err = tx.QueryRow(ctx, `
		SELECT revision, carbon_model, waste_model, drawn FROM last_interval WHERE assessment_id = ?`, assessmentID).
		Scan(&of.revision, &of.models.Carbon, &of.models.Waste, &text)
	if errors.Is(err, sql.ErrNoRows) {
		return of, drawn, nil
	}
	if err != nil {
		return of, drawn, err
	}
	var stored storedIntervals
	err = json.Unmarshal([]byte(text), &stored)
	return of, stored.intervals(), err
}

func (i intervals) stored() storedIntervals {
	s := storedIntervals{Of: map[string][2]float64{}, Narrowable: i.narrowable}
	for rule, interval := range i.of {
		if interval.Known {
			s.Of[rule] = [2]float64{interval.Low, interval.High}
		}
	}
	for _, n := range i.narrowing {
		s.Narrowing = append(s.Narrowing, storedNarrowing{Rule: n.Rule, Theme: n.Theme, Share: n.Share})
	}
	return s
}

func (s storedIntervals) intervals() intervals {
	i := intervals{of: map[string]Interval{}, narrowable: s.Narrowable}
	for rule, ends := range s.Of {
		i.of[rule] = Interval{Low: ends[0], High: ends[1], Known: true}
	}
	for _, n := range s.Narrowing {
		i.narrowing = append(i.narrowing, Narrowing{Rule: n.Rule, Theme: n.Theme, Share: n.Share})
	}
	return i
}
