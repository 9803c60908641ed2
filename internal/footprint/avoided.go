package footprint

import "math"

// weekOfYear is the part of a year that a week is.
const weekOfYear = 7 / 365.2425

// Avoided is what is not emitted and not thrown away in one week, in whole grams,
// so that any number of them add up to the same whatever their order. The two are
// never summed.
type Avoided struct {
	GramsCO2e int64
	// Streams are grams of waste by the rule of the stream in the waste model, less
	// than zero where more goes into it. Only those that move are there.
	Streams map[string]int64
}

// GramsWaste is what is no longer thrown away: the sum of the streams, in which
// sorting cancels out.
func (a Avoided) GramsWaste() int64 {
	var sum int64
	for _, g := range a.Streams {
		sum += g
	}
	return sum
}

// Times is what is avoided n times.
func (a Avoided) Times(n int) Avoided {
	t := Avoided{GramsCO2e: a.GramsCO2e * int64(n), Streams: map[string]int64{}}
	for stream, g := range a.Streams {
		if n != 0 {
			t.Streams[stream] = g * int64(n)
		}
	}
	return t
}

// add adds what is avoided beside.
func (a *Avoided) add(b Avoided) {
	a.GramsCO2e += b.GramsCO2e
	for stream, g := range b.Streams {
		a.Streams[stream] += g
	}
}

// beyond is what is more than b: of carbon, and of the streams together, which may
// be less in some of them.
func (a Avoided) beyond(b Avoided) Avoided {
	more := Avoided{GramsCO2e: max(0, a.GramsCO2e-b.GramsCO2e), Streams: map[string]int64{}}
	if a.GramsWaste() <= b.GramsWaste() {
		return more
	}
	for stream, g := range a.Streams {
		if d := g - b.Streams[stream]; d != 0 {
			more.Streams[stream] = d
		}
	}
	for stream, g := range b.Streams {
		if _, both := a.Streams[stream]; !both {
			more.Streams[stream] = -g
		}
	}
	return more
}

// wholeGrams rounds kilograms to the gram, halves away from zero. Nothing else
// rounds what is stored.
func wholeGrams(kg float64) int64 { return int64(math.Round(kg * 1000)) }

// avoidedBy is what some persons avoid in a week, of whom each one weighs so much
// less. What is below zero by less than a page would show avoids nothing.
func (p *pricing) avoidedBy(persons float64) Avoided {
	a := Avoided{
		GramsCO2e: max(0, wholeGrams((p.before.carbon-p.after.carbon)*weekOfYear*persons)),
		Streams:   map[string]int64{},
	}
	for i, stream := range p.changes.streams {
		if g := wholeGrams((p.before.streams[i] - p.after.streams[i]) * persons); g != 0 {
			a.Streams[stream] = g
		}
	}
	if a.GramsWaste() < 0 {
		clear(a.Streams)
	}
	return a
}
