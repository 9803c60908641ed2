// Package account knows people: who somebody is, how they come in, on which
// devices they are, and what they may do in a city.
//
// A [Person] has a name and, if they want, an e-mail address. There is no
// password. Somebody comes in
//
//   - with a mail: [Service.Start] has one sent, with a link for this device and
//     a code of six digits for another. [Service.Peek] looks at a link without
//     using it, so that a mail scanner may open it; [Service.Use] and
//     [Service.UseCode] use it, once, within ten minutes. Who has no account gets
//     one by the same road;
//   - with a passkey, once they have made one;
//   - with a household card that a facilitator printed: for who has no e-mail;
//   - from the city's own sign-in, as its staff do.
//
// Whoever asks learns nothing about an address. Start does the same for one that
// we know and one that we do not: it never looks. Which mail is sent is decided
// in a job.
//
// Each way in ends in an [Entrance]: a [Session] on the server and the token that
// the browser keeps. The database holds hashes of tokens, and of codes with a key
// that is not in it.
//
// A [Role] is held in one city. Roles give permissions, by the table in
// permission.go, and so does an [Organisation] to its members, as far as the city
// entrusts them to it. [Session.May] answers from memory: the rights of a person
// are read with their session. Every right that is given or taken leaves an entry
// that is never changed.
package account
