// Package batch evaluates a model for a stream of situations, one JSON object
// per line, and answers each with one line, in order, as it comes:
//
//	{"situation":{"transport . voiture . km":12000}}
//	{"values":{"bilan":8790.1},"missing":["logement . surface"],"errors":{}}
//
// A value that does not apply is null, one that is not defined is left out. The
// missing answers are those of the first rule asked for, most important first.
// Errors are by rule: of the rule asked for, or of the answer that was left out.
// A line that cannot be read has its error under the empty name, and the stream
// goes on.
package batch

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"

	"capzero/publicodes"
)

// maxLine bounds one line, in bytes. The whole model answered is 40 kB.
const maxLine = 1 << 20

// An input is one line of the stream.
type input struct {
	Situation publicodes.Situation `json:"situation"`
}

// An output is the answer to one line.
type output struct {
	Values  map[string]any    `json:"values"`
	Missing []string          `json:"missing"`
	Errors  map[string]string `json:"errors"`
}

// Run answers each line of in on out with the values of the rules. It returns
// when in ends, or with the error of in or out.
func Run(model *publicodes.Model, rules []string, in io.Reader, out io.Writer) error {
	evaluator := model.NewEvaluator()
	lines := bufio.NewReaderSize(in, maxLine)
	answers := bufio.NewWriter(out)
	encoder := json.NewEncoder(answers)
	encoder.SetEscapeHTML(false)
	for {
		line, err := next(lines)
		if errors.Is(err, io.EOF) {
			return answers.Flush()
		}
		if err != nil && !errors.Is(err, errTooLong) {
			return errors.Join(err, answers.Flush())
		}
		if err := encoder.Encode(answer(evaluator, rules, line, err)); err != nil {
			return err
		}
		if lines.Buffered() > 0 {
			continue
		}
		// Whoever writes line by line waits for this answer.
		if err := answers.Flush(); err != nil {
			return err
		}
	}
}

var errTooLong = fmt.Errorf("the line is longer than %d bytes", maxLine)

// next returns the next line, which is good until the next call. A line that
// is too long is skipped whole and gives errTooLong.
func next(lines *bufio.Reader) ([]byte, error) {
	line, err := lines.ReadSlice('\n')
	if errors.Is(err, bufio.ErrBufferFull) {
		for errors.Is(err, bufio.ErrBufferFull) {
			_, err = lines.ReadSlice('\n')
		}
		if err == nil || errors.Is(err, io.EOF) {
			return nil, errTooLong
		}
	}
	if errors.Is(err, io.EOF) && len(line) > 0 {
		return line, nil // the last line needs no end
	}
	return line, err
}

// answer evaluates the rules for one line.
func answer(evaluator *publicodes.Evaluator, rules []string, line []byte, err error) output {
	o := output{Values: map[string]any{}, Missing: []string{}, Errors: map[string]string{}}
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
	for _, rule := range rules {
		value, err := evaluator.Evaluate(rule)
		o.note(rule, err)
		if err == nil {
			o.put(rule, value)
		}
	}
	if len(rules) > 0 {
		o.missing(evaluator, rules[0])
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
