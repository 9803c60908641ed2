package eval

import "math"

// root searches for a zero of a function between two points, by Brent's method:
// each step goes to where a line or a parabola through the last points meets
// zero, or to the middle when that leads astray. The points that it tries are
// those of the reference, since it stops long before the last digit.
type root struct {
	f         func(x float64) (y float64, ok bool) // not ok ends the search
	tolerance float64                              // of x and of f(x)
	enough    float64                              // the f(x) that will do when steps run out
	steps     int

	a, b, c    float64 // the last but one, the best, and one on the other side of zero
	fa, fb, fc float64
}

// between returns the zero; ok is false when there is none within reach.
func (r *root) between(low, high float64) (x float64, ok bool) {
	if r.a, r.b, r.c = low, high, low; !r.begin() {
		return 0, false
	}
	fallback, found := 0.0, false
	for ; r.steps > 0; r.steps-- {
		before := r.b - r.a
		r.bestFirst()
		tolerance := 1e-15*math.Abs(r.b) + r.tolerance/2
		half := (r.c - r.b) / 2
		if math.Abs(half) <= tolerance || r.fb == 0 {
			return r.b, true
		}
		if !r.advance(r.step(before, half, tolerance)) {
			return 0, false
		}
		if math.Abs(r.fb) < r.tolerance {
			return r.b, true
		}
		if math.Abs(r.fb) < r.enough {
			fallback, found = r.b, true
		}
	}
	return fallback, found
}

func (r *root) begin() (ok bool) {
	if r.fa, ok = r.f(r.a); !ok {
		return false
	}
	r.fc = r.fa
	r.fb, ok = r.f(r.b)
	return ok
}

// bestFirst makes b the point nearest to zero.
func (r *root) bestFirst() {
	if math.Abs(r.fc) < math.Abs(r.fb) {
		r.a, r.b, r.c = r.b, r.c, r.b
		r.fa, r.fb, r.fc = r.fb, r.fc, r.fb
	}
}

// step chooses how far to go from b: by interpolation if the last step went well
// and this one stays inside, else half the way; at least the tolerance.
func (r *root) step(before, half, tolerance float64) float64 {
	step := half
	if math.Abs(before) >= tolerance && math.Abs(r.fa) > math.Abs(r.fb) {
		p, q := r.interpolate()
		if p > 0 {
			q = -q
		} else {
			p = -p
		}
		if p < 0.75*(r.c-r.b)*q-math.Abs(tolerance*q)/2 && p < math.Abs(before*q/2) {
			step = p / q
		}
	}
	if math.Abs(step) < tolerance {
		return math.Copysign(tolerance, step)
	}
	return step
}

// interpolate gives the step as a quotient: on a line through two points, or on
// a parabola through three.
func (r *root) interpolate() (p, q float64) {
	if r.a == r.c {
		slope := r.fb / r.fa
		return (r.c - r.b) * slope, 1 - slope
	}
	ac, bc, ba := r.fa/r.fc, r.fb/r.fc, r.fb/r.fa
	p = ba * ((r.c-r.b)*ac*(ac-bc) - (r.b-r.a)*(bc-1))
	return p, (ac - 1) * (bc - 1) * (ba - 1)
}

func (r *root) advance(step float64) (ok bool) {
	r.a, r.fa = r.b, r.fb
	r.b += step
	if r.fb, ok = r.f(r.b); !ok {
		return false
	}
	if r.fb > 0 && r.fc > 0 || r.fb < 0 && r.fc < 0 {
		r.c, r.fc = r.a, r.fa
	}
	return true
}
