package city

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func loaded(t *testing.T, id string) City {
	t.Helper()
	cities, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	c, ok := cities.Get(id)
	if !ok {
		t.Fatalf("%s is not among %v", id, cities.IDs())
	}
	return c
}

func TestIssy(t *testing.T) {
	issy := loaded(t, "issy")
	if issy.Name != "Issy-les-Moulineaux" || issy.Languages[0] != "fr" || issy.Location().String() != "Europe/Paris" {
		t.Errorf("issy is %+v", issy)
	}
	if source, ok := issy.Source(issy.Population.Source); !ok || source.Publisher != "Climaborough" {
		t.Errorf("the inhabitants are counted by %+v", source)
	}
	if len(issy.Zones) != 4 {
		t.Errorf("%d zones, want 4", len(issy.Zones))
	}
	for _, z := range issy.Zones {
		if z.Housing == Flats && !z.Assumed {
			t.Errorf("%s: no source says what people live in", z.ID)
		}
	}
	if cities, _ := Load(); len(cities) < 2 {
		t.Error("there is no second city")
	} else if _, ok := cities.Get("atlantis"); ok {
		t.Error("atlantis was found")
	}
}

func TestTheDataOfficerIsReadAndSaid(t *testing.T) {
	city, zones := pack(t, "issy")
	named := strings.Replace(city, "operator:", "dataOfficer: {name: La déléguée, email: dpo@ville.example, url: 'https://ville.example/dpo'}\noperator:", 1)
	c, err := parse([]byte(named), []byte(zones))
	if err != nil || !c.DataOfficer.Known() || c.DataOfficer.String() != "La déléguée, dpo@ville.example, https://ville.example/dpo" {
		t.Errorf("the officer is %q, %v", c.DataOfficer, err)
	}
	if c, err = parse([]byte(city), []byte(zones)); err != nil || c.DataOfficer.Known() || c.DataOfficer.String() != "" {
		t.Errorf("without one there is %q, %v", c.DataOfficer, err)
	}
}

func TestZonesAreFoundAndNamed(t *testing.T) {
	prijedor := loaded(t, "prijedor")
	houses, ok := prijedor.Zone("kuce")
	if !ok || houses.Housing != Houses || houses.Assumed {
		t.Errorf("the zone of houses is %+v", houses)
	}
	for _, tt := range []struct{ lang, name, in string }{
		{"sr-Latn", "Deo grada s porodičnim kućama", "sr-Latn"},
		{"en", "The part of town with family houses", "en"},
		{"fr", "Deo grada s porodičnim kućama", "sr-Latn"},
	} {
		if name, in := prijedor.ZoneName(houses, tt.lang); name != tt.name || in != tt.in {
			t.Errorf("%s: %q in %s", tt.lang, name, in)
		}
	}
	if _, ok := prijedor.Zone("val-de-seine"); ok {
		t.Error("Prijedor has a zone of Issy")
	}
}

// pack returns the files of a city of the program.
func pack(t testing.TB, id string) (city, zones string) {
	t.Helper()
	files := make([]string, 2)
	for i, name := range []string{cityFile, zonesFile} {
		data, err := packs.ReadFile("cities/" + id + "/" + name)
		if err != nil {
			t.Fatal(err)
		}
		files[i] = string(data)
	}
	return files[0], files[1]
}

func TestPackThatCannotBeUsedIsRefused(t *testing.T) {
	goodCity, goodZones := pack(t, "issy")
	for _, tt := range []struct{ name, old, new, want string }{
		{"a misspelt key", "short:", "shrt:", "shrt"},
		{"no name", "name: Issy-les-Moulineaux", "name: ''", "city.yaml:4:7: name is missing"},
		{"an id with a space", "id: issy", "id: Issy les Moulineaux", "city.yaml:3:5: \"Issy les Moulineaux\" is no id"},
		{"no language", "[fr, en]", "[]", "languages is missing"},
		{"a language that is none", "[fr, en]", "[fr, english!]", "city.yaml:6:17: \"english!\" is no language"},
		{"a language twice", "[fr, en]", "[fr, fr]", "there twice"},
		{"no such time zone", "Europe/Paris", "Europe/Lutèce", "Lutèce"},
		{"the time zone of the machine", "Europe/Paris", "Local", "no time zone"},
		{"a colour that is more than one", `"#1b5e3f"`, `"red;}"`, "not a colour"},
		{"an address that is a script", "https://trier.issy.com", "javascript:x", "not an https address"},
		{"a link without a name", "name: Le guide du tri", "name: ''", "a link has a name and a url"},
		{"an operator that cannot be reached", "url: https://www.issy.com\n", "url: ''\n", "operator.url is missing"},
		{"a data officer without a name", "operator:", "dataOfficer: {email: dpo@ville.example}\noperator:", "has a name, and an email or a url"},
		{"a data officer who cannot be reached", "operator:", "dataOfficer: {name: DPO}\noperator:", "has a name, and an email or a url"},
		{"a data officer at no address", "operator:", "dataOfficer: {name: DPO, email: chez nous}\noperator:", "\"chez nous\" is not an address"},
		{"a data officer at a script", "operator:", "dataOfficer: {name: DPO, url: 'javascript:x'}\noperator:", "not an https address"},
		{"a region that is none", "region: FR", "region: France", "not a code like FR"},
		{"a figure without source", "source: climaborough", "source: ''", "no source is called"},
		{"fewer than nobody", "inhabitants: 70000", "inhabitants: -1", "-1 inhabitants"},
		{"a source without a title", "title: Second tender, challenge of Issy-les-Moulineaux", "title: ''", "a title and a publisher"},
		{"a source twice", "id: conseil-val-de-seine", "id: climaborough", "there twice"},
		{"a year that is none", "year: 2016", "year: 20166", "20166 is no year"},
		{"not YAML", "id: issy", "id: [", "city.yaml"},
		{"no such housing", "housing: flats", "housing: castles", "zones.yaml:7:14: \"castles\": housing is flats, houses or mixed"},
		{"a zone twice", "id: val-de-seine", "id: centre-ville", "the zone \"centre-ville\" is there twice"},
		{"a zone without a name", "name: Hauts d’Issy", "name: ''", "a zone has a name"},
		{"a zone with a path for an id", "id: hauts-d-issy", "id: ../issy", "is no id"},
		{"a zone without a source", "source: conseil-val-de-seine\n", "source: nobody\n", "no source is called \"nobody\""},
		{"a name in a language that the city does not speak", "      en: Another", "      de: Another", "in languages of the city"},
		{"no zones in the file", "zones:", "zones: []\nrest:", "rest"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			city, zones := strings.Replace(goodCity, tt.old, tt.new, 1), strings.Replace(goodZones, tt.old, tt.new, 1)
			if city == goodCity && zones == goodZones {
				t.Fatal("the pack does not have what is to be replaced")
			}
			if _, err := parse([]byte(city), []byte(zones)); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want an error with %q", err, tt.want)
			}
		})
	}
}

func TestEverythingThatIsWrongIsSaidAtOnce(t *testing.T) {
	city, zones := pack(t, "issy")
	city = strings.Replace(city, "region: FR", "region: France", 1)
	zones = strings.Replace(zones, "housing: flats", "housing: castles", 1)
	_, err := parse([]byte(city), []byte(zones))
	if err == nil || !strings.Contains(err.Error(), "city.yaml") || !strings.Contains(err.Error(), "zones.yaml") {
		t.Errorf("got %v", err)
	}
}

// folderOf writes a pack into a folder.
func folderOf(t *testing.T, files map[string]string) string {
	t.Helper()
	folder := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

func TestAPackOutsideTheProgram(t *testing.T) {
	city, zones := pack(t, "issy")
	c, err := Read(folderOf(t, map[string]string{cityFile: city, zonesFile: zones, "README.md": "About it."}))
	if err != nil || c.ID != "issy" || len(c.Zones) != 4 {
		t.Fatalf("the pack is %+v, %v", c, err)
	}
	whole, err := Read(folderOf(t, map[string]string{cityFile: city}))
	if err != nil || len(whole.Zones) != 0 {
		t.Errorf("a city without zones is %+v, %v", whole.Zones, err)
	}
}

func TestAFolderThatIsNoPack(t *testing.T) {
	city, _ := pack(t, "issy")
	for _, tt := range []struct {
		name  string
		files map[string]string
		want  string
	}{
		{"an empty one", nil, "has a file city.yaml"},
		{"a misspelt file", map[string]string{cityFile: city, "zone.yaml": "zones: []"}, "zone.yaml: a city pack has no such file"},
		{"an endless file", map[string]string{cityFile: strings.Repeat("#", maxBytes+1)}, "at most"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := Read(folderOf(t, tt.files)); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
	if _, err := Read(filepath.Join(t.TempDir(), "nowhere")); err == nil || !strings.Contains(err.Error(), "no city pack is in this folder") {
		t.Errorf("a folder that is not there gives %v", err)
	}
}

func FuzzParse(f *testing.F) {
	for _, id := range []string{"issy", "prijedor"} {
		city, zones := pack(f, id)
		f.Add([]byte(city), []byte(zones))
	}
	f.Add([]byte("id: &a [*a]"), []byte("zones: {}"))
	f.Fuzz(func(t *testing.T, city, zones []byte) {
		c, err := parse(city, zones)
		if err != nil {
			return
		}
		if c.Location() == nil || len(c.Languages) == 0 || !idForm.MatchString(c.ID) {
			t.Errorf("a pack was taken that is none: %+v", c)
		}
		for _, z := range c.Zones {
			if found, ok := c.Zone(z.ID); !ok || found.Name != z.Name || !slices.Contains(housings, z.Housing) {
				t.Errorf("the zone %q is not as it was read", z.ID)
			}
		}
	})
}
