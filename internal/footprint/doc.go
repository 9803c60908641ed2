// Package footprint measures a household: its carbon footprint with the
// published model Nos Gestes Climat, and its waste with our own model. Both are
// written in Publicodes and evaluated by the same engine from the same answers.
//
// # Words
//
// A [Question] is one screen. Its rule is the name of what it asks for in a
// model; a mosaic is a question whose options are rules of their own. An
// assessment is one browser's questionnaire: the browser keeps a [Token], the
// database its hash and the answers. A [Result] is computed from the stored
// answers alone, so nothing that a browser sends is ever taken for a figure.
// An answer "je ne sais pas" is stored, so as not to ask again, and never
// reaches a model: the model then takes its average.
//
// The opening is what stands before a first result: a dozen questions or so,
// the ones with the most measured influence among those that apply to this
// household. Everything else can be answered afterwards, theme by theme.
//
// # What a figure rests on
//
// [Shares] says which part of a footprint rests on answers, on averages, and on
// what is the same for everyone. It is defined at lineShares and has no
// statistical pretension: it is a share of influence, not an interval.
//
// # What an action saves
//
// An [Action] is worth a difference: this household less the same one with the
// changes that the action makes, for carbon and for waste. A pricing makes the
// changes on the evaluators of the reading and takes them back, so that pricing
// everything costs less than a millisecond. A [Combination] is computed in one
// situation and never added. Over guesses at the household, the same differences
// give an action its interval.
//
// # What a mission is worth
//
// A [Mission] is priced as an action is, for one week: one time is worth a week's
// part of the difference that doing it in every week of the year would make, n
// times are worth n times that. A [Worth] is in whole grams and names everything
// that it follows from. It is computed without the right to write;
// [Service.StillWorth] says in the transaction that stores it whether it still
// holds.
//
// # A result belongs to its models
//
// The two models in one version each are an [Edition]. An assessment with a
// stored result is read with the edition that gave it, whatever the program
// measures newcomers with, so that no figure changes by itself. It goes over to
// the current edition by [Service.Recompute], for everybody, or by
// [Service.Recalculate], for one household; what changed and why is kept as its
// [Recalculation]. Answers that the current models cannot read are kept there,
// shown and asked again.
//
// # Looking back
//
// A [Milestone] is an assessment as it stood, kept by its household or before an
// answer that begins it anew. What lies between two is a [Shift], divided by
// attribute into what became known, what the household says of each changed
// answer, and what the models changed. The program never calls an answer that
// was corrected a saving, nor one that nobody has explained.
//
// # What people answer
//
// The bounds of a model say what cannot be; [Unusual] is what is more often a
// slip than the truth. It is asked about once and taken when it is confirmed.
//
// # The city's number
//
// A household counts in its city once, from its first complete result on. The
// totals of a city are integers, in grams by category of carbon and by stream
// of waste, and are changed in the transaction that stores a result, by the
// difference with the result before. At any moment
//
//	total = sum over the stored results + retired part
//
// exactly, whatever the number of writers: a result is computed without holding
// the right to write, and stored only if the answers it came from are still
// the ones in the database. A recalculation moves the totals by its difference,
// and brings nobody in or out.
//
// What a city shows is never the running total but a snapshot, stored when
// eleven households more are in it than in the snapshot before, the first at
// eleven. Two snapshots therefore always differ by eleven newcomers or more,
// and no one's figures can be read off them.
//
// Five of each eleven newcomers count among households alike too, by the same
// rule: [Peers]. No sum of what is shown is about fewer than eleven.
//
// Two ways lead out. A person who erases their answers takes their part out of
// the totals, to the gram, at once; the snapshot that is shown stays as it is,
// being already published. Answers that nobody has come back to for thirty days
// are deleted with their result; what they added stays in the totals as the
// retired part, which holds sums only and grows by nothing that is not already
// in the totals. A deletion for age thus never moves a published figure.
package footprint
