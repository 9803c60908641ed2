package web

import (
	"strconv"

	"capzero/internal/i18n"
	"capzero/internal/steering"
)

// A SteeringCard is one question with its answer.
type SteeringCard struct {
	ID      string // of its title, and its address
	Title   string // a question
	Big     []BigFigure
	Words   []string // what follows from the figures, in sentences
	Bars    []Bar    // a drawing, where there is one
	Curve   SurvivalChart
	Columns ActivityColumns
	Lists   []SteeringList
	Table   SteeringTable
	Read    string
	Source  string
	Reasons []Reason // why figures here have no interval
}

// Path is the address of the page with its table.
func (c SteeringCard) Path() string { return steeringPath + "/" + c.ID }

// File is the address of its table.
func (c SteeringCard) File() string { return steeringPath + "/" + c.ID + ".csv" }

// A BigFigure is what one reads first: a number that was counted, or an amount.
type BigFigure struct {
	Count string // "217"
	Amount
	After string // "sur 300"
}

// An Amount is a figure that may not be there.
type Amount struct {
	Figure
	Known bool
}

// A Reason is why figures have no interval.
type Reason struct{ Name, Words string }

// A SteeringList is a few lines to look at first.
type SteeringList struct {
	Title string
	None  string // what is said where it is empty
	Lines []SteeringLine
}

// A SteeringLine is a name with what is said of it.
type SteeringLine struct{ Name, Words, More string }

// A SteeringTable is the same as a table, for readers and for spreadsheets.
type SteeringTable struct {
	Caption string
	Columns []SteeringColumn
	Rows    [][]SteeringCell
	more    [][]string // of the spreadsheet, where it has more than readers see
}

// A SteeringColumn is named for readers and for spreadsheets.
type SteeringColumn struct {
	Name, Code string
	Num        bool
}

// A SteeringCell is a value as people read it, and as a spreadsheet does.
type SteeringCell struct{ Text, Code string }

// csv is the table for a spreadsheet, with its header.
func (t SteeringTable) csv() [][]string {
	if t.more != nil {
		return t.more
	}
	header := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		header[i] = c.Code
	}
	table := [][]string{header}
	for _, row := range t.Rows {
		line := make([]string, len(row))
		for i, cell := range row {
			line[i] = cell.Code
		}
		table = append(table, line)
	}
	return table
}

// few is what a spreadsheet reads where there are too few to say how many.
const few = "<11"

func nameCell(name string) SteeringCell { return SteeringCell{Text: name, Code: harmless(name)} }

func wholeCell(l *i18n.Locale, n int) SteeringCell {
	return SteeringCell{Text: l.Number(float64(n), 0), Code: strconv.Itoa(n)}
}

func countCell(l *i18n.Locale, c steering.Count) SteeringCell {
	if c.Few {
		return SteeringCell{Text: l.T("steering.few"), Code: few}
	}
	return wholeCell(l, c.N)
}

func countWords(l *i18n.Locale, c steering.Count) string { return countCell(l, c).Text }

// kgCell is grams as kilograms.
func kgCell(l *i18n.Locale, g steering.Grams) SteeringCell {
	if g.Few {
		return SteeringCell{Text: l.T("steering.few_households"), Code: few}
	}
	kg := float64(g.N) / 1000
	return SteeringCell{Text: l.Number(kg, 0), Code: threeDecimals(kg)}
}

// decimalCell is a number with so many decimals, or nothing.
func decimalCell(l *i18n.Locale, v float64, decimals int, known bool) SteeringCell {
	if !known {
		return SteeringCell{Text: "–"}
	}
	return SteeringCell{Text: l.Number(v, decimals), Code: threeDecimals(v)}
}

// boundCells are the two ends of an interval.
func boundCells(l *i18n.Locale, i steering.Interval, scale float64, decimals int) []SteeringCell {
	return []SteeringCell{
		decimalCell(l, i.Low*scale, decimals, i.Known), decimalCell(l, i.High*scale, decimals, i.Known),
	}
}

// a column that holds numbers, and one that does not.
func numbers(name, code string) SteeringColumn {
	return SteeringColumn{Name: name, Code: code, Num: true}
}
func names(name, code string) SteeringColumn { return SteeringColumn{Name: name, Code: code} }
