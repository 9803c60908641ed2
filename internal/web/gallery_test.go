package web

import (
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

// statusOf is what a state of the gallery is answered with, where it is not 200.
var statusOf = map[string]int{
	"/gallery/question/nombre-refuse":            http.StatusUnprocessableEntity,
	"/gallery/question/deux-reponses":            http.StatusUnprocessableEntity,
	"/gallery/question/nombre-inhabituel":        http.StatusUnprocessableEntity,
	"/gallery/question/mosaique-inhabituelle":    http.StatusUnprocessableEntity,
	"/gallery/question/mosaique-rien-coche":      http.StatusUnprocessableEntity,
	"/gallery/question/mosaique-refusee":         http.StatusUnprocessableEntity,
	"/gallery/vos-donnees/sans-confirmation":     http.StatusUnprocessableEntity,
	"/gallery/donnees-de-la-ville/interdites":    http.StatusForbidden,
	"/gallery/donnees-de-la-ville/en-panne":      http.StatusInternalServerError,
	"/gallery/mes-donnees/effacer-a-confirmer":   http.StatusUnprocessableEntity,
	"/gallery/mes-donnees/effacer-refuse":        http.StatusConflict,
	"/gallery/mes-donnees/copie-passee":          http.StatusNotFound,
	"/gallery/mes-donnees/sans-compte":           http.StatusUnauthorized,
	"/gallery/mes-donnees/recu-inconnu":          http.StatusNotFound,
	"/gallery/recalcul/impossible":               http.StatusConflict,
	"/gallery/bilans/nom-refuse":                 http.StatusUnprocessableEntity,
	"/gallery/bilans/pas-fini":                   http.StatusConflict,
	"/gallery/bilans/introuvable":                http.StatusNotFound,
	"/gallery/erreur/introuvable":                http.StatusNotFound,
	"/gallery/erreur/mesure-effacee":             http.StatusUnauthorized,
	"/gallery/erreur/sans-mesure":                http.StatusUnauthorized,
	"/gallery/erreur/question-disparue":          http.StatusConflict,
	"/gallery/erreur/trop-lourd":                 http.StatusRequestEntityTooLarge,
	"/gallery/erreur/trop-de-demandes":           http.StatusTooManyRequests,
	"/gallery/erreur/panne":                      http.StatusInternalServerError,
	"/gallery/erreur/disque-plein":               http.StatusInsufficientStorage,
	"/gallery/geste/inconnu":                     http.StatusNotFound,
	"/gallery/desabonnement/lien-coupe":          http.StatusNotFound,
	"/gallery/entrer/adresse-refusee":            http.StatusUnprocessableEntity,
	"/gallery/entrer/pas-de-messages":            http.StatusConflict,
	"/gallery/entrer/code-faux":                  http.StatusUnprocessableEntity,
	"/gallery/entrer/code-epuise":                http.StatusUnprocessableEntity,
	"/gallery/entrer/lien-deja-servi":            http.StatusConflict,
	"/gallery/entrer/lien-trop-ancien":           http.StatusConflict,
	"/gallery/entrer/lien-inconnu":               http.StatusNotFound,
	"/gallery/entrer/premiere-entree-finie":      http.StatusNotFound,
	"/gallery/entrer/nom-refuse":                 http.StatusUnprocessableEntity,
	"/gallery/compte/adresse-refusee":            http.StatusUnprocessableEntity,
	"/gallery/compte/sans-compte":                http.StatusUnauthorized,
	"/gallery/compte/pas-de-cette-ville":         http.StatusForbidden,
	"/gallery/foyer/sans-compte":                 http.StatusUnauthorized,
	"/gallery/foyer/pas-de-cette-ville":          http.StatusForbidden,
	"/gallery/foyer/aucun-a-quitter":             http.StatusNotFound,
	"/gallery/foyer/nouveau-refuse":              http.StatusUnprocessableEntity,
	"/gallery/foyer/nouveau-sans-logement":       http.StatusUnprocessableEntity,
	"/gallery/foyer/deja-dans-un":                http.StatusConflict,
	"/gallery/foyer/corriger-refuse":             http.StatusUnprocessableEntity,
	"/gallery/foyer/demenager-refuse":            http.StatusUnprocessableEntity,
	"/gallery/foyer/enfant-refuse":               http.StatusUnprocessableEntity,
	"/gallery/foyer/enfant-de-trop":              http.StatusUnprocessableEntity,
	"/gallery/foyer/enfant-parti":                http.StatusNotFound,
	"/gallery/foyer/absence-refusee":             http.StatusUnprocessableEntity,
	"/gallery/foyer/separer-refuse":              http.StatusUnprocessableEntity,
	"/gallery/foyer/separer-seul":                http.StatusConflict,
	"/gallery/foyer/proposition-passee":          http.StatusNotFound,
	"/gallery/inviter/places-refusees":           http.StatusUnprocessableEntity,
	"/gallery/inviter/trop":                      http.StatusTooManyRequests,
	"/gallery/rejoindre/quitte-sans-le-dire":     http.StatusUnprocessableEntity,
	"/gallery/rejoindre/lien-deja-servi":         http.StatusConflict,
	"/gallery/rejoindre/lien-trop-ancien":        http.StatusNotFound,
	"/gallery/rejoindre/lien-retire":             http.StatusNotFound,
	"/gallery/rejoindre/lien-inconnu":            http.StatusNotFound,
	"/gallery/rejoindre/code-faux":               http.StatusUnprocessableEntity,
	"/gallery/rejoindre/code-trop-d-essais":      http.StatusUnprocessableEntity,
	"/gallery/personne/ne-partage-pas":           http.StatusNotFound,
	"/gallery/conservation/en-panne":             http.StatusInternalServerError,
	"/gallery/vos-choix/texte-change":            http.StatusConflict,
	"/gallery/vos-choix/choix-inconnu":           http.StatusNotFound,
	"/gallery/vos-choix/sans-compte":             http.StatusUnauthorized,
	"/gallery/entrer/cle-refusee":                http.StatusUnprocessableEntity,
	"/gallery/entrer/ville-en-panne":             http.StatusConflict,
	"/gallery/entrer/ville-refuse":               http.StatusForbidden,
	"/gallery/carte/code-mal-ecrit":              http.StatusUnprocessableEntity,
	"/gallery/carte/inconnue":                    http.StatusNotFound,
	"/gallery/compte/cle-refusee":                http.StatusUnprocessableEntity,
	"/gallery/compte/cle-sans-nom":               http.StatusUnprocessableEntity,
	"/gallery/compte/derniere-cle":               http.StatusConflict,
	"/gallery/compte/cle-disparue":               http.StatusNotFound,
	"/gallery/equipe/adresse-refusee":            http.StatusUnprocessableEntity,
	"/gallery/equipe/aucun-role":                 http.StatusUnprocessableEntity,
	"/gallery/equipe/derniere-administration":    http.StatusConflict,
	"/gallery/equipe/interdite":                  http.StatusForbidden,
	"/gallery/organisations/sans-nom":            http.StatusUnprocessableEntity,
	"/gallery/organisations/interdite":           http.StatusForbidden,
	"/gallery/organisation/introuvable":          http.StatusNotFound,
	"/gallery/organisation/membre-refuse":        http.StatusUnprocessableEntity,
	"/gallery/organisation/texte-trop-long":      http.StatusUnprocessableEntity,
	"/gallery/organisation/pas-confiable":        http.StatusUnprocessableEntity,
	"/gallery/cartes/sans-nom":                   http.StatusUnprocessableEntity,
	"/gallery/cartes/plus-besoin":                http.StatusConflict,
	"/gallery/cartes/interdites":                 http.StatusForbidden,
	"/gallery/coulisses/tache-faite":             http.StatusNotFound,
	"/gallery/coulisses/interdites":              http.StatusForbidden,
	"/gallery/semaine/trop-tard":                 http.StatusConflict,
	"/gallery/peser/illisible":                   http.StatusUnprocessableEntity,
	"/gallery/peser/est-ce-bien-cela":            http.StatusUnprocessableEntity,
	"/gallery/peser/sacs-incomplets":             http.StatusUnprocessableEntity,
	"/gallery/mission/inconnue":                  http.StatusNotFound,
	"/gallery/saison/dates-prises":               http.StatusConflict,
	"/gallery/saisons/interdit":                  http.StatusForbidden,
	"/gallery/classement/sans-choix":             http.StatusUnprocessableEntity,
	"/gallery/classement/nom-pris":               http.StatusConflict,
	"/gallery/classement/texte-change":           http.StatusConflict,
	"/gallery/classement/entrer-trop-tard":       http.StatusConflict,
	"/gallery/classement/sans-compte":            http.StatusUnauthorized,
	"/gallery/mon-equipe/nom-refuse":             http.StatusUnprocessableEntity,
	"/gallery/mon-equipe/proposition-complete":   http.StatusConflict,
	"/gallery/mon-equipe/deja-animee":            http.StatusConflict,
	"/gallery/mon-equipe/trop-de-liens":          http.StatusTooManyRequests,
	"/gallery/mon-equipe/renommer-refuse":        http.StatusUnprocessableEntity,
	"/gallery/mon-equipe/renommer-interdit":      http.StatusForbidden,
	"/gallery/mon-equipe/visibilite-refusee":     http.StatusConflict,
	"/gallery/mon-equipe/pseudonyme-vide":        http.StatusUnprocessableEntity,
	"/gallery/mon-equipe/animation-refusee":      http.StatusUnprocessableEntity,
	"/gallery/rejoindre-equipe/autre-vague":      http.StatusConflict,
	"/gallery/rejoindre-equipe/lien-trop-ancien": http.StatusNotFound,
	"/gallery/rejoindre-equipe/lien-inconnu":     http.StatusNotFound,
	"/gallery/rejoindre-equipe/equipe-disparue":  http.StatusNotFound,
	"/gallery/messages/bloque-en-ecrivant":       http.StatusForbidden,
	"/gallery/messages/vide":                     http.StatusUnprocessableEntity,
	"/gallery/messages/trop-long":                http.StatusUnprocessableEntity,
	"/gallery/messages/trop":                     http.StatusTooManyRequests,
	"/gallery/messages/sans-motif":               http.StatusUnprocessableEntity,
	"/gallery/messages/deja-juge":                http.StatusConflict,
	"/gallery/messages/disparu":                  http.StatusNotFound,
	"/gallery/equipes/proposer-trop-tard":        http.StatusConflict,
	"/gallery/equipes/interdites":                http.StatusForbidden,
	"/gallery/equipes/message-disparu":           http.StatusNotFound,
	"/gallery/equipes/message-sans-motif":        http.StatusUnprocessableEntity,
	"/gallery/equipes/messages-interdits":        http.StatusForbidden,
	"/gallery/pilotage/demande-trop-tot":         http.StatusTooManyRequests,
	"/gallery/pilotage/interdit":                 http.StatusForbidden,
	"/gallery/idees/sans-source":                 http.StatusUnprocessableEntity,
	"/gallery/idees/refusee-par-le-modele":       http.StatusUnprocessableEntity,
	"/gallery/idees/sans-raison":                 http.StatusUnprocessableEntity,
	"/gallery/idees/decidee-entre-temps":         http.StatusConflict,
	"/gallery/idees/inconnue":                    http.StatusNotFound,
	"/gallery/idees/interdites":                  http.StatusForbidden,
}

func TestEveryStateOfEveryPage(t *testing.T) {
	o := testOptions(t, livingCity)
	o.Demo = true
	h := testHandler(t, o)
	for _, lang := range o.City.Languages {
		for _, state := range Gallery() {
			t.Run(lang+state.Path, func(t *testing.T) {
				r := get(state.Path)
				r.AddCookie(&http.Cookie{Name: languageCookie, Value: lang})
				w := serve(h, r)
				want := http.StatusOK
				if s, ok := statusOf[state.Path]; ok {
					want = s
				}
				wantStatus(t, w, want)
				if len(w.Result().Cookies()) != 0 {
					t.Error("the gallery changes the session of who looks")
				}
				doc, err := goquery.NewDocumentFromReader(w.Body)
				if err != nil {
					t.Fatal(err)
				}
				checkPage(t, doc, lang)
			})
		}
	}
}

// checkPage holds what every page must have, whatever it shows.
func checkPage(t *testing.T, doc *goquery.Document, lang string) {
	t.Helper()
	if got := doc.Find("html").AttrOr("lang", ""); got != lang {
		t.Errorf("lang is %q", got)
	}
	for _, one := range []string{"title", "main", "h1", "footer", "header", ".demo", "a.skip"} {
		if n := doc.Find(one).Length(); n != 1 {
			t.Errorf("%d %s, want 1", n, one)
		}
	}
	if n := doc.Find("[style], style, script:not([src]), [onclick]").Length(); n != 0 {
		t.Errorf("%d inline styles or scripts, which the policy forbids", n)
	}
	seen := map[string]bool{}
	doc.Find("[id]").Each(func(_ int, s *goquery.Selection) {
		id := s.AttrOr("id", "")
		if seen[id] || strings.Trim(id, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
			t.Errorf("id %q is used twice or not plain", id)
		}
		seen[id] = true
	})
	doc.Find("[for], [aria-describedby], [aria-labelledby], [form]").Each(func(_ int, s *goquery.Selection) {
		for _, name := range []string{"for", "aria-describedby", "aria-labelledby", "form"} {
			for _, id := range strings.Fields(s.AttrOr(name, "")) {
				if !seen[id] {
					t.Errorf("%s=%q names nothing", name, id)
				}
			}
		}
	})
	text := doc.Text()
	if strings.IndexFunc(text, isEmoji) >= 0 {
		t.Error("there is an emoji on the page")
	}
	for _, bad := range []string{"NaN", "Inf", "%!", "\x00", "{count}", "{kg}"} {
		if strings.Contains(text, bad) {
			t.Errorf("the page says %q", bad)
		}
	}
}

func TestTheGalleryListsEachStateOnce(t *testing.T) {
	o := testOptions(t, livingCity)
	o.Demo = true
	w := serve(testHandler(t, o), get("/gallery"))
	wantStatus(t, w, http.StatusOK)
	for _, state := range Gallery() {
		if n := strings.Count(w.Body.String(), `"`+state.Path+`"`); n != 1 {
			t.Errorf("%s is listed %d times", state.Path, n)
		}
	}
}

// TestTheGalleryHasOneGroupForEachPage: the states of a page stand together.
func TestTheGalleryHasOneGroupForEachPage(t *testing.T) {
	last, seen := "", map[string]bool{}
	for _, state := range Gallery() {
		if state.Page == last {
			continue
		}
		if seen[state.Page] {
			t.Errorf("the states of %s stand in two places", state.Page)
		}
		last, seen[state.Page] = state.Page, true
	}
}
