package account

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"capzero/internal/db"
	"capzero/internal/fault"
)

// errPersonUnknown is said of a person who is not there, or not any more.
var errPersonUnknown = fault.New(fault.NotFound, "error.person_unknown")

func insertPerson(ctx context.Context, tx *db.Tx, p Person) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO person (id, name, email, email_key, language, created_at) VALUES (?, ?, ?, ?, ?, ?)`,
		p.ID, p.Name, p.Email.Typed, nullable(p.Email.Key), p.Language, p.Created.Unix())
	return err
}

// nullable is a text, or NULL where it is empty: many people have no address,
// and none of them the same one.
func nullable(text string) sql.NullString { return sql.NullString{String: text, Valid: text != ""} }

const personColumns = `p.id, p.name, p.email, p.email_key, p.language, p.created_at`

// personFields are where a row of personColumns goes; done turns it into the
// person.
func personFields(p *Person) (fields []any, done func()) {
	var key sql.NullString
	var created int64
	return []any{&p.ID, &p.Name, &p.Email.Typed, &key, &p.Language, &created}, func() {
		p.Email.Key, p.Created = key.String, moment(created)
	}
}

func moment(seconds int64) time.Time { return time.Unix(seconds, 0).UTC() }

func findPerson(ctx context.Context, tx *db.Tx, id string) (Person, error) {
	p, found, err := personWhere(ctx, tx, `p.id = ?`, id)
	if err == nil && !found {
		return p, errPersonUnknown
	}
	return p, err
}

func personByEmail(ctx context.Context, tx *db.Tx, key string) (Person, bool, error) {
	return personWhere(ctx, tx, `p.email_key = ?`, key)
}

func personWhere(ctx context.Context, tx *db.Tx, where, arg string) (p Person, found bool, err error) {
	fields, done := personFields(&p)
	err = tx.QueryRow(ctx, `SELECT `+personColumns+` FROM person p WHERE `+where, arg).Scan(fields...)
	if errors.Is(err, sql.ErrNoRows) {
		return Person{}, false, nil
	}
	done()
	return p, err == nil, err
}

func writeName(ctx context.Context, tx *db.Tx, id, name string) error {
	_, err := tx.Exec(ctx, `UPDATE person SET name = ? WHERE id = ?`, name, id)
	return err
}

func writeLanguage(ctx context.Context, tx *db.Tx, id, language string) error {
	_, err := tx.Exec(ctx, `UPDATE person SET language = ? WHERE id = ?`, language, id)
	return err
}

func writeEmail(ctx context.Context, tx *db.Tx, id string, a Address) error {
	_, err := tx.Exec(ctx, `UPDATE person SET email = ?, email_key = ? WHERE id = ?`, a.Typed, nullable(a.Key), id)
	return err
}

// deletePerson also deletes the sessions, roles and memberships of the person,
// and every other row that belongs to them. What they did for others stays, of
// nobody.
func deletePerson(ctx context.Context, tx *db.Tx, p Person) error {
	if p.Email.Key != "" {
		if _, err := tx.Exec(ctx, `DELETE FROM sign_in WHERE email_key = ?`, p.Email.Key); err != nil {
			return err
		}
	}
	for _, statement := range []string{
		`DELETE FROM sign_in WHERE person_id = ?`,
		`DELETE FROM ceremony WHERE person_id = ?`,
		`UPDATE card SET made_by = '' WHERE made_by = ?`,
		`DELETE FROM person WHERE id = ?`,
	} {
		if _, err := tx.Exec(ctx, statement, p.ID); err != nil {
			return err
		}
	}
	return nil
}

func readPeople(ctx context.Context, tx *db.Tx) ([]string, error) {
	return db.Texts(tx.Query(ctx, `SELECT id FROM person ORDER BY id`))
}
