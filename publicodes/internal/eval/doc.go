// Package eval evaluates a resolved program.
//
// A program is laid out once as a [Graph]: an array of operations that refer to
// each other by number, shared by all evaluators and never written to again. An
// [Evaluator] walks it, keeping each result in a slot, so that nothing is
// computed twice for one situation. Values are two words; texts, units and
// errors are numbers into tables.
//
// A result may be an error, such as a division by zero. It travels like a
// value: whatever needs it becomes the same error, and the rest of the model
// still answers.
package eval
