package account

import (
	"crypto/hmac"
	"time"

	"capzero/internal/fault"
)

const (
	// SignInFor is how long a link and its code can be used.
	SignInFor = 10 * time.Minute
	// maxWrongCodes is how many wrong codes end the code of one mail.
	maxWrongCodes = 5
	// clockSlack is how far in the future something may have begun: clocks of
	// two processes differ.
	clockSlack = time.Minute
)

// Asked is what somebody who wants to sign in gives.
type Asked struct {
	Email    string // as typed
	Source   string // the network that asks, as the edge counts them
	Language string
}

// SignInMail is the job that writes the mail of a sign-in. It carries an id
// only.
type SignInMail struct {
	SignIn string `json:"sign_in"`
}

// Kind names the job.
func (SignInMail) Kind() string { return "sign_in_mail" }

// A signIn is a row of the table sign_in.
type signIn struct {
	ID         string
	Email      Address
	Language   string
	Person     string // who wants the address for their account; empty to sign in
	CodeHash   string
	WrongCodes int
	Created    time.Time
	Expires    time.Time
	Used       bool
}

// What people are told of a link or code that cannot be used.
var (
	errSignInUnknown = fault.New(fault.NotFound, "error.sign_in_unknown")
	errSignInUsed    = fault.New(fault.Conflict, "error.sign_in_used")
	errSignInExpired = fault.New(fault.Conflict, "error.sign_in_expired")
	// errConfirmElsewhere is said where nobody is signed in, or somebody else.
	errConfirmElsewhere = fault.New(fault.Conflict, "error.confirm_elsewhere")
	errCodeFormat       = fault.At("code", fault.Invalid, "error.code_format")
	errCodeExhausted    = fault.At("code", fault.Limited, "error.code_exhausted")
)

// usable says why the link cannot be used at a moment, nil if it can. What
// began in the future began before the clock was set back: nobody knows how old
// it is.
func (s signIn) usable(now time.Time) error {
	switch {
	case s.Used:
		return errSignInUsed
	case !now.Before(s.Expires), s.Created.After(now.Add(clockSlack)):
		return errSignInExpired
	}
	return nil
}

// codeLeft is how many wrong codes more the mail stands.
func (s signIn) codeLeft() int { return max(0, maxWrongCodes-s.WrongCodes) }

// matches reports whether a code is the one of the mail, in a time that does not
// depend on how much of it is right.
func (s signIn) matches(k Key, code string) bool {
	return s.CodeHash != "" && hmac.Equal([]byte(s.CodeHash), []byte(hashCode(k, s.ID, code)))
}

func hashCode(k Key, signInID, code string) string { return k.mac("code", signInID, code) }

// errCodeWrong says how many codes may still be tried.
func errCodeWrong(left int) error {
	if left == 0 {
		return errCodeExhausted
	}
	return fault.At("code", fault.Invalid, "error.code_wrong", "count", left)
}

// A Peeked is what the page of a link may say before its button is pressed.
type Peeked struct {
	Email    string // masked
	Confirms bool   // it gives the address to an account, rather than sign in
	Expires  time.Time
}
