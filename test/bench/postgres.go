package main

import (
	"context"
	"errors"
	"time"

	"capzero/internal/db/dbtest"
	"capzero/test/program"
	"capzero/test/visitor"
)

// questionPage loads everything that is stored of a household and computes
// little: most of its time is the database's.
const questionPage = "/mesurer/question/logement/surface"

// measurePostgres measures the pages again with the same city in PostgreSQL. Only
// the time of our own process counts.
func (r *ProgramReport) measurePostgres() (err error) {
	ctx := context.Background()
	s, err := dbtest.NewServer(ctx, true)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if err := s.Exec(ctx, `CREATE DATABASE city`); err != nil {
		return err
	}
	if err := fill(s.Address("city"), smallDemo, 2); err != nil {
		return err
	}
	p, err := program.Serve(s.Address("city"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.Stop()) }()
	time.Sleep(settle)
	v := visitor.New(p.URL)
	if err := v.RunScripts(); err != nil {
		return err
	}
	truth, err := visitor.Household(household)
	if err != nil {
		return err
	}
	if _, err := v.Measure(truth); err != nil {
		return err
	}
	if r.ResultCPUPostgres, err = pageCPU(v, p.PID(), "/resultat", resultPages); err != nil {
		return err
	}
	if r.QuestionCPUPostgres, err = pageCPU(v, p.PID(), questionPage, resultPages); err != nil {
		return err
	}
	return r.measureSignedIn(v, p.PID(), func(p *SignedInPage) *time.Duration { return &p.Postgres })
}
