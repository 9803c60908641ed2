// Package web is what people see: it turns a request into one call to the
// services, and what they return into a page.
//
// Every page is a typed struct embedding [Page] and a templ component of the
// same name; nothing is read from a template that its struct does not show. A
// handler parses, calls one service, fills the struct and renders; it returns
// an error instead of writing one. One place, failure.go, turns an error into a
// page, into a form with its field marked and what was typed kept, or into an
// application/problem+json document, as the client prefers.
//
// Every page works without JavaScript, in one request for the page and three
// that are cached for good. The Content-Security-Policy allows no inline style
// and no inline script, so charts are SVG whose widths are attributes.
//
// A household that measures has no account: a cookie holds the secret that
// opens its answers, nothing else. Nothing that the browser sends back is ever
// a result.
//
// The gallery (demonstrations only) shows every page in every state with sample
// data, through the same handlers; the tests walk the same table.
package web
