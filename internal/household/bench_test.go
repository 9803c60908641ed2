package household

import (
	"testing"

	"capzero/internal/db"
)

// What a page pays for asking: whether one sees what is another's, and whether a
// purpose is allowed.
func BenchmarkAsking(b *testing.B) {
	w := newWorld(b)
	w.create(b, "ana", flat(2, 0))
	w.bring(b, "bob", "ana")
	w.decide(b, "ana", SharingAtHome, Accept)
	must(b, w.Share(b.Context(), "ana", Footprint))
	for name, ask := range map[string]func(tx *db.Tx) (bool, error){
		"MaySee": func(tx *db.Tx) (bool, error) { return w.MaySee(b.Context(), tx, "bob", "ana", Footprint) },
		"Allows": func(tx *db.Tx) (bool, error) { return w.consents.Allows(b.Context(), tx, "ana", SharingAtHome) },
	} {
		b.Run(name, func(b *testing.B) {
			must(b, w.db.Read(b.Context(), func(tx *db.Tx) error {
				for b.Loop() {
					if ok, err := ask(tx); err != nil || !ok {
						b.Fatal(ok, err)
					}
				}
				return nil
			}))
		})
	}
	b.Run("Of", func(b *testing.B) {
		for b.Loop() {
			w.of(b, "ana")
		}
	})
}
