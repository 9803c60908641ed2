package steering

import (
	"maps"
	"slices"

	"capzero/internal/challenge"
	"capzero/internal/stats"
)

// missedWeeks is how many weeks in a row a household does nothing in to count as
// one that has left.
const missedWeeks = 4

// A Retention is who stays, by week since a household could do missions.
type Retention struct {
	All       Curve   `json:"all"`
	ByMonth   []Curve `json:"byMonth"`   // in which they enrolled
	ByChannel []Curve `json:"byChannel"` // by which they heard of it
	// Tested says whether channels could be compared, and Chance how often they
	// would differ as much if households left alike.
	Tested bool    `json:"tested"`
	Chi2   float64 `json:"chi2,omitempty"`
	Degree int     `json:"degree,omitempty"`
	Chance float64 `json:"chance,omitempty"`
}

// A Curve is the share of some households that are still there.
type Curve struct {
	Of         string  `json:"of"` // "2026-09", or a channel; empty for all
	Households Count   `json:"households"`
	Weeks      int     `json:"weeks"` // up to which enough of them were seen
	Points     []Point `json:"points,omitempty"`
}

// A Point is the share after so many weeks.
type Point struct {
	Week   int     `json:"week"`
	AtRisk int     `json:"atRisk"`
	Share  float64 `json:"share"`
	StdErr float64 `json:"stdErr"`
	Low    float64 `json:"low"`
	High   float64 `json:"high"`
}

// Last is the share at the end of the curve.
func (c Curve) Last() Point {
	if len(c.Points) == 0 {
		return Point{Share: 1, Low: 1, High: 1}
	}
	return c.Points[len(c.Points)-1]
}

// retention looks at the households whose missions have begun.
func retention(c challenge.Chronicle) Retention {
	months, channels := map[string][]stats.Life{}, map[string][]stats.Life{}
	var all []stats.Life
	for _, t := range c.Households {
		life, begun := lifeOf(t, c)
		if !begun {
			continue
		}
		all = append(all, life)
		month := string(t.Since.First())[:len("2026-09")]
		months[month] = append(months[month], life)
		channels[string(t.Channel)] = append(channels[string(t.Channel)], life)
	}
	r := Retention{All: curveOf("", all, Count{N: len(all)}), ByMonth: curvesOf(months), ByChannel: curvesOf(channels)}
	if !r.All.Households.shown() {
		r.All = Curve{Households: countOf(len(all))}
	}
	r.compare(channels)
	return r
}

// lifeOf is how long a household has been seen doing something, in weeks that are
// over. It leaves with the fourth week in a row in which it does nothing, and not
// before: who misses three may be back in the next. Coming back later does not undo
// it.
func lifeOf(t challenge.Told, c challenge.Chronicle) (life stats.Life, begun bool) {
	from, over := c.Season.Index(t.Starts), c.Season.WeeksOver(c.Today)
	missed := 0
	for week := from; week < over; week++ {
		if missed++; t.Active(week) {
			missed = 0
		}
		if missed == missedWeeks {
			return stats.Life{Length: week - from + 1, Left: true}, true
		}
	}
	return stats.Life{Length: over - from}, over > from
}

// curvesOf are those of each group, in the order of their names. Groups are parts
// of a whole.
func curvesOf(groups map[string][]stats.Life) (curves []Curve) {
	names := slices.Sorted(maps.Keys(groups))
	sizes := make([]int, len(names))
	for i, name := range names {
		sizes[i] = len(groups[name])
	}
	for i, households := range partsOf(sizes) {
		curves = append(curves, curveOf(names[i], groups[names[i]], households))
	}
	return curves
}

// curveOf is the curve of a group, as far as enough of it were seen.
func curveOf(of string, lives []stats.Life, households Count) Curve {
	c := Curve{Of: of, Households: households}
	if !households.shown() {
		return c
	}
	c.Weeks = seenWeeks(lives)
	for _, s := range stats.Survival(lives) {
		if s.AtRisk < LeastHouseholds {
			break
		}
		low, high := s.Bounds(level)
		c.Points = append(c.Points, Point{Week: s.At, AtRisk: s.AtRisk, Share: s.Share, StdErr: s.StdErr, Low: low, High: high})
	}
	return c
}

// seenWeeks is up to which week enough households were seen.
func seenWeeks(lives []stats.Life) int {
	lengths := make([]int, len(lives))
	for i, l := range lives {
		lengths[i] = l.Length
	}
	slices.Sort(lengths)
	return lengths[len(lengths)-LeastHouseholds]
}

// compare tests whether those of different channels leave alike. Channels of which
// few came say nothing.
func (r *Retention) compare(channels map[string][]stats.Life) {
	var groups [][]stats.Life
	for _, c := range r.ByChannel {
		if c.Households.shown() {
			groups = append(groups, channels[c.Of])
		}
	}
	if len(groups) < 2 {
		return
	}
	r.Chi2, r.Degree, r.Chance = stats.LogRank(groups)
	r.Tested = r.Chi2 > 0
}
