package backup_test

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"testing"
	"time"

	"capzero/internal/backup"
	"capzero/internal/db"
	"capzero/internal/db/dbtest"
)

// These make the test binary the process that is killed while it restores a file to
// a place, at one of the points where it may be.
const (
	fileEnv  = "CAPZERO_TEST_BACKUP"
	placeEnv = "CAPZERO_TEST_PLACE"
	pointEnv = "CAPZERO_TEST_POINT"
	soakEnv  = "CAPZERO_SOAK"
)

func TestMain(m *testing.M) {
	if os.Getenv(fileEnv) != "" {
		if err := restoreAndDie(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

func restoreAndDie() error {
	point, err := strconv.ParseInt(os.Getenv(pointEnv), 10, 64)
	if err != nil {
		return err
	}
	death := dbtest.DeathAt(point)
	ctx := context.Background()
	if os.Getenv(soakEnv) != "" {
		ctx = death // before every statement of the migrations too
	}
	return seal.Restore(ctx, os.Getenv(fileEnv), os.Getenv(placeEnv), backup.Restoring{
		Now:      time.Now,
		Progress: func(int, int) { death.Pass() },
		Fill: func(d *db.DB, _ backup.Manifest) error {
			err := d.Write(death, func(tx *db.Tx) error {
				_, err := tx.Exec(death, `INSERT INTO installation (fact, value) VALUES ('filled', 'yes')`)
				death.Pass()
				return err
			})
			death.Pass()
			return err
		},
	})
}

// Killed at any step, a restore leaves nothing that anybody would take for records,
// and the same command begins again.
func TestARestoreThatIsKilled(t *testing.T) {
	dbtest.OnBoth(t, func(t *testing.T, open func(func() time.Time) *db.DB) {
		d := open(nil)
		must(t, write(d, "fact"))
		k := keeping(t)
		made, err := k.Make(t.Context(), d, nil)
		must(t, err)
		place := dbtest.Empty(t, d.Engine())
		deaths := 0
		for point := 1; ; point++ {
			killed := dbtest.Killed(t, fileEnv+"="+made.Path, placeEnv+"="+place, pointEnv+"="+strconv.Itoa(point))
			exists, err := db.Exists(t.Context(), place)
			must(t, err)
			if exists == killed {
				t.Fatalf("killed at point %d: %v, and there are records: %v", point, killed, exists)
			}
			if !killed {
				break
			}
			deaths++
		}
		if deaths < 4 {
			t.Errorf("it was killed %d times only", deaths)
		}
		t.Logf("%s: killed at %d points", d.Engine(), deaths)
		again, err := db.Open(context.Background(), place, time.Now)
		must(t, err)
		defer again.Close()
		if n := written(t, again); n != 1 {
			t.Errorf("%d rows came back", n)
		}
	})
}

// The half of a copy that a killed restore has left in a folder goes with the next.
func TestWhatAKilledRestoreLeavesGoes(t *testing.T) {
	d := dbtest.At(t, t.TempDir(), nil)
	made, err := keeping(t).Make(t.Context(), d, nil)
	must(t, err)
	place := t.TempDir()
	if !dbtest.Killed(t, fileEnv+"="+made.Path, placeEnv+"="+place, pointEnv+"=1") {
		t.Fatal("it was not killed")
	}
	_, err = db.Open(t.Context(), place, time.Now)
	wantFault(t, err, "error.half_made")
	must(t, restore(t, made.Path, place))
	left, err := os.ReadDir(place)
	must(t, err)
	if len(left) != 1 {
		t.Errorf("there is left %v", left)
	}
}
