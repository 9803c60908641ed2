// Package check finds what a model says and probably does not mean, and says
// where.
//
// The language ignores a key that it does not know, so that "untité" for
// "unité" changes a figure in silence. A rule may be one that a rename left
// behind; a branch may be one that nobody reaches; an answer that a form
// accepts may divide by zero. [Check] compiles the sources and looks:
//
//   - at the text: keys, texts that are no possibility, a plafond below its
//     plancher, branches behind a condition that no answer changes, contexts
//     that lead into each other, rules that nothing reads;
//   - at the compiler's warnings: units that disagree;
//   - at what happens: the model is evaluated for many legal situations, each
//     candidate answer alone and then mixed at random from a seed, and what
//     fails is reported with the smallest situation that shows it.
//
// [File.Situation] checks the answers of a person or of many. Findings are
// printed for people by [Print], with the line and a caret, and for editors by
// [JSON].
package check
