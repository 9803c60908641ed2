package footprint

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"capzero/internal/db"
	"capzero/internal/fault"
	"capzero/internal/i18n"
	"capzero/publicodes"
)

// Options is what a Service needs.
type Options struct {
	DB         *db.DB
	Carbon     map[string]*publicodes.Model // by language; "fr" must be there
	Waste      map[string]*publicodes.Model // by language; "fr" must be there
	Versions   Models                       // stored with every answer and result
	KnownCity  func(id string) bool
	Catalogues *i18n.Catalogues
	Log        *slog.Logger
}

// A Service measures households. It is safe for concurrent use.
type Service struct {
	db        *db.DB
	voices    map[string]*voice // by tag of the locale
	reference *voice            // the one that results are computed with
	locales   *i18n.Catalogues
	structure structure
	openers   []opener
	influence influence
	national  float64 // kg of waste per person and week with no answer
	versions  Models
	knownCity func(id string) bool
	log       *slog.Logger
}

// New reads the questions of the models in every language. It fails on models
// that are not what the package is written for.
func New(o Options) (*Service, error) {
	s := &Service{
		db:        o.DB,
		voices:    map[string]*voice{},
		locales:   o.Catalogues,
		versions:  o.Versions,
		knownCity: o.KnownCity,
		log:       o.Log,
	}
	engines := map[*publicodes.Model]*engine{}
	for _, tag := range o.Catalogues.Tags() {
		v, err := newVoice(o, tag, engines)
		if err != nil {
			return nil, fmt.Errorf("footprint in %s: %w", tag, err)
		}
		s.voices[tag] = v
	}
	s.reference = s.voices[reference]
	var err error
	if s.structure, err = readStructure(s.reference.carbon.Model, s.reference.waste.Model); err != nil {
		return nil, fmt.Errorf("footprint: %w", err)
	}
	if s.openers, err = readOpening(openingFile); err != nil {
		return nil, err
	}
	if s.influence, err = readInfluence(influenceFile); err != nil {
		return nil, err
	}
	return s, s.readNational()
}

// reference is the language that the models are written in.
const reference = "fr"

// newVoice builds the questions of one language. Where the models are not
// translated, they speak French.
func newVoice(o Options, tag string, engines map[*publicodes.Model]*engine) (*voice, error) {
	carbon, waste := inLanguage(o.Carbon, tag), inLanguage(o.Waste, tag)
	if carbon == nil || waste == nil {
		return nil, errors.New("no model in French")
	}
	c, err := newCatalogue(carbon, waste, o.Catalogues.Locale(tag))
	if err != nil {
		return nil, err
	}
	return &voice{catalogue: c, carbon: shared(engines, carbon), waste: shared(engines, waste)}, nil
}

func inLanguage(models map[string]*publicodes.Model, tag string) *publicodes.Model {
	if m, ok := models[tag]; ok {
		return m
	}
	return models[reference]
}

// shared gives languages that use the same model the same evaluators.
func shared(engines map[*publicodes.Model]*engine, m *publicodes.Model) *engine {
	if engines[m] == nil {
		engines[m] = &engine{Model: m}
	}
	return engines[m]
}

func (s *Service) readNational() error {
	r := s.reference.read(nil)
	defer r.close()
	var known bool
	if s.national, known = amount(r.ofWaste, wasteTotal); !known {
		return fmt.Errorf("footprint: rule %q gives no figure without answers", wasteTotal)
	}
	return nil
}

// voice returns the voice for a language tag.
func (s *Service) voice(lang string) *voice {
	return s.voices[s.locales.Locale(lang).Tag()]
}

// Start begins an assessment in a city and returns the secret by which the
// browser finds it again.
func (s *Service) Start(ctx context.Context, cityID string) (Token, error) {
	if !s.knownCity(cityID) {
		return "", fault.New(fault.NotFound, "error.city_unknown")
	}
	token := newToken()
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		return insertAssessment(ctx, tx, token.hash(), cityID)
	})
	if err != nil {
		return "", err
	}
	return token, nil
}

// First returns the rule of the first question of the opening that has no
// answer yet, and no rule when the opening is done.
func (s *Service) First(ctx context.Context, token Token, lang string) (string, error) {
	_, as, err := s.load(ctx, token)
	if err != nil {
		return "", err
	}
	return s.firstRule(s.voice(lang), as), nil
}

func (s *Service) firstRule(v *voice, as answers) string {
	r := v.read(as)
	defer r.close()
	q, ok := r.firstOpen(r.opening(s.openers, openingLength))
	if !ok {
		return ""
	}
	return q.Rule
}

// load reads an assessment with its answers.
func (s *Service) load(ctx context.Context, token Token) (assessment, answers, error) {
	var a assessment
	var stored []storedAnswer
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		if a, err = findAssessment(ctx, tx, token.hash()); err != nil {
			return err
		}
		stored, err = readAnswers(ctx, tx, a.ID)
		return err
	})
	if err != nil {
		return a, nil, err
	}
	return a, s.understood(stored), nil
}

// understood keeps the stored answers to questions that the models still ask.
func (s *Service) understood(stored []storedAnswer) answers {
	as := answers{}
	for _, row := range stored {
		q, ok := s.reference.question(row.Rule)
		if !ok || q.Rule != row.Rule {
			continue
		}
		a, err := readStored(q, row.Value, row.Known)
		if err != nil {
			s.log.Warn("stored answer left out", "rule", row.Rule, "err", err)
			continue
		}
		as[row.Rule] = a
	}
	return as
}

// Screen returns a question with what surrounds it for one household. The rule
// of an option stands for its mosaic.
func (s *Service) Screen(ctx context.Context, token Token, rule, lang string) (Screen, error) {
	_, as, err := s.load(ctx, token)
	if err != nil {
		return Screen{}, err
	}
	r := s.voice(lang).read(as)
	defer r.close()
	q, err := r.asked(rule)
	if err != nil {
		return Screen{}, err
	}
	screen := Screen{Question: *q, Estimate: r.estimate(s.structure, s.influence)}
	if a, ok := as[q.Rule]; ok {
		screen.Answered = true
		screen.Given = a.given(q, r.locale)
	}
	screen.place(r.opening(s.openers, openingLength))
	screen.Typical = r.typical(q)
	return screen, nil
}

// place says where the question stands in the opening.
func (s *Screen) place(opening []*Question) {
	for i, q := range opening {
		if q.Rule != s.Rule {
			continue
		}
		s.Number, s.Of = i+1, len(opening)
		if i > 0 {
			s.Back = opening[i-1].Rule
		}
	}
}

// asked returns the question of a rule if it concerns this household.
func (r *reading) asked(rule string) (*Question, error) {
	q, ok := r.question(rule)
	if !ok {
		return nil, fault.New(fault.NotFound, "error.question_unknown")
	}
	if !r.applies(q) {
		return nil, fault.New(fault.Conflict, "error.question_gone")
	}
	return q, nil
}

// typical is the value that the model takes for this household when it does
// not know, in words; empty where that is no single value.
func (r *reading) typical(q *Question) string {
	if len(q.Options) > 0 {
		return ""
	}
	if _, answered := r.answers[q.Rule]; answered {
		r = r.voice.read(r.answers.without(q.Rule))
		defer r.close()
	}
	e, ok := r.evaluatorOf(q.Rule)
	if !ok {
		return ""
	}
	v, err := e.Evaluate(q.Rule)
	if err != nil || v.Kind == publicodes.KindNotApplicable {
		return ""
	}
	return said(r.locale, q, v)
}

// Answer stores what was given to one question, in place of what was given
// before, and returns the next question of the opening, none when it is done.
// An input that cannot be used comes back as a fault at its field and changes
// nothing.
func (s *Service) Answer(ctx context.Context, token Token, rule, lang string, in Input) (string, error) {
	_, as, err := s.load(ctx, token)
	if err != nil {
		return "", err
	}
	v := s.voice(lang)
	a, err := v.accept(as, rule, in)
	if err != nil {
		return "", err
	}
	if err := s.store(ctx, token, a); err != nil {
		return "", err
	}
	as[a.Rule] = a
	return s.firstRule(v, as), nil
}

// accept turns an input into an answer to a question that concerns the
// household.
func (v *voice) accept(as answers, rule string, in Input) (answer, error) {
	r := v.read(as)
	defer r.close()
	q, err := r.asked(rule)
	if err != nil {
		return answer{}, err
	}
	return parse(q, in, v.locale)
}

// store writes one answer. Each question is its own row, so that two tabs never
// undo each other: the last one wins for the question it answers.
func (s *Service) store(ctx context.Context, token Token, a answer) error {
	value, known := a.stored()
	row := storedAnswer{Rule: a.Rule, Value: value, Known: known}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		found, err := findAssessment(ctx, tx, token.hash())
		if err != nil {
			return err
		}
		if err := writeAnswer(ctx, tx, found.ID, row, s.modelOf(a.Rule)); err != nil {
			return err
		}
		return nextRevision(ctx, tx, found.ID)
	})
}

// modelOf returns the version of the model that asks a question.
func (s *Service) modelOf(rule string) string {
	if q, ok := s.reference.question(rule); ok && q.Theme == WasteTheme {
		return s.versions.Waste
	}
	return s.versions.Carbon
}

// Result measures the household by its stored answers and nothing else. Once
// the opening is done the household counts in its city: the result and the
// city's totals are stored together.
func (s *Service) Result(ctx context.Context, token Token, lang string) (Result, error) {
	for range resultAttempts {
		a, as, err := s.load(ctx, token)
		if err != nil {
			return Result{}, err
		}
		result := s.measure(s.voice(lang), as)
		stored, err := s.keep(ctx, token, a, &result)
		if stored || err != nil {
			return result, err
		}
	}
	return Result{}, fault.New(fault.Conflict, "error.conflict")
}

// resultAttempts bounds how often a result is computed again because another
// tab answered meanwhile. Nobody answers that fast.
const resultAttempts = 10

// measure computes a result in the language of v.
func (s *Service) measure(v *voice, as answers) Result {
	r := v.read(as)
	defer r.close()
	_, unanswered := r.firstOpen(r.opening(s.openers, openingLength))
	result := Result{
		Models:    s.versions,
		Questions: as.knownCount(),
		Carbon:    r.carbonNow(s.structure, s.influence),
		Waste:     r.wasteNow(s.structure, s.national),
		Actions:   r.bestActions(s.structure),
		Complete:  !unanswered,
	}
	result.Carbon.Comparisons = comparisons
	return result
}

// keep stores a result and reports whether it still is the result of the
// stored answers. It was computed before the right to write was taken, so that
// nobody waits for a model: if an answer came in between, nothing is stored.
func (s *Service) keep(ctx context.Context, token Token, a assessment, r *Result) (bool, error) {
	same, err := s.unchanged(ctx, a, r)
	if same || err != nil {
		return same, err
	}
	current := false
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		now, err := findAssessment(ctx, tx, token.hash())
		if err != nil {
			return err
		}
		if current = now.Revision == a.Revision; !current {
			return nil
		}
		r.ComputedAt = tx.Now
		if err := touchAssessment(ctx, tx, a.ID); err != nil {
			return err
		}
		return s.settle(ctx, tx, now, *r)
	})
	return current, err
}

// settle counts a complete result, keeps counting one that was counted, and
// takes out one that no longer computes.
func (s *Service) settle(ctx context.Context, tx *db.Tx, a assessment, r Result) error {
	amounts, whole := toGrams(r)
	if !whole {
		return uncount(ctx, tx, a)
	}
	_, counted, err := findResult(ctx, tx, a.ID)
	if err != nil || !counted && !r.Complete {
		return err
	}
	return count(ctx, tx, a, s.versions, amounts)
}

// unchanged reports whether nothing needs to be written: what is stored is what
// was computed, and the visit is not the first of the day. It says when the
// stored result was computed.
func (s *Service) unchanged(ctx context.Context, a assessment, r *Result) (bool, error) {
	same := false
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		stored, found, err := findResult(ctx, tx, a.ID)
		if err != nil {
			return err
		}
		r.ComputedAt = tx.Now
		settled := !found && !r.Complete
		if found && stored.Revision == a.Revision && stored.Models == s.versions {
			r.ComputedAt = time.Unix(stored.ComputedAt, 0).UTC()
			settled = true
		}
		same = settled && tx.Now.Sub(time.Unix(a.ActiveAt, 0)) < 24*time.Hour
		return nil
	})
	return same, err
}

// City returns what a city shows, and false while fewer than eleven households
// are in it.
func (s *Service) City(ctx context.Context, cityID, lang string) (CityNumber, bool, error) {
	var last snapshot
	var found bool
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		if last, found, err = lastSnapshot(ctx, tx, cityID); err != nil || !found {
			return err
		}
		last.Amounts, err = snapshotAmounts(ctx, tx, cityID, last.Households)
		return err
	})
	if err != nil || !found {
		return CityNumber{}, false, err
	}
	return s.number(last, s.voice(lang)), true, nil
}

func (s *Service) number(of snapshot, v *voice) CityNumber {
	mean := func(rule string) float64 {
		return float64(of.Amounts[rule]) / float64(of.Households) / 1000
	}
	n := CityNumber{
		Households:             int(of.Households),
		TakenAt:                time.Unix(of.TakenAt, 0).UTC(),
		TotalMeanKgCO2ePerYear: mean(carbonTotal),
		WasteMeanKgPerWeek:     mean(wasteTotal),
	}
	for _, category := range s.structure.categories {
		n.Mean = append(n.Mean, Line{
			Rule:   category.rule,
			Label:  v.label(category.rule),
			Amount: mean(category.rule),
			Known:  true,
		})
	}
	n.Mean = heaviestFirst(n.Mean)
	return n
}

// Erase deletes everything that a browser has given, and takes it out of the
// totals of its city, at once. What the city shows stays as it was published.
func (s *Service) Erase(ctx context.Context, token Token) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		a, err := findAssessment(ctx, tx, token.hash())
		if err != nil {
			return err
		}
		if err := uncount(ctx, tx, a); err != nil {
			return err
		}
		return deleteAssessment(ctx, tx, a.ID)
	})
}
