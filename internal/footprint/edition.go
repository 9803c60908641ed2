package footprint

import (
	"errors"
	"fmt"

	"capzero/internal/i18n"
	"capzero/models/actions"
	"capzero/models/missions"
	"capzero/models/priors"
	"capzero/models/translation"
	"capzero/publicodes"
)

// An Edition is one version of the two models, in every language there is.
type Edition struct {
	Versions Models                       // stored with every answer and result
	Carbon   map[string]*publicodes.Model // by language; "fr" must be there
	Waste    map[string]*publicodes.Model // by language; "fr" must be there
	// Actions is what a household can change; nil is nothing. The models have
	// been compiled with it.
	Actions *actions.Set
	// Missions are what people do for a week; nil is nothing. The models have been
	// compiled with them too.
	Missions *missions.Set
	// Texts are ours by language, where a model is not there in it; what they
	// leave out is said in English.
	CarbonTexts, WasteTexts map[string]*translation.Set
}

// reference is the language that the models are written in.
const reference = "fr"

// An edition is an Edition that has been read: its questions in every language
// and how its totals are cut. It is shared, and never changes.
type edition struct {
	versions  Models
	voices    map[string]*voice // by tag of the locale
	reference *voice            // the one that results are computed with
	structure structure
	certainty *certainty // nil without priors
	national  float64    // kg of waste per person and week with no answer
	figures   []string   // of an earlier edition: those that the current one writes another way
	changes   changes
}

// newEdition reads the questions of the models in every language. It fails on
// models that are not what the package is written for.
func newEdition(of Edition, locales *i18n.Catalogues, set *priors.Set) (*edition, error) {
	e := &edition{versions: of.Versions, voices: map[string]*voice{}}
	engines := map[*publicodes.Model]*engine{}
	for _, tag := range locales.Tags() {
		v, err := newVoice(of, locales.Locale(tag), engines)
		if err != nil {
			return nil, fmt.Errorf("footprint in %s: %w", tag, err)
		}
		e.voices[tag] = v
	}
	e.reference = e.voices[reference]
	e.certainty = newCertainty(set, e.reference)
	var err error
	if e.structure, err = readStructure(e.reference.carbon.Model, e.reference.waste.Model); err != nil {
		return nil, fmt.Errorf("footprint: %w", err)
	}
	e.changes = newChanges(of, e.reference, e.structure)
	return e, e.readNational()
}

// newVoice builds the questions of one language. Where the models are not
// translated, they speak English, or else French.
func newVoice(of Edition, l *i18n.Locale, engines map[*publicodes.Model]*engine) (*voice, error) {
	carbon, ok := newTongue(of.Carbon, of.CarbonTexts, l.Tag())
	waste, also := newTongue(of.Waste, of.WasteTexts, l.Tag())
	if !ok || !also {
		return nil, errors.New("no model in French")
	}
	c, err := newCatalogue(carbon, waste, l)
	if err != nil {
		return nil, err
	}
	return &voice{catalogue: c, carbon: shared(engines, carbon.model), waste: shared(engines, waste.model)}, nil
}

// shared gives languages that use the same model the same evaluators.
func shared(engines map[*publicodes.Model]*engine, m *publicodes.Model) *engine {
	if engines[m] == nil {
		engines[m] = &engine{Model: m}
	}
	return engines[m]
}

func (e *edition) readNational() error {
	r := e.reference.read(nil)
	defer r.close()
	var known bool
	if e.national, known = amount(r.ofWaste, wasteTotal); !known {
		return fmt.Errorf("footprint: rule %q gives no figure without answers", wasteTotal)
	}
	return nil
}

// modelOf returns the version of the model that asks a question.
func (e *edition) modelOf(rule string) string {
	if q, ok := e.reference.question(rule); ok && q.Theme == WasteTheme {
		return e.versions.Waste
	}
	return e.versions.Carbon
}

// errEditionGone says that the models of a stored result are not in this
// program.
var errEditionGone = errors.New("the models of this result are not in this program")

// edition returns the models that a stored result belongs to. Earlier ones are
// read when the first household needs them, and kept.
func (s *Service) edition(m Models) (*edition, error) {
	if m == s.current.versions {
		return s.current, nil
	}
	s.earlierMu.Lock()
	defer s.earlierMu.Unlock()
	if e, ok := s.earlier[m]; ok {
		return e, nil
	}
	if s.findEarlier == nil {
		return nil, errEditionGone
	}
	found, err := s.findEarlier(m)
	if err != nil {
		return nil, fmt.Errorf("models %s, %s: %w", m.Carbon, m.Waste, err)
	}
	if found == nil {
		return nil, errEditionGone
	}
	of := *found
	of.Versions = m
	e, err := newEdition(of, s.locales, s.priors)
	if err != nil {
		return nil, fmt.Errorf("models %s, %s: %w", m.Carbon, m.Waste, err)
	}
	e.figures = revisedFigures(e.reference.carbon.Model, s.current.reference.carbon.Model)
	s.earlier[m] = e
	return e, nil
}
