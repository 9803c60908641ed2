// Package notify writes the mails of the program and sees them on their way.
//
// A mail is a Go type ([SignIn], [Invitation], …) whose texts are in the
// catalogues. Whoever has a reason to write queues it in the transaction of that
// reason, so that there is never one without the other:
//
//	err := records.Write(ctx, func(tx *db.Tx) error {
//		// … what happened …
//		_, err := mails.Queue(ctx, tx, notify.Envelope{
//			Reason: "invitation/" + id, To: address, Language: "fr",
//			Mail: notify.Invitation{From: name, Link: link, Until: until},
//		})
//		return err
//	})
//
// A reason is given once: a second mail for it is not queued. The queue, the
// outbox, is a table. What a mail says and whom it is for are sealed in it with a
// key that is not in the database, and taken out once the mail has left.
//
// [Service.Run] sends what is due over SMTP. A server that refuses for now, or
// does not answer, is tried again later and later; one that refuses for good, or
// a mail that would come too late, is not. Where nobody can say whether a mail
// arrived, because the connection broke at its last word or the program was
// killed, it is [Uncertain] and not sent again by itself: two mails for one
// reason would be worse than none, and an operator sees it.
//
// A mail is either transactional, sent because a person just did something, or a
// prompt, which asks them to. Prompts are few: two in seven days for one person,
// and none for who does not want any. Each has the headers by which a mail
// program unsubscribes with one click (RFC 8058).
//
// In a demo nothing leaves: letters stay in the outbox, where a page shows them.
package notify
