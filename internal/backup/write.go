package backup

import (
	"archive/tar"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"capzero/internal/db"

	"github.com/klauspost/compress/zstd"
)

// pieceSize is how many bytes of a stream an entry has at most: how long a table
// is shows only at its end, and a tar wants to know before.
const pieceSize = 1 << 20

// A Progress hears how many bytes of about how many are done.
type Progress func(done, all int)

// write writes a whole file.
func write(ctx context.Context, to io.Writer, s *db.Snapshot, m Manifest, seal Seal, told Progress) error {
	packed, err := zstd.NewWriter(to, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1))
	if err != nil {
		return err
	}
	defer packed.Close() // a second time where all went well
	w := &writer{tar: tar.NewWriter(packed), at: m.Moment, pace: newPace()}
	if err := w.entryJSON(manifestName, m); err != nil {
		return err
	}
	if err := w.streams(ctx, s, told); err != nil {
		return err
	}
	if w.end.Rows, err = s.Rows(ctx); err != nil {
		return err
	}
	if w.end.Seal, err = seal.of(w.end); err != nil {
		return err
	}
	return errors.Join(w.entryJSON(endName, w.end), w.tar.Close(), packed.Close())
}

// A writer writes entries and remembers them.
type writer struct {
	tar  *tar.Writer
	at   time.Time
	end  End
	pace *pace
}

func (w *writer) streams(ctx context.Context, s *db.Snapshot, told Progress) error {
	all := size(s.Streams)
	done := 0
	for _, stream := range s.Streams {
		p := &pieces{to: w, name: stream.Name, written: func(n int) {
			done += n
			told(min(done, all), all)
		}}
		if err := s.Copy(ctx, stream, p); err != nil {
			return err
		}
		if err := p.flush(); err != nil {
			return err
		}
	}
	told(all, all)
	return nil
}

// size is about how many bytes streams have, never none.
func size(streams []db.Stream) int {
	var all int64
	for _, s := range streams {
		all += s.About
	}
	return int(max(all, 1))
}

func (w *writer) entryJSON(name string, value any) error {
	text, err := json.MarshalIndent(value, "", "\t")
	if err != nil {
		return err
	}
	return w.entry(name, text)
}

func (w *writer) entry(name string, data []byte) error {
	err := w.tar.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: int64(len(data)), ModTime: w.at.Truncate(time.Second)})
	if err != nil {
		return err
	}
	sum := sha256.Sum256(data)
	w.end.Entries = append(w.end.Entries, Entry{Name: name, Size: int64(len(data)), SHA256: hex.EncodeToString(sum[:])})
	_, err = w.tar.Write(data)
	w.pace.rest()
	return err
}

// pieces cuts a stream into entries.
type pieces struct {
	to      *writer
	name    string
	number  int
	data    []byte
	written func(n int)
}

func (p *pieces) Write(data []byte) (int, error) {
	n := len(data)
	for len(data) > 0 {
		some := min(len(data), pieceSize-len(p.data))
		p.data = append(p.data, data[:some]...)
		data = data[some:]
		if len(p.data) == pieceSize {
			if err := p.flush(); err != nil {
				return 0, err
			}
		}
	}
	return n, nil
}

func (p *pieces) flush() error {
	if len(p.data) == 0 {
		return nil
	}
	p.number++
	err := p.to.entry(fmt.Sprintf("%s/%06d", p.name, p.number), p.data)
	p.written(len(p.data))
	p.data = p.data[:0]
	return err
}
