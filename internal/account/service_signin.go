package account

import (
	"context"
	"crypto/rand"

	"capzero/internal/db"
	"capzero/internal/fault"
	"capzero/internal/notify"
)

// Start has a mail sent by which somebody can sign in, and returns the id by
// which this browser may type the code. It does the same for every address: it
// neither knows nor looks whether there is an account.
func (s *Service) Start(ctx context.Context, a Asked) (signInID string, err error) {
	return s.start(ctx, a, "")
}

// StartEmail has a mail sent by which a person shows that an address is theirs.
// Using it makes the address the one of their account.
func (s *Service) StartEmail(ctx context.Context, by Session, a Asked) (signInID string, err error) {
	if !by.SignedIn() {
		return "", errSignedOut
	}
	return s.start(ctx, a, by.Person.ID)
}

func (s *Service) start(ctx context.Context, a Asked, personID string) (string, error) {
	address, err := ParseAddress(a.Email)
	if err != nil {
		return "", err
	}
	if !s.mails.Delivers() {
		return "", fault.New(fault.Conflict, "error.no_mail")
	}
	id := rand.Text()
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if err := s.spend(ctx, tx, mailsFrom, "mails from", a.Source, "error.too_many_from_here"); err != nil {
			return err
		}
		if err := s.spend(ctx, tx, mailsTo, "mails to", address.Key, "error.too_many_mails"); err != nil {
			return err
		}
		if err := insertSignIn(ctx, tx, signIn{
			ID: id, Email: address, Language: s.language(a.Language), Person: personID,
			Created: tx.Now, Expires: tx.Now.Add(SignInFor),
		}); err != nil {
			return err
		}
		return s.enqueue(ctx, tx, SignInMail{SignIn: id})
	})
	if err != nil {
		return "", err
	}
	return id, nil
}

// spend takes one from the budget of somebody, or says that it is spent.
func (s *Service) spend(ctx context.Context, tx *db.Tx, b budget, what, who, key string) error {
	name := s.budgets.mac(what, who)
	owed, err := readBudget(ctx, tx, name)
	if err != nil {
		return err
	}
	owed, ok := b.spend(owed, tx.Now)
	if !ok {
		return fault.New(fault.Limited, key)
	}
	return writeBudget(ctx, tx, name, owed)
}

// WriteSignInMail does the job of the same name: it looks whether there is an
// account, makes the link and the code, and queues the mail. Done again, it
// changes nothing.
func (s *Service) WriteSignInMail(ctx context.Context, job SignInMail) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		in, err := signInByID(ctx, tx, job.SignIn)
		if fault.KindOf(err) == fault.NotFound {
			return nil // erased, or too old to matter
		}
		if err != nil {
			return err
		}
		p, known, err := personByEmail(ctx, tx, in.Email.Key)
		if err != nil {
			return err
		}
		token, code := newToken(), newCode()
		queued, err := s.mails.Queue(ctx, tx, s.signInMail(in, p, known, token, code))
		if err != nil || !queued {
			return err
		}
		return writeSecrets(ctx, tx, in.ID, token.hash(), hashCode(s.codes, in.ID, code))
	})
}

// signInReason is why a mail of a sign-in is written.
func signInReason(signInID string) string { return "sign_in/" + signInID }

// signInMail is the mail that fits: for who has an account, who has none, and
// who wants this address for theirs.
func (s *Service) signInMail(in signIn, p Person, known bool, token Token, code string) notify.Envelope {
	e := notify.Envelope{
		Reason: signInReason(in.ID), To: in.Email.to(), Person: p.ID, Language: in.Language, Until: in.Expires,
	}
	link, minutes := s.url+SignInPath+string(token), int(SignInFor.Minutes())
	switch {
	case in.Person != "":
		e.Person = in.Person
		e.Mail = notify.ConfirmAddress{Link: link, Code: code, Minutes: minutes}
	case known:
		e.To = p.Email.to()
		e.Mail = notify.SignIn{Link: link, Code: code, Minutes: minutes}
	default:
		e.Mail = notify.NoAccount{Link: link, Code: code, Minutes: minutes}
	}
	return e
}

// Peek looks at a link without using it: opening its page changes nothing.
func (s *Service) Peek(ctx context.Context, t Token) (p Peeked, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		in, err := signInByToken(ctx, tx, t)
		if err != nil {
			return err
		}
		p = Peeked{Email: in.Email.Masked(), Confirms: in.Person != "", Expires: in.Expires}
		return in.usable(tx.Now)
	})
	if err != nil {
		return Peeked{}, err
	}
	return p, nil
}

// Use signs in with a link. It works once.
func (s *Service) Use(ctx context.Context, t Token, e Entry) (in Entrance, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		asked, err := signInByToken(ctx, tx, t)
		if err != nil {
			return err
		}
		in, err = s.enterByMail(ctx, tx, asked, e)
		return err
	})
	return in, err
}

// UseCode signs in with a code, in the browser that asked for the mail.
func (s *Service) UseCode(ctx context.Context, signInID, typed string, e Entry) (in Entrance, err error) {
	code, ok := readCode(typed)
	switch {
	case !ok:
		return in, errCodeFormat
	case !isID(signInID):
		return in, errSignInUnknown
	}
	var wrong error // counted, and so committed
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		in, wrong = Entrance{}, nil
		asked, err := s.tryCode(ctx, tx, signInID, e.Source)
		if err != nil {
			return err
		}
		if !asked.matches(s.codes, code) {
			wrong = errCodeWrong(asked.codeLeft() - 1)
			return s.countWrong(ctx, tx, asked)
		}
		in, err = s.enterByMail(ctx, tx, asked, e)
		return err
	})
	if err == nil {
		err = wrong
	}
	return in, err
}

// tryCode returns the sign-in whose code may be tried once more.
func (s *Service) tryCode(ctx context.Context, tx *db.Tx, signInID, source string) (signIn, error) {
	if err := s.spend(ctx, tx, codesFrom, "codes from", source, "error.too_many_from_here"); err != nil {
		return signIn{}, err
	}
	asked, err := signInByID(ctx, tx, signInID)
	if err != nil {
		return asked, err
	}
	if err := asked.usable(tx.Now); err != nil {
		return asked, err
	}
	owed, err := readBudget(ctx, tx, s.wrongName(asked))
	if err != nil {
		return asked, err
	}
	if asked.codeLeft() == 0 || !wrongCodesFor.left(owed, tx.Now) {
		return asked, errCodeExhausted
	}
	return asked, nil
}

func (s *Service) wrongName(asked signIn) string {
	return s.budgets.mac("wrong codes for", asked.Email.Key)
}

func (s *Service) countWrong(ctx context.Context, tx *db.Tx, asked signIn) error {
	if err := countWrongCode(ctx, tx, asked.ID); err != nil {
		return err
	}
	return s.spend(ctx, tx, wrongCodesFor, "wrong codes for", asked.Email.Key, "error.code_exhausted")
}

// enterByMail uses a sign-in up and lets its person in. An address is given to an
// account only in a browser that is signed in to it: otherwise somebody could
// ask for a stranger's address, who would press the button and keep their life
// in an account that is not theirs.
func (s *Service) enterByMail(ctx context.Context, tx *db.Tx, asked signIn, e Entry) (Entrance, error) {
	if err := asked.usable(tx.Now); err != nil {
		return Entrance{}, err
	}
	if asked.Person != "" && asked.Person != e.By.Person.ID {
		return Entrance{}, errConfirmElsewhere
	}
	if first, err := endSignIn(ctx, tx, asked.ID); err != nil || !first {
		return Entrance{}, firstOf(err, errSignInUsed)
	}
	p, isNew, err := s.personOf(ctx, tx, asked)
	if err != nil {
		return Entrance{}, err
	}
	// The mail was for an address. From now on it goes with the person.
	if err := s.mails.Belongs(ctx, tx, signInReason(asked.ID), p.ID); err != nil {
		return Entrance{}, err
	}
	return s.enter(ctx, tx, p, isNew, e)
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// personOf is whom a sign-in lets in: whose address it is, or becomes now.
func (s *Service) personOf(ctx context.Context, tx *db.Tx, asked signIn) (p Person, isNew bool, err error) {
	p, known, err := personByEmail(ctx, tx, asked.Email.Key)
	switch {
	case err != nil:
		return p, false, err
	case asked.Person != "" && known && p.ID != asked.Person:
		return p, false, fault.New(fault.Conflict, "error.email_taken")
	case asked.Person != "":
		return s.giveAddress(ctx, tx, asked)
	case known:
		return p, false, nil
	}
	p = Person{ID: s.newID(), Email: asked.Email, Language: asked.Language, Created: tx.Now}
	return p, true, insertPerson(ctx, tx, p)
}

func (s *Service) giveAddress(ctx context.Context, tx *db.Tx, asked signIn) (Person, bool, error) {
	if err := writeEmail(ctx, tx, asked.Person, asked.Email); err != nil {
		return Person{}, false, err
	}
	p, err := findPerson(ctx, tx, asked.Person)
	return p, false, err
}

// enter makes the session of a person who has shown who they are. Every way in
// ends here.
func (s *Service) enter(ctx context.Context, tx *db.Tx, p Person, isNew bool, e Entry) (Entrance, error) {
	first, err := s.takePart(ctx, tx, p.ID)
	if err != nil {
		return Entrance{}, err
	}
	if e.By.SignedIn() {
		if _, err := deleteSession(ctx, tx, e.By.Person.ID, e.By.ID); err != nil {
			return Entrance{}, err
		}
	}
	if err := writeCame(ctx, tx, p.ID); err != nil {
		return Entrance{}, err
	}
	token := newToken()
	session := Session{
		ID: rand.Text(), Person: p, Device: readDevice(e.UserAgent),
		Created: tx.Now, Seen: tx.Now, Expires: tx.Now.Add(SessionFor),
	}
	if err := insertSession(ctx, tx, session, token.hash()); err != nil {
		return Entrance{}, err
	}
	if s.arrived != nil {
		if err := s.arrived(ctx, tx, p.ID, e.Carried); err != nil {
			return Entrance{}, err
		}
	}
	return Entrance{Token: token, Person: p, New: isNew || first && p.Name == ""}, nil
}

// takePart makes who comes in a participant of this city, and reports whether they
// were none before: who was given a role has an account before they come.
func (s *Service) takePart(ctx context.Context, tx *db.Tx, personID string) (first bool, err error) {
	first, err = insertRole(ctx, tx, s.city.ID, personID, Participant, throughSignUp)
	if err != nil || !first {
		return false, err
	}
	_, err = writeEvent(ctx, tx, roleEvent(s.city.ID, personID, Participant, true, author{person: personID, through: throughSignUp}))
	return true, err
}
