package challenge

import "testing"

func TestRhythm(t *testing.T) {
	for _, tt := range []struct {
		name  string
		weeks string // a week each, the last one is now: x was active
		want  Rhythm
	}{
		{"a newcomer", "-", Rhythm{}},
		{"a first week", "x", Rhythm{Active: 1, Of: 1}},
		{"six of six", "xxxxxx", Rhythm{Active: 6, Of: 6}},
		{"this week is not over", "xxxxx-", Rhythm{Active: 5, Of: 5}},
		{"one miss is forgiven", "xx-xxx", Rhythm{Active: 6, Of: 6, Jokers: 1}},
		{"of two in a month one is", "xx--xx", Rhythm{Active: 5, Of: 6, Jokers: 1}},
		{"back again", "xxxx-x", Rhythm{Active: 6, Of: 6, Jokers: 1, Back: true}},
		{"long ago does not count", "------xxxxxx", Rhythm{Active: 6, Of: 6}},
		{"a miss in each month", "-xxx-x", Rhythm{Active: 6, Of: 6, Jokers: 2, Back: true}},
	} {
		active := map[Week]bool{}
		for i, c := range tt.weeks {
			active[firstWeek.Plus(i)] = c == 'x'
		}
		got := rhythm(activeOnly(active), firstWeek, firstWeek.Plus(len(tt.weeks)-1))
		if got != tt.want {
			t.Errorf("%s, %s: %+v, want %+v", tt.name, tt.weeks, got, tt.want)
		}
	}
}

func activeOnly(all map[Week]bool) map[Week]bool {
	active := map[Week]bool{}
	for w, is := range all {
		if is {
			active[w] = true
		}
	}
	return active
}

func TestBadgesAreWhatHappened(t *testing.T) {
	w := newWorld(t)
	w.season(t)
	w.family(t, "anne", 1, 0)
	if m := w.week(t, "anne", firstWeek); len(m.Badges) != 0 {
		t.Errorf("nothing happened: %v", m.Badges)
	}
	for week := 1; week <= 3; week++ {
		w.weigh(t, "anne", w.goTo(week, 0).First(), Residual, "2")
	}
	w.done(t, "anne", w.goTo(4, 0), meal, 1)
	w.done(t, "anne", w.goTo(6, 0), meal, 1)
	got := w.week(t, "anne", firstWeek.Plus(5)).Badges
	want := []Badge{FirstWeighing, FirstMission, WholeBaseline, CameBack}
	if len(got) != len(want) {
		t.Fatalf("%v, want %v", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%v, want %v", got, want)
		}
	}
}
