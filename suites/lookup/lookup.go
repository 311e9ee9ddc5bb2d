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
	return kit.InArea(kit.LookupArea, nil, slices.Concat(hitChecks(), hitResourceChecks(), missChecks(), exactChecks(), apartChecks(),
		nameChecks(), queryChecks(), tenantChecks()))
}

// finds is the body of a check that looks the person of its journey up by a lookup of another form.
func finds(asked func(kit.Person) string, lookup func(t *kit.T, asked string) okta.Answer) func(*kit.T) {
	return func(t *kit.T) {
		p := t.Journey().Person
		name := asked(p)
		kit.FindUser(t, p, name, func() okta.Answer { return lookup(t, name) })
	}
}

func asSent(p kit.Person) string { return p.Sent.UserName }

// encoded is Okta's lookup with this encoding of spaces.
func encoded(e okta.FilterEncoding) func(*kit.T, string) okta.Answer {
	return func(t *kit.T, name string) okta.Answer {
		return t.Okta.With(func(c *okta.Config) { c.Encoding = e }).LookupUser(t, name)
	}
}

// value is one way to write a value, and the name for it.
type value struct{ name, text string }

func (v value) String() string { return v.name }

func hitChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "users.lookup.hit", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "The lookup by userName finds a user, with spaces of the filter written %20",
			Why:     "Okta's reference writes the filter so.",
			Symptom: kit.LinksNobody,
			Refs:    []string{kit.RefLookup, kit.RefUserFilter, "Okta CRUD step 4", kit.RefOktaURL},
			Body: func(t *kit.T) {
				p := t.NewUser()
				t.Eventually("look up a user", func() []check.Problem {
					return check.Hit(encoded(okta.Percent)(t, p.Sent.UserName), p.Sent.UserName, p.ID)
				})
			},
		},
		{
			ID: "users.lookup.after-miss", Level: kit.Must, Evidence: kit.Recorded, Needs: []kit.Need{kit.NeedPushUsers}, Depth: kit.Quick,
			Title:   "After a lookup with no hits and a create, the same lookup finds the new user",
			Why:     "An app that keeps answers of lookups in a cache goes on saying that there is nobody.",
			Symptom: kit.MakesTwins,
			Refs:    []string{kit.RefLookup, kit.RefCreate, "OIN C9335"},
			Journey: kit.PushUser,
			Body:    func(t *kit.T) { kit.FindByName(t, t.Journey().Person) },
		},
		{
			ID: "users.lookup.plus-encoding", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Quick, Journey: kit.PushUser,
			Title:   "The lookup by userName finds a user, with spaces of the filter written +",
			Why:     "Recorded exchanges of Okta's client show the filter in this form.",
			Symptom: kit.LinksNobody,
			Refs:    []string{"Recorded exchanges: filter=userName+eq+%22…%22", kit.RefUserFilter},
			Body: func(t *kit.T) {
				p := t.Journey().Person
				t.Eventually("look up a user", func() []check.Problem {
					_, problems := check.Finds(encoded(okta.Plus)(t, p.Sent.UserName), p.Sent.UserName, p.ID)
					return problems
				})
			},
		},
		{
			ID: "users.lookup.upper-case", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Quick, Journey: kit.PushUser,
			Title:   "The lookup finds a user when the userName is asked for in upper or in lower case",
			Why:     "userName is case-insensitive. Okta writes it as its mapping does, which need not be how the account was made.",
			Symptom: kit.LinksNobody,
			Refs:    []string{"Okta SPEC step 9", kit.RefUserName, kit.RefUserFilter},
			Body: func(t *kit.T) {
				p := t.Journey().Person
				kit.Each(t, []value{{"upper case", strings.ToUpper(p.Sent.UserName)}, {"lower case", strings.ToLower(p.Sent.UserName)}},
					value.String, func(t *kit.T, v value) {
						kit.FindUser(t, p, v.text, func() okta.Answer { return t.Okta.LookupUser(t, v.text) })
					})
			},
		},
		{
			ID: "users.lookup.without-paging", Level: kit.Must, Evidence: kit.OktaTest, Depth: kit.Quick, Journey: kit.PushUser,
			Title:   "The lookup finds exactly one user when no page is asked for",
			Why:     "Okta's SPEC test sends the filter alone.",
			Symptom: "Okta's SPEC test is red, or finds the wrong person.",
			Refs:    []string{"Okta SPEC step 5", kit.RefUserFilter},
			Body: finds(asSent, func(t *kit.T, name string) okta.Answer {
				return t.Okta.Send(t, "lookup-user-spec", okta.Vars{"userName": name})
			}),
		},
		{
			ID: "users.lookup.joined", Level: kit.Must, Evidence: kit.Documented, Journey: kit.PushWhole,
			Title:   "The lookup finds a user with several e-mail addresses, phone numbers, addresses and groups once",
			Why:     "A lookup that joins the tables gives the user once for each.",
			Symptom: "Okta finds several users and links none, or links at random.",
			Refs:    []string{kit.RefLookup, kit.RefUserFilter, "RFC 7643 §4.1.2"},
			Body:    func(t *kit.T) { kit.FindByName(t, t.Journey().Person) },
		},
		{
			ID: "users.lookup.lean", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "The lookup finds a user who has a userName and nothing else",
			Why:     "Accounts that were made elsewhere may lack a name or an address, and Okta must still find them.",
			Symptom: kit.LinksNobody,
			Refs:    []string{kit.RefLookup, "RFC 7643 §4.1"},
			Body: func(t *kit.T) {
				kit.FindByName(t, kit.PushIfAllowed(t, "a user without names and addresses", okta.User{UserName: t.Person().UserName, Active: true}))
			},
		},
		{
			ID: "users.lookup.after-update", Level: kit.Must, Evidence: kit.Recorded, Needs: []kit.Need{kit.NeedUpdates}, Journey: kit.UpdatePerson,
			Title:   "The lookup still finds a user after other attributes were updated",
			Symptom: kit.LinksNobody,
			Refs:    []string{kit.RefLookup, kit.RefPut},
			Body: func(t *kit.T) {
				j := t.Journey()
				t.Await(kit.UpdateAll, "update a user", func() []check.Problem {
					return t.Holds(j.Person.ID, func(r okta.Resource) []check.Problem { return check.Text(r, "name.familyName", j.Next.FamilyName) })
				})
				kit.FindByName(t, j.Person)
			},
		},
		{
			ID: "users.lookup.parallel", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "Lookups of different users, one after the other and concurrently, each find the right one",
			Why:     "Okta provisions several people at the same time.",
			Symptom: kit.LinksAnother,
			Refs:    []string{kit.RefLookup, "OIN C9307", "RFC 7643 §3.1"},
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

// hitResourceChecks: Okta works on with the resource of the hit, so it is
// the one that a read by id gives.
func hitResourceChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "users.lookup.complete", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Quick, Journey: kit.PushUser,
			Title:   "The hit of a lookup has id, userName, both names, active and an e-mail address, in the form of a User without password",
			Why:     "Okta's CRUD test looks a user up and reads these.",
			Symptom: "Okta's CRUD test is red, linked users have an empty profile, or an active user is taken for an inactive one.",
			Refs:    []string{"Okta CRUD step 4", "RFC 7644 §3.4.2", "RFC 7643 §4.1", "RFC 7643 §2.3.2"},
			Body: func(t *kit.T) {
				t.Look(t.Journey(), []kit.View{kit.ViewLookup}, func(r okta.Resource) []check.Problem {
					return check.All(check.Complete(r), check.UserShape(r))
				})
			},
		},
		{
			ID: "users.lookup.same-as-by-id", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Quick, Journey: kit.PushWhole,
			Title:   "The hit of a lookup has the same values as the user read by id",
			Symptom: "Okta takes outdated or foreign values for the profile in the app.",
			Refs:    []string{"Okta CRUD step 4", "RFC 7644 §3.4.2", "RFC 7643 §3.1"},
			Body: sameByLookup(func(t *kit.T, read, hit okta.Resource) []check.Problem {
				return check.All(check.Agree(read, hit, kit.DerivedAttributes(t)...), check.Sent(hit, kit.OnlyAttributes(read, check.Core...)))
			}),
		},
		{
			ID: "users.lookup.whole", Level: kit.Should, Evidence: kit.RFC, Journey: kit.PushWhole, Depth: kit.Quick,
			Title:   "The hit of a lookup shows every attribute that a read by id shows",
			Why:     "Attributes that are returned by default are returned in lists too.",
			Symptom: "None with Okta, which reads the user by id before it writes.",
			Refs:    []string{"RFC 7644 §3.4.2.5", "RFC 7643 §2.4"},
			Body: sameByLookup(func(t *kit.T, read, hit okta.Resource) []check.Problem {
				return check.Kept(read, hit, kit.DerivedAttributes(t)...)
			}),
		},
	}
}

// sameByLookup compares the person of a journey as read by id and as the lookup's hit.
func sameByLookup(want func(t *kit.T, read, hit okta.Resource) []check.Problem) func(*kit.T) {
	return func(t *kit.T) {
		j := t.Journey()
		kit.AwaitUser(t, j.Person.ID)
		read := t.MustReadUser(j.Person.ID)
		t.Look(j, []kit.View{kit.ViewLookup}, func(hit okta.Resource) []check.Problem { return want(t, read, hit) })
	}
}

// queryChecks: the filter among other parameters, as Okta does not send it.
func queryChecks() []kit.Check {
	paged := func(filter, start, count string) [][2]string {
		return [][2]string{{"filter", filter}, {"startIndex", start}, {"count", count}}
	}
	type form struct {
		name  string
		query func(filter string) [][2]string
	}
	return []kit.Check{
		{
			ID: "users.lookup.query-forms", Level: kit.Should, Evidence: kit.RFC, Journey: kit.PushUser,
			Title:   "The filter holds with a page of one, beside attributes, after other parameters, and in other case",
			Why:     "Parameters of a query have no order, names and operators of a filter no case, and a page is taken of what matches.",
			Symptom: "The lookup works in a small tenant and fails from the hundredth user on, or other clients of the app find everybody.",
			Refs:    []string{"RFC 7644 §3.4.2, §3.4.2.2, §3.4.2.4, §3.4.2.5"},
			Body: func(t *kit.T) {
				p := t.Journey().Person
				kit.Each(t, []form{
					{"a page of one", func(f string) [][2]string { return paged(f, "1", "1") }},
					{"attributes", func(f string) [][2]string { return [][2]string{{"filter", f}, {"attributes", "userName"}} }},
					{"the filter last", func(f string) [][2]string { return append(paged(f, "1", "100")[1:], [2]string{"filter", f}) }},
					{"USERNAME EQ", func(f string) [][2]string {
						return [][2]string{{"filter", strings.Replace(f, "userName eq", "USERNAME EQ", 1)}}
					}},
				}, func(f form) string { return f.name }, func(t *kit.T, f form) {
					kit.FindUser(t, p, p.Sent.UserName, func() okta.Answer {
						return t.Okta.Do(t, okta.Request{Method: http.MethodGet, Path: "/Users", Query: f.query(kit.NameFilter(p.Sent.UserName))})
					})
				})
			},
		},
		{
			ID: "users.lookup.second-page", Level: kit.Should, Evidence: kit.RFC, Journey: kit.PushUser,
			Title:   "A page beyond the only hit of a lookup is empty and its totalResults is still 1",
			Symptom: "None with Okta's own lookup, which reads the first page only.",
			Refs:    []string{"RFC 7644 §3.4.2.4"},
			Body: func(t *kit.T) {
				p := t.Journey().Person
				t.AwaitFindable(p)
				a := kit.FilterUsers(t, kit.NameFilter(p.Sent.UserName), [2]string{"startIndex", "2"}, [2]string{"count", "100"})
				t.Report(check.Status(a, http.StatusOK))
				t.StopIfFailed()
				t.Report(check.AtMost(a, 0))
				if n := check.Total(a); n != 1 {
					t.Failf(a.Op(), "totalResults", "1", "%d", n)
				}
			},
		},
		{
			ID: "users.lookup.email", Level: kit.Should, Evidence: kit.Assumed, Journey: kit.PushUser,
			Title:   "The lookup by e-mail address finds a user, in upper case too, and nobody by a part of it or an unknown one",
			Why:     "With e-mail as the unique identifier some custom apps get the lookup email eq \"…\".",
			Symptom: kit.LinksNobody,
			Refs:    []string{"Okta app settings: Unique identifier field for users = email", "RFC 7643 §4.1.2", kit.RefUserFilter},
			Body: func(t *kit.T) {
				if !t.Env().Profile.Okta.EmailLookup {
					t.Unsupported("the app profile does not say that users are looked up by e-mail address (okta.email_lookup)")
				}
				p := t.Journey().Person
				for _, asked := range []string{p.Sent.Email, strings.ToUpper(p.Sent.Email)} {
					kit.FindUser(t, p, asked, func() okta.Answer { return t.Okta.LookupUserByEmail(t, asked) })
				}
				plus := t.NewUserIfAllowed("a plus sign in an e-mail address", kit.Mailbox("pat+news"))
				kit.FindUser(t, plus, plus.Sent.Email, func() okta.Answer { return t.Okta.LookupUserByEmail(t, plus.Sent.Email) })
				name, _, _ := strings.Cut(p.Sent.Email, "@")
				for _, address := range []string{name, p.Sent.Email[1:], p.Sent.Email + ".au", t.Person().Email} {
					t.Report(check.FindsNone(t.Okta.LookupUserByEmail(t, address), address))
				}
			},
		},
	}
}

// tenantChecks: the lookup searches the whole tenant, whoever made the
// accounts and however many there are.
func tenantChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "users.lookup.of-many", Level: kit.Must, Evidence: kit.Recorded,
			Needs: []kit.Need{kit.NeedPushUsers}, Serial: true, Late: true, Creates: kit.TwoPages + 1,
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
