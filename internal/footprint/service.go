package footprint

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"capzero/internal/db"
	"capzero/internal/fault"
	"capzero/internal/i18n"
	"capzero/models/priors"
	"capzero/publicodes"
)

// Options is what a Service needs.
type Options struct {
	DB      *db.DB
	Current Edition // measures everyone who begins now
	// Earlier finds the models that an earlier result was computed with, nil
	// where the program does not have them any more. A nil func has none.
	Earlier func(Models) (*Edition, error)
	// Migrate says what the current models make of answers given to earlier
	// ones. A nil func leaves them as they are.
	Migrate   func(values map[string]string) Migration
	KnownCity func(id string) bool
	// Priors say how questions are answered where a household has not. Without
	// them figures have no interval.
	Priors     *priors.Set
	Catalogues *i18n.Catalogues
	Log        *slog.Logger
	// Others are the adults who live with a person, by their accounts. A nil func
	// knows of nobody who lives with somebody.
	Others func(ctx context.Context, tx *db.Tx, person string) ([]string, error)
	// MaySee says, in the transaction that reads it, whether somebody lets another
	// person see a thing of theirs. A nil func lets nobody see anything.
	MaySee func(ctx context.Context, tx *db.Tx, reader, owner string, what Thing) (bool, error)
	// Erased is told of each assessment that somebody erases, as the last step of the
	// transaction that does so. A nil func is told of none.
	Erased func(ctx context.Context, tx *db.Tx, assessmentID string) error
}

// A Service measures households. It is safe for concurrent use.
type Service struct {
	db           *db.DB
	locales      *i18n.Catalogues
	openers      []opener
	influence    influence
	usual        []usual
	like         likeness
	knownCity    func(id string) bool
	log          *slog.Logger
	migrate      func(values map[string]string) Migration
	current      *edition
	city         atomic.Pointer[cityMissions] // what the city has added to the missions; nil: nothing
	findEarlier  func(Models) (*Edition, error)
	guess        func(*edition, *reading) guesses // draws what a household may be; nil: savings have no interval
	earlierMu    sync.Mutex
	earlier      map[Models]*edition // those that were needed; guarded by earlierMu
	priors       *priors.Set
	others       func(ctx context.Context, tx *db.Tx, person string) ([]string, error)
	maySee       func(ctx context.Context, tx *db.Tx, reader, owner string, what Thing) (bool, error)
	erased       func(ctx context.Context, tx *db.Tx, assessmentID string) error
	drawn, soFar drawnBefore
	ofActions    drawnBefore
}

// New reads the questions of the models in every language. It fails on models
// that are not what the package is written for.
func New(o Options) (*Service, error) {
	s := &Service{
		db:          o.DB,
		locales:     o.Catalogues,
		knownCity:   o.KnownCity,
		log:         o.Log,
		migrate:     o.Migrate,
		findEarlier: o.Earlier,
		earlier:     map[Models]*edition{},
		like:        alike,
		priors:      o.Priors,
		others:      o.Others,
		maySee:      o.MaySee,
		erased:      o.Erased,
	}
	if s.others == nil {
		s.others = func(context.Context, *db.Tx, string) ([]string, error) { return nil, nil }
	}
	if s.maySee == nil {
		s.maySee = func(context.Context, *db.Tx, string, string, Thing) (bool, error) { return false, nil }
	}
	if o.Priors != nil {
		s.guess = drawGuesses
	}
	var err error
	if s.current, err = newEdition(o.Current, o.Catalogues, o.Priors); err != nil {
		return nil, err
	}
	if s.openers, err = readOpening(openingFile); err != nil {
		return nil, err
	}
	if s.influence, err = readInfluence(influenceFile); err != nil {
		return nil, err
	}
	if s.usual, err = readUsual(usualFile); err != nil {
		return nil, err
	}
	return s, nil
}

// voice returns an edition's voice for a language tag.
func (s *Service) voice(e *edition, lang string) *voice {
	return e.voices[s.locales.Locale(lang).Tag()]
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
func (s *Service) First(ctx context.Context, h Holder, lang string) (string, error) {
	sh, err := s.load(ctx, h)
	if err != nil {
		return "", err
	}
	return s.firstRule(s.voice(sh.edition, lang), sh.answers), nil
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

// Screen returns a question with what surrounds it for one household. The rule
// of an option stands for its mosaic.
func (s *Service) Screen(ctx context.Context, h Holder, rule, lang string) (Screen, error) {
	sh, err := s.load(ctx, h)
	if err != nil {
		return Screen{}, err
	}
	r := s.voice(sh.edition, lang).read(sh.answers)
	defer r.close()
	q, err := r.asked(rule)
	if err != nil {
		return Screen{}, err
	}
	screen := Screen{Question: *q, Estimate: r.estimate(sh.structure, s.influence)}
	screen.Estimate.Interval, screen.Estimate.Narrowable = s.sureSoFar(sh, r)
	if a, ok := sh.answers[q.Rule]; ok {
		screen.Answered = true
		screen.Given = a.given(q, r.locale)
	}
	screen.place(r.opening(s.openers, openingLength))
	screen.Typical, screen.TypicalForeign = r.typical(q)
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
func (r *reading) typical(q *Question) (string, Foreign) {
	if len(q.Options) > 0 {
		return "", Foreign{}
	}
	if _, answered := r.answers[q.Rule]; answered {
		r = r.voice.read(r.answers.without(q.Rule))
		defer r.close()
	}
	e, ok := r.evaluatorOf(q.Rule)
	if !ok {
		return "", Foreign{}
	}
	v, err := e.Evaluate(q.Rule)
	if err != nil || v.Kind == publicodes.KindNotApplicable {
		return "", Foreign{}
	}
	return said(r.locale, q, v)
}

// Answer stores what was given to one question, in place of what was given
// before, and returns the next question of the opening, none when it is done.
// An input that cannot be used comes back as a fault at its field and changes
// nothing, and so does one that is [Unusual], until it is confirmed.
func (s *Service) Answer(ctx context.Context, h Holder, rule, lang string, in Input) (string, error) {
	for range attempts {
		sh, err := s.load(ctx, h)
		if err != nil {
			return "", err
		}
		v := s.voice(sh.edition, lang)
		a, err := v.accept(sh.answers, rule, in)
		if err != nil {
			return "", err
		}
		confirmed, err := s.confirmable(ctx, sh, v, a, in)
		if err != nil {
			return "", err
		}
		if err := s.keepFormer(ctx, sh); err != nil {
			return "", err
		}
		stored, err := s.store(ctx, sh, a, confirmed)
		if err != nil {
			return "", err
		}
		if stored {
			sh.answers[a.Rule] = a
			return s.firstRule(v, sh.answers), nil
		}
	}
	return "", fault.New(fault.Conflict, "error.conflict")
}

// attempts bounds how often something is done again because the assessment
// changed meanwhile. Nobody answers that fast.
const attempts = 10

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
// undo each other: the last one wins for the question it answers. Nothing is
// stored, and false returned, where the assessment went over to other models
// since it was read: the answer was given to the former ones.
func (s *Service) store(ctx context.Context, sh sheet, a answer, confirmed bool) (bool, error) {
	value, known := a.stored()
	row := storedAnswer{Rule: a.Rule, Value: value, Known: known, Model: sh.modelOf(a.Rule)}
	same := false
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		found, err := sh.find(ctx, tx)
		if err != nil {
			return err
		}
		stored, counted, err := findResult(ctx, tx, found.ID)
		if err != nil {
			return err
		}
		if same = !counted || stored.Models == sh.versions; !same {
			return nil
		}
		if err := writeAnswer(ctx, tx, found.ID, row); err != nil {
			return err
		}
		if err := s.tellOthers(ctx, tx, found, row); err != nil {
			return err
		}
		if confirmed {
			if err := writeConfirmation(ctx, tx, found.ID, row); err != nil {
				return err
			}
		}
		return nextRevision(ctx, tx, found.ID)
	})
	return same, err
}

// Result measures the household by its stored answers and nothing else, with
// the models that its stored result belongs to. Once the opening is done the
// household counts in its city: the result and the city's totals are stored
// together.
func (s *Service) Result(ctx context.Context, h Holder, lang string) (Result, error) {
	r, sh, err := s.result(ctx, h, lang)
	if err != nil {
		return Result{}, err
	}
	return r, s.putLast(ctx, sh, &r, lang)
}

func (s *Service) result(ctx context.Context, h Holder, lang string) (Result, sheet, error) {
	for range attempts {
		sh, err := s.load(ctx, h)
		if err != nil {
			return Result{}, sheet{}, err
		}
		result := s.measure(sh.edition, s.voice(sh.edition, lang), sh.answers)
		stored, err := s.keep(ctx, sh, &result)
		if err != nil {
			return Result{}, sheet{}, err
		}
		if stored {
			result.Recalculated = sh.told
			if sh.edition != s.current {
				result.Current = s.current.versions
			}
			result.Peers, err = s.peers(ctx, sh)
			return result, sh, err
		}
	}
	return Result{}, sheet{}, fault.New(fault.Conflict, "error.conflict")
}

// measure computes a result in the language of v.
func (s *Service) measure(e *edition, v *voice, as answers) Result {
	r := v.read(as)
	defer r.close()
	_, unanswered := r.firstOpen(r.opening(s.openers, openingLength))
	result := Result{
		Models:    e.versions,
		Questions: as.knownCount(),
		Carbon:    r.carbonNow(e.structure, s.influence),
		Waste:     r.wasteNow(e.structure, e.national),
		Actions:   r.bestActions(e.changes),
		WhatIf:    r.whatIf(e.changes, nil),
		Complete:  !unanswered,
	}
	result.Carbon.Comparisons = comparisons
	return result
}

// keep stores a result and reports whether it still is the result of the
// stored answers. It was computed before the right to write was taken, so that
// nobody waits for a model: if an answer came in between, nothing is stored.
func (s *Service) keep(ctx context.Context, sh sheet, r *Result) (bool, error) {
	same, err := s.unchanged(ctx, sh, r)
	if same || err != nil {
		return same, err
	}
	current := false
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		now, err := sh.find(ctx, tx)
		if err != nil {
			return err
		}
		if current = now.Revision == sh.Revision; !current {
			return nil
		}
		r.ComputedAt = tx.Now
		if err := touchAssessment(ctx, tx, now.ID); err != nil {
			return err
		}
		return s.settle(ctx, tx, now, *r, s.like.group(sh.answers))
	})
	return current, err
}

// settle counts a complete result, keeps counting one that was counted, and
// takes out one that no longer computes.
func (s *Service) settle(ctx context.Context, tx *db.Tx, a assessment, r Result, group string) error {
	amounts, whole := toGrams(r)
	if !whole {
		return uncount(ctx, tx, a)
	}
	_, stored, err := findResult(ctx, tx, a.ID)
	if err != nil || !stored && !r.Complete {
		return err
	}
	taken, err := s.countsOtherwise(ctx, tx, a)
	if err != nil {
		return err
	}
	return count(ctx, tx, a, r.Models, amounts, group, !taken)
}

// unchanged reports whether nothing needs to be written: what is stored is what
// was computed, and the visit is not the first of the day. It says when the
// stored result was computed.
func (s *Service) unchanged(ctx context.Context, sh sheet, r *Result) (bool, error) {
	same := false
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		stored, found, err := findResult(ctx, tx, sh.ID)
		if err != nil {
			return err
		}
		r.ComputedAt = tx.Now
		settled := !found && !r.Complete
		if found && stored.Revision == sh.Revision && stored.Models == sh.versions {
			r.ComputedAt = time.Unix(stored.ComputedAt, 0).UTC()
			settled = true
		}
		same = settled && tx.Now.Sub(time.Unix(sh.ActiveAt, 0)) < 24*time.Hour
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
	return s.number(last, s.voice(s.current, lang)), true, nil
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
	for _, category := range s.current.structure.categories {
		line := Line{Rule: category.rule, Amount: mean(category.rule), Known: true}
		line.Label, line.Foreign = v.label(category.rule)
		n.Mean = append(n.Mean, line)
	}
	n.Mean = heaviestFirst(n.Mean)
	return n
}

// Erase deletes everything that a browser has given, and takes it out of the
// totals of its city, at once. What the city shows stays as it was published.
func (s *Service) Erase(ctx context.Context, h Holder) error {
	return s.db.Write(ctx, func(tx *db.Tx) error { return s.eraseIn(ctx, tx, h) })
}

// EraseIn does the same in the transaction that erases the holder. Who has not
// measured leaves nothing.
func (s *Service) EraseIn(ctx context.Context, tx *db.Tx, h Holder) error {
	err := s.eraseIn(ctx, tx, h)
	if errors.Is(err, errSessionGone) {
		return nil
	}
	return err
}

func (s *Service) eraseIn(ctx context.Context, tx *db.Tx, h Holder) error {
	a, err := h.find(ctx, tx)
	if err != nil {
		return err
	}
	if err := uncount(ctx, tx, a); err != nil {
		return err
	}
	s.forget(a)
	merged, err := mergedInto(ctx, tx, a.ID)
	if err != nil {
		return err
	}
	if err := deleteAssessment(ctx, tx, a.ID); err != nil || s.erased == nil {
		return err
	}
	for _, id := range append(merged, a.ID) {
		if err := s.erased(ctx, tx, id); err != nil {
			return err
		}
	}
	return nil
}

// forget drops what was drawn for an assessment.
func (s *Service) forget(a assessment) {
	for _, drawn := range []*drawnBefore{&s.drawn, &s.soFar, &s.ofActions} {
		drawn.forget(a.ID)
	}
}
