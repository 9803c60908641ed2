package challenge

import (
	"context"
	"database/sql"
	"errors"

	"capzero/internal/db"
	"capzero/internal/household"
)

// readWithoutTeam returns the households of a season that are in no team, have no
// open proposal and have not said no to one. They are without their zone.
func readWithoutTeam(ctx context.Context, tx *db.Tx, seasonID string) ([]candidate, error) {
	rows, err := tx.Query(ctx, `
		SELECT household_id, wave FROM enrolment e
		WHERE season_id = ? AND team_id = '' AND NOT EXISTS (
			SELECT 1 FROM team_proposal p
			WHERE p.season_id = e.season_id AND p.household_id = e.household_id AND p.answer IN (?, ?))`,
		seasonID, string(Unanswered), string(ProposalNo))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []candidate
	for rows.Next() {
		var c candidate
		if err := rows.Scan(&c.household, &c.wave); err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, rows.Err()
}

func insertProposal(ctx context.Context, tx *db.Tx, t Team, id household.ID) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO team_proposal (season_id, household_id, team_id, answer, answered_by, at) VALUES (?, ?, ?, ?, '', ?)`,
		t.Season, string(id), t.ID, string(Unanswered), tx.Now.Unix())
	return err
}

// openProposal is the team that a household has not answered about yet.
func openProposal(ctx context.Context, tx *db.Tx, seasonID string, id household.ID) (teamID string, found bool, err error) {
	err = tx.QueryRow(ctx, `
		SELECT team_id FROM team_proposal WHERE season_id = ? AND household_id = ? AND answer = ?`,
		seasonID, string(id), string(Unanswered)).Scan(&teamID)
	if errors.Is(err, sql.ErrNoRows) {
		return "", false, nil
	}
	return teamID, err == nil, err
}

func isProposed(ctx context.Context, tx *db.Tx, teamID string, id household.ID) (bool, error) {
	var n int
	err := tx.QueryRow(ctx, `
		SELECT COUNT(*) FROM team_proposal WHERE team_id = ? AND household_id = ?`, teamID, string(id)).Scan(&n)
	return n > 0, err
}

func answerProposal(ctx context.Context, tx *db.Tx, t Team, id household.ID, answer ProposalAnswer, by string) error {
	_, err := tx.Exec(ctx, `
		UPDATE team_proposal SET answer = ?, answered_by = ?, at = ? WHERE team_id = ? AND household_id = ?`,
		string(answer), by, tx.Now.Unix(), t.ID, string(id))
	return err
}
