package challenge

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"strconv"
	"sync"
)

// A Pseudonym is how somebody is called in the ranking of one season: something of
// nature with an adjective, and a number where others have the same. It is French
// in every language, as a name is. Nobody writes one, so that nothing has to be
// moderated.
type Pseudonym struct {
	Name   string // "Mésange discrète"
	Number int    // 1 for the first who took the name, 0 for no pseudonym at all
}

// String is the pseudonym as it is shown: "Mésange discrète", "Mésange discrète 2".
func (p Pseudonym) String() string {
	if p.Number < 2 {
		return p.Name
	}
	return p.Name + " " + strconv.Itoa(p.Number)
}

const (
	// offeredNames is how many pseudonyms are proposed at once.
	offeredNames = 5
	// nameRounds is how often others can be asked for, before the first ones come
	// again: enough to find one, and few enough that the server can make each again.
	nameRounds = 40
)

// The words of pseudonyms are in pseudonyms.json: birds, plants, winds, places, and
// adjectives that say nothing of a body, an age, an opinion or a colour of skin.
type pseudonymWords struct {
	Feminine   []string    `json:"feminine"`
	Masculine  []string    `json:"masculine"`
	Adjectives [][2]string `json:"adjectives"` // masculine, feminine
}

//go:embed pseudonyms.json
var pseudonymsFile []byte

var readPseudonyms = sync.OnceValues(func() (w pseudonymWords, err error) {
	if err = json.Unmarshal(pseudonymsFile, &w); err != nil {
		return w, fmt.Errorf("pseudonyms: %w", err)
	}
	if len(w.Feminine) < offeredNames || len(w.Masculine) < offeredNames || len(w.Adjectives) < offeredNames {
		return w, fmt.Errorf("pseudonyms: too few words")
	}
	return w, nil
})

// name puts a noun and an adjective together.
func (w pseudonymWords) name(noun, adjective int) string {
	if noun < len(w.Feminine) {
		return w.Feminine[noun] + " " + w.Adjectives[adjective][1]
	}
	return w.Masculine[noun-len(w.Feminine)] + " " + w.Adjectives[adjective][0]
}

// count is how many names there are.
func (w pseudonymWords) count() int { return (len(w.Feminine) + len(w.Masculine)) * len(w.Adjectives) }

// draw gives the names that are proposed to a person in a round: the same ones each
// time, so that what comes back can be held against them, and in another season
// others. No two have a word in common.
func (w pseudonymWords) draw(season Season, person string, round int) []string {
	h := fnv.New64a()
	fmt.Fprint(h, season.City, " ", season.Number, " ", person, " ", round)
	random := rand.New(rand.NewPCG(uint64(season.seed), h.Sum64()))
	var names []string
	var nouns, adjectives []int
	for len(names) < offeredNames {
		noun, adjective := random.IntN(len(w.Feminine)+len(w.Masculine)), random.IntN(len(w.Adjectives))
		if slices.Contains(nouns, noun) || slices.Contains(adjectives, adjective) {
			continue
		}
		nouns, adjectives = append(nouns, noun), append(adjectives, adjective)
		names = append(names, w.name(noun, adjective))
	}
	return names
}
