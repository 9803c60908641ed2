// Package app puts the program together. It is the only package that knows
// everyone: [New] reads top to bottom as the list of what a city needs, each
// part made by a plain constructor from the parts before it.
//
//	a, err := app.New(ctx, app.Config{Listen: "127.0.0.1:8080", Data: "data"})
//	err = a.Run(ctx, func(url string) { fmt.Println("capzero ready", url) })
//	err = a.Close()
//
// [Demo] fills an empty folder with an invented city, through the same services
// as people use.
package app
