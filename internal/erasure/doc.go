// Package erasure remembers who was erased, so that no restore brings them back.
//
// Whoever erases says so in the same transaction, as its last step:
//
//	err := journal.Note(ctx, tx, erasure.Person, id)
//
// The journal is lines of a day and a digest, in files beside the records and beside
// the backups, and in a table. A digest is an HMAC of what was erased, with a key that
// comes from the secret of the installation: nobody else can tell from it who that
// was, and we can only when we meet the same identifier again.
//
// A line is on the disk before its transaction is committed, and so it is a promise:
// what a file holds and the table does not was erased from records that are gone, or
// was about to be when the power failed. [Journal.Replay] keeps the promise. It runs
// at the end of each restore, before the records count, and at each start, before
// anybody is answered. So records that were put back by other means than ours lose
// the erased as well.
package erasure
