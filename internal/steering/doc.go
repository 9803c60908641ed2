// Package steering answers what an officer of a city is asked about its challenge:
// how many are engaged, who stays, what was avoided, which teams slow down.
//
// Each question is a [Card]. Its figures are made from a [challenge.Chronicle] by a
// function without a clock or a database, stored as JSON, and read back as they
// are: making them looks at every household of a season, reading them at one row.
// They are made every night, and when somebody asks, at most every ten minutes.
//
// What is stored holds no person, no household and nothing about fewer than
// [LeastHouseholds] of them: a smaller [Count] says that it is small and no more,
// and where a hidden line would follow from the others and their sum, another one
// is hidden with it. Teams are the exception: their names, and how many of their
// households did something, are what an officer looks after.
package steering
