package syntax

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// ParseExpression reads an expression.
//
//	expression     = addition { comparison-operator addition }
//	addition       = multiplication { ("+" | "-") multiplication }
//	multiplication = power { ("*" | "/" | "//") power }
//	power          = primary [ "**" power ]
//	primary        = "(" expression ")" | "-" primary | date | number [unit] | text | name
//
// A binary operator has spaces on both sides, since names and units may hold
// hyphens and slashes. The error is an [*Error] with a place in text.
func ParseExpression(text string) (Expr, error) {
	p := &parser{text: oneLine(text)}
	p.spaces()
	e, err := p.binary(precComparison)
	if err != nil {
		return nil, err
	}
	p.spaces()
	if p.pos < len(p.text) {
		return nil, p.trailing()
	}
	return e, nil
}

// oneLine joins the lines of a long expression with single spaces, so that a
// name may go on in the next line.
func oneLine(text string) string {
	if !strings.Contains(text, "\n") {
		return text
	}
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = strings.TrimSpace(lines[i])
	}
	return strings.TrimSpace(strings.Join(lines, " "))
}

type parser struct {
	text      string
	pos       int
	depth     int
	operators int
}

func (p *parser) fail(format string, args ...any) *Error {
	pos := Pos{Line: 1, Column: utf8.RuneCountInString(p.text[:p.pos]) + 1, Offset: p.pos}
	return &Error{Pos: pos, Message: fmt.Sprintf(format, args...) + " in " + p.quoted()}
}

// quoted is the expression for a message, with a mark where reading stopped.
func (p *parser) quoted() string {
	from, to := max(0, p.pos-60), min(len(p.text), p.pos+40)
	for from > 0 && !utf8.RuneStart(p.text[from]) {
		from--
	}
	for to < len(p.text) && !utf8.RuneStart(p.text[to]) {
		to++
	}
	return "«" + p.text[from:p.pos] + "◂" + p.text[p.pos:to] + "»"
}

func (p *parser) trailing() *Error {
	if strings.ContainsRune("+-*/<>=!", rune(p.text[p.pos])) {
		return p.fail("an operator needs a space on both sides")
	}
	return p.fail("the expression should end or go on with an operator")
}

// binary reads operands joined by the operators of one precedence, each
// operand holding the tighter ones.
func (p *parser) binary(prec int) (Expr, error) {
	if prec == precPrimary {
		return p.primary()
	}
	next := prec + 1 // what the right operand may hold; powers lean right
	if prec == precPower {
		next = prec
	}
	left, err := p.binary(prec + 1)
	for err == nil {
		op, width := p.operator(prec)
		if op == 0 {
			return left, nil
		}
		if p.operators++; p.operators > maxOperators {
			return nil, p.fail("the expression has more than %d operators", maxOperators)
		}
		p.pos += width
		var right Expr
		if right, err = p.binary(next); err == nil {
			left = &Binary{Op: op, Left: left, Right: right, Start: left.Offset()}
		}
	}
	return nil, err
}

// operator looks for " op " of the given precedence and returns it with the
// width to skip, or 0.
func (p *parser) operator(prec int) (Op, int) {
	start := p.pos + p.spaceWidth(p.pos)
	if start == p.pos {
		return 0, 0
	}
	end := start
	for end < len(p.text) && strings.IndexByte("+-*/<>=!", p.text[end]) >= 0 {
		end++
	}
	after := p.spaceWidth(end)
	if after == 0 {
		return 0, 0
	}
	for op := Lt; op <= Pow; op++ {
		if op.precedence() == prec && p.text[start:end] == op.String() {
			return op, end + after - p.pos
		}
	}
	return 0, 0
}

func (p *parser) primary() (Expr, error) {
	if p.depth++; p.depth > maxExpressionDepth {
		return nil, p.fail("the expression is nested more than %d deep", maxExpressionDepth)
	}
	defer func() { p.depth-- }()
	start := p.pos
	r, _ := p.peek(p.pos)
	switch {
	case p.pos >= len(p.text):
		return nil, p.fail("the expression ends too early")
	case r == '(':
		return p.parenthesis()
	case r == '-':
		p.pos++
		p.spaces()
		e, err := p.primary()
		if err != nil {
			return nil, err
		}
		return &Binary{Op: Sub, Left: &NumberLit{Start: start}, Right: e, Start: start}, nil
	case isDigit(r):
		return p.number()
	case r == '\'' || r == '"':
		return p.quotedText(byte(r))
	case isLetter(r) || r == '^':
		return p.name()
	default:
		return nil, p.fail("a number, a text, a name or '(' is expected")
	}
}

func (p *parser) parenthesis() (Expr, error) {
	p.pos++
	p.spaces()
	e, err := p.binary(precComparison)
	if err != nil {
		return nil, err
	}
	p.spaces()
	if p.pos >= len(p.text) || p.text[p.pos] != ')' {
		return nil, p.fail("')' is expected")
	}
	p.pos++
	return e, nil
}

func (p *parser) number() (Expr, error) {
	start := p.pos
	end := p.digits(start)
	if width := dateWidth(p.text[start:]); width > 0 {
		return p.date(width)
	}
	if end+1 < len(p.text) && p.text[end] == '.' && isDigit(rune(p.text[end+1])) {
		end = p.digits(end + 1)
	}
	v, err := strconv.ParseFloat(p.text[start:end], 64)
	if err != nil {
		return nil, p.fail("%q is not a number", p.text[start:end])
	}
	p.pos = end
	return &NumberLit{Value: v, Unit: p.unit(), Start: start}, nil
}

func (p *parser) digits(i int) int {
	for i < len(p.text) && isDigit(rune(p.text[i])) {
		i++
	}
	return i
}

// unit reads the unit after a number: words joined by '.' or '/', of which only
// the first may be preceded by '/'.
func (p *parser) unit() string {
	start := p.pos + p.spaceWidth(p.pos)
	i := start
	if i < len(p.text) && p.text[i] == '/' {
		i++
	}
	end := p.phrase(i, isUnitStart)
	if end == i {
		return ""
	}
	for {
		sep := end + p.spaceWidth(end)
		if sep >= len(p.text) || p.text[sep] != '.' && p.text[sep] != '/' {
			break
		}
		next := p.phrase(sep+1, isUnitStart)
		if next == sep+1 {
			break
		}
		end = next
	}
	p.pos = end
	return p.text[start:end]
}

// quotedText reads up to the last quote of the same kind, so that a text may
// hold apostrophes: 'appartement d'été'.
func (p *parser) quotedText(quote byte) (Expr, error) {
	start := p.pos
	end := strings.LastIndexByte(p.text, quote)
	if end <= start {
		return nil, p.fail("the text is not closed")
	}
	p.pos = end + 1
	return &TextLit{Value: p.text[start+1 : end], Start: start}, nil
}

func (p *parser) name() (Expr, error) {
	start := p.pos
	end := start
	if p.text[start] == '^' {
		end = start + 1
	} else {
		end = p.phrase(start, isLetter)
	}
	for strings.HasPrefix(p.text[end:], " . ") {
		next := p.phrase(end+3, isLetter)
		if next == end+3 {
			break
		}
		end = next
	}
	p.pos = end
	switch name := p.text[start:end]; name {
	case "oui", "non":
		return &BoolLit{Value: name == "oui", Start: start}, nil
	case "^":
		return nil, p.fail("'^' must be followed by ' . ' and a name")
	default:
		return &Ident{Name: name, Start: start}, nil
	}
}

// phrase returns the end of words separated by single spaces, the first of
// which starts with a rune accepted by first; or i when there is none.
func (p *parser) phrase(i int, first func(rune) bool) int {
	end := p.word(i, first)
	if end == i {
		return i
	}
	for {
		r, width := p.peek(end)
		if !isSpace(r) {
			return end
		}
		next := p.word(end+width, isWordRune)
		if next == end+width {
			return end
		}
		end = next
	}
}

func (p *parser) word(i int, first func(rune) bool) int {
	r, width := p.peek(i)
	if width == 0 || !first(r) {
		return i
	}
	for {
		i += width
		r, width = p.peek(i)
		if width == 0 || !isWordRune(r) && r != '-' && r != '+' {
			return i
		}
	}
}

func (p *parser) peek(i int) (rune, int) {
	if i >= len(p.text) {
		return 0, 0
	}
	if c := p.text[i]; c < utf8.RuneSelf {
		return rune(c), 1
	}
	return utf8.DecodeRuneInString(p.text[i:])
}

func (p *parser) spaces() { p.pos += p.spaceWidth(p.pos) }

func (p *parser) spaceWidth(i int) int {
	start := i
	for {
		r, width := p.peek(i)
		if width == 0 || !isSpace(r) {
			return i - start
		}
		i += width
	}
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

// isLetter accepts what may start a name: Latin letters with their accents,
// and the dollar of the language's own rules.
func isLetter(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= 0xC0 && r <= 0x17F || r == '$'
}

func isWordRune(r rune) bool {
	return isLetter(r) || isDigit(r) || strings.ContainsRune("',°€%²_\"«»", r)
}

func isUnitStart(r rune) bool {
	return isLetter(r) || r == '°' || r == '%' || r == '€' || r == '£' || r == '¥'
}

func isSpace(r rune) bool {
	switch r {
	case '\t', ' ', 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0xFEFF:
		return true
	}
	return r >= 0x2000 && r <= 0x200A
}
