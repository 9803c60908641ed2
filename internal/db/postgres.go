package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"golang.org/x/sync/semaphore"
)

const (
	// schemaName is the schema of a database that holds the tables: one that is
	// ours, so that it can take its place whole, see Create.
	schemaName = "capzero"
	// writersAtOnce bounds the transactions that one process writes in side by
	// side: more would only come in each other's way.
	writersAtOnce = 8
	// connectWithin bounds one attempt to connect, unless the address says so
	// itself with connect_timeout.
	connectWithin = 5 * time.Second
	// connectionsLive lets connections go after a while, so that a server that
	// has moved is found.
	connectionsLive = 30 * time.Minute
)

func openPostgres(ctx context.Context, address, schema string, now func() time.Time) (*DB, error) {
	config, err := parseAddress(address)
	if err != nil {
		return nil, err
	}
	prepareConfig(config, schema)
	if schema == newSchemaName { // takes its place by a commit that waits for those before it
		config.RuntimeParams["synchronous_commit"] = "off"
	}
	d := &DB{
		engine:  PostgreSQL,
		writer:  pool(config, writersAtOnce+2), // two more for the queue of jobs
		readers: pool(config, max(8, 2*runtime.NumCPU())),
		gate:    semaphore.NewWeighted(writersAtOnce),
		now:     now,
	}
	if err := d.prepare(ctx, schema, config); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", Name(address), err), d.Close())
	}
	return d, nil
}

// prepareConfig sets what a connection begins with.
func prepareConfig(config *pgx.ConnConfig, schema string) {
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = connectWithin
	}
	for name, value := range map[string]string{
		"application_name": "capzero",
		"search_path":      schema,
		"timezone":         "UTC",
		// As long as SQLite waits for its lock.
		"lock_timeout": "10s",
		// Whoever stops halfway does not hold others for ever.
		"idle_in_transaction_session_timeout": "60s",
	} {
		config.RuntimeParams[name] = value
	}
}

func pool(config *pgx.ConnConfig, connections int) *sql.DB {
	p := stdlib.OpenDB(*config)
	p.SetMaxOpenConns(connections)
	p.SetMaxIdleConns(connections)
	p.SetConnMaxLifetime(connectionsLive)
	return p
}

// prepare makes the schema and its tables while no other process does. A
// server that is just starting is waited for.
func (d *DB) prepare(ctx context.Context, schema string, config *pgx.ConnConfig) error {
	conn, err := d.connect(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	if err := checkServer(ctx, conn); err != nil {
		return err
	}
	changes := pool(changing(config), 2)
	defer changes.Close()
	return alone(ctx, conn, func() error {
		if err := makeSchema(ctx, conn, schema); err != nil {
			return err
		}
		return whileInUse(ctx, func() error { return migrate(ctx, changes, PostgreSQL) })
	})
}

const (
	// tableWithin is how long a change waits for a table that others read or write.
	// Whoever comes after it waits as well, so that it waits shortly and comes again.
	tableWithin = time.Second
	// comeAgain is the time in between, and inUseFor when it gives up: a backup of a
	// large city is made by then.
	comeAgain, inUseFor = 2 * time.Second, 2 * time.Minute
)

// changing is how a connection begins that changes tables.
func changing(config *pgx.ConnConfig) *pgx.ConnConfig {
	c := config.Copy()
	c.RuntimeParams["lock_timeout"] = strconv.FormatInt(tableWithin.Milliseconds(), 10)
	return c
}

// whileInUse calls change again as long as a table is in use. A change that failed
// has changed nothing.
func whileInUse(ctx context.Context, change func() error) error {
	within, cancel := context.WithTimeout(ctx, inUseFor)
	defer cancel()
	for {
		err := change()
		if stateOf(err) != lockNotAvailable {
			return err
		}
		if wait(within, comeAgain) != nil {
			return fmt.Errorf("its tables are to be changed and are in use, by a backup perhaps: try again later: %w", err)
		}
	}
}

func (d *DB) connect(ctx context.Context) (conn *sql.Conn, err error) {
	err = insist(ctx, func(int) error {
		conn, err = d.writer.Conn(ctx)
		return err
	})
	return conn, err
}

// checkServer refuses a database that would lose letters.
func checkServer(ctx context.Context, conn *sql.Conn) error {
	var encoding string
	if err := conn.QueryRowContext(ctx, `SHOW server_encoding`).Scan(&encoding); err != nil {
		return err
	}
	if encoding != "UTF8" {
		return fmt.Errorf("it is encoded in %s: make it anew with ENCODING 'UTF8'", encoding)
	}
	return nil
}

// makeSchema makes the schema unless it is there: who may not make one can be
// given one.
func makeSchema(ctx context.Context, conn *sql.Conn, schema string) error {
	var there bool
	err := conn.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = $1)`, schema).Scan(&there)
	if err != nil || there {
		return err
	}
	_, err = conn.ExecContext(ctx, `CREATE SCHEMA `+schema)
	return err
}

const (
	// migrationLock is the number of the lock that whoever changes tables holds.
	migrationLock = 0x6361707a65726f // "capzero"
	// lockEvery is how often it is asked for. Waiting in one statement would keep
	// its snapshot, and others from cleaning up.
	lockEvery = 50 * time.Millisecond
)

// alone runs f while no other process changes the tables of this database. The
// lock goes with the connection, however the process ends.
func alone(ctx context.Context, conn *sql.Conn, f func() error) error {
	for {
		var mine bool
		err := conn.QueryRowContext(ctx, `SELECT pg_try_advisory_lock($1)`, int64(migrationLock)).Scan(&mine)
		if err != nil {
			return err
		}
		if mine {
			break
		}
		if err := wait(ctx, lockEvery); err != nil {
			return err
		}
	}
	err := f()
	_, unlocking := conn.ExecContext(context.WithoutCancel(ctx), `SELECT pg_advisory_unlock($1)`, int64(migrationLock))
	return errors.Join(err, unlocking)
}
