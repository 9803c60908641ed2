package account

import (
	"testing"
	"time"
)

func TestABudgetGivesABurstAndThenItsPace(t *testing.T) {
	b := budget{burst: 3, every: time.Minute}
	now := newClock().Now()
	var owed time.Time
	spend := func() (ok bool) {
		owed, ok = b.spend(owed, now)
		return ok
	}
	for i := range 3 {
		if !spend() {
			t.Fatalf("number %d of the burst is refused", i+1)
		}
	}
	for range 1000 {
		if spend() {
			t.Fatal("more than the burst at once")
		}
	}
	now = now.Add(time.Minute)
	if first, second := spend(), spend(); !first || second {
		t.Error("after a minute there is not exactly one more")
	}
	now = now.Add(24 * time.Hour)
	for i := range 4 {
		if spend() != (i < 3) {
			t.Error("after a day there is not exactly a burst more")
		}
	}
}

func TestAClockSetBackAnHourLocksNobodyOut(t *testing.T) {
	for _, b := range []budget{mailsTo, mailsFrom, codesFrom} {
		now := newClock().Now()
		var owed time.Time
		for range b.burst {
			owed, _ = b.spend(owed, now)
		}
		if _, ok := b.spend(owed, now.Add(-time.Hour)); !ok {
			t.Errorf("%+v is spent for an hour and more", b)
		}
	}
}
