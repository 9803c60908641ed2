// Package retention says how long what is personal is kept. Its rules are in one
// file, rules.go: what they are about, how long it is kept, which job deletes it and
// how often. The deleting itself is in the package whose data it is, and notes there
// that it was done, in the transaction that does it:
//
//	err := db.Write(ctx, func(tx *db.Tx) error {
//		n, err := deleteTakeoutsBefore(ctx, tx, tx.Now.Add(-retention.TakeoutFor))
//		if err != nil {
//			return err
//		}
//		return retention.Note(ctx, tx, retention.Takeouts, n, true)
//	})
//
// The pages, the register and what people read of their data take their durations
// from the rules. Two of them are a city's own, see [city.Retention].
package retention
