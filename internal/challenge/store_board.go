package challenge

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"capzero/internal/db"
	"capzero/internal/household"
)

// A post is a message as it is stored.
type post struct {
	team      string
	number    int
	person    string
	household household.ID
	text      string
	at        time.Time
}

const selectPost = `SELECT team_id, number, person_id, household_id, text, at FROM board_message `

func scanPost(row scanner) (p post, err error) {
	var at int64
	err = row.Scan(&p.team, &p.number, &p.person, &p.household, &p.text, &at)
	p.at = moment(at)
	return p, err
}

func insertPost(ctx context.Context, tx *db.Tx, p post) (number int, err error) {
	err = tx.QueryRow(ctx, `
		INSERT INTO board_message (team_id, number, person_id, household_id, text, at)
		SELECT ?, COALESCE(MAX(number), 0) + 1, ?, ?, ?, ? FROM board_message WHERE team_id = ? RETURNING number`,
		p.team, p.person, string(p.household), p.text, tx.Now.Unix(), p.team).Scan(&number)
	return number, err
}

func findPost(ctx context.Context, tx *db.Tx, teamID string, number int) (p post, found bool, err error) {
	p, err = scanPost(tx.QueryRow(ctx, selectPost+`WHERE team_id = ? AND number = ?`, teamID, number))
	if errors.Is(err, sql.ErrNoRows) {
		return p, false, nil
	}
	return p, err == nil, err
}

// readPosts returns so many messages with a number below another one, the newest
// first.
func readPosts(ctx context.Context, tx *db.Tx, teamID string, below, most int) ([]post, error) {
	return allPosts(tx.Query(ctx, selectPost+`
		WHERE team_id = ? AND number < ? ORDER BY number DESC LIMIT ?`, teamID, below, most))
}

// postsOf returns what a person wrote on a board since a moment, the newest first.
func postsOf(ctx context.Context, tx *db.Tx, teamID, person string, since time.Time) ([]post, error) {
	return allPosts(tx.Query(ctx, selectPost+`
		WHERE team_id = ? AND person_id = ? AND at > ? ORDER BY number DESC`, teamID, person, since.Unix()))
}

func hasPosted(ctx context.Context, tx *db.Tx, teamID, person string) (bool, error) {
	var n int
	err := tx.QueryRow(ctx, `
		SELECT COUNT(*) FROM board_message WHERE team_id = ? AND person_id = ?`, teamID, person).Scan(&n)
	return n > 0, err
}

func allPosts(rows *sql.Rows, err error) ([]post, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []post
	for rows.Next() {
		p, err := scanPost(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, rows.Err()
}

// emptyPost takes the text of a message away. The row stays, and counts for how
// many its author writes in a day.
func emptyPost(ctx context.Context, tx *db.Tx, teamID string, number int) error {
	_, err := tx.Exec(ctx, `UPDATE board_message SET text = '' WHERE team_id = ? AND number = ?`, teamID, number)
	return err
}

func deletePost(ctx context.Context, tx *db.Tx, teamID string, number int) error {
	if err := deleteEvents(ctx, tx, teamID, number); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `DELETE FROM board_message WHERE team_id = ? AND number = ?`, teamID, number)
	return err
}

func deleteEvents(ctx context.Context, tx *db.Tx, teamID string, message int) error {
	_, err := tx.Exec(ctx, `DELETE FROM board_event WHERE team_id = ? AND message = ?`, teamID, message)
	return err
}

func insertEvent(ctx context.Context, tx *db.Tx, teamID string, e BoardEvent) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO board_event (team_id, number, message, kind, by_person, household_id, why, at)
		SELECT ?, COALESCE(MAX(number), 0) + 1, ?, ?, ?, ?, ?, ? FROM board_event WHERE team_id = ?`,
		teamID, e.Message, string(e.Kind), e.By, string(e.Household), string(e.Why), tx.Now.Unix(), teamID)
	return err
}

// readEvents returns what became of the messages of a team from a number on, by
// message, in its order.
func readEvents(ctx context.Context, tx *db.Tx, teamID string, from int) (map[int][]BoardEvent, error) {
	rows, err := tx.Query(ctx, `
		SELECT message, kind, by_person, household_id, why, at FROM board_event
		WHERE team_id = ? AND message >= ? ORDER BY number`, teamID, from)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := map[int][]BoardEvent{}
	for rows.Next() {
		var e BoardEvent
		var at int64
		if err := rows.Scan(&e.Message, &e.Kind, &e.By, &e.Household, &e.Why, &at); err != nil {
			return nil, err
		}
		e.At = moment(at)
		all[e.Message] = append(all[e.Message], e)
	}
	return all, rows.Err()
}

// eventsOf returns what became of one message.
func eventsOf(ctx context.Context, tx *db.Tx, teamID string, message int) ([]BoardEvent, error) {
	all, err := readEvents(ctx, tx, teamID, message)
	return all[message], err
}

// A postKey is where a message is kept.
type postKey struct {
	team   string
	number int
}

// quietSince returns the messages to which nothing has happened since a moment,
// but something before.
func quietSince(ctx context.Context, tx *db.Tx, at time.Time, most int) ([]postKey, error) {
	return postKeys(tx.Query(ctx, `
		SELECT team_id, message FROM board_event GROUP BY team_id, message HAVING MAX(at) <= ?
		ORDER BY team_id, message LIMIT ?`, at.Unix(), most))
}

// eventful returns the messages of a city to which something has happened, the
// last one written first.
func eventful(ctx context.Context, tx *db.Tx, cityID string) ([]postKey, error) {
	return postKeys(tx.Query(ctx, `
		SELECT e.team_id, e.message FROM board_event e
		JOIN team t ON t.id = e.team_id JOIN season s ON s.id = t.season_id
		WHERE s.city_id = ? GROUP BY e.team_id, e.message ORDER BY MAX(e.at) DESC, e.team_id, e.message`, cityID))
}

func postKeys(rows *sql.Rows, err error) ([]postKey, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []postKey
	for rows.Next() {
		var k postKey
		if err := rows.Scan(&k.team, &k.number); err != nil {
			return nil, err
		}
		all = append(all, k)
	}
	return all, rows.Err()
}

func insertBlock(ctx context.Context, tx *db.Tx, teamID, person string, blocked bool, by string, why Why) error {
	n := 0
	if blocked {
		n = 1
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO board_block (team_id, number, person_id, blocked, by_person, why, at)
		SELECT ?, COALESCE(MAX(number), 0) + 1, ?, ?, ?, ?, ? FROM board_block WHERE team_id = ?`,
		teamID, person, n, by, string(why), tx.Now.Unix(), teamID)
	return err
}

// isBlocked reports whether a person may not write on a board.
func isBlocked(ctx context.Context, tx *db.Tx, teamID, person string) (bool, error) {
	var blocked int
	err := tx.QueryRow(ctx, `
		SELECT blocked FROM board_block WHERE team_id = ? AND person_id = ? ORDER BY number DESC LIMIT 1`,
		teamID, person).Scan(&blocked)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return blocked == 1, err
}

// readBlocks returns who may not write on a board of a city, the last one first.
func readBlocks(ctx context.Context, tx *db.Tx, cityID string) ([]Blocked, error) {
	rows, err := tx.Query(ctx, `
		SELECT b.team_id, t.name, b.person_id, b.by_person, b.why, b.at FROM board_block b
		JOIN team t ON t.id = b.team_id JOIN season s ON s.id = t.season_id
		WHERE s.city_id = ? AND b.blocked = 1 AND b.number = (
			SELECT MAX(l.number) FROM board_block l WHERE l.team_id = b.team_id AND l.person_id = b.person_id)
		ORDER BY b.at DESC, b.team_id, b.number`, cityID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []Blocked
	for rows.Next() {
		var b Blocked
		var at int64
		if err := rows.Scan(&b.Team, &b.Name, &b.Person, &b.By, &b.Why, &at); err != nil {
			return nil, err
		}
		b.At = moment(at)
		all = append(all, b)
	}
	return all, rows.Err()
}

// purgeBlocks deletes the blocks that were lifted before a moment, and what was
// before them.
func purgeBlocks(ctx context.Context, tx *db.Tx, before time.Time) (int64, error) {
	return affected(tx.Exec(ctx, `
		DELETE FROM board_block WHERE EXISTS (
			SELECT 1 FROM board_block l WHERE l.team_id = board_block.team_id AND l.person_id = board_block.person_id
			AND l.number >= board_block.number AND l.blocked = 0 AND l.at <= ?)`, before.Unix()))
}
