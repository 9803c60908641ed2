package web

import (
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"capzero/internal/city"
)

const (
	minuteOfWords   = 250 // what an adult reads in a minute
	wordsOnAverage  = 20  // of a sentence
	wordsOfLongest  = 28
	answersOfMinute = 5
)

// sentencesOf are those of the parts of a page that hold prose.
func sentencesOf(s *goquery.Selection) (all []string) {
	s.Find("p, dd").Each(func(_ int, s *goquery.Selection) {
		text := strings.Join(strings.Fields(s.Text()), " ")
		for _, sentence := range strings.FieldsFunc(text, func(r rune) bool { return r == '.' || r == '?' || r == ';' }) {
			if strings.TrimSpace(sentence) != "" {
				all = append(all, sentence)
			}
		}
	})
	return all
}

// TestThePrivacyPageIsReadInAMinute: by who has an account and who has none, in every
// language of the city.
func TestThePrivacyPageIsReadInAMinute(t *testing.T) {
	for _, lang := range []string{"fr", "en"} {
		for name, o := range map[string]Options{"visitor": testOptions(t, livingCity), "account": withAnne(t)} {
			r := asAnne(get("/vos-donnees"))
			r.Header.Set("Accept-Language", lang)
			w := serve(testHandler(t, o), r)
			minute := documentOf(t, w).Find("#minute")
			words := len(strings.Fields(minute.Text()))
			if words < 100 || words > minuteOfWords {
				t.Errorf("%s, %s: %d words, want at most %d", lang, name, words, minuteOfWords)
			}
			if n := minute.Find("dd").Length(); n != answersOfMinute {
				t.Errorf("%s, %s: %d answers, want %d", lang, name, n, answersOfMinute)
			}
			sentences, all := sentencesOf(minute), 0
			for _, s := range sentences {
				n := len(strings.Fields(s))
				if all += n; n > wordsOfLongest {
					t.Errorf("%s, %s: %d words in %q", lang, name, n, s)
				}
			}
			if average := float64(all) / float64(len(sentences)); average > wordsOnAverage {
				t.Errorf("%s, %s: %.1f words in a sentence, want %d", lang, name, average, wordsOnAverage)
			}
		}
	}
}

func withAnne(t *testing.T) Options {
	o := testOptions(t, livingCity)
	o.Accounts = people{session: somebody("Anne")}
	return o
}

// TestPeopleAreToldWhomToWriteTo: the officer that the city names, or the city; and the
// authority.
func TestPeopleAreToldWhomToWriteTo(t *testing.T) {
	o := testOptions(t, livingCity)
	nobody := documentOf(t, serve(testHandler(t, o), get("/vos-donnees")))
	if nobody.Find(`#minute a[href="`+o.City.Operator.URL+`"]`).Length() != 1 || nobody.Find(".warn").Length() != 0 {
		t.Error("without an officer people are not sent to the city, or are told what is not theirs to do")
	}
	o.City.DataOfficer = city.Contact{Name: "Mme la déléguée", Email: "dpo@ville.example", URL: "https://ville.example/dpo"}
	doc := documentOf(t, serve(testHandler(t, o), get("/vos-donnees")))
	for _, want := range []string{`a[href="mailto:dpo@ville.example"]`, `a[href="https://ville.example/dpo"]`, `a[href^="https://www.cnil.fr"]`} {
		if doc.Find("#minute "+want).Length() != 1 {
			t.Errorf("%s is not there", want)
		}
	}
}
