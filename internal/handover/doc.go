// Package handover lets a new program take the place of the one that answers,
// without a request lost.
//
// The kernel keeps a socket open, and lets connections wait at it, as long as any
// process has it. So the socket goes from hand to hand: the program that answers
// starts the new one, which gets the socket, opens the records, changes tables if it
// must, and says that it answers. Only then the earlier one takes no more
// connections, and ends those that it has. A new program that does not start changes
// nothing.
//
//	socket, err := handover.Listen("127.0.0.1:8080") // its own, or that of whoever started us
//	go server.Serve(socket)
//	socket.Ready()            // the program before us may leave
//	…
//	err = socket.HandOver(ctx) // nil: the next one answers
//
// Where systemd holds the socket, it is taken from there, so that connections wait
// while the program is stopped as well.
package handover
