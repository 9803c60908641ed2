// Package job does later what nobody waits for: a mail to send, old answers to
// delete. A job is put into the queue in the transaction that gives the reason
// for it, so that there is never one without the other.
//
// A kind of work is a type for its arguments and a function. They are made where
// the program is put together, and given to New; there is no list of them
// anywhere else.
//
//	type Deliver struct {
//		Letter string `json:"letter"`
//	}
//
//	func (Deliver) Kind() string { return "notify.deliver" }
//
//	queue, err := job.New(job.Options{
//		DB: records,
//		Kinds: []job.Kind{
//			job.Work(func(ctx context.Context, j job.Job[Deliver]) error { return post.Deliver(ctx, j.Args.Letter) }),
//			job.Work(purge).Every(time.Hour),
//		},
//	})
//
//	err = records.Write(ctx, func(tx *db.Tx) error {
//		...
//		_, err := queue.EnqueueOnce(ctx, tx, "welcome "+person, Deliver{Letter: id})
//		return err
//	})
//
// Arguments are ids and numbers, never names, addresses or answers: they are
// written down, and shown on the page of the queue. New refuses anything else.
//
// # What is promised
//
// A job runs at least once: one that was under way when the process died runs
// again when it has not ended a while after its time, see Kind.Within. One that
// fails runs again after a pause that grows, ten times in a day, and then waits
// for somebody to look at it (Failed, Retry, Drop). GiveUp says that trying again
// is of no use.
//
// A job that must have its effect once writes it in a transaction that also
// calls Job.Complete. What the rest of the world sees, a mail, can go out twice
// when the process dies between sending and writing down that it was sent.
//
// EnqueueOnce makes no second job for the same reason. A periodic kind has never
// two jobs waiting or running at once, in however many processes.
//
// A job starts within about a second, and a queue works off some hundred a
// second: nobody is ever made to wait for one.
//
// The queue is River's, in the same database as the records. Nothing of River is
// seen outside this package and the migrations of package db.
package job
