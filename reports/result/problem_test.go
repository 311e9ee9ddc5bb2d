package result

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What was written is read again as it was, but for the kind.
func TestProblemsSurviveTheReport(t *testing.T) {
	t.Parallel()
	for at, p := range map[string]Problem{
		"":                              {},
		"status":                        {Place: "status"},
		"bystander user name.givenName": {Context: "bystander user", Place: "name.givenName"},
		"POST /Users":                   {Operation: "POST /Users"},
		"POST /Users status":            {Operation: "POST /Users", Place: "status"},
		"POST /Users answer emails[value eq \"a b\"].primary":      {Operation: "POST /Users", Part: "answer", Place: `emails[value eq "a b"].primary`},
		"after the refusal GET /Users Resources":                   {Context: "after the refusal", Operation: "GET /Users", Place: "Resources"},
		"GET /Groups/{id} error body detail":                       {Operation: "GET /Groups/{id}", Part: "error body", Place: "detail"},
		"GET /Users/{id} of ann@example.com groups":                {Operation: "GET /Users/{id}", Part: "of ann@example.com", Place: "groups"},
		"GET /Users/{id} of ann@example.com":                       {Operation: "GET /Users/{id}", Part: "of ann@example.com"},
		"GET /Users?filter urn:x:User:department":                  {Operation: "GET /Users?filter", Place: "urn:x:User:department"},
		`GET /Groups for "A \" B"`:                                 {Operation: "GET /Groups", Part: `for "A \" B"`},
		"GET /Users (import) id 5 password":                        {Operation: "GET /Users (import)", Part: "id 5", Place: "password"},
		"GET /Users startIndex 1 count 100":                        {Operation: "GET /Users", Part: "startIndex 1 count 100"},
		"GET /Users startIndex 1 count 100 GET /Users Resources":   {Context: "GET /Users startIndex 1 count 100", Operation: "GET /Users", Place: "Resources"},
		"GET /Users, 3 pages of 100 totalResults":                  {Operation: "GET /Users", Part: ", 3 pages of 100", Place: "totalResults"},
		"with 11 of 12 seats taken: POST /Users error body detail": {Context: "with 11 of 12 seats taken:", Operation: "POST /Users", Part: "error body", Place: "detail"},
	} {
		if p.At() != at {
			t.Errorf("%+v is at %q, want %q", p, p.At(), at)
		}
		p.Expected, p.Actual, p.Kind = "one", "two", Absent
		text, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		var read Problem
		if err := json.Unmarshal(text, &read); err != nil {
			t.Fatal(err)
		}
		p.Kind = ""
		if d := cmp.Diff(p, read); d != "" {
			t.Errorf("%s: %s", at, d)
		}
	}
}

// A text that this program would not write is kept as it is.
func FuzzParseAt(f *testing.F) {
	for _, text := range []string{" ", "a  b", "GET /", "GET /Users, ", `GET /Users for "`, "emails[", "PUT /x GET /y (import) z", "it, 3 times", "GET /Users,x of, ,"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if got := ParseAt(text).At(); got != text {
			t.Errorf("%q came back as %q", text, got)
		}
	})
}

func TestWhatAProblemIsAbout(t *testing.T) {
	t.Parallel()
	for _, p := range []Problem{{Place: "emails.primary"}, {Place: `emails[value eq "x]"].primary`}, {Place: "userName, emails.primary"}} {
		if got := p.Attribute(); got != "emails.primary" {
			t.Errorf("%q: %q", p.Place, got)
		}
	}
	for operation, want := range map[string]bool{"GET /Groups/{id}": true, "GET /Groups (import)": true, "GET /Groups?filter": true, "POST /Groups": true, "GET /Users": false, "": false, "GET /GroupsOf": false} {
		if got := (Problem{Operation: operation}).On("Groups"); got != want {
			t.Errorf("%q: %t", operation, got)
		}
	}
}
