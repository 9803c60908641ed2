package challenge

// A Badge is something that happened. It is read from what a household did, so
// that it is there as soon as it is true, and gone if it never was.
type Badge string

// The badges.
const (
	FirstWeighing Badge = "first_weighing"
	WholeBaseline Badge = "baseline"  // every week of the baseline was weighed
	FirstMission  Badge = "mission"   // one was done
	EachTheme     Badge = "themes"    // five different themes
	CameBack      Badge = "came_back" // after a week without
	TenKg         Badge = "ten_kg"    // of CO2e avoided
	HundredKg     Badge = "hundred_kg"
	LighterBag    Badge = "lighter_bag" // ten kg of waste avoided
	WeighedMonths Badge = "months"      // twelve weeks weighed
)

// A Story is what badges are read from.
type Story struct {
	WeighedWeeks    int
	BaselineWeighed int
	BaselineWeeks   int
	Missions        int // check-ins that stand
	Themes          int
	CameBack        bool
	CarbonGrams     int64
	WasteGrams      int64
}

const manyThemes = 5

// badges are those of a story, in the order in which most people get them.
func (s Story) badges() []Badge {
	var all []Badge
	for _, b := range []struct {
		badge Badge
		true  bool
	}{
		{FirstWeighing, s.WeighedWeeks > 0},
		{FirstMission, s.Missions > 0},
		{WholeBaseline, s.BaselineWeeks > 0 && s.BaselineWeighed >= s.BaselineWeeks},
		{CameBack, s.CameBack},
		{EachTheme, s.Themes >= manyThemes},
		{TenKg, s.CarbonGrams >= 10*gramsPerKg},
		{LighterBag, s.WasteGrams >= 10*gramsPerKg},
		{WeighedMonths, s.WeighedWeeks >= 12},
		{HundredKg, s.CarbonGrams >= 100*gramsPerKg},
	} {
		if b.true {
			all = append(all, b.badge)
		}
	}
	return all
}
