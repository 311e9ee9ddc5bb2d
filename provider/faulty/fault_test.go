package faulty_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/faulty"
	"github.com/oktascim/oktascim/provider/internal/scimtest"
)

func TestCatalogue(t *testing.T) {
	t.Parallel()
	kebab := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)+$`)
	seen := map[string]bool{}
	for _, f := range faulty.All() {
		switch {
		case seen[f.ID]:
			t.Errorf("%s: twice", f.ID)
		case !kebab.MatchString(f.ID):
			t.Errorf("%s: not in the form of an id", f.ID)
		case !kebab.MatchString(f.Category) && !regexp.MustCompile(`^[a-z]+$`).MatchString(f.Category):
			t.Errorf("%s: category %q", f.ID, f.Category)
		case f.Level != faulty.Must && f.Level != faulty.Should:
			t.Errorf("%s: level %q", f.ID, f.Level)
		case !strings.HasSuffix(f.Story, ".") && !strings.HasSuffix(f.Story, `."`) || strings.Contains(f.Story, "\n"):
			t.Errorf("%s: the story is no sentence: %q", f.ID, f.Story)
		case (f.Source.Report == "") == (f.Source.Grid == ""):
			t.Errorf("%s: it comes from a report or from the grid", f.ID)
		case f.Source.Public() && !strings.HasPrefix(f.Source.Report, "https://") && !strings.Contains(f.Source.Report, ", "):
			t.Errorf("%s: %q is neither an address nor a document", f.ID, f.Source.Report)
		case (f.Apply == nil) != (f.NotOnWire != ""):
			t.Errorf("%s: it needs either Apply or NotOnWire", f.ID)
		}
		seen[f.ID] = true
	}
}

// okta does once what Okta does all the time; nothing in it may be answered 500 by a fault that is about something else.
func okta(c *scimtest.Client) {
	id := c.Post("/Users", scimtest.NewUser("okta@example.com")).ID()
	c.Filter("/Users", `userName eq "okta@example.com"`)
	c.Put("/Users/"+id, scimtest.NewUser("okta@example.com"))
	group := c.Post("/Groups", `{"displayName":"Admins","members":[]}`).ID()
	c.Patch("/Groups/"+group, scimtest.Operations(`{"op":"add","path":"members","value":[{"value":"`+id+`"}]}`))
	c.Patch("/Groups/"+group, scimtest.Operations(`{"op":"remove","path":"members[value eq \"`+id+`\"]"}`))
	c.Patch("/Users/"+id, scimtest.Operations(`{"op":"replace","value":{"active":false}}`))
	c.Get("/Users?startIndex=1&count=100")
	c.Delete("/Groups/" + group)
}

// TestOneAtATime runs each fault alone, and then the healthy server on the same data.
func TestOneAtATime(t *testing.T) {
	t.Parallel()
	for _, f := range faulty.All() {
		if f.Apply == nil || strings.HasPrefix(f.ID, "rob-slow") {
			continue
		}
		t.Run(f.ID, func(t *testing.T) {
			t.Parallel()
			storage := func(o *provider.Options) { o.SeatLimit, o.Storage = 20, provider.NewMemory() }
			o := scimtest.Options(scimtest.WithRoles("roles"), storage)
			c := scimtest.Lenient(scimtest.NewClient(t, func(given *provider.Options) { *given = o }, scimtest.Hooked(t, faulty.Hooks, f.ID)))
			okta(c)
			if err := c.Server.Reset(); err != nil {
				t.Fatal(err)
			}
			c = scimtest.NewClient(t, func(given *provider.Options) { *given = o })
			c.User("healthy@example.com")
			c.Get("/Users").Is(200).Has("totalResults", 1.0)
		})
	}
}

func TestUnknownFaults(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]string{
		"connector-resource-null": `unknown fault "connector-resource-null"; did you mean connector-resources-null?`,
		"zzzzzzzz":                `unknown fault "zzzzzzzz"`,

		"put-new-email-unverified-locks-login": "cannot be shown",
	} {
		if _, err := faulty.Hooks("err-plain-text", id); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
}
