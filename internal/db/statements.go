package db

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"

	"modernc.org/sqlite"
)

// mostStatements is how many statements a connection keeps compiled: more than the
// pages of a household ask, a few kilobytes each.
const mostStatements = 128

// keeping connects to SQLite with connections that keep the statements they have
// compiled: compiling takes as long as running where a statement finds one row.
// PostgreSQL's driver does so by itself.
type keeping struct{ driver.Connector }

func keepingStatements(name string) (driver.Connector, error) {
	c, err := sqlite.NewConnector(name)
	return keeping{c}, err
}

// Connect opens one more connection.
func (k keeping) Connect(ctx context.Context) (driver.Conn, error) {
	c, err := k.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	conn, ok := c.(sqliteConn)
	if !ok {
		return nil, errors.Join(fmt.Errorf("the driver of SQLite has other connections, %T", c), c.Close())
	}
	return &keepingConn{sqliteConn: conn, idle: map[string]*kept{}}, nil
}

// sqliteConn is what database/sql asks a connection of SQLite for.
type sqliteConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
	driver.ExecerContext
	driver.QueryerContext
}

// A keepingConn keeps statements that are not running. One that runs is taken out, so
// that the same words asked meanwhile are compiled once more. database/sql lets one
// goroutine at a time use it.
type keepingConn struct {
	sqliteConn
	idle map[string]*kept // by what they say
	uses int
}

// A kept is a compiled statement, with when it last ran.
type kept struct {
	sqliteStmt
	query string
	use   int
}

type sqliteStmt interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

// ExecContext runs a statement that returns no rows.
func (c *keepingConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	if !keeps(query) {
		return c.sqliteConn.ExecContext(ctx, query, args)
	}
	s, err := c.take(ctx, query)
	if err != nil {
		return nil, err
	}
	result, err := s.ExecContext(ctx, args)
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return result, c.putBack(s)
}

// QueryContext runs a statement that returns rows.
func (c *keepingConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	if !keeps(query) {
		return c.sqliteConn.QueryContext(ctx, query, args)
	}
	s, err := c.take(ctx, query)
	if err != nil {
		return nil, err
	}
	rows, err := s.QueryContext(ctx, args)
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return &keptRows{Rows: rows, conn: c, statement: s}, nil
}

// Close closes the connection after its statements.
func (c *keepingConn) Close() error {
	var failed []error
	for _, s := range c.idle {
		failed = append(failed, s.Close())
	}
	clear(c.idle)
	return errors.Join(append(failed, c.sqliteConn.Close())...)
}

// keeps reports whether a statement is worth keeping: what reads and writes rows. A
// PRAGMA may do its work where it is compiled.
func keeps(query string) bool {
	query = strings.TrimSpace(query)
	for _, verb := range []string{"SELECT", "INSERT", "UPDATE", "DELETE", "WITH"} {
		if strings.HasPrefix(query, verb) {
			return true
		}
	}
	return false
}

// take compiles a statement, or finds one that is compiled and not running.
func (c *keepingConn) take(ctx context.Context, query string) (*kept, error) {
	if s, ok := c.idle[query]; ok {
		delete(c.idle, query)
		return s, nil
	}
	s, err := c.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	running, ok := s.(sqliteStmt)
	if !ok {
		return nil, errors.Join(fmt.Errorf("the driver of SQLite has other statements, %T", s), s.Close())
	}
	return &kept{sqliteStmt: running, query: query}, nil
}

// putBack keeps a statement that has run, in place of the one that ran longest ago
// where there are too many.
func (c *keepingConn) putBack(s *kept) error {
	c.uses++
	s.use = c.uses
	over := c.idle[s.query] // the same words, run meanwhile
	c.idle[s.query] = s
	if len(c.idle) > mostStatements {
		over = c.oldest()
		delete(c.idle, over.query)
	}
	if over == nil {
		return nil
	}
	return over.Close()
}

func (c *keepingConn) oldest() (first *kept) {
	for _, s := range c.idle {
		if first == nil || s.use < first.use {
			first = s
		}
	}
	return first
}

// keptRows are the rows of a statement that is put back after the last of them.
type keptRows struct {
	driver.Rows
	conn      *keepingConn
	statement *kept
}

// Close ends the statement.
func (r *keptRows) Close() error {
	if err := r.Rows.Close(); err != nil {
		return errors.Join(err, r.statement.Close())
	}
	return r.conn.putBack(r.statement)
}
