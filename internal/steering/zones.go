package steering

import (
	"maps"
	"slices"

	"capzero/internal/challenge"
)

// Zones are the parts of a city beside each other. A household is of the one that
// it enrolled in.
type Zones struct {
	Lines []ZoneLine `json:"lines"` // in the order of their ids
}

// A ZoneLine is one part of the city.
type ZoneLine struct {
	Zone     string `json:"zone"` // empty where it is not known
	Enrolled Count  `json:"enrolled"`
	Active   Count  `json:"active"` // in the last four weeks
	Carbon   Grams  `json:"carbon"`
	Waste    Grams  `json:"waste"`
}

// A zoneSum is what is added up of a zone.
type zoneSum struct {
	enrolled, active int
	grams            map[challenge.Kind]int64
	from             map[challenge.Kind]int // households that brought something
}

func zones(c challenge.Chronicle) (z Zones) {
	sums := map[string]*zoneSum{}
	since := max(0, c.Season.Index(recent(c.Today)))
	for _, t := range c.Households {
		s := sums[t.Zone]
		if s == nil {
			s = &zoneSum{grams: map[challenge.Kind]int64{}, from: map[challenge.Kind]int{}}
			sums[t.Zone] = s
		}
		s.add(t, since)
	}
	names := slices.Sorted(maps.Keys(sums))
	column := func(of func(*zoneSum) int) []int {
		sizes := make([]int, len(names))
		for i, name := range names {
			sizes[i] = of(sums[name])
		}
		return sizes
	}
	enrolled, active := partsOf(column(func(s *zoneSum) int { return s.enrolled })), partsOf(column(func(s *zoneSum) int { return s.active }))
	carbon := hidden(column(func(s *zoneSum) int { return s.from[challenge.Carbon] }))
	waste := hidden(column(func(s *zoneSum) int { return s.from[challenge.Waste] }))
	for i, name := range names {
		s := sums[name]
		z.Lines = append(z.Lines, ZoneLine{
			Zone: name, Enrolled: enrolled[i], Active: active[i],
			Carbon: gramsOf(s.grams[challenge.Carbon], carbon[i]), Waste: gramsOf(s.grams[challenge.Waste], waste[i]),
		})
	}
	return z
}

func (s *zoneSum) add(t challenge.Told, since int) {
	s.enrolled++
	if activeFrom(t, since, len(t.Missions)) > 0 {
		s.active++
	}
	for _, kind := range kinds {
		sum := gramsOn(t, kind, AnyEvidence)
		if s.grams[kind] += sum; sum != 0 {
			s.from[kind]++
		}
	}
}

// activeFrom counts the weeks in which a household did something, from one to
// before another.
func activeFrom(t challenge.Told, from, before int) (weeks int) {
	for week := max(0, from); week < before; week++ {
		if t.Active(week) {
			weeks++
		}
	}
	return weeks
}
