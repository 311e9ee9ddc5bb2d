package groups

import (
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// oddName is a displayName as Okta admins give them; N stands for what makes
// it unique. An app may refuse a name it cannot have, but not a common one.
type oddName struct {
	id, what, pattern string
	common            bool
}

func oddNames() []oddName {
	return []oddName{
		{"blanks", "blanks", "N North America Sales", true},
		{"ampersand", "an ampersand", "N R&D Team", true},
		{"slash", "a slash", "N Dev/Ops", true},
		{"plus", "plus signs", "N C++ Guild", true},
		{"dot", "a dot", "N Rollout v2.0", true},
		{"hyphen", "a hyphen and an underscore", "N Pre-Sales_EMEA", true},
		{"leading-digit", "a digit in front", "7th Floor N", false},
		{"comma", "a comma", "N Legal, Risk", false},
		{"colon", "a colon", "N app:admins", false},
		{"parentheses", "parentheses", "N Sales (EMEA)", false},
		{"apostrophe", "an apostrophe", "N Editor's Desk", false},
		{"quotes", "double quotes", `N "Red" Team`, false},
		{"backslash", "a backslash", `N CORP\Staff`, false},
		{"percent", "a percent sign", "N 100%25 Remote", false},
		{"query", "the signs ?, #, = and ;", "N Who? #1 a=b;c", false},
		{"html", "markup", "N <b>Bold</b> &amp; Co", false},
		{"umlaut", "umlauts", "N Führung Zürich", false},
		{"cjk", "Chinese and Japanese letters", "N 営業部", false},
		{"emoji", "an emoji", "N Rocket 🚀", false},
		{"long", "200 characters", "N " + strings.Repeat("Long Name ", 17) + "end", false},
	}
}

// oddGroupName fills a pattern.
func oddGroupName(t *kit.T, pattern string) string {
	return strings.Replace(pattern, "N", t.Env().Names.Next(), 1)
}

// oddGroup creates a group with an odd name and gives the answer, too. The check
// is unsupported when the app refuses a name that need not be possible.
func oddGroup(t *kit.T, n oddName) (kit.Group, okta.Answer) {
	g := kit.Group{Name: oddGroupName(t, n.pattern)}
	a := t.Okta.CreateGroup(t, g.Name, nil)
	if !n.common && kit.RefusedNote(a) {
		t.Unsupported("the app refuses group names with %s (%d)", n.what, a.Status)
	}
	g.ID = a.Resource.ID()
	t.Know(g.ID, g.Name)
	return g, a
}

// nameChecks: names as Okta admins give them arrive letter by letter.
func nameChecks() []kit.Check {
	var checks []kit.Check
	for _, n := range oddNames() {
		level := kit.LevelOfFilter(n.pattern)
		checks = append(checks, kit.Check{
			ID: "groups.push.name-" + n.id, Level: level, Evidence: kit.GroundOf(level, kit.Assumed),
			Title:   "A group name with " + n.what + " is stored as it was sent, and the lookup finds it",
			Why:     "Okta names the group in the app as in Okta, and knows it again by that name only.",
			Symptom: "That one group cannot be pushed, arrives under another name, or is created again with each push.",
			Refs:    []string{kit.RefPushGroup, kit.RefGroup, kit.RefFilter + ": the value of eq is a JSON string"},
			Body: func(t *kit.T) {
				g, a := oddGroup(t, n)
				if problems := check.All(check.Status(a, 201), check.WithResource(a)); len(problems) > 0 {
					needPlainCreate(t)
					t.Report(problems)
					return
				}
				t.SeeGroup("create group", g.ID, g.Name, []kit.View{kit.ViewByID}, kit.HasDisplayName(g.Name))
				problems, ok := t.Wait("create group by lookup", func() []check.Problem {
					r, problems := check.Finds(t.Okta.LookupGroup(t, g.Name), g.Name, g.ID)
					if len(problems) > 0 {
						return problems
					}
					return check.In("GET /Groups?filter", kit.HasDisplayName(g.Name)(r)...)
				})
				if !ok {
					needPlainLookup(t)
				}
				t.Report(problems)
			},
		})
	}
	return checks
}

// lookupChecks: Okta links whatever the lookup finds, so that it must find
// the one group of that name and nothing else.
func lookupChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "groups.push.lookup-one", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "The lookup finds the one group of that name among several",
			Why:     "A server that passes over the filter answers with all groups; Okta links the first one.",
			Symptom: "The pushed group is linked to a foreign group of the app, which gets its name and members.",
			Refs:    []string{kit.RefPushGroup, kit.RefFilter},
			Body: func(t *kit.T) {
				groups := []kit.Group{t.NewGroup(), t.NewGroup()}
				for _, g := range groups {
					t.SeeGroup("create group", g.ID, g.Name, []kit.View{kit.ViewLookup}, kit.HasDisplayName(g.Name))
				}
			},
		},
		{
			ID: "groups.push.lookup-encodings", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "The lookup finds a group whether blanks of the query are written %20 or +",
			Why:     "Both are seen from Okta.",
			Symptom: "Groups are created a second time, or the push fails with a conflict.",
			Refs:    []string{kit.RefPushGroup, "WHATWG URL §5: in a query, + stands for a blank"},
			Body: func(t *kit.T) {
				g := t.NewGroupNamed(t.GroupName() + " C++ R&D")
				for _, encoding := range []okta.FilterEncoding{okta.Percent, okta.Plus} {
					client := t.Okta.With(func(c *okta.Config) { c.Encoding = encoding })
					t.Eventually("create group by lookup", func() []check.Problem {
						return check.At("blanks as "+string(encoding), check.Hit(client.LookupGroup(t, g.Name), g.Name, g.ID)...)
					})
				}
			},
		},
		{
			ID: "groups.push.lookup-part", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "The lookup does not find a group by a part of its name, nor by a longer name or one with other signs",
			Why:     "eq is equality.",
			Symptom: "Pushing «Sales» takes over «Sales EMEA».",
			Refs:    []string{kit.RefFilter, kit.RefPushGroup},
			Body: func(t *kit.T) {
				g := findableGroup(t)
				for _, name := range []string{g.Name[:len(g.Name)-1], g.Name[1:], g.Name[1 : len(g.Name)-1], g.Name + "s", strings.ReplaceAll(g.Name, "-", " ")} {
					t.Report(kit.NoGroupNamed(t, name))
				}
			},
		},
		{
			ID: "groups.push.lookup-pattern", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "The signs *, %, _, ? and . in a lookup stand for themselves",
			Why:     "A server that hands the name to LIKE, to a pattern or to a regular expression finds other groups.",
			Symptom: "A group with such a sign in its name takes over another group.",
			Refs:    []string{kit.RefFilter, kit.RefPushGroup},
			Body: func(t *kit.T) {
				g := findableGroup(t)
				short := g.Name[:len(g.Name)-1]
				for _, name := range []string{short + "*", short + "%", short + "_", short + "?", short + "."} {
					a := t.Okta.LookupGroup(t, name)
					if a.Err == nil && a.Status >= 400 && a.Status < 500 {
						continue // refused: nothing wrong can be linked
					}
					t.Report(check.FindsNone(a, name))
				}
			},
		},
		{
			ID: "groups.push.lookup-blanks", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A group whose name has two blanks in a row is found by the lookup of that name",
			Why:     "Directories that Okta imports from have such names. An app may make one blank of two, in the lookup as well.",
			Symptom: "That group cannot be linked again: it is created anew, or refused as a duplicate.",
			Refs:    []string{kit.RefPushGroup, kit.RefFilter},
			Body: func(t *kit.T) {
				g, a := oddGroup(t, oddName{what: "two blanks in a row", pattern: "N North  Sales"})
				if problems := check.All(check.Status(a, 201), check.WithResource(a)); len(problems) > 0 {
					needPlainCreate(t)
					t.Report(problems)
					return
				}
				problems, ok := t.Wait("create group by lookup", func() []check.Problem {
					_, problems := check.Finds(t.Okta.LookupGroup(t, g.Name), g.Name, g.ID)
					return problems
				})
				if !ok {
					needPlainLookup(t)
				}
				t.Report(problems)
			},
		},
		{
			ID: "groups.push.lookup-case", Level: kit.Should, Evidence: kit.RFC,
			Title:   "The lookup finds a group by its name in other case",
			Why:     "displayName of a group is not case-exact.",
			Symptom: "A group that differs only in case is created beside the one that was meant.",
			Refs:    []string{"RFC 7643 §8.7.1: Group displayName has caseExact false", kit.RefFilter},
			Body: func(t *kit.T) {
				g := findableGroup(t)
				other := strings.ToUpper(g.Name)
				t.Eventually("create group by lookup in other case", func() []check.Problem {
					return check.Hit(t.Okta.LookupGroup(t, other), other, g.ID)
				})
			},
		},
		{
			ID: "groups.push.lookup-agrees", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "The group that the lookup shows does not contradict the group read by id",
			Why:     "The lookup may leave members out; what it shows is what Okta links.",
			Symptom: "Okta links a group with outdated data.",
			Refs:    []string{kit.RefPushGroup, kit.RefGroup},
			Body: func(t *kit.T) {
				g := findableGroup(t, t.NewUser())
				t.Eventually("create group by lookup", func() []check.Problem {
					read, problems := t.GroupByID(g.ID)
					if len(problems) > 0 {
						return problems
					}
					hit, problems := t.GroupByLookup(g.Name, g.ID)
					return check.All(problems, check.In("GET /Groups?filter", kit.Agrees(read, hit)...))
				})
			},
		},
		{
			ID: "groups.push.lookup-members", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A lookup or a list that shows members shows those that the group has now",
			Why:     "A search index or a cache beside the database goes stale with membership changes.",
			Symptom: "A group import gives people groups they have left, or misses those they joined.",
			Refs:    []string{kit.RefGroup, "OIN C9338"},
			Body: func(t *kit.T) {
				a, b := t.NewUser(), t.NewUser()
				g := t.ListedGroup(a)
				awaitLookup(t, g)
				kit.AwaitMembers(t, kit.CreateWith, "create group with members", g, a)
				found, problems := t.GroupByLookup(g.Name, g.ID)
				listed, more := t.GroupInList(g.ID)
				t.Require(kit.LookUpGroup, problems, more)
				if found["members"] == nil && listed["members"] == nil {
					t.Unsupported("lookups and lists leave members out")
				}
				run := t.Change(g, []kit.Person{b}, nil, []kit.Person{a, b})
				t.Require(kit.AddMember, check.Through(run))
				t.SeeGroup("add a member", g.ID, g.Name, []kit.View{kit.ViewLookup, kit.ViewList}, func(r okta.Resource) []check.Problem {
					return check.MembersIfShown(r, kit.IDs(a, b), t.Names)
				})
			},
		},
	}
}
