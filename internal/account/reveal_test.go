package account

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"capzero/internal/db"
)

// asker asks for a sign-in and returns all that comes back, but for the id,
// whose length alone is the same each time.
type asker struct {
	world
	n int
}

func (a *asker) ask(ctx context.Context, email string) string {
	a.n++
	a.clock.pass(time.Hour) // a budget of its own for each
	id, err := a.Start(ctx, Asked{Email: email, Source: fmt.Sprint("network ", a.n), Language: "fr"})
	return fmt.Sprintf("%d %T %v", len(id), err, err)
}

func TestSignInRevealsNothing(t *testing.T) {
	t.Run("the same statements and the same answer", func(t *testing.T) {
		t.Run("sqlite", func(t *testing.T) { sameStatements(t, compiledBySQLite) })
		t.Run("postgres", func(t *testing.T) { sameStatements(t, loggedByPostgreSQL) })
	})
	t.Run("the same time", sameTime)
}

func sameStatements(t *testing.T, recorded func(*testing.T, *clock) (*db.DB, recorder)) {
	c := newClock()
	records, during := recorded(t, c)
	leaky := false
	w := newWorldOn(t, records, c, nil)
	enqueue := w.enqueue
	w.enqueue = func(ctx context.Context, tx *db.Tx, job any) error {
		if leaky {
			if err := look(ctx, tx, job.(SignInMail)); err != nil {
				return err
			}
		}
		return enqueue(ctx, tx, job)
	}
	w.come(t, "known@example.org")
	a := &asker{world: w}

	same := func() bool {
		var answers [2]string
		var statements [2][]string
		for i, email := range []string{"known@example.org", "other@example.org"} {
			statements[i] = during(func() { answers[i] = a.ask(t.Context(), email) })
		}
		if len(statements[0]) < 8 || !strings.Contains(strings.Join(statements[0], "\n"), "sign_in") {
			t.Fatalf("the recorder saw only %q", statements[0])
		}
		return answers[0] == answers[1] && slices.Equal(statements[0], statements[1])
	}
	if !same() {
		t.Error("an address that we know is answered in another way, or with other statements")
	}
	leaky = true
	if same() {
		t.Error("a look at the name of a person who is there was not noticed")
	}
}

// look is what Start must never do.
func look(ctx context.Context, tx *db.Tx, job SignInMail) error {
	in, err := signInByID(ctx, tx, job.SignIn)
	if err != nil {
		return err
	}
	_, known, err := personByEmail(ctx, tx, in.Email.Key)
	if err == nil && known {
		_, err = readRights(ctx, tx, "somebody")
	}
	return err
}

func sameTime(t *testing.T) {
	w := newWorld(t)
	w.come(t, "known@example.org")
	a := &asker{world: w}
	// One in a thousand comparisons finds a difference where there is none: it
	// must be found twice.
	first := a.comparison(t, 0)
	if first < 0.001 && a.comparison(t, 0) < 0.001 {
		t.Errorf("the times differ: p = %v", first)
	}
	leak := a.comparison(t, 5*time.Millisecond)
	if leak >= 0.001 {
		t.Errorf("a leak of 5 ms was not seen: p = %v", leak)
	}
	t.Logf("p = %.3f as it is, %.4f with a leak of 5 ms", first, leak)
}

// timings is how many requests are compared, half for each address.
const timings = 500

// comparison times requests for an address that we know, delayed by a leak, and
// for one that we do not, in random order, and returns how probable their
// difference is where there is none.
func (a *asker) comparison(t *testing.T, leak time.Duration) float64 {
	t.Helper()
	random := rand.New(rand.NewPCG(1, 2))
	order := make([]bool, timings) // known or not
	for i := range order {
		order[i] = i%2 == 0
	}
	random.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	took := make([]float64, timings)
	for i, known := range order {
		email := "other@example.org"
		if known {
			email = "known@example.org"
		}
		began := time.Now()
		answer := a.ask(t.Context(), email)
		if known {
			time.Sleep(leak)
		}
		took[i] = float64(time.Since(began))
		if answer != "26 <nil> <nil>" {
			t.Fatal(answer)
		}
	}
	return permutationTest(random, ranks(took), order)
}

// ranks replaces values by their places in order, so that one request that was
// held up by the machine weighs no more than any other.
func ranks(values []float64) []float64 {
	places := make([]int, len(values))
	for i := range places {
		places[i] = i
	}
	slices.SortFunc(places, func(i, j int) int {
		switch {
		case values[i] < values[j]:
			return -1
		case values[i] > values[j]:
			return 1
		}
		return 0
	})
	ranked := make([]float64, len(values))
	for rank, i := range places {
		ranked[i] = float64(rank)
	}
	return ranked
}

// permutationTest returns the share of random labellings under which the sums of
// the two groups are as far apart as under the real one.
func permutationTest(random *rand.Rand, values []float64, labels []bool) float64 {
	const permutations = 10_000
	labels = slices.Clone(labels)
	observed := distance(values, labels)
	as := 1
	for range permutations {
		random.Shuffle(len(labels), func(i, j int) { labels[i], labels[j] = labels[j], labels[i] })
		if distance(values, labels) >= observed {
			as++
		}
	}
	return float64(as) / (permutations + 1)
}

func distance(values []float64, labels []bool) float64 {
	d := 0.0
	for i, v := range values {
		if labels[i] {
			d += v
		} else {
			d -= v
		}
	}
	return max(d, -d)
}
