// Package batch evaluates a model for a stream of situations, one JSON object
// per line, and answers each with one line, in order, as it comes:
//
//	{"situation":{"transport . voiture . km":12000}}
//	{"values":{"bilan":8790.1},"units":{"bilan":"kgCO2e"},"missing":["logement . surface"],"errors":{}}
//
// A value that does not apply is null, one that is not defined is left out.
// Units are those of the values that have one. The missing answers are those of
// the first rule asked for, most important first. Errors are by rule: of the
// rule asked for, or of the answer that was left out. A line that cannot be read
// has its error under the empty name, and the stream goes on.
//
// Lines are evaluated on all cores. However long the stream, only a few lines
// per core are in memory.
package batch

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"runtime"
	"sync"

	"capzero/publicodes"
)

// maxLine bounds one line, in bytes. The whole model answered is 40 kB.
const maxLine = 4 << 20

// An input is one line of the stream.
type input struct {
	Situation publicodes.Situation `json:"situation"`
}

// An output is the answer to one line.
type output struct {
	Values  map[string]any    `json:"values"`
	Units   map[string]string `json:"units"`
	Missing []string          `json:"missing"`
	Errors  map[string]string `json:"errors"`
}

// A job is a line on its way, answered once.
type job struct {
	line     []byte
	err      error // why there is no line
	answered chan []byte
}

// waiting is how many lines per core are on their way.
const waiting = 4

// Run answers each line of in on out with the values of the rules. It returns
// when in ends, or with the error of in or out. An error of out does not stop a
// reader that waits for in.
func Run(model *publicodes.Model, rules []string, in io.Reader, out io.Writer) error {
	cores := runtime.GOMAXPROCS(0)
	var (
		todo    = make(chan *job)
		ordered = make(chan *job, waiting*cores) // the jobs in the order of their lines
		stop    = make(chan struct{})
		workers sync.WaitGroup
		readErr error // good once ordered is closed
	)
	for range cores {
		workers.Go(func() {
			evaluator := model.NewEvaluator()
			for j := range todo {
				j.answered <- encoded(answer(evaluator, rules, j.line, j.err))
			}
		})
	}
	go func() {
		defer close(ordered)
		defer close(todo)
		readErr = read(in, todo, ordered, stop)
	}()
	if err := write(out, ordered); err != nil {
		close(stop)
		return fmt.Errorf("the answers cannot be written: %w", err)
	}
	workers.Wait()
	return readErr
}

// read hands out the lines until in ends or the writer has stopped.
func read(in io.Reader, todo, ordered chan<- *job, stop <-chan struct{}) error {
	lines := bufio.NewReaderSize(in, 64<<10)
	for {
		line, err := next(lines)
		if err != nil && !errors.Is(err, errTooLong) {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return err
		}
		j := &job{line: line, err: err, answered: make(chan []byte, 1)}
		select {
		case ordered <- j:
		case <-stop:
			return nil
		}
		select {
		case todo <- j:
		case <-stop:
			return nil
		}
	}
}

// write writes the answers in order, and sends them on whenever the next one is
// not there yet: whoever writes line by line waits for it.
func write(out io.Writer, ordered <-chan *job) error {
	answers := bufio.NewWriterSize(out, 64<<10)
	for {
		var (
			j    *job
			more bool
		)
		select {
		case j, more = <-ordered:
		default:
			if err := answers.Flush(); err != nil {
				return err
			}
			j, more = <-ordered
		}
		if !more {
			return answers.Flush()
		}
		var text []byte
		select {
		case text = <-j.answered:
		default:
			if err := answers.Flush(); err != nil {
				return err
			}
			text = <-j.answered
		}
		if _, err := answers.Write(text); err != nil {
			return err
		}
	}
}

var errTooLong = fmt.Errorf("the line is longer than %d bytes", maxLine)

// next returns the next line. A line that is too long is skipped whole and gives
// errTooLong.
func next(lines *bufio.Reader) ([]byte, error) {
	var line []byte
	long := false
	for {
		part, err := lines.ReadSlice('\n')
		if long = long || len(line)+len(part) > maxLine; long {
			line = nil
		} else {
			line = append(line, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case err != nil && !errors.Is(err, io.EOF):
			return nil, err
		case long:
			return nil, errTooLong
		case err != nil && len(line) > 0:
			return line, nil // the last line needs no end
		default:
			return line, err
		}
	}
}

// encoded is the answer as a line.
func encoded(o output) []byte {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(o); err != nil {
		panic(fmt.Sprintf("batch: an answer of plain values does not encode: %v", err))
	}
	return text.Bytes()
}

// answer evaluates the rules for one line.
func answer(evaluator *publicodes.Evaluator, rules []string, line []byte, err error) output {
	o := output{Values: map[string]any{}, Units: map[string]string{}, Missing: []string{}, Errors: map[string]string{}}
	if err != nil {
		o.Errors[""] = err.Error()
		return o
	}
	var in input
	if err := json.Unmarshal(bytes.TrimSpace(line), &in); err != nil {
		o.Errors[""] = fmt.Sprintf("the line is not an object with a situation: %v", err)
		return o
	}
	o.note("", evaluator.SetSituation(in.Situation))
	if len(rules) > 0 {
		o.missing(evaluator, rules[0]) // first: it finds the values on its way
	}
	for _, rule := range rules {
		value, err := evaluator.Evaluate(rule)
		o.note(rule, err)
		if err == nil {
			o.put(rule, value)
		}
	}
	return o
}

func (o *output) put(rule string, v publicodes.Value) {
	switch v.Kind {
	case publicodes.KindNotApplicable:
		o.Values[rule] = nil
	case publicodes.KindNumber:
		if math.IsNaN(v.Number) || math.IsInf(v.Number, 0) {
			o.Errors[rule] = "the value is not a finite number"
			return
		}
		o.Values[rule] = v.Number
		if v.Unit != "" {
			o.Units[rule] = v.Unit
		}
	case publicodes.KindBoolean:
		o.Values[rule] = v.Bool
	case publicodes.KindText:
		o.Values[rule] = v.Text
	}
}

func (o *output) missing(evaluator *publicodes.Evaluator, rule string) {
	missing, err := evaluator.Missing(rule)
	if err != nil {
		return // the error of evaluating the same rule says it already
	}
	for _, m := range missing {
		o.Missing = append(o.Missing, m.Rule)
	}
}

// note keeps an error under the rule that it names, and each of several joined
// under its own.
func (o *output) note(rule string, err error) {
	if err == nil {
		return
	}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, e := range joined.Unwrap() {
			o.note(rule, e)
		}
		return
	}
	if known, ok := errors.AsType[*publicodes.Error](err); ok && rule == "" {
		rule = known.Rule
	}
	o.Errors[rule] = err.Error()
}
