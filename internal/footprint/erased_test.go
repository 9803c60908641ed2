package footprint

import (
	"context"
	"slices"
	"testing"

	"capzero/internal/db"
)

// Who erases their answers erases those of each browser that became part of them: an
// older copy of the records still has all of them.
func TestWhatIsErasedIsNoted(t *testing.T) {
	s, _ := newTown(t, newClock())
	var noted []string
	s.erased = func(_ context.Context, _ *db.Tx, id string) error {
		noted = append(noted, id)
		return nil
	}
	anne := begin(t, s, "anne")
	for range 2 {
		token := start(t, s)
		give(t, s, token, ofPerson, Input{Value: "2000"})
		claim(t, s, token, anne)
	}
	all, err := s.Assessments(t.Context())
	if err != nil || len(all) != 1 || len(noted) != 0 {
		t.Fatalf("there are %v, noted were %v: %v", all, noted, err)
	}
	if err := s.Erase(t.Context(), anne); err != nil {
		t.Fatal(err)
	}
	slices.Sort(noted)
	noted = slices.Compact(noted) // a transaction may run twice
	if len(noted) != 3 || !slices.Contains(noted, all[0]) {
		t.Errorf("noted are %v, want three with %s", noted, all[0])
	}
	if err := s.EraseAgain(t.Context(), all[0]); err != nil { // who is gone is no error
		t.Error(err)
	}
}
