package footprint

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"capzero/internal/db"
)

// Peers are the households of the city that live like this one: in the same
// kind of home, with about as many people. What is shown of them is a snapshot,
// taken by the rule of the city's number.
type Peers struct {
	Kind          string // "appartement_2", as in the catalogue's texts "result.peers." + Kind; empty if not known
	Ask           string // rule of the question that would tell, empty if none would
	Published     bool   // enough of them have measured
	Households    int    // behind the mean
	TakenAt       time.Time
	KgCO2ePerYear float64 // their mean
}

// A likeness says by which answers households are alike.
type likeness struct {
	home   string   // rule of the question
	kinds  []string // the answers that make a group
	people string   // rule of the question
}

// alike is two kinds of home and three sizes of household: six groups. More
// would leave a city of three hundred without any.
var alike = likeness{home: "logement . type", kinds: []string{"appartement", "maison"}, people: "logement . habitants"}

// largestSize is the size from which on households are one group.
const largestSize = 3

// group names the group of a household, empty where its answers do not tell.
func (l likeness) group(as answers) string {
	kind := as[l.home].Values[l.home]
	people, err := strconv.ParseFloat(as[l.people].Values[l.people], 64)
	if err != nil || people < 1 || !slices.Contains(l.kinds, kind) {
		return ""
	}
	return kind + groupSeparator + strconv.Itoa(min(int(people), largestSize))
}

// asks is the first question without an answer that would tell the group.
func (l likeness) asks(as answers) string {
	for _, rule := range []string{l.people, l.home} {
		if _, answered := as[rule]; !answered {
			return rule
		}
	}
	return ""
}

const groupSeparator = "/"

// populationOf is the name under which a group has its totals and snapshots among
// those of the cities. No city's name holds the separator.
func populationOf(city, group string) string { return city + groupSeparator + group }

// sampleStep is how many of the newcomers between two snapshots of a city are
// taken into groups: fewer than half of the eleven, so that the others always
// outnumber them. See docs/decisions/0015.
const sampleStep = (SnapshotStep - 1) / 2

// sample decides whether a newcomer of a city is taken into a group.
func sample(ctx context.Context, tx *db.Tx, city string) (bool, error) {
	n, err := sampledSince(ctx, tx, city)
	if err != nil || n >= sampleStep {
		return false, err
	}
	return true, writeSampled(ctx, tx, city, n+1)
}

// moveGroup takes the amounts of a household out of the group that it was in and
// puts those of now into the one that it is in; either may be none.
func moveGroup(ctx context.Context, tx *db.Tx, city, from, to string, before, now grams) error {
	if from == to {
		if to == "" {
			return nil
		}
		return addToCity(ctx, tx, populationOf(city, to), 0, now.minus(before), retirement{})
	}
	if from != "" {
		if err := addToCity(ctx, tx, populationOf(city, from), -1, grams{}.minus(before), retirement{}); err != nil {
			return err
		}
	}
	if to == "" {
		return nil
	}
	if err := addToCity(ctx, tx, populationOf(city, to), 1, now, retirement{}); err != nil {
		return err
	}
	_, err := renewSnapshot(ctx, tx, populationOf(city, to))
	return err
}

// peers returns what is published of the households like this one.
func (s *Service) peers(ctx context.Context, sh sheet) (Peers, error) {
	group := s.like.group(sh.answers)
	if group == "" {
		return Peers{Ask: s.like.asks(sh.answers)}, nil
	}
	p := Peers{Kind: strings.ReplaceAll(group, groupSeparator, "_")}
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		name := populationOf(sh.City, group)
		last, found, err := lastSnapshot(ctx, tx, name)
		if err != nil || !found {
			return err
		}
		amounts, err := snapshotAmounts(ctx, tx, name, last.Households)
		if err != nil {
			return err
		}
		p.Published, p.Households = true, int(last.Households)
		p.TakenAt = time.Unix(last.TakenAt, 0).UTC()
		p.KgCO2ePerYear = kilograms(amounts[carbonTotal]) / float64(last.Households)
		return nil
	})
	return p, err
}
