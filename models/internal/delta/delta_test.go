package delta

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// both returns the delta, after applying it.
func both(t *testing.T, base, target []byte) []byte {
	t.Helper()
	d := Make(base, target)
	got, err := Apply(base, d)
	if err != nil || !bytes.Equal(got, target) {
		t.Fatalf("%.100q over %.100q gives %.100q, %v", target, base, got, err)
	}
	return d
}

func TestATargetComesBackAsItWas(t *testing.T) {
	long := strings.Repeat(`{"titre":"Une règle comme une autre","valeur":12},`, 100)
	for name, tt := range map[string]struct{ base, target string }{
		"nothing from nothing":    {"", ""},
		"something from nothing":  {"", "abc"},
		"nothing from something":  {"abc", ""},
		"the same":                {long, long},
		"shorter than a window":   {"abc", "abd"},
		"a change in the middle":  {long, strings.Replace(long, "12", "13", 1)},
		"something more":          {long, long + "fin"},
		"something before":        {long, "début," + long},
		"the end alone":           {long, long[len(long)-60:]},
		"parts in another order":  {long + "x" + long, "y" + long},
		"nothing in common":       {long, strings.Repeat("z", 1000)},
		"bytes that are no texts": {"\x00\xff,\x00", "\xff\x00,\xff"},
	} {
		t.Run(name, func(t *testing.T) { both(t, []byte(tt.base), []byte(tt.target)) })
	}
}

// The regions of the published model are what it is made for: all of them
// together are smaller than one.
func TestRegionsAreSmallDifferences(t *testing.T) {
	files, err := filepath.Glob("../../../node_modules/@incubateur-ademe/nosgestesclimat/public/co2-model.[A-Z][A-Z]-lang.fr.json")
	if err != nil || len(files) < 20 {
		t.Fatalf("%d regions, %v", len(files), err)
	}
	base, err := os.ReadFile("../../../node_modules/@incubateur-ademe/nosgestesclimat/public/co2-model.FR-lang.fr.json")
	if err != nil {
		t.Fatal(err)
	}
	total := 0
	for _, file := range files {
		target, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		total += len(both(t, base, target))
	}
	if total > len(base)/2 {
		t.Errorf("%d regions take %d bytes, France alone %d", len(files), total, len(base))
	}
}

func TestApplyRefusesWhatIsNoDeltaOfTheBase(t *testing.T) {
	base := []byte(strings.Repeat("une base, deux bases, ", 20))
	target := append([]byte("x"), base...)
	d := Make(base, target)
	other := bytes.ReplaceAll(base, []byte("deux"), []byte("dix."))
	for name, tt := range map[string]struct{ base, delta []byte }{
		"another base":    {other, d},
		"a shorter base":  {base[:50], d},
		"no base":         {nil, d},
		"nothing":         {base, nil},
		"a cut delta":     {base, d[:len(d)-1]},
		"a huge length":   {base, append(bytes.Clone(d), 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, 0)},
		"a huge result":   {base, append(bytes.Clone(d[:4]), bytes.Repeat([]byte{0, 200, 1, 0}, 200_000)...)},
		"more after that": {base, append(bytes.Clone(d), 1, 0, 'x')},
	} {
		t.Run(name, func(t *testing.T) {
			if got, err := Apply(tt.base, tt.delta); err == nil {
				t.Errorf("it gives %d bytes", len(got))
			}
		})
	}
}

func FuzzApply(f *testing.F) {
	base := []byte(strings.Repeat("une base, deux bases, ", 20))
	f.Add(base, Make(base, []byte("une base, et le reste")))
	f.Fuzz(func(t *testing.T, base, d []byte) {
		Apply(base, d)
		both(t, base, d)
	})
}
