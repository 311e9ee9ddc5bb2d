package suites

import (
	"net/http"
	"slices"
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// Sources that several checks of this area rest on.
const (
	refLookup     = "Okta SCIM 2.0 reference: GET /Users?filter=userName eq \"…\"&startIndex=1&count=100 before a user is pushed"
	refUserFilter = "RFC 7644 §3.4.2.2"
	refUserName   = "RFC 7643 §4.1.1 userName: caseExact false, uniqueness server"
	linksNobody   = "The user is not linked; the create that follows fails with a conflict: «Automatic provisioning of user … to app … failed»."
	linksAnother  = "None at first: Okta links somebody else's account and overwrites it with the new person's profile."
)

// lookupChecks: before Okta pushes a user it looks for the userName. A hit is
// linked, a miss is created, so both must be exact.
func lookupChecks() []Check {
	return inArea(LookupArea, nil, slices.Concat(
		lookupHitChecks(),
		lookupMissChecks(),
		lookupExactChecks(),
		lookupPageChecks(),
		lookupCharacterChecks(),
		lookupPersonaChecks(),
		lookupResourceChecks(),
		lookupEmailChecks(),
		lookupNearChecks(),
		lookupTenantChecks(),
	))
}

func lookupHitChecks() []Check {
	return []Check{
		{
			ID: "users.lookup.hit", Level: Must,
			Title:   "The lookup by userName finds a user, with blanks of the filter written %20",
			Why:     "Okta's reference writes the filter so.",
			Symptom: linksNobody,
			Refs:    []string{refLookup, refUserFilter, "Okta CRUD step 4", refOktaURL},
			Body: func(t *T) {
				p := t.NewUser()
				client := t.Okta.With(func(c *okta.Config) { c.Encoding = okta.Percent })
				t.Eventually("look up a user", func() []check.Problem {
					return check.Hit(client.LookupUser(t, p.Sent.UserName), p.Sent.UserName, p.ID)
				})
			},
		},
		{
			ID: "users.lookup.plus-encoding", Level: Must,
			Title:   "The lookup by userName finds a user, with blanks of the filter written +",
			Why:     "Recorded exchanges of Okta's client show the filter in this form.",
			Symptom: linksNobody,
			Refs:    []string{"Recorded exchanges: filter=userName+eq+%22…%22", refUserFilter},
			Body: func(t *T) {
				p := t.NewUser()
				client := t.Okta.With(func(c *okta.Config) { c.Encoding = okta.Plus })
				t.find(p, p.Sent.UserName, func() okta.Answer { return client.LookupUser(t, p.Sent.UserName) })
			},
		},
		{
			ID: "users.lookup.upper-case", Level: Must,
			Title:   "The lookup finds a user when the userName is asked for in upper case",
			Why:     "userName has no case. Okta's SPEC test asks so but looks at the status only.",
			Symptom: linksNobody,
			Refs:    []string{"Okta SPEC step 9", refUserName, refUserFilter},
			Body: func(t *T) {
				p := t.NewUser()
				asked := strings.ToUpper(p.Sent.UserName)
				t.find(p, asked, func() okta.Answer { return t.Okta.LookupUser(t, asked) })
			},
		},
		{
			ID: "users.lookup.lower-case", Level: Must,
			Title:   "The lookup finds a user with a userName in mixed case when it is asked for in lower case",
			Why:     "Okta writes the userName as its mapping does, which need not be how the account was made.",
			Symptom: linksNobody,
			Refs:    []string{refUserName, refUserFilter},
			Body: func(t *T) {
				p := t.NewUser(Mailbox("Jo.McLeod"))
				asked := strings.ToLower(p.Sent.UserName)
				t.find(p, asked, func() okta.Answer { return t.Okta.LookupUser(t, asked) })
			},
		},
		{
			ID: "users.lookup.without-paging", Level: Must,
			Title:   "The lookup finds exactly one user when no page is asked for",
			Why:     "Okta's SPEC test sends the filter alone.",
			Symptom: "Okta's SPEC test is red, or finds the wrong person.",
			Refs:    []string{"Okta SPEC step 5", refUserFilter},
			Body: func(t *T) {
				p := t.NewUser()
				t.find(p, p.Sent.UserName, func() okta.Answer {
					return t.Okta.Send(t, "lookup-user-spec", okta.Vars{"userName": p.Sent.UserName})
				})
			},
		},
		{
			ID: "users.lookup.attribute-case", Level: Should,
			Title:   "Names of attributes and operators in a filter have no case",
			Symptom: "None with Okta's own lookup; other clients of the app find nobody.",
			Refs:    []string{"RFC 7644 §3.4.2.2: attribute names and operators are case insensitive"},
			Body: func(t *T) {
				p := t.NewUser()
				t.findable(p)
				filter := strings.Replace(nameFilter(p.Sent.UserName), "userName eq", "USERNAME EQ", 1)
				t.find(p, p.Sent.UserName, func() okta.Answer { return t.filterUsers(filter) })
			},
		},
		{
			ID: "users.lookup.lean", Level: Must,
			Title:   "The lookup finds a user who has a userName and nothing else",
			Why:     "Accounts that were made elsewhere may lack a name or an address, and Okta must still find them.",
			Symptom: linksNobody,
			Refs:    []string{refLookup, "RFC 7643 §4.1"},
			Body: func(t *T) {
				p := t.pushIfAllowed("a user without names and addresses", okta.User{UserName: t.Person().UserName, Active: true})
				t.findByName(p)
			},
		},
		{
			ID: "users.lookup.two-emails", Level: Must,
			Title:   "The lookup finds a user with two e-mail addresses once",
			Why:     "Okta maps a primary and a secondary address; a lookup that joins the tables gives the user twice.",
			Symptom: "Okta finds several users and links none, or links at random.",
			Refs:    []string{refLookup, refUserFilter, "RFC 7643 §4.1.2"},
			Body: func(t *T) {
				sent := t.Person()
				With("emails", twoEmails(sent.Email, "second-"+sent.Email))(&sent)
				t.findByName(t.pushIfAllowed("a second e-mail address", sent))
			},
		},
		{
			ID: "users.lookup.two-groups", Level: Must, Needs: []Need{NeedGroups},
			Title:   "The lookup finds a member of two groups once",
			Why:     "A lookup that joins users with their groups gives the user once a group.",
			Symptom: "Okta finds several users and links none, or links at random.",
			Refs:    []string{refLookup, refUserFilter},
			Body: func(t *T) {
				p := t.NewUser()
				t.NewGroup(p)
				t.NewGroup(p)
				t.findByName(p)
			},
		},
		{
			ID: "users.lookup.after-update", Level: Must, Needs: []Need{NeedUpdates},
			Title:   "The lookup still finds a user after another attribute was updated",
			Symptom: linksNobody,
			Refs:    []string{refLookup, refPut},
			Body: func(t *T) {
				p := t.NewUser()
				changed := "After " + p.Sent.DisplayName
				run := t.Okta.UpdateProfile(t, p.ID, func(r okta.Resource) { r["displayName"] = changed })
				t.Require(UpdateUser, check.Through(run))
				t.Await(UpdateAll, "update a user", func() []check.Problem {
					return t.holds(p.ID, func(r okta.Resource) []check.Problem { return check.Text(r, "displayName", changed) })
				})
				t.findByName(p)
			},
		},
		{
			ID: "users.lookup.again", Level: Must,
			Title:   "A lookup gives the same user again, also after another lookup in between",
			Symptom: "The link between a person and the account changes from one sync to the next.",
			Refs:    []string{refLookup, "RFC 7643 §3.1"},
			Body: func(t *T) {
				p, other := t.NewUser(), t.NewUser()
				t.findable(p, other)
				t.findByName(p)
				t.nobody(t.Person().UserName)
				t.findByName(other)
				t.findByName(p)
			},
		},
		{
			ID: "users.lookup.parallel", Level: Must,
			Title:   "Lookups of different users at the same time find each the right one",
			Why:     "Okta provisions several people at once.",
			Symptom: linksAnother,
			Refs:    []string{refLookup, "OIN C9307"},
			Body: func(t *T) {
				people := t.NewUsers(3)
				t.findable(people...)
				asked := slices.Concat(people, people, people)
				answers := atOnce(len(asked), func(i int) okta.Answer { return t.Okta.LookupUser(t, asked[i].Sent.UserName) })
				for i, a := range answers {
					p := asked[i]
					if list, _ := a.List(); a.Status == http.StatusOK && len(list) == 0 {
						t.findByName(p) // another copy of the data may lag behind
						continue
					}
					_, problems := check.Finds(a, p.Sent.UserName, p.ID)
					t.Report(problems)
				}
			},
		},
	}
}
