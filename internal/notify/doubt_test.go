package notify

import (
	"context"
	"strings"
	"testing"

	"capzero/internal/db"
)

// In records that were put back, a mail that waited may have left since.
func TestWhatWaitedIsDoubted(t *testing.T) {
	w := newWorld(t, nil)
	w.queue(t, signIn)
	other := signIn
	other.Reason = "sign-in/b"
	w.queue(t, other)
	must(t, w.db.Write(t.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec(context.Background(), `UPDATE mail SET state = ? WHERE reason = 'sign-in/b'`, string(Sent))
		return err
	}))
	must(t, w.DoubtWaiting(t.Context()))
	w.wantStates(t, Uncertain, Sent)
	if text, _ := w.dump(t); strings.Count(text, problemRestored) != 1 {
		t.Errorf("the outbox says %s", text)
	}
}
