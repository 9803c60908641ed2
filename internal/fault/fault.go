// Package fault is the one kind of error that may reach a person.
//
// A fault carries what went wrong as a [Kind], the words as a translation key
// with its arguments, the form field it belongs to, and the cause for the log.
// It is made where the fact is known; the edge of the program only turns it
// into a page, a marked form field or a problem document. An error that is not
// a fault is [Internal]: people are told that we failed, never how.
//
//	return fault.At("value", fault.Invalid, "answer.too_high", "max", 24)
package fault

import (
	"errors"
	"fmt"
)

// Kind says what sort of thing went wrong. The zero Kind is Internal.
type Kind int

// The kinds, each with the HTTP status the edge gives it.
const (
	Internal        Kind = iota // 500: our failure, no detail shown
	Invalid                     // 422: what was sent cannot be used as it is
	Unauthenticated             // 401: sign in first
	Forbidden                   // 403: signed in, but not allowed
	NotFound                    // 404: no such thing, or no longer
	Conflict                    // 409: somebody, or another tab, was faster
	Limited                     // 429: too many requests
	TooLarge                    // 413: more bytes than we read
	NoRoom                      // 507: our disk is full
)

// Error is a fault. Key is a key of the catalogues in internal/i18n and Args
// its arguments as name, value pairs; Field is the form field to mark, if any.
type Error struct {
	Kind  Kind
	Key   string
	Args  []any
	Field string
	Err   error
}

// New returns a fault of kind k, said with the catalogue's key.
func New(k Kind, key string, args ...any) *Error {
	return &Error{Kind: k, Key: key, Args: args}
}

// At returns a fault that belongs to a form field.
func At(field string, k Kind, key string, args ...any) *Error {
	return &Error{Kind: k, Key: key, Args: args, Field: field}
}

// Because returns a copy of e with its cause, which is logged and never shown.
func (e *Error) Because(err error) *Error {
	c := *e
	c.Err = err
	return &c
}

// Error is for logs and tests. It holds the arguments of no person's answer.
func (e *Error) Error() string {
	if e.Err != nil {
		return fmt.Sprintf("%s: %v", e.Key, e.Err)
	}
	return e.Key
}

func (e *Error) Unwrap() error { return e.Err }

// KindOf returns the kind of the first fault in err's chain, or Internal.
func KindOf(err error) Kind {
	if f, ok := errors.AsType[*Error](err); ok {
		return f.Kind
	}
	return Internal
}
