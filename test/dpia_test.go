package test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"capzero/internal/account"
	"capzero/internal/backup"
	"capzero/internal/challenge"
	"capzero/internal/city"
	"capzero/internal/footprint"
	"capzero/internal/i18n"
	"capzero/internal/mydata"
	"capzero/internal/retention"
	"capzero/internal/steering"
	"capzero/internal/web"
)

func readAssessment(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile("../docs/dpia.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func days(d time.Duration) string { return fmt.Sprintf("%d jours", d/(24*time.Hour)) }

// TestTheImpactAssessmentIsTrue: the figures that the assessment names are those of the
// program.
func TestTheImpactAssessmentIsTrue(t *testing.T) {
	text := readAssessment(t)
	for what, n := range map[string]int{
		"footprint": footprint.SnapshotStep, "challenge": challenge.ShownFrom, "steering": steering.LeastHouseholds, "mydata": mydata.Step,
	} {
		if n != 11 || !strings.Contains(text, "(k = 11)") {
			t.Errorf("%s shows groups of %d, and the assessment says 11", what, n)
		}
	}
	usual := city.Retention{}.OrUsual()
	for _, line := range []string{
		"| Réponses sans compte, après la dernière visite | " + days(footprint.KeptFor) + " |",
		"| Session d’un appareil qui ne revient pas | " + days(account.SessionFor) + " |",
		"| Copie à emporter | " + days(mydata.Takeout{}.Until().Sub(time.Time{})) + " |",
		fmt.Sprintf("| Reçu d’effacement, sans nom | %d mois |", retention.ReceiptMonths),
		fmt.Sprintf("ensuite des sommes de cinq foyers ou plus | %d mois |", usual.SeasonMonths),
		fmt.Sprintf("| Compte que personne n’utilise, après deux messages | %d mois |", usual.InactiveMonths),
		"| Regards de l’équipe | " + days(retention.AccessFor) + " |",
		fmt.Sprintf("| Sauvegardes du programme | la dernière de chacun de %d jours et de %d semaines |", backup.Usual.Days, backup.Usual.Weeks),
	} {
		if !strings.Contains(text, line) {
			t.Errorf("the assessment does not say %q", line)
		}
	}
	if challenge.SeenFrom != 5 || !strings.Contains(text, "à partir de cinq\nautres foyers") {
		t.Errorf("a team sees its sum from %d others on", challenge.SeenFrom)
	}
}

// TestTheImpactAssessmentIsTheOneThatIsNamed by the page for who answers for the data.
func TestTheImpactAssessmentIsTheOneThatIsNamed(t *testing.T) {
	catalogues, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	day, err := time.Parse(time.DateOnly, web.AssessmentDay)
	if err != nil {
		t.Fatal(err)
	}
	want := "version " + web.AssessmentVersion + " du " + catalogues.Locale("fr").ShortDate(day)
	if !strings.Contains(readAssessment(t), want) {
		t.Errorf("the assessment is not %q", want)
	}
}

var (
	coded     = regexp.MustCompile("`([^`]+)`")
	isTable   = regexp.MustCompile(`^[a-z]+(_[a-z]+)*$`)
	isPath    = regexp.MustCompile(`^internal/[a-z/.]+$`)
	isAddress = regexp.MustCompile(`^/[a-z/-]+$`)
)

// settings are words in code that are no table: of PostgreSQL and SQLite, and files.
var settings = map[string]bool{
	"operator": true, "secure_delete": true, "autovacuum": true, "autovacuum_vacuum_scale_factor": true,
	"checkpoint_timeout": true, "max_wal_size": true, "wal_keep_size": true, "wal_recycle": true, "off": true, "archive_command": true,
	"max_slot_wal_keep_size": true, "log_statement": true, "none": true, "log_parameter_max_length": true, "log_parameter_max_length_on_error": true,
}

// TestTheImpactAssessmentNamesWhatExists: tables, folders and addresses.
func TestTheImpactAssessmentNamesWhatExists(t *testing.T) {
	schema, err := os.ReadFile("../internal/db/schema.sql")
	if err != nil {
		t.Fatal(err)
	}
	routes := map[string]bool{"/healthz": true}
	for _, r := range web.Routes() {
		_, path, _ := strings.Cut(r.Pattern, " ")
		routes[path] = true
	}
	seen := 0
	for _, m := range coded.FindAllStringSubmatch(readAssessment(t), -1) {
		name := m[1]
		exists := true
		switch {
		case settings[name]:
		case isTable.MatchString(name):
			exists = strings.Contains(string(schema), "CREATE TABLE "+name+" (")
		case isPath.MatchString(name):
			_, err := os.Stat(filepath.Join("..", name))
			exists = err == nil
		case isAddress.MatchString(name):
			exists = routes[name]
		default:
			continue
		}
		if seen++; !exists {
			t.Errorf("the assessment names %s, which does not exist", name)
		}
	}
	if seen < 60 {
		t.Errorf("it names only %d things: the test does not see what it should", seen)
	}
}
