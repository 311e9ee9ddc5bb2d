package roster

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWriteCSV(t *testing.T) {
	t.Parallel()
	people := []Person{
		{UserName: "ann@example.com", GivenName: "Ann", FamilyName: `Li, "PhD"`, Email: "ann@example.com", Groups: []string{"admins", "all hands"}, Role: "Admin", Status: Assigned, Line: 2},
		{UserName: "bob@example.com", GivenName: "Bob", Email: "bob@example.com", Groups: []string{"admins"}, Status: NotAssigned, Line: 3},
		{UserName: "cy@example.com", Email: "cy@example.com", Status: Leaver, Line: 4},
	}
	var text strings.Builder
	if err := WriteCSV(&text, people); err != nil {
		t.Fatal(err)
	}
	got, err := ReadCSV("r.csv", strings.NewReader(text.String()), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(people, got.People); diff != "" {
		t.Errorf("(-written +read)\n%s", diff)
	}
	if err := WriteCSV(&text, []Person{{UserName: "dan@example.com", Groups: []string{"a;b"}}}); err == nil || !strings.Contains(err.Error(), "semicolon") {
		t.Errorf("a group with a semicolon: %v", err)
	}
}
