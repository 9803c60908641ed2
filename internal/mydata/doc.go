// Package mydata is what a person has a right to: to see what is held about them, to
// take it along, and to have it gone.
//
// What there is to see is described once, in things.go: each kind of thing with its
// columns and who else it belongs to. The page, the export and the words that explain
// the export are made from that description, and a test holds it against the tables
// of both engines: a column that nobody has decided about fails it.
//
// [Service.Erase] deletes a person in one transaction, in which every package that
// keeps something of them deletes it. What follows is in jobs that hold an id at
// most: [Service.Sweep] deletes once more what a request that was under way has
// written meanwhile, and [Service.Clean] has it leave the files of SQLite. What is
// left is a row that names nobody, the [Receipt]:
//
//	receipt, err := mine.Erase(ctx, personID, reference)
//	fmt.Println(receipt.Reference, receipt.At)
package mydata
