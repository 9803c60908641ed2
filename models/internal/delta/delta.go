// Package delta writes a file as its differences from another that is much like
// it. The regions and the versions of the carbon model are files of a megabyte
// that share most of their bytes; as differences, all of them together take less
// than one of them whole.
//
//	d := delta.Make(base, target)
//	target, err := delta.Apply(base, d)
//
// A delta is a sequence of steps. Each begins with two numbers as uvarints, how
// many bytes to take from the delta itself, and how many from the base; the
// former bytes follow, then the place in the base, as a uvarint, if there are
// any of the latter. The checksum of the target comes first: another base is an
// error and never another file.
package delta

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
)

const (
	// window is how many bytes must be equal for a part to be found in the base.
	window = 24
	// maxBytes bounds what Apply makes, ten times what is published.
	maxBytes = 16 << 20
)

// Make returns what turns base into target.
func Make(base, target []byte) []byte {
	places := index(base)
	d := binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE(target))
	fresh := 0 // where the bytes begin that the base does not have
	for at := 0; at < len(target); {
		place, length := find(base, places, target[at:])
		if length == 0 {
			at = next(target, at)
			continue
		}
		d = step(d, target[fresh:at], place, length)
		at += length
		fresh = at
	}
	return step(d, target[fresh:], 0, 0)
}

// step appends one step.
func step(d, own []byte, place, length int) []byte {
	d = binary.AppendUvarint(d, uint64(len(own)))
	d = binary.AppendUvarint(d, uint64(length))
	d = append(d, own...)
	if length > 0 {
		d = binary.AppendUvarint(d, uint64(place))
	}
	return d
}

// index finds the first place of each window that begins at a seam.
func index(base []byte) map[string]int {
	places := map[string]int{}
	for at := 0; at+window <= len(base); at = next(base, at) {
		key := string(base[at : at+window])
		if _, known := places[key]; !known {
			places[key] = at
		}
	}
	return places
}

// find returns where the base goes on like the rest does, and how far.
func find(base []byte, places map[string]int, rest []byte) (place, length int) {
	if len(rest) < window {
		return 0, 0
	}
	place, ok := places[string(rest[:window])]
	if !ok {
		return 0, 0
	}
	for length = window; length < len(rest) && place+length < len(base) && rest[length] == base[place+length]; {
		length++
	}
	return place, length
}

// next returns the seam after a place: behind the next comma, where a key or an
// item of JSON begins.
func next(data []byte, at int) int {
	comma := bytes.IndexByte(data[at:], ',')
	if comma < 0 {
		return len(data)
	}
	return at + comma + 1
}

var errCut = errors.New("the delta is cut short")

// Apply returns the target that a delta was made for.
func Apply(base, d []byte) ([]byte, error) {
	if len(d) < 4 {
		return nil, errCut
	}
	r := reader{rest: d[4:]}
	var target []byte
	for len(r.rest) > 0 && r.err == nil {
		own, length := r.number(), r.number()
		target = append(target, r.take(own)...)
		if length == 0 {
			continue
		}
		place := r.number()
		if place > len(base) || length > len(base)-place || length > maxBytes-len(target) {
			return nil, errors.New("the delta was made for another base")
		}
		target = append(target, base[place:place+length]...)
	}
	if r.err != nil {
		return nil, r.err
	}
	if sum := crc32.ChecksumIEEE(target); sum != binary.BigEndian.Uint32(d) {
		return nil, fmt.Errorf("the delta was made for another base: checksum %08x", sum)
	}
	return target, nil
}

// A reader takes a delta apart. After an error it gives nothing any more.
type reader struct {
	rest []byte
	err  error
}

func (r *reader) number() int {
	n, length := binary.Uvarint(r.rest)
	if length <= 0 || n > maxBytes {
		r.rest, r.err = nil, errCut
		return 0
	}
	r.rest = r.rest[length:]
	return int(n)
}

func (r *reader) take(n int) []byte {
	if n > len(r.rest) {
		r.rest, r.err = nil, errCut
		return nil
	}
	taken := r.rest[:n]
	r.rest = r.rest[n:]
	return taken
}
