package backup

import (
	"archive/tar"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path"
	"slices"

	"capzero/internal/db"

	"github.com/klauspost/compress/zstd"
)

// largestJSON bounds the entries that are read at once.
const largestJSON = 64 << 20

// A reader reads a file from its beginning to its end, once.
type reader struct {
	path string
	file *os.File
	zstd *zstd.Decoder
	tar  *tar.Reader

	Manifest Manifest
	End      End // once all is read

	seen []Entry     // so far
	next *tar.Header // the entry that nobody has read yet
	sum  hash.Hash   // of the entry that is being read
	told Progress
	done int
	pace *pace

	failed error // why a stream could not be read: engines swallow that
}

// openFile opens a file and reads what it holds. It refuses one that this program or
// this installation cannot use.
func openFile(path string, seal Seal) (*reader, error) {
	f, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, about(path, keyMissing)
	}
	if err != nil {
		return nil, err
	}
	r := &reader{path: path, file: f, told: func(int, int) {}}
	if r.zstd, err = zstd.NewReader(f, zstd.WithDecoderConcurrency(1)); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	r.tar = tar.NewReader(r.zstd)
	if err := r.begin(seal); err != nil {
		r.close()
		return nil, err
	}
	return r, nil
}

func (r *reader) close() {
	r.zstd.Close()
	r.file.Close() // it was only read
}

// begin reads the manifest.
func (r *reader) begin(seal Seal) error {
	if err := r.advance(); err != nil {
		if errors.Is(err, io.ErrUnexpectedEOF) {
			return unreadable(r.path, err)
		}
		return about(r.path, keyNotOne).Because(err)
	}
	if r.next == nil || r.next.Name != manifestName {
		return about(r.path, keyNotOne)
	}
	var found struct {
		Format  int    `json:"format"`
		Program string `json:"program"`
	}
	text, err := r.whole()
	if err != nil {
		return err
	}
	if json.Unmarshal(text, &found) != nil || found.Format < 1 {
		return about(r.path, keyNotOne)
	}
	if found.Format > format {
		return about(r.path, keyNewer, "program", found.Program)
	}
	if err := json.Unmarshal(text, &r.Manifest); err != nil {
		return unreadable(r.path, err)
	}
	if err := r.check(seal); err != nil {
		return err
	}
	return r.advance()
}

// check refuses what cannot be used here, before much is read.
func (r *reader) check(seal Seal) error {
	if r.Manifest.Installation != seal.Installation {
		return about(r.path, keyForeign, "theirs", short(r.Manifest.Installation), "ours", short(seal.Installation))
	}
	version, queue, err := db.Latest(r.Manifest.Engine)
	if err != nil {
		return err
	}
	if r.Manifest.Version > version || r.Manifest.Queue > queue {
		return about(r.path, keyNewer, "program", r.Manifest.Program)
	}
	return nil
}

// advance goes to the next entry; there is none at the end of the file.
func (r *reader) advance() (err error) {
	r.next, err = r.tar.Next()
	if errors.Is(err, io.EOF) {
		r.next = nil
		return nil
	}
	return err
}

// whole reads the entry that is next and notes it.
func (r *reader) whole() ([]byte, error) {
	r.open()
	text, err := io.ReadAll(io.LimitReader(r.tar, largestJSON))
	if err != nil {
		return nil, unreadable(r.path, err)
	}
	r.sum.Write(text)
	r.note(int64(len(text)))
	return text, nil
}

func (r *reader) open() { r.sum = sha256.New() }

func (r *reader) note(size int64) {
	r.seen = append(r.seen, Entry{Name: r.next.Name, Size: size, SHA256: hex.EncodeToString(r.sum.Sum(nil))})
}

// load gives each stream to put, then reads the end and holds all that was read
// against it.
func (r *reader) load(put func(db.Stream, io.Reader) error) error {
	for _, s := range r.Manifest.Streams {
		if err := put(s, &streamReader{from: r, name: s.Name}); err != nil {
			return err
		}
	}
	all := size(r.Manifest.Streams)
	r.told(all, all)
	return r.finish()
}

// finish reads the end.
func (r *reader) finish() error {
	if r.next == nil {
		return about(r.path, keyTruncated)
	}
	if r.next.Name != endName {
		return about(r.path, keyDamaged)
	}
	before := slices.Clone(r.seen)
	text, err := r.whole()
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, &r.End); err != nil {
		return unreadable(r.path, err)
	}
	if !slices.Equal(r.End.Entries, before) {
		return about(r.path, keyDamaged).Because(errors.New("an entry is not what its digest says"))
	}
	return r.nothingMore()
}

// nothingMore refuses what follows the end.
func (r *reader) nothingMore() error {
	if err := r.advance(); err != nil {
		return unreadable(r.path, err)
	}
	rest, err := io.Copy(io.Discard, r.zstd)
	if err != nil {
		return unreadable(r.path, err)
	}
	if r.next != nil || rest > 0 {
		return about(r.path, keyDamaged).Because(errors.New("something follows its end"))
	}
	return nil
}

// A streamReader reads the pieces of one stream as one.
type streamReader struct {
	from *reader
	name string
	size int64 // of the piece, read so far
	open bool  // a piece is begun
}

func (s *streamReader) Read(data []byte) (n int, err error) {
	if n, err = s.read(data); err != nil && !errors.Is(err, io.EOF) {
		s.from.failed = err
	}
	return n, err
}

func (s *streamReader) read(data []byte) (int, error) {
	r := s.from
	for {
		if !s.open {
			if r.next == nil || path.Dir(r.next.Name) != s.name {
				return 0, io.EOF
			}
			r.open()
			s.size, s.open = 0, true
		}
		n, err := r.tar.Read(data)
		r.sum.Write(data[:n])
		s.size += int64(n)
		if err == nil {
			return n, nil
		}
		if !errors.Is(err, io.EOF) {
			return n, unreadable(r.path, err)
		}
		if err := s.pieceDone(); err != nil {
			return n, err
		}
		if n > 0 {
			return n, nil
		}
	}
}

func (s *streamReader) pieceDone() error {
	r := s.from
	r.note(s.size)
	s.open = false
	r.pace.rest()
	all := size(r.Manifest.Streams)
	r.done += int(s.size)
	r.told(min(r.done, all), all)
	if err := r.advance(); err != nil {
		return unreadable(r.path, err)
	}
	return nil
}

// Verify reads a whole file and holds it against its seal.
func (s Seal) Verify(path string, told Progress) (Manifest, error) {
	r, err := openFile(path, s)
	if err != nil {
		return Manifest{}, err
	}
	defer r.close()
	r.told, r.pace = told, newPace()
	err = r.load(func(_ db.Stream, from io.Reader) error {
		_, err := io.Copy(io.Discard, from)
		return err
	})
	if err == nil {
		err = r.sealed(s)
	}
	return r.Manifest, err
}

// sealed refuses a file that somebody else has closed.
func (r *reader) sealed(s Seal) error {
	if !s.holds(r.End) {
		return about(r.path, keyDamaged).Because(fmt.Errorf("its seal is not that of %s", s.Installation))
	}
	return nil
}

// Read returns what a file says it holds, if this program and this installation can
// use it. The rest of it is not looked at.
func (s Seal) Read(path string) (Manifest, error) {
	r, err := openFile(path, s)
	if err != nil {
		return Manifest{}, err
	}
	r.close()
	return r.Manifest, nil
}
