package mydata_test

import (
	"strings"
	"testing"
	"time"

	"capzero/internal/db"
	"capzero/internal/db/dbtest"
	"capzero/internal/i18n"
	"capzero/internal/mydata"
)

// columnsOf are the columns of every table of the program, as an engine has them. The
// tables of the queue and of the migrations hold ids and numbers, see package job.
func columnsOf(t *testing.T, d *db.DB) map[string][]string {
	t.Helper()
	query := `SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'`
	if d.Engine() == db.PostgreSQL {
		query = `SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema()`
	}
	var all map[string][]string
	err := d.Read(t.Context(), func(tx *db.Tx) error {
		all = map[string][]string{}
		rows, err := tx.Query(t.Context(), query)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var table, column string
			if err := rows.Scan(&table, &column); err != nil {
				return err
			}
			if !strings.HasPrefix(table, "river_") && !strings.HasPrefix(table, "goose_") && !strings.HasPrefix(table, "sqlite_") {
				all[table] = append(all[table], column)
			}
		}
		return rows.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestExportHoldsEverything: every column of every table is in the export, with
// words in every language, or in the list of those that are not, with a reason. A new
// one fails until somebody decides.
func TestExportHoldsEverything(t *testing.T) {
	catalogues, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	dbtest.OnBoth(t, func(t *testing.T, open func(func() time.Time) *db.DB) {
		d := open(nil)
		tables := columnsOf(t, d)
		described := map[string]map[string]bool{}
		for _, g := range mydata.Groups() {
			for _, thing := range g.Things {
				if described[thing.Table] != nil {
					t.Errorf("table %s is described twice", thing.Table)
				}
				described[thing.Table] = map[string]bool{}
				for _, c := range thing.Columns {
					if described[thing.Table][c.Name] {
						t.Errorf("%s.%s is described twice", thing.Table, c.Name)
					}
					described[thing.Table][c.Name] = true
					wantWords(t, catalogues, thing, c)
				}
			}
		}
		for table, columns := range tables {
			left := mydata.LeftTables()[table] != ""
			if left == (described[table] != nil) {
				t.Errorf("table %s: say in things.go what is given of it, or in LeftTables why nothing is, not both", table)
			}
			for _, column := range columns {
				if !left && !described[table][column] {
					t.Errorf("%s.%s: say in things.go whether it is given, or why not", table, column)
				}
				delete(described[table], column)
			}
			for column := range described[table] {
				t.Errorf("%s.%s is described, and does not exist", table, column)
			}
		}
		for table := range mydata.LeftTables() {
			if tables[table] == nil {
				t.Errorf("table %s is left out, and does not exist", table)
			}
		}
	})
}

func wantWords(t *testing.T, catalogues *i18n.Catalogues, thing mydata.Thing, c mydata.Column) {
	t.Helper()
	for _, tag := range catalogues.Tags() {
		l := catalogues.Locale(tag)
		for _, key := range []string{"mydata.thing." + thing.Name, mydata.FieldKey(thing, c)} {
			if c.Left == "" && !l.Has(key) {
				t.Errorf("%s: no words for %s", tag, key)
			}
		}
		if c.Left != "" && !l.Has("mydata.left."+string(c.Left)) {
			t.Errorf("%s: no words for the reason %s", tag, c.Left)
		}
	}
}
