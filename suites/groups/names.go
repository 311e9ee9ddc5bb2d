package groups

import (
	"net/http"
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// oddName is a displayName as Okta admins give them; N stands for what makes it unique. An app may refuse a name that
// it cannot have, but not a common one. What is loose need not be stored letter by letter, only be found.
type oddName struct {
	what, pattern string
	common, loose bool
}

// The names are those that broke servers first, and the rest.
var (
	oddNames = []oddName{
		{what: "spaces", pattern: "N North America Sales", common: true},
		{what: "an ampersand", pattern: "N R&D Team", common: true},
		{what: "a slash", pattern: "N Dev/Ops", common: true},
		{what: "plus signs", pattern: "N C++ Guild", common: true},
		{what: "two spaces in a row", pattern: "N North  Sales", loose: true},
		{what: "a percent sign and umlauts", pattern: "N Führung 100%25 Zürich"},
	}
	escapedNames = []oddName{
		{what: "double quotes", pattern: `N "Red" Team`},
		{what: "a backslash", pattern: `N CORP\Staff`},
	}
	rareNames = []oddName{
		{what: "a dot", pattern: "N Rollout v2.0", common: true},
		{what: "a hyphen and an underscore", pattern: "N Pre-Sales_EMEA", common: true},
		{what: "a digit in front", pattern: "7th Floor N"},
		{what: "a comma", pattern: "N Legal, Risk"},
		{what: "a colon", pattern: "N app:admins"},
		{what: "parentheses", pattern: "N Sales (EMEA)"},
		{what: "an apostrophe", pattern: "N Editor's Desk"},
		{what: "the signs ?, #, = and ;", pattern: "N Who? #1 a=b;c"},
		{what: "markup", pattern: "N <b>Bold</b> &amp; Co"},
		{what: "Chinese and Japanese letters", pattern: "N 営業部"},
		{what: "an emoji", pattern: "N Rocket 🚀"},
		{what: "200 characters", pattern: "N " + strings.Repeat("Long Name ", 17) + "end"},
	}
)

func (n oddName) String() string { return n.what }

func (n oddName) fill(t *kit.T) string {
	return strings.Replace(n.pattern, "N", t.Env().Names.Next(), 1)
}

// nameChecks: names as Okta admins give them arrive letter by letter, and names near each other are told apart.
func nameChecks() []kit.Check {
	named := func(id string, level kit.Level, depth kit.Depth, names []oddName) kit.Check {
		return kit.Check{
			ID: "groups.push." + id, Level: level, Evidence: kit.GroundOf(level, kit.Assumed), Depth: depth,
			Title: map[string]string{
				"names":         "A group name with spaces, signs or letters outside ASCII is stored as sent and found by the lookup, and the group can be deleted",
				"names-escaped": "A group name that a filter must escape is stored as sent and found by the lookup, and the group can be deleted",
				"names-rare":    "A group name with rare signs or letters, or a long one, is stored as sent and found by the lookup, and the group can be deleted",
			}[id],
			Why: "Okta names the group in the app as in Okta, and recognizes it by that name only. Okta writes spaces of the lookup as %20 or +. " +
				"A server that puts the name into a path cannot delete the group.",
			Symptom: "That one group cannot be pushed, arrives under another name, is created again with each push, or stays in the app.",
			Refs:    []string{kit.RefPushGroup, kit.RefGroup, kit.RefDeleteGroup, kit.RefFilter + ": the value of eq is a JSON string"},
			Body:    func(t *kit.T) { kit.Each(t, names, oddName.String, pushFindDelete) },
		}
	}
	return []kit.Check{
		named("names", kit.Must, kit.Standard, oddNames),
		named("names-escaped", kit.Should, kit.Full, escapedNames),
		named("names-rare", kit.Must, kit.Full, rareNames),
		{
			ID: "groups.push.near", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A group whose lookup finds nothing is created, even when its name is near that of another group",
			Why:     "After a lookup without a hit Okta posts the group. A server that compares slugs or letters without marks answers 409, and the group can never be linked.",
			Symptom: "The Push Groups tab shows a conflict for a group that the app does not have.",
			Refs:    []string{kit.RefPushGroup, "https://github.com/getsentry/sentry/issues/88623"},
			Body: func(t *kit.T) {
				name := t.GroupName()
				t.NewGroupNamed(name + base)
				eachNear(t, name, []string{" café-team", " Cafe\u0301:Team"}, func(near string) {
					a := t.Okta.CreateGroup(t, near, nil)
					t.ReportAt("a group named …"+strings.TrimPrefix(near, name), check.Status(a, http.StatusCreated), check.WithResource(a))
				})
			},
		},
		{
			ID: "groups.rename.near", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "A group is renamed to a name that no lookup finds, even when it is near that of another group, and gets exactly that name",
			Why:     "An app that compares slugs refuses the new name as taken, or stores that of the other group.",
			Symptom: "The group keeps its old name in the app, and each push of it fails.",
			Refs:    []string{kit.RefRenameGroup, "https://github.com/getsentry/sentry/issues/88623"},
			Journey: kit.RenameTeam,
			Body: func(t *kit.T) {
				g, name := t.NewGroup(), strings.TrimSuffix(t.Carried().Groups[1].Name, " EMEA")
				eachNear(t, name, []string{"-emea", "_EMEA", ".EMEA", "EMEA", " EMEAs"}, func(near string) {
					at := "a new name …" + strings.TrimPrefix(near, name)
					run := t.Okta.RenameGroup(t, g.ID, near, nil)
					t.ReportAt(at, check.Through(run))
					if run.Stop == "" {
						problems, _ := t.Wait("rename by id", func() []check.Problem { return t.GroupHolds(g.ID, kit.HasDisplayName(near)) })
						t.ReportAt(at, problems)
					}
				})
			},
		},
	}
}

// base is the end of the name to which others are near.
const base = " Café:Team"

// eachNear calls do with each name that the lookup does not find: Okta links what it finds.
func eachNear(t *kit.T, name string, ends []string, do func(near string)) {
	for _, end := range ends {
		a := t.Okta.LookupGroup(t, name+end)
		if hits, _ := a.List(); a.OK() && len(hits) == 0 {
			do(name + end)
		}
	}
}

// pushFindDelete creates a group of an odd name, looks it up in both encodings of a filter, and deletes it.
func pushFindDelete(t *kit.T, n oddName) {
	name := n.fill(t)
	a := t.Okta.CreateGroup(t, name, nil)
	if !n.common && kit.RefusedNote(a) {
		t.Unsupported("the app refuses group names with %s (%d)", n.what, a.Status)
	}
	g := created(t, a, name)
	encodings := []okta.FilterEncoding{okta.Percent, okta.Plus}
	if !strings.Contains(name, "+") {
		encodings = encodings[len(name)%2:][:1] // one of the two, by the length of the name
	}
	for _, encoding := range encodings {
		client := t.Okta.With(func(c *okta.Config) { c.Encoding = encoding })
		t.Eventually("create group by lookup", func() []check.Problem {
			r, problems := check.Finds(client.LookupGroup(t, g.Name), g.Name, g.ID)
			if len(problems) == 0 && !n.loose {
				problems = check.In("GET /Groups?filter", kit.HasDisplayName(g.Name)(r)...)
			}
			return check.At("spaces as "+string(encoding), problems...)
		})
	}
	t.Report(check.Status(t.Okta.DeleteGroup(t, g.ID), http.StatusNoContent, http.StatusOK))
	t.Eventually("delete group by id", func() []check.Problem { return kit.GroupGone(t, g) })
}

// lookupChecks: Okta links whatever the lookup finds, so that it must find the one group of that name and nothing else.
func lookupChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "groups.push.miss", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Quick,
			Title:   "The lookup of a group name that no group has finds none",
			Why:     "Okta creates the group only when the lookup finds none; a hit is linked and overwritten.",
			Symptom: "The push links a foreign group and gives it the wrong members, or fails before the group is created.",
			Refs:    []string{kit.RefPushGroup, kit.RefFilter, "OIN C9312"},
			Journey: kit.FindTeam,
			Body: func(t *kit.T) {
				t.Journey()
				t.Report(kit.NoGroupNamed(t, t.GroupName()))
			},
		},
		{
			ID: "groups.push.lookup-part", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Quick,
			Title:   "The lookup does not find a group by a part of its name, nor by a longer name or one with other signs",
			Why:     "eq is equality.",
			Symptom: "Pushing «Sales» takes over «Sales EMEA».",
			Refs:    []string{kit.RefFilter, kit.RefPushGroup},
			Journey: kit.FindTeam,
			Body: func(t *kit.T) {
				name := t.Journey().Group.Name
				for _, near := range []string{name[:len(name)-1], name[1:], name[1 : len(name)-1], name + "s", strings.ReplaceAll(name, "-", " ")} {
					t.Report(kit.NoGroupNamed(t, near))
				}
			},
		},
		{
			ID: "groups.push.lookup-pattern", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Quick,
			Title:   "The signs *, %, _, ? and . in a lookup stand for themselves",
			Why:     "A server that hands the name to LIKE, to a pattern or to a regular expression finds other groups.",
			Symptom: "A group with such a sign in its name takes over another group.",
			Refs:    []string{kit.RefFilter, kit.RefPushGroup},
			Journey: kit.FindTeam,
			Body: func(t *kit.T) {
				name := t.Journey().Group.Name
				for _, sign := range []string{"*", "%", "_", "?", "."} {
					a := t.Okta.LookupGroup(t, name[:len(name)-1]+sign)
					if !kit.RefusedNote(a) { // refused: nothing wrong can be linked
						t.Report(check.FindsNone(a, name[:len(name)-1]+sign))
					}
				}
			},
		},
		{
			ID: "groups.push.lookup-case", Level: kit.Should, Evidence: kit.RFC, Depth: kit.Quick,
			Title:   "The lookup finds a group by its name in another case",
			Why:     "displayName of a group is not case-exact.",
			Symptom: "A group that differs only in case is created beside the one that was meant.",
			Refs:    []string{"RFC 7643 §8.7.1: Group displayName has caseExact false", kit.RefFilter},
			Journey: kit.FindTeam,
			Body: func(t *kit.T) {
				g := t.Journey().Group
				other := strings.ToUpper(g.Name)
				t.Eventually("create group by lookup in another case", func() []check.Problem {
					return check.Hit(t.Okta.LookupGroup(t, other), other, g.ID)
				})
			},
		},
	}
}
