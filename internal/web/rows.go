package web

import (
	"encoding/json"
	"strconv"
	"strings"

	"capzero/internal/footprint"
)

// A Row is one large radio button or check box.
type Row struct {
	ID      string
	Type    string // "radio" or "checkbox"
	Name    string
	Value   string
	Label   string
	Help    string
	Checked bool
	Alone   bool   // a check box that excludes all others
	Fill    string // the fields a suggestion fills, as JSON, for the script

	Foreign, HelpForeign footprint.Foreign
}

// Rows are the answers to choose from: the possibilities, or what spares typing
// a number, and always "Je ne sais pas" among them.
func (p QuestionPage) Rows() []Row {
	var rows []Row
	switch p.Form {
	case footprint.YesNo:
		rows = p.possibilities([]footprint.Option{
			{Value: "oui", Label: p.T("answer.yes")},
			{Value: "non", Label: p.T("answer.no")},
		})
	case footprint.Choice:
		rows = p.possibilities(p.Choices)
	default:
		rows = p.suggestionRows()
	}
	return append(rows, p.unknownRow(len(rows) > 0))
}

func (p QuestionPage) possibilities(options []footprint.Option) []Row {
	rows := make([]Row, len(options))
	for i, o := range options {
		rows[i] = Row{
			ID: rowID(i), Type: "radio", Name: fieldRow, Value: rowPossibility + o.Value,
			Label: o.Label, Foreign: o.Foreign, Help: plainText(o.Help), HelpForeign: o.HelpForeign, Checked: !p.In.Unknown && p.In.Value == o.Value,
		}
	}
	return rows
}

func (p QuestionPage) suggestionRows() []Row {
	var rows []Row
	if p.Conflict {
		rows = append(rows, Row{
			ID: "f-typed", Type: "radio", Name: fieldRow, Value: rowTyped,
			Label: p.T("question.keep_typed", "value", p.In.Value),
		})
	}
	for i, s := range p.Suggestions {
		rows = append(rows, Row{
			ID: rowID(i), Type: "radio", Name: fieldRow, Value: rowSuggestion + s.Label,
			Label: capitalised(sober(s.Label)), Foreign: s.Foreign, Help: p.suggestionHelp(s),
			Checked: p.In.Suggestion == s.Label, Fill: fill(p.Question, s),
		})
	}
	return rows
}

func (p QuestionPage) suggestionHelp(s footprint.Suggestion) string {
	if p.Form != footprint.Number {
		return ""
	}
	value := p.Amount(s.Value)
	if strings.Contains(s.Label, value) {
		return "" // the label says it already: "5 l/100km"
	}
	if unit := p.UnitWords(p.Question.Unit, s.Value); unit != "" {
		value += "\u00a0" + unit
	}
	return value
}

// fill writes the fields that a suggestion fills, for the script.
func fill(q footprint.Question, s footprint.Suggestion) string {
	fields := map[string]string{}
	if q.Form == footprint.Number {
		fields[fieldValue] = plainNumber(s.Value)
	}
	for rule, v := range s.Values {
		fields[fieldOf(rule)] = plainNumber(v)
	}
	data, _ := json.Marshal(fields) // a map of texts always encodes
	return string(data)
}

// unknownRow is "Je ne sais pas", as large as any other answer. Alone it is a
// check box, which can be unticked without a script.
func (p QuestionPage) unknownRow(among bool) Row {
	row := Row{
		ID: "f-unknown", Type: "checkbox", Name: fieldUnknown, Value: "1", Alone: true,
		Label: p.T("answer.unknown"), Help: p.T("question.unknown_help"), Checked: p.In.Unknown,
	}
	if p.Typical != "" {
		row.Help, row.HelpForeign = p.T("question.unknown_typical", "typical", p.Typical), p.TypicalForeign.In(p.Typical)
	}
	if among {
		row.Type, row.Name, row.Value, row.Alone = "radio", fieldRow, rowUnknown, false
	}
	return row
}

// Boxes are the options of a Selection to tick, with "none of these" last.
func (p QuestionPage) Boxes() []Row {
	rows := make([]Row, 0, len(p.Options)+1)
	for _, o := range p.Options {
		rows = append(rows, Row{
			ID: p.ID(o.Rule), Type: "checkbox", Name: fieldOf(o.Rule), Value: "oui",
			Label: o.Label, Foreign: o.Foreign, Help: plainText(o.Help), HelpForeign: o.HelpForeign, Checked: p.In.Values[o.Rule] != "" && p.In.Values[o.Rule] != "non",
		})
	}
	return append(rows, p.noneRow()...)
}

func (p QuestionPage) noneRow() []Row {
	if !offersNone(p.Question) {
		return nil
	}
	return []Row{{
		ID: "f-none", Type: "checkbox", Name: fieldNone, Value: "1", Alone: true,
		Label: p.T("answer.none"), Checked: p.In.Value == footprint.NoneOfThese,
	}}
}

// offersNone reports whether a mosaic may be answered with "none of these".
func offersNone(q footprint.Question) bool {
	return q.None && (q.Form == footprint.Selection || q.Form == footprint.Counts)
}

// UnitWords returns a unit in words. A count of the thing that is asked about
// needs none.
func (p QuestionPage) UnitWords(unit string, value float64) string {
	return p.Locale.Unit(unit, value)
}

func rowID(i int) string { return "f-row-" + strconv.Itoa(i) }

// countHelp is what stands under the name of a line of a mosaic: the model's
// words, or the unit counted in.
func countHelp(p QuestionPage, o footprint.Option) (string, footprint.Foreign) {
	help, unit := plainText(o.Help), ""
	if p.commonUnit() == "" {
		unit = p.UnitWords(o.Unit, 2)
	}
	if help == "" || unit == "" {
		return help + unit, o.HelpForeign.In(help)
	}
	return help + " · " + unit, o.HelpForeign.In(help)
}

// commonUnit is the unit of every line of a mosaic, empty if they differ: said
// once, it need not be said at each.
func (p QuestionPage) commonUnit() string {
	for _, o := range p.Options {
		if o.Unit != p.Options[0].Unit {
			return ""
		}
	}
	if len(p.Options) == 0 {
		return ""
	}
	return p.Options[0].Unit
}
