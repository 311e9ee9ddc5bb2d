// Package lookup has the checks of the filter by which Okta finds a user before it pushes one.
package lookup

import (
	"net/http"
	"slices"
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// Checks: before Okta pushes a user it looks for the userName. A hit is
// linked, a miss is created, so both must be exact.
func Checks() []kit.Check {
	return kit.InArea(kit.LookupArea, nil, slices.Concat(
		hitChecks(),
		missChecks(),
		exactChecks(),
		pageChecks(),
		characterChecks(),
		personaChecks(),
		resourceChecks(),
		emailChecks(),
		nearChecks(),
		tenantChecks(),
	))
}

func hitChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "users.lookup.hit", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "The lookup by userName finds a user, with blanks of the filter written %20",
			Why:     "Okta's reference writes the filter so.",
			Symptom: kit.LinksNobody,
			Refs:    []string{kit.RefLookup, kit.RefUserFilter, "Okta CRUD step 4", kit.RefOktaURL},
			Body: func(t *kit.T) {
				p := t.NewUser()
				client := t.Okta.With(func(c *okta.Config) { c.Encoding = okta.Percent })
				t.Eventually("look up a user", func() []check.Problem {
					return check.Hit(client.LookupUser(t, p.Sent.UserName), p.Sent.UserName, p.ID)
				})
			},
		},
		{
			ID: "users.lookup.plus-encoding", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "The lookup by userName finds a user, with blanks of the filter written +",
			Why:     "Recorded exchanges of Okta's client show the filter in this form.",
			Symptom: kit.LinksNobody,
			Refs:    []string{"Recorded exchanges: filter=userName+eq+%22…%22", kit.RefUserFilter},
			Body: func(t *kit.T) {
				p := t.NewUser()
				client := t.Okta.With(func(c *okta.Config) { c.Encoding = okta.Plus })
				kit.FindUser(t, p, p.Sent.UserName, func() okta.Answer { return client.LookupUser(t, p.Sent.UserName) })
			},
		},
		{
			ID: "users.lookup.upper-case", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "The lookup finds a user when the userName is asked for in upper case",
			Why:     "userName has no case. Okta's SPEC test asks so but looks at the status only.",
			Symptom: kit.LinksNobody,
			Refs:    []string{"Okta SPEC step 9", kit.RefUserName, kit.RefUserFilter},
			Body: func(t *kit.T) {
				p := t.NewUser()
				asked := strings.ToUpper(p.Sent.UserName)
				kit.FindUser(t, p, asked, func() okta.Answer { return t.Okta.LookupUser(t, asked) })
			},
		},
		{
			ID: "users.lookup.lower-case", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "The lookup finds a user with a userName in mixed case when it is asked for in lower case",
			Why:     "Okta writes the userName as its mapping does, which need not be how the account was made.",
			Symptom: kit.LinksNobody,
			Refs:    []string{kit.RefUserName, kit.RefUserFilter},
			Body: func(t *kit.T) {
				p := t.NewUser(kit.Mailbox("Jo.McLeod"))
				asked := strings.ToLower(p.Sent.UserName)
				kit.FindUser(t, p, asked, func() okta.Answer { return t.Okta.LookupUser(t, asked) })
			},
		},
		{
			ID: "users.lookup.without-paging", Level: kit.Must, Evidence: kit.OktaTest,
			Title:   "The lookup finds exactly one user when no page is asked for",
			Why:     "Okta's SPEC test sends the filter alone.",
			Symptom: "Okta's SPEC test is red, or finds the wrong person.",
			Refs:    []string{"Okta SPEC step 5", kit.RefUserFilter},
			Body: func(t *kit.T) {
				p := t.NewUser()
				kit.FindUser(t, p, p.Sent.UserName, func() okta.Answer {
					return t.Okta.Send(t, "lookup-user-spec", okta.Vars{"userName": p.Sent.UserName})
				})
			},
		},
		{
			ID: "users.lookup.attribute-case", Level: kit.Should, Evidence: kit.RFC,
			Title:   "Names of attributes and operators in a filter have no case",
			Symptom: "None with Okta's own lookup; other clients of the app find nobody.",
			Refs:    []string{"RFC 7644 §3.4.2.2: attribute names and operators are case insensitive"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				t.AwaitFindable(p)
				filter := strings.Replace(kit.NameFilter(p.Sent.UserName), "userName eq", "USERNAME EQ", 1)
				kit.FindUser(t, p, p.Sent.UserName, func() okta.Answer { return kit.FilterUsers(t, filter) })
			},
		},
		{
			ID: "users.lookup.lean", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "The lookup finds a user who has a userName and nothing else",
			Why:     "Accounts that were made elsewhere may lack a name or an address, and Okta must still find them.",
			Symptom: kit.LinksNobody,
			Refs:    []string{kit.RefLookup, "RFC 7643 §4.1"},
			Body: func(t *kit.T) {
				p := kit.PushIfAllowed(t, "a user without names and addresses", okta.User{UserName: t.Person().UserName, Active: true})
				kit.FindByName(t, p)
			},
		},
		{
			ID: "users.lookup.two-emails", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "The lookup finds a user with two e-mail addresses once",
			Why:     "Okta maps a primary and a secondary address; a lookup that joins the tables gives the user twice.",
			Symptom: "Okta finds several users and links none, or links at random.",
			Refs:    []string{kit.RefLookup, kit.RefUserFilter, "RFC 7643 §4.1.2"},
			Body: func(t *kit.T) {
				sent := t.Person()
				kit.With("emails", kit.TwoEmails(sent.Email, "second-"+sent.Email))(&sent)
				kit.FindByName(t, kit.PushIfAllowed(t, "a second e-mail address", sent))
			},
		},
		{
			ID: "users.lookup.two-groups", Level: kit.Must, Evidence: kit.Recorded, Needs: []kit.Need{kit.NeedGroups},
			Title:   "The lookup finds a member of two groups once",
			Why:     "A lookup that joins users with their groups gives the user once a group.",
			Symptom: "Okta finds several users and links none, or links at random.",
			Refs:    []string{kit.RefLookup, kit.RefUserFilter},
			Body: func(t *kit.T) {
				p := t.NewUser()
				t.NewGroup(p)
				t.NewGroup(p)
				kit.FindByName(t, p)
			},
		},
		{
			ID: "users.lookup.after-update", Level: kit.Must, Evidence: kit.Recorded, Needs: []kit.Need{kit.NeedUpdates},
			Title:   "The lookup still finds a user after another attribute was updated",
			Symptom: kit.LinksNobody,
			Refs:    []string{kit.RefLookup, kit.RefPut},
			Body: func(t *kit.T) {
				p := t.NewUser()
				changed := "After " + p.Sent.DisplayName
				run := t.Okta.UpdateProfile(t, p.ID, func(r okta.Resource) { r["displayName"] = changed })
				t.Require(kit.UpdateUser, check.Through(run))
				t.Await(kit.UpdateAll, "update a user", func() []check.Problem {
					return t.Holds(p.ID, func(r okta.Resource) []check.Problem { return check.Text(r, "displayName", changed) })
				})
				kit.FindByName(t, p)
			},
		},
		{
			ID: "users.lookup.again", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A lookup gives the same user again, also after another lookup in between",
			Symptom: "The link between a person and the account changes from one sync to the next.",
			Refs:    []string{kit.RefLookup, "RFC 7643 §3.1"},
			Body: func(t *kit.T) {
				p, other := t.NewUser(), t.NewUser()
				t.AwaitFindable(p, other)
				kit.FindByName(t, p)
				nobody(t, t.Person().UserName)
				kit.FindByName(t, other)
				kit.FindByName(t, p)
			},
		},
		{
			ID: "users.lookup.parallel", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "Lookups of different users at the same time find each the right one",
			Why:     "Okta provisions several people at once.",
			Symptom: kit.LinksAnother,
			Refs:    []string{kit.RefLookup, "OIN C9307"},
			Body: func(t *kit.T) {
				people := t.NewUsers(3)
				t.AwaitFindable(people...)
				asked := slices.Concat(people, people, people)
				answers := kit.Concurrently(len(asked), func(i int) okta.Answer { return t.Okta.LookupUser(t, asked[i].Sent.UserName) })
				for i, a := range answers {
					p := asked[i]
					if list, _ := a.List(); a.Status == http.StatusOK && len(list) == 0 {
						kit.FindByName(t, p) // another copy of the data may lag behind
						continue
					}
					_, problems := check.Finds(a, p.Sent.UserName, p.ID)
					t.Report(problems)
				}
			},
		},
	}
}

func missChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "users.lookup.miss", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "The lookup of a userName that nobody has finds nobody",
			Why:     "Okta creates the user then. The reference takes an empty list and a 404 with a SCIM Error.",
			Symptom: "New users are not created: the assignment fails, or somebody else is linked.",
			Refs:    []string{kit.RefLookup, "Okta SPEC steps 3 and 5", "RFC 7644 §3.4.2"},
			Body: func(t *kit.T) {
				name := t.Person().UserName
				a := t.Okta.LookupUser(t, name)
				if a.Status == http.StatusOK && a.Resource != nil && check.Total(a) == 0 {
					t.Require(kit.MissUser, check.ResourcesArray(a)) // one finding is enough
				}
				t.Report(check.Miss(a, name))
			},
		},
		{
			ID: "users.lookup.after-miss", Level: kit.Must, Evidence: kit.Recorded, Needs: []kit.Need{kit.NeedPushUsers},
			Title:   "Whom Okta looked up in vain and then created is found by the same lookup",
			Why:     "An app that keeps answers of lookups in a cache goes on saying that there is nobody.",
			Symptom: kit.MakesTwins,
			Refs:    []string{kit.RefLookup, kit.RefCreate, "OIN C9335"},
			Body: func(t *kit.T) {
				sent := t.Person()
				run := t.Okta.PushUser(t, sent)
				kit.PushCompleted(t, run)
				p := kit.Person{ID: run.ID, Sent: sent}
				kit.FindByName(t, p)
			},
		},
		{
			ID: "users.lookup.miss-empty-list", Level: kit.Should, Evidence: kit.RFC,
			Title:   "The lookup of a userName that nobody has is answered 200 with totalResults 0",
			Why:     "Okta's SPEC test takes no 404 there.",
			Symptom: "Okta's SPEC test is red in step 3.",
			Refs:    []string{"Okta SPEC steps 3 and 5", "RFC 7644 §3.4.2"},
			Body: func(t *kit.T) {
				a := t.Okta.LookupUser(t, t.Person().UserName)
				t.Report(check.Status(a, http.StatusOK))
				t.StopIfFailed()
				t.Report(check.Count(a, "totalResults"), check.ResourcesArray(a))
			},
		},
		{
			ID: "users.lookup.empty-value", Level: kit.Should, Evidence: kit.RFC,
			Title:   "The lookup of an empty userName finds nobody",
			Why:     "A mapping that yields nothing makes such a filter. Everybody has a userName, so nobody matches.",
			Symptom: kit.LinksAnother,
			Refs:    []string{kit.RefUserFilter, "RFC 7643 §4.1.1: userName must not be empty"},
			Body: func(t *kit.T) {
				t.AwaitFindable(t.NewUser())
				if !onlyNameless(t.Okta.LookupUser(t, "")) { // whoever has no userName is found rightly
					nobodyOrRefused(t, "")
				}
			},
		},
		{
			ID: "users.lookup.special-miss", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "The lookup of an unknown userName with special characters finds nobody and is no server error",
			Why:     "Okta asks for every user before it knows whether the app has one.",
			Symptom: "«Internal Server Error» in the provisioning task of some people.",
			Refs:    []string{kit.RefUserFilter, kit.RefLookup},
			Body: func(t *kit.T) {
				for _, local := range []string{"o'neil", "a+b", "50%off", "r&d", "müller", "小龍", "😀", "semi;colon", "pound#sign"} {
					name := t.Person(kit.UserNameWith(local)).UserName
					nobody(t, name)
				}
				for _, local := range []string{`quo"te`, `back\slash`, "new\nline", "(a) or [b]"} {
					name := t.Person(kit.UserNameWith(local)).UserName
					nobodyOrRefused(t, name)
				}
			},
		},
		{
			ID: "users.lookup.injection", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A value that looks like a filter or a database query is a value",
			Why:     "The quotes in it are escaped, so it names nobody. Refusing the filter is fine.",
			Symptom: kit.LinksAnother,
			Refs:    []string{"RFC 7644 §3.4.2.2: values follow the rules of JSON strings"},
			Body: func(t *kit.T) {
				t.AwaitFindable(t.NewUser())
				nobodyOrRefused(t,
					`" or userName pr or userName eq "`,
					`x" or active eq "true`,
					`' or '1'='1`,
					`x' or 1=1 -- `,
					`\" or userName pr or userName eq \"`,
					`{"$ne":null}`,
					`*)(uid=*`,
				)
			},
		},
		{
			ID: "users.lookup.only-username", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "The lookup compares the userName and not the id, the externalId, the name or another attribute",
			Symptom: kit.LinksAnother,
			Refs:    []string{kit.RefUserFilter},
			Body: func(t *kit.T) {
				p := t.NewUser(kit.Named("Uno", "Solo", "Uno Solo "+t.Env().Names.Next()))
				t.AwaitFindable(p)
				values := []string{p.Sent.ExternalID, p.Sent.DisplayName}
				// Some apps make the userName the id.
				if !strings.EqualFold(p.Sent.UserName, p.ID) && !strings.EqualFold(t.MustReadUser(p.ID).String("userName"), p.ID) {
					values = append(values, p.ID)
				}
				nobody(t, values...)
			},
		},
	}
}

// onlyNameless tells whether all users of a list have the empty userName.
func onlyNameless(a okta.Answer) bool {
	list, _ := a.List()
	return len(list) > 0 && !slices.ContainsFunc(list, func(r okta.Resource) bool { return r.String("userName") != "" })
}

// tenantChecks: the lookup searches the whole tenant, whoever made the
// accounts and however many there are.
func tenantChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "users.lookup.of-many", Level: kit.Must, Evidence: kit.Recorded,
			Needs: []kit.Need{kit.NeedPushUsers}, Serial: true, Creates: kit.TwoPages + 1,
			Title:   "Among more than a hundred users the lookup finds the newest and an older one",
			Why:     "A server that searches only its first users works in a test and fails in a real tenant.",
			Symptom: kit.LinksNobody,
			Refs:    []string{kit.RefLookup, kit.RefUserFilter, "RFC 7644 §3.4.2.4: a page is taken of what matches"},
			Body: func(t *kit.T) {
				older := kit.CrowdOf(t, kit.TwoPages)[0]
				for _, p := range []kit.Person{t.NewUser(), older} {
					t.Eventually("look up one of many users", func() []check.Problem {
						_, problems := kit.LookUp(t, p)
						return problems
					})
				}
			},
		},
		{
			ID: "users.lookup.listed", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "The lookup finds active accounts that were in the app before Okta, when the list shows them",
			Why:     "Okta links existing accounts by userName; one that is listed and not found is created again.",
			Symptom: "People who had an account cannot be assigned: the create fails with a conflict, or they get a second account.",
			Refs:    []string{kit.RefLookup, kit.RefUserFilter, "https://github.com/wso2/product-is/issues/4415"},
			Body: func(t *kit.T) {
				t.NeedUserNames()
				kit.FindsStrangers(t, func(r okta.Resource) bool {
					return r["active"] == true && plainAddress(r.String("userName")) && len(check.Complete(r)) == 0
				})
			},
		},
	}
}

// plainAddress tells whether a userName is an address of letters, digits and the
// signs that need no care in a filter or a query.
func plainAddress(userName string) bool {
	const signs = "abcdefghijklmnopqrstuvwxyz0123456789.-_"
	local, domain, ok := strings.Cut(strings.ToLower(userName), "@")
	return ok && local != "" && domain != "" && strings.Trim(local+domain, signs) == ""
}
