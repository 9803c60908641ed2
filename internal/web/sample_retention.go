package web

import (
	"context"
	"errors"
	"time"

	"capzero/internal/account"
	"capzero/internal/city"
	"capzero/internal/retention"
)

// A clock is what package retention answers in a scene.
type clock struct {
	runs  func(n int, r retention.Rule) retention.Run // nil: it never ran
	fails error
}

// Standings implements [Retention].
func (c clock) Standings(context.Context) (all []retention.Standing, err error) {
	for n, rule := range retention.Of(city.City{}) {
		standing := retention.Standing{Rule: rule, Run: retention.Run{Since: day}}
		if c.runs != nil {
			standing.Run = c.runs(n, rule)
		}
		all = append(all, standing)
	}
	return all, c.fails
}

// onTime is a program that has carried every rule out.
func onTime(n int, r retention.Rule) retention.Run {
	return retention.Run{
		Since: day.AddDate(-1, 0, 0), Last: day.Add(-r.Every / 3), Deleted: int64(n * n * n * 37),
	}
}

// troubled is one in which some rules are late and some could not be carried out.
func troubled(n int, r retention.Rule) retention.Run {
	run := onTime(n, r)
	switch n % 5 {
	case 1:
		run.Last = day.AddDate(0, 0, -9)
	case 2:
		run.Failed = day.Add(-20 * time.Minute)
	case 3:
		run.Last = time.Time{}
	}
	return run
}

// retentionScenes are the page of how long things are kept.
func retentionScenes() []scene {
	steward := people{session: somebody("Marc", account.Steward)}
	page := func(name string, p people, c clock) scene {
		s := looking("conservation", name, retentionPath, p)
		s.data.clock = c
		return s
	}
	visitor := page("page", people{}, clock{runs: onTime})
	visitor.nobody = true
	first := page("jamais-encore", people{}, clock{})
	first.nobody = true
	public := page("echecs", people{}, clock{runs: troubled})
	public.nobody = true
	return []scene{
		visitor, first, public,
		page("responsable-des-donnees", steward, clock{runs: onTime}),
		page("responsable-en-retard", steward, clock{runs: troubled}),
		page("administration-en-retard", people{session: somebody("Anne", account.Administrator)}, clock{runs: troubled}),
		page("en-panne", people{session: somebody("Anne")}, clock{fails: errors.New("the disk does not answer")}),
	}
}
