package roster_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/oktascim/oktascim/suites/pilot/roster"
)

var roles = roster.Options{Roles: []string{"Admin", "Analyst", "Viewer"}}

func TestCSV(t *testing.T) {
	t.Parallel()
	got, err := roster.ReadCSV("r.csv", strings.NewReader("\xef\xbb\xbfRole,USERNAME , groups,givenname,familyName\r\n"+
		"admin,ann@example.com,Admins; Staff ;admins,Ann,\"Çelik, PhD\"\r\n\r\n,,,,\r\n,bob,STAFF,Bob,\r\n"), roles)
	if err != nil {
		t.Fatal(err)
	}
	want := []roster.Person{
		{UserName: "ann@example.com", GivenName: "Ann", FamilyName: "Çelik, PhD", Groups: []string{"Admins", "Staff"},
			Role: "Admin", Status: roster.Assigned, Line: 2},
		{UserName: "bob", GivenName: "Bob", Groups: []string{"Staff"}, Status: roster.Assigned, Line: 5},
	}
	if diff := cmp.Diff(want, got.People); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"Admins", "Staff"}, got.Groups()); diff != "" {
		t.Error(diff)
	}
	if got.Columns[roster.Email] || !got.Columns[roster.FamilyName] {
		t.Errorf("columns %v", got.Columns)
	}
}

func TestYAML(t *testing.T) {
	t.Parallel()
	const text = "people:\n  - userName: ann@example.com\n    groups: [Admins, Staff]\n    role: Admin\n  - {userName: " +
		"bob@example.com, groups: Staff;Other, status: Leaver}\n"
	got, err := roster.ReadYAML("r.yaml", strings.NewReader(text), roles)
	if err != nil {
		t.Fatal(err)
	}
	want := []roster.Person{
		{UserName: "ann@example.com", Groups: []string{"Admins", "Staff"}, Role: "Admin", Status: roster.Assigned, Line: 2},
		{UserName: "bob@example.com", Groups: []string{"Staff", "Other"}, Status: roster.Leaver, Line: 5},
	}
	if diff := cmp.Diff(want, got.People); diff != "" {
		t.Error(diff)
	}
	bare, err := roster.ReadYAML("r.yaml", strings.NewReader("- userName: ann\n  email: ann@example.com\n"), roles)
	if err != nil || len(bare.People) != 1 || bare.People[0].Line != 1 {
		t.Errorf("a bare list: %+v, %v", bare, err)
	}
}

// TestBadRosters: every error names the file and the line, and says what to do.
func TestBadRosters(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, file, text string
		options          roster.Options
		want             []string
	}{
		{"empty", "r.csv", "", roles, []string{"r.csv: the file is empty", "userName,givenName"}},
		{"byte order mark alone", "r.csv", "\xef\xbb\xbf", roles, []string{"r.csv: the file is empty"}},
		{"header alone", "r.csv", "userName,role\n", roles, []string{"the roster has nobody in it"}},
		{"UTF-16", "r.csv", "\xff\xfeu\x00", roles, []string{"UTF-16", "save it as UTF-8"}},
		{"spreadsheet", "r.csv", "PK\x03\x04rest", roles, []string{"spreadsheet", "CSV UTF-8"}},
		{"Latin-1", "r.csv", "userName,givenName\nann,Ren\xe9\n", roles, []string{"r.csv:2: givenName is not UTF-8"}},
		{"semicolons", "r.csv", "userName;role\nann;Admin\n", roles,
			[]string{"r.csv:1: the columns are separated by semicolons"}},
		{"unknown column", "r.csv", "userName,rolle,Login,shoe size\nann,Admin,x,y\n", roles,
			[]string{`there is no column "rolle"`, "did you mean role?", `"Login"`, "did you mean userName?", `"shoe size"`,
				"remove it; the columns are"}},
		{"column twice", "r.csv", "userName,role,ROLE\nann,Admin,Admin\n", roles,
			[]string{"r.csv:1: the column role is there twice"}},
		{"column without a name", "r.csv", "userName,,role\nann,,Admin\n", roles, []string{"column 2 has no heading"}},
		{"no userName", "r.csv", "email,role\nann@example.com,Admin\n", roles,
			[]string{"r.csv:1: the column userName is missing"}},
		{"userName alone", "r.csv", "userName\nann\n", roles, []string{"the only column is userName"}},
		{"twice", "r.csv", "userName,role\nann@example.com,Admin\nbob,\nANN@example.com,Viewer\n", roles,
			[]string{"r.csv:4: ANN@example.com is there twice: first on line 2"}},
		{"address twice", "r.csv", "userName,email\nann,a@example.com\nbob,A@example.com\n",
			roster.Options{UniqueEmail: true}, []string{"r.csv:3: two people have the address A@example.com: " +
				"the other is on line 2"}},
		{"unknown role", "r.csv", "userName,role\nann,Analist\nbob,Owner\n", roles,
			[]string{`r.csv:2: role "Analist" is none of the app's`, "did you mean Analyst?", `r.csv:3: role "Owner"`,
				"the app profile has the roles Admin, Analyst, Viewer"}},
		{"unknown status", "r.csv", "userName,status\nann,leavr\n", roles,
			[]string{`r.csv:2: status "leavr" is not known`, "did you mean leaver?"}},
		{"no address", "r.csv", "userName,email\nann,ann at example\n", roles,
			[]string{`r.csv:2: email "ann at example" is not an e-mail address`}},
		{"empty userName", "r.csv", "userName,role\n,Admin\n", roles, []string{"r.csv:2: userName is empty"}},
		{"too many values", "r.csv", "userName,role\nann,Admin,x\n", roles,
			[]string{"r.csv:2: the row has 3 values, the header 2 columns"}},
		{"quoted line break", "r.csv", "userName,givenName,role\nann,\"An\r\nn\",Admin\nbob,Bob,Chef\n", roles,
			[]string{"r.csv:2: givenName holds a line break", `r.csv:4: role "Chef"`}},
		{"open quote", "r.csv", "userName,role\nann,\"Admin\nbob,Viewer\n", roles,
			[]string{"r.csv:2: a quote of the row that starts here is not closed"}},
		{"bare quote", "r.csv", "userName,role\nann,Ad\"min\n", roles, []string{"r.csv:2: a quote stands inside a value"}},
		{"control character", "r.csv", "userName,role\nann\x1b[2J,Admin\n", roles,
			[]string{"r.csv:2: userName holds a control character"}},
		{"empty YAML", "r.yaml", " \n", roles, []string{"r.yaml: the file is empty"}},
		{"no YAML", "r.yaml", "people: [\n", roles, []string{"r.yaml:1: this is not valid YAML"}},
		{"YAML of something else", "r.yaml", "users:\n  - ann\n", roles, []string{`r.yaml:1: there is no key "users"`}},
		{"YAML text", "r.yaml", "ann\n", roles, []string{"the file is not a list of people"}},
		{"YAML entry", "r.yaml", "people:\n  - ann\n", roles, []string{"r.yaml:2: this entry is not a person"}},
		{"YAML key", "r.yaml", "people:\n  - userName: ann\n    rol: Admin\n", roles,
			[]string{`r.yaml:3: there is no key "rol"`, "did you mean role?"}},
		{"YAML twice", "r.yaml", "- {userName: ann, role: Admin}\n- {userName: Ann, role: Admin}\n", roles,
			[]string{"r.yaml:2: Ann is there twice: first on line 1"}},
		{"YAML name alone", "r.yaml", "- {userName: ann}\n", roles, []string{"r.yaml:1: nothing but the userName is stated"}},
		{"YAML nested", "r.yaml", "- {userName: ann, role: [Admin]}\n", roles, []string{"r.yaml:1: role is not a text"}},
		{"YAML too large", "r.yaml", "# " + strings.Repeat("x", 3<<20), roles, []string{"larger than 2 MiB", "as CSV"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), tt.file)
			if err := os.WriteFile(path, []byte(tt.text), 0o600); err != nil {
				t.Fatal(err)
			}
			got, err := roster.Load(path, tt.options)
			if err == nil {
				t.Fatalf("no error: %+v", got)
			}
			for _, want := range tt.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("no %q in\n%v", want, err)
				}
			}
		})
	}
}

func TestLoadWhatIsNoRoster(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for path, want := range map[string]string{filepath.Join(dir, "none.csv"): "there is no file", dir: "is a directory"} {
		if _, err := roster.Load(path, roles); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", path, err)
		}
	}
}

func TestLeavers(t *testing.T) {
	t.Parallel()
	got, err := roster.ReadCSV("l.csv", strings.NewReader("username\nann\nbob\n"), roster.Options{Leavers: true})
	if err != nil || len(got.People) != 2 || got.People[1].Status != roster.Leaver {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestExample(t *testing.T) {
	t.Parallel()
	got, err := roster.Load("../../../fixtures/rosters/example.csv", roles)
	if err != nil || len(got.People) != 6 {
		t.Fatalf("%+v, %v", got, err)
	}
}

// TestLarge: 100,000 rows take a few seconds at most, also on a busy machine.
func TestLarge(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString("userName,givenName,familyName,email,groups,role\n")
	for i := range 100_000 {
		fmt.Fprintf(&b, "person%d@example.com,Given%d,Family%d,person%d@example.com,staff;analysts,Analyst\n", i, i, i, i)
	}
	start := time.Now()
	got, err := roster.ReadCSV("large.csv", strings.NewReader(b.String()), roles)
	if err != nil || len(got.People) != 100_000 {
		t.Fatalf("%v", err)
	}
	took := time.Since(start)
	t.Logf("%s", took)
	if took > 20*time.Second {
		t.Errorf("reading took %s", took)
	}
}

func TestWriteCSV(t *testing.T) {
	t.Parallel()
	people := []roster.Person{
		{UserName: "ann@example.com", GivenName: "Ann", FamilyName: `Li, "PhD"`, Email: "ann@example.com",
			Groups: []string{"admins", "all hands"}, Role: "Admin", Status: roster.Assigned, Line: 2},
		{UserName: "bob@example.com", GivenName: "Bob", Email: "bob@example.com", Groups: []string{"admins"},
			Status: roster.NotAssigned, Line: 3},
		{UserName: "cy@example.com", Email: "cy@example.com", Status: roster.Leaver, Line: 4},
	}
	var text strings.Builder
	if err := roster.WriteCSV(&text, people); err != nil {
		t.Fatal(err)
	}
	got, err := roster.ReadCSV("r.csv", strings.NewReader(text.String()), roster.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(people, got.People); diff != "" {
		t.Errorf("(-written +read)\n%s", diff)
	}
	if err := roster.WriteCSV(&text,
		[]roster.Person{{UserName: "dan@example.com",
			Groups: []string{"a;b"}}}); err == nil || !strings.Contains(err.Error(), "semicolon") {
		t.Errorf("a group with a semicolon: %v", err)
	}
}
