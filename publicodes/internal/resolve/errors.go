package resolve

import (
	"errors"

	"capzero/publicodes/internal/diag"
)

// maxErrors is how many faults of a model are reported at once.
const maxErrors = 20

// errorList collects faults, so that a model's author sees more than the first.
type errorList struct {
	list []error
}

func (l *errorList) add(err *diag.Error) {
	if len(l.list) < maxErrors {
		l.list = append(l.list, err)
	}
}

func (l *errorList) err() error {
	if len(l.list) == 1 {
		return l.list[0]
	}
	return errors.Join(l.list...)
}
