package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// newSchemaName is the schema in which Create works, beside the one that counts.
const newSchemaName = "capzero_new"

func existsPostgres(ctx context.Context, address string) (exists bool, err error) {
	err = withServer(ctx, address, func(conn *sql.Conn) error {
		exists, err = holdsTables(ctx, conn, schemaName)
		return err
	})
	return exists, err
}

// withServer lends one connection to the database at an address.
func withServer(ctx context.Context, address string, f func(*sql.Conn) error) error {
	config, err := parseAddress(address)
	if err != nil {
		return err
	}
	prepareConfig(config, schemaName)
	d := &DB{writer: pool(config, 1)}
	defer d.writer.Close()
	conn, err := d.connect(ctx)
	if err != nil {
		return fmt.Errorf("%s: %w", Name(address), err)
	}
	defer conn.Close()
	if err := f(conn); err != nil {
		return fmt.Errorf("%s: %w", Name(address), err)
	}
	return nil
}

func holdsTables(ctx context.Context, conn *sql.Conn, schema string) (holds bool, err error) {
	err = conn.QueryRowContext(ctx, `
		SELECT EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE n.nspname = $1 AND c.relkind = 'r')`, schema).Scan(&holds)
	return holds, err
}

// inPostgres fills a schema beside, then gives it the name that counts, in
// one statement. What a creation that was killed has left is thrown away by the
// next one.
func (m making) inPostgres(ctx context.Context) error {
	return withServer(ctx, m.where, func(conn *sql.Conn) error {
		if err := claim(ctx, conn); err != nil {
			return err
		}
		err := m.fillBeside(ctx)
		if err == nil && !m.rehearsal {
			err = takePlace(ctx, conn)
		}
		if err != nil || m.rehearsal {
			return errors.Join(err, drop(context.WithoutCancel(ctx), conn))
		}
		return nil
	})
}

// creationLock is the number of the lock that whoever creates records holds. It
// goes with the connection.
const creationLock = migrationLock + 1

// claim makes this process the only one that creates records here.
func claim(ctx context.Context, conn *sql.Conn) error {
	var mine bool
	err := conn.QueryRowContext(ctx, `SELECT pg_try_advisory_lock($1)`, int64(creationLock)).Scan(&mine)
	if err != nil {
		return err
	}
	if !mine {
		return fmt.Errorf("another process is filling it")
	}
	return drop(ctx, conn)
}

func (m making) fillBeside(ctx context.Context) error {
	if m.load != nil {
		if err := m.load(ctx, newSchemaName); err != nil {
			return err
		}
	}
	d, err := openPostgres(ctx, m.where, newSchemaName, m.now)
	if err != nil {
		return err
	}
	return errors.Join(m.fill(d), d.Close())
}

func drop(ctx context.Context, conn *sql.Conn) error {
	_, err := conn.ExecContext(ctx, `DROP SCHEMA IF EXISTS `+newSchemaName+` CASCADE`)
	return err
}

// takePlace fails where somebody made records meanwhile: a schema that is not
// empty is not dropped.
func takePlace(ctx context.Context, conn *sql.Conn) error {
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, `DROP SCHEMA IF EXISTS `+schemaName); err != nil {
		return fmt.Errorf("somebody has made records meanwhile: %w", err)
	}
	if _, err := tx.ExecContext(ctx, `ALTER SCHEMA `+newSchemaName+` RENAME TO `+schemaName); err != nil {
		return err
	}
	return tx.Commit()
}
