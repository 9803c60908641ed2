package job

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"time"

	"github.com/riverqueue/river"
)

// Args are what a job is about: a struct of ids and numbers. Kind names the work,
// "notify.deliver", and is the same for every value. Jobs that wait are found by
// it, so it does not change.
type Args interface{ Kind() string }

// A Kind is one kind of work.
type Kind struct {
	name   string
	args   reflect.Type
	sample Args
	add    func(*river.Workers, *Queue, Kind) error
	within time.Duration
	every  time.Duration
}

// withinDefault is how long a job may take when its kind does not say.
const withinDefault = time.Minute

// Work makes a kind of work from the function that does it. The function heeds
// its context, and its error names nobody.
func Work[T Args](do func(ctx context.Context, j Job[T]) error) Kind {
	var zero T
	return Kind{
		name:   zero.Kind(),
		args:   reflect.TypeFor[T](),
		sample: zero,
		within: withinDefault,
		add: func(workers *river.Workers, q *Queue, k Kind) error {
			return river.AddWorkerSafely(workers, &worker[T]{kind: k, queue: q, do: do})
		},
	}
}

// Within says how long a job of this kind may take. Its context ends then, and a
// job that has not ended a few seconds later belongs to a process that died: it is
// taken up again. A kind that somebody waits for has a short time.
func (k Kind) Within(d time.Duration) Kind {
	k.within = d
	return k
}

// Every makes the kind periodic: a job without arguments at the start of the
// program and then at this interval, unless one is waiting or running.
func (k Kind) Every(d time.Duration) Kind {
	k.every = d
	return k
}

// Name is the name of the work.
func (k Kind) Name() string { return k.name }

// Interval is how often it is done by itself; zero: it is not.
func (k Kind) Interval() time.Duration { return k.every }

// check says what is wrong with a kind.
func (k Kind) check() error {
	if k.name == "" {
		return fmt.Errorf("job: %v has no name", k.args)
	}
	if k.within <= 0 || k.every < 0 {
		return fmt.Errorf("job %s: it has no time", k.name)
	}
	if k.args.Kind() != reflect.Struct {
		return fmt.Errorf("job %s: its arguments are a %v and not a struct", k.name, k.args.Kind())
	}
	for i := range k.args.NumField() {
		field := k.args.Field(i)
		if !slices.Contains(argumentKinds, field.Type.Kind()) {
			return fmt.Errorf("job %s: %s is a %v: arguments are ids and numbers", k.name, field.Name, field.Type)
		}
	}
	return nil
}

// argumentKinds are what arguments may be.
var argumentKinds = []reflect.Kind{reflect.String, reflect.Bool, reflect.Int, reflect.Int32, reflect.Int64}

// longestArgument is more than any id of ours has.
const longestArgument = 128

// checkArguments refuses a text that is no id.
func checkArguments(args Args) error {
	v := reflect.ValueOf(args)
	if v.Kind() != reflect.Struct {
		return fmt.Errorf("job %s: its arguments are no struct", args.Kind())
	}
	for i := range v.NumField() {
		if f := v.Field(i); f.Kind() == reflect.String && f.Len() > longestArgument {
			return fmt.Errorf("job %s: %s is too long for an id", args.Kind(), v.Type().Field(i).Name)
		}
	}
	return nil
}
