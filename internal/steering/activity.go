package steering

import "capzero/internal/challenge"

// An Activity is what was done, week by week.
type Activity struct {
	Weeks []WeekActivity `json:"weeks"` // that have begun, the first one first
}

// A WeekActivity is what was done in one week.
type WeekActivity struct {
	Week       challenge.Week `json:"week"`
	Over       bool           `json:"over"`
	Households Count          `json:"households"` // that did something
	Missions   int            `json:"missions"`   // that they wrote down
	Weighings  int            `json:"weighings"`
}

func activity(c challenge.Chronicle) (a Activity) {
	over := c.Season.WeeksOver(c.Today)
	for week := range c.Season.Weeks {
		w := WeekActivity{Week: c.Season.From.Plus(week), Over: week < over}
		if w.Week.First() > c.Today {
			break
		}
		active := 0
		for _, t := range c.Households {
			if t.Active(week) {
				active++
				w.Missions += t.Missions[week]
				w.Weighings += t.Weighings[week]
			}
		}
		if w.Households = countOf(active); w.Households.Few {
			w.Missions, w.Weighings = 0, 0
		}
		a.Weeks = append(a.Weeks, w)
	}
	return a
}

// Latest is the last week that is over, and the one that is not, where they are.
func (a Activity) Latest() (over, current WeekActivity) {
	for _, w := range a.Weeks {
		if w.Over {
			over = w
		} else {
			current = w
		}
	}
	return over, current
}
