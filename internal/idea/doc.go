// Package idea lets facilitators propose missions, and a city publish them.
//
// An [Idea] is a mission as somebody typed it: a [Draft], in French. It is written
// as the files of missions are, and held against the same lint: one without a
// source, or with a change that the models do not take, is refused at the field
// that is wrong. The city publishes it or declines it and says why, and may
// withdraw it later. What happened to it is a list that only grows.
//
// A published idea is a mission like the others: offered, priced from each person's
// own answers, written down under its name "ville-12", which never changes. One that
// is withdrawn is offered to nobody from then on, and can be ticked until its week
// is over.
package idea
