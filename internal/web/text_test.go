package web

import (
	"context"
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"capzero/internal/footprint"
)

func TestSober(t *testing.T) {
	for in, want := range map[string]string{
		"💡 Comment compter":          "Comment compter",
		"### 🧮 Le calcul ⚠️":         "### Le calcul",
		"Une voiture 🚗 ou deux":      "Une voiture ou deux",
		"a → b ≤ c, 5 °C, œuf ½ · €": "a → b ≤ c, 5 °C, œuf ½ · €",
		"👩‍👩‍👧 Famille":              "Famille",
		"Ligne 1 🙌\n\n⬇️ Ligne 2":    "Ligne 1 \n\nLigne 2",
		"":                           "",
	} {
		if got := sober(in); got != want {
			t.Errorf("sober(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestProseIsTamed(t *testing.T) {
	source := "# Titre\n\n### Sous-titre\n\nUn [lien](https://ademe.fr) et [un autre](/actions/plus).\n\n" +
		"<script>alert(1)</script>\n\n<details><summary>Un secret</summary></details>\n\n" +
		"[piège](javascript:alert(1)) ![image](https://a.invalid/x.png) texte <b onclick=x>gras</b>"
	var b strings.Builder
	if err := underPage.html(source).Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	got := b.String()
	for _, want := range []string{
		"<h2>Titre</h2>", "<h4>Sous-titre</h4>",
		`<a href="https://ademe.fr" rel="noopener noreferrer">`,
		`<a href="https://nosgestesclimat.fr/actions/plus"`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
	for _, bad := range []string{"<script", "javascript:", "<img", "onclick", "<!--", "<details"} {
		if strings.Contains(got, bad) {
			t.Errorf("%s in\n%s", bad, got)
		}
	}
}

func TestARuleSurvivesItsAddress(t *testing.T) {
	for _, rule := range []string{
		"transport . voiture . km",
		"divers . électroménager . appareils . lave-linge . nombre",
		"divers . textile . t-shirt . nombre",
		"logement . chauffage . d'appoint",
	} {
		if got := ruleOf(rulePath(rule)); got != rule {
			t.Errorf("%q became %q", rule, got)
		}
	}
}

func TestPercentsAddUp(t *testing.T) {
	for _, c := range []struct {
		shares footprint.Shares
		want   [3]int
	}{
		{footprint.Shares{Answers: 1.0 / 3, Averages: 1.0 / 3, Common: 1.0 / 3}, [3]int{34, 33, 33}},
		{footprint.Shares{Answers: 0.005, Averages: 0.815, Common: 0.18}, [3]int{1, 81, 18}},
		{footprint.Shares{Answers: 1}, [3]int{100, 0, 0}},
	} {
		answers, averages, common := percents(c.shares)
		if got := [3]int{answers, averages, common}; got != c.want {
			t.Errorf("percents(%v) = %v, want %v", c.shares, got, c.want)
		}
	}
}

func TestAScaleHoldsAnyFootprint(t *testing.T) {
	for _, kg := range []float64{-500, 0, 1840, 8287, 987_654_321} {
		for _, interval := range []footprint.Interval{{}, {Low: kg - 900, High: kg + 1000, Known: true}, {Low: 0, High: 1e12, Known: true}} {
			s := newScale(french(t), measure{Amount: kg, Known: true, Interval: interval}, comparisonSample)
			if !inside(s.You.At, s.You.At) || !inside(s.Band.X, s.Band.End()) {
				t.Errorf("%v kg is drawn at %v %%, with %+v", kg, s.You.At, s.Band)
			}
			for i, m := range s.Marks {
				if !inside(m.At, m.At) {
					t.Errorf("a mark is drawn at %v %%", m.At)
				}
				for _, other := range s.Marks[:i] {
					if m.touches([]label{other.label}) {
						t.Errorf("with %v kg, %q and %q touch", kg, other.Text, m.Text)
					}
				}
			}
		}
	}
}

func TestATermHangsUnderTheOneBefore(t *testing.T) {
	terms := []footprint.Term{
		{Depth: 0, Text: "a"}, {Depth: 1, Text: "b"}, {Depth: 2, Text: "c"}, {Depth: 1, Text: "d"}, {Depth: 0, Text: "e"}, {Depth: 3, Text: "f"},
	}
	var outline func([]TermView) string
	outline = func(views []TermView) string {
		var b strings.Builder
		for _, v := range views {
			b.WriteString(v.Text)
			if len(v.Sub) > 0 {
				b.WriteString("(" + outline(v.Sub) + ")")
			}
		}
		return b.String()
	}
	if diff := cmp.Diff("a(b(c)d)e(f)", outline(nest(french(t), terms))); diff != "" {
		t.Error(diff)
	}
}

func TestTheCaseTakenComesFirst(t *testing.T) {
	l := french(t)
	got := takeCases(l, nest(l, []footprint.Term{
		{Depth: 0, Op: opCases, Value: "12 kg"},
		{Depth: 1, Op: opIf, Inactive: true},
		{Depth: 2, Text: "électrique", Inactive: true},
		{Depth: 1, Op: opIf, Value: "12 kg"},
		{Depth: 2, Text: "thermique", Value: "Oui"},
		{Depth: 2, Op: opThen, Text: "Carburant", Rule: factorRule, Value: "12 kg"},
		{Depth: 1, Op: opOtherwise, Inactive: true},
	}))
	if len(got) != 1 || got[0].Text != "Carburant" || got[0].Op != l.T("explain.your_case") || got[0].Path == "" {
		t.Fatalf("the formula begins with %+v", got)
	}
	var why []string
	for _, w := range got[0].Why {
		why = append(why, w.Op)
	}
	if diff := cmp.Diff([]string{l.T(opIf), l.T(opIf), l.T(opOtherwise)}, why); diff != "" {
		t.Error(diff)
	}
}

func TestACaseOfSeveralLinesKeepsThem(t *testing.T) {
	l := french(t)
	got := takeCases(l, nest(l, []footprint.Term{
		{Depth: 0, Op: "explain.op.times", Value: "12 kg"},
		{Depth: 1, Op: opOtherwise, Value: "12 kg"},
		{Depth: 2, Text: "a", Value: "3"},
		{Depth: 2, Op: "explain.op.times", Text: "b", Value: "4 kg"},
	}))
	if len(got) != 1 || len(got[0].Sub) != 2 || got[0].Op != l.T("explain.op.times") {
		t.Fatalf("the formula is %+v", got)
	}
}

// The tokens of the style sheet that text, or a mark, is drawn in, with what it
// stands on.
var (
	readable = map[string][]string{
		"ink":       {"paper", "sheet", "wash", "blue-wash", "brick-wash"},
		"soft":      {"paper", "sheet"},
		"accent":    {"paper", "sheet"},
		"blue":      {"paper", "sheet"},
		"brick":     {"paper", "sheet"},
		"on-accent": {"accent"},
	}
	visible = map[string][]string{
		"field":    {"paper", "sheet"},
		"estimate": {"paper", "sheet"},
		"common":   {"paper", "sheet"},
		"accent":   {"paper", "sheet", "wash"},
		"blue":     {"paper", "sheet", "blue-wash"},
	}
)

// TestContrast: text keeps 7:1 and marks 3:1, in both themes and in the colours
// of the city.
func TestContrast(t *testing.T) {
	css, err := os.ReadFile("static/src/app.css")
	if err != nil {
		t.Fatal(err)
	}
	light, dark, _ := strings.Cut(string(css), "@media screen and (prefers-color-scheme: dark)")
	dark, _, _ = strings.Cut(dark, "/* Ground")
	accent := testOptions(t, livingCity).City.Accent
	themes := map[string]string{
		"light": light + accentRule(accent.Light),
		"dark":  dark + accentRule(accent.Dark),
	}
	for theme, sheet := range themes {
		tokens := colours(sheet)
		check := func(pairs map[string][]string, least float64) {
			for front, backs := range pairs {
				for _, back := range backs {
					if tokens[front] == "" || tokens[back] == "" {
						t.Fatalf("%s: no colour for %s or %s", theme, front, back)
					}
					if got := contrast(t, tokens[front], tokens[back]); got < least {
						t.Errorf("%s: %s on %s is %.2f:1, want %v:1", theme, front, back, got, least)
					}
				}
			}
		}
		check(readable, 7)
		check(visible, 3)
	}
}

var token = regexp.MustCompile(`--([a-z-]+):\s*(#[0-9a-f]{6})`)

// colours reads the tokens of a style sheet; later ones replace earlier ones.
func colours(sheet string) map[string]string {
	found := map[string]string{}
	for _, m := range token.FindAllStringSubmatch(sheet, -1) {
		found[m[1]] = m[2]
	}
	return found
}

// contrast is the ratio of WCAG 2.2, success criterion 1.4.6.
func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	la, lb := luminance(t, a), luminance(t, b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		v, err := strconv.ParseUint(hex[1+2*i:3+2*i], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		c := float64(v) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}

// A page names what a result was computed with, our own rules included.
func TestModelVersionOfAPage(t *testing.T) {
	for name, want := range map[string]string{
		"nosgestesclimat 4.10.2 FR":                "4.10.2",
		"nosgestesclimat 4.10.2 FR + overlay-fr 1": "4.10.2 + overlay-fr 1",
		"waste-fr 2": "2",
		"carbon":     "carbon",
	} {
		if got := (Page{}).ModelVersion(name); got != want {
			t.Errorf("%s is shown as %q, want %q", name, got, want)
		}
	}
}
