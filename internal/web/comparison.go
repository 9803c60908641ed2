package web

import (
	"net/url"
	"slices"

	"capzero/internal/challenge"
	"capzero/internal/footprint"
)

// A Comparison is two groups of households beside each other, by stream of waste.
type Comparison struct {
	Chart
	Bars    []Bar
	Streams []ContrastView
	Choices []ZoneChoice // which zones to compare, where there are more than two
	lines   []footprint.Line
}

// Any reports whether there is something to compare.
func (c Comparison) Any() bool { return len(c.Streams) > 0 }

// A ContrastView says of one stream whether two groups can be told apart.
type ContrastView struct {
	Stream string
	Words  string
	Clear  bool
}

// A ZoneChoice is one of the two lists of zones.
type ZoneChoice struct {
	Name, Label string
	Zones       []ZoneOption
}

// A ZoneOption is a zone to choose.
type ZoneOption struct {
	ZoneView
	Chosen bool
}

const (
	firstZoneField  = "quartier"
	secondZoneField = "autre"
)

// A Side is one of two groups: how it is called beside a bar, and in a sentence.
type Side struct {
	Name, InSentence string
	challenge.Snapshot
}

// comparison puts two groups beside each other. Only streams that both show are
// there.
func (p *TogetherPage) comparison(id string, a, b Side) Comparison {
	var c Comparison
	for _, one := range challenge.Contrasts(a.Snapshot, b.Snapshot) {
		stream := p.T("stream." + string(one.Stream))
		for _, side := range []struct {
			name string
			rate challenge.Rate
		}{{a.Name, one.A}, {b.Name, one.B}} {
			c.lines = append(c.lines, footprint.Line{
				Label: p.T("together.stream_of", "stream", stream, "who", side.name), Known: true, Amount: side.rate.KgPerWeek,
				Interval: footprint.Interval{Known: true, Low: side.rate.Low, High: side.rate.High},
			})
		}
		c.Streams = append(c.Streams, p.contrastView(stream, a.InSentence, b.InSentence, one))
	}
	c.Bars = plainBars(c.lines, "weighed", func(line footprint.Line) Figure {
		return rateFigure(p.Locale, line, wasteUnit, notDrawn)
	})
	c.Chart = Chart{
		ID: id, Read: p.T("together.compare_read"), Source: p.T("together.compare_source", "date", p.Taken),
		Caption: p.T("together.compare_caption"), Unit: p.T("result.waste_unit"), File: togetherFile,
		Rows: rowsOf(c.Bars, func(kg float64) string { return rateKg(p.Locale, kg) }),
	}
	return c
}

func (p *TogetherPage) contrastView(stream, nameA, nameB string, c challenge.Contrast) ContrastView {
	v := ContrastView{Stream: stream, Clear: c.Clear()}
	kg := func(v float64) string { return rateKg(p.Locale, max(v, -v)) }
	switch {
	case !v.Clear:
		v.Words = p.T("together.contrast_none", "low", kg(min(c.Low, 0)), "high", kg(max(c.High, 0)))
	case c.High < 0:
		v.Words = p.T("together.contrast_less", "a", nameA, "b", nameB, "low", kg(c.High), "high", kg(c.Low))
	default:
		v.Words = p.T("together.contrast_less", "a", nameB, "b", nameA, "low", kg(c.Low), "high", kg(c.High))
	}
	return v
}

// compareZones puts two zones beside each other: those that were asked for, or the
// first two that weigh.
func (p *TogetherPage) compareZones(t challenge.Together, asked url.Values) {
	var weigh []challenge.ZoneSnapshot
	for _, z := range t.Zones {
		if len(z.Rates()) > 0 {
			weigh = append(weigh, z)
		}
	}
	if len(weigh) < 2 {
		return
	}
	a, b := chosenZones(weigh, asked.Get(firstZoneField), asked.Get(secondZoneField))
	p.Zones = p.comparison("quartiers",
		Side{p.zone(a.Zone).Name, p.zone(a.Zone).Name, a.Snapshot}, Side{p.zone(b.Zone).Name, p.zone(b.Zone).Name, b.Snapshot})
	p.Zones.Title = p.T("together.zones")
	if len(weigh) > 2 {
		p.Zones.Choices = []ZoneChoice{
			p.zoneChoice(firstZoneField, "together.zone_first", weigh, a.Zone), p.zoneChoice(secondZoneField, "together.zone_second", weigh, b.Zone),
		}
	}
}

// chosenZones finds two different zones by their names, which a reader may have
// typed into the address.
func chosenZones(all []challenge.ZoneSnapshot, first, second string) (a, b challenge.ZoneSnapshot) {
	find := func(id string, but string) challenge.ZoneSnapshot {
		i := slices.IndexFunc(all, func(z challenge.ZoneSnapshot) bool { return z.Zone == id && id != but })
		if i < 0 {
			i = slices.IndexFunc(all, func(z challenge.ZoneSnapshot) bool { return z.Zone != but })
		}
		return all[i]
	}
	a = find(first, "")
	return a, find(second, a.Zone)
}

func (p *TogetherPage) zoneChoice(field, label string, all []challenge.ZoneSnapshot, chosen string) ZoneChoice {
	c := ZoneChoice{Name: field, Label: p.T(label)}
	for _, z := range all {
		c.Zones = append(c.Zones, ZoneOption{p.zone(z.Zone), z.Zone == chosen})
	}
	return c
}
